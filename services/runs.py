"""The runs of a runner: the list, the weeks, one run with its samples, deleting one, telling one by hand."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

import polars as pl

from analysis import Drift, Kept, Ride, find_rides, measure_drift, summarise_weeks, without_rides
from analysis.schema import Bouts
from ingest.activity import Laps, Pauses, QualityNote
from services.acts import Act
from services.context import Context
from services.cutting import keep_cut
from services.dates import local_date
from services.errors import NotFoundError, RefusedError
from services.history.run_answers import Question, answered
from services.packing import Owner, pack_told, unpack_notes
from services.policy import Access, Actor, visit
from services.prescribing import prescribed_frame
from services.questions import asked_s, keep_answer, keep_start
from services.register import remember_beside
from services.run_lines import Run, run_of
from services.runlog import all_sessions, run_log
from services.sessions import HeldSession
from services.telling import tell
from store import activities, diary, people
from store.activities import ActivityRow, MeasurementRow, Tombstone
from store.deletions import Deletion, remember_deletion
from store.engine import Connection
from store.frames import unpack_rows

#: A recording may be held at the start of another that lies so far from its own.
_NEAR_DAYS = 8


@dataclass(frozen=True)
class RunDetail:
    """One run with its frames: contracted samples (null for a run told by hand), bouts, laps and pauses.

    `session` is the session it belongs to, with what was prescribed and how it was executed;
    null where it is none. `prescribed` is that prescription as a frame, null where none was in force.
    `drift` is how cadence and pace changed within it, null without samples. `rides` are the spells not
    on foot; `without_rides` is what is left of it without those at its ends, null where there are none, and
    `is_cut` whether she chose to see only that, null where she has not said. `why_not` has the codes of
    what keeps it from counting.
    """

    run: Run
    samples: pl.DataFrame | None
    bouts: pl.DataFrame
    laps: pl.DataFrame
    pauses: pl.DataFrame
    quality: tuple[QualityNote, ...]
    cadence_rule: str
    cadence_reason: str
    bouts_source: str | None
    device: str | None
    format: str | None
    session: HeldSession | None
    prescribed: pl.DataFrame | None
    drift: Drift | None
    rides: tuple[Ride, ...] = ()
    without_rides: Kept | None = None
    is_cut: bool | None = None
    why_not: tuple[str, ...] = ()


@dataclass(frozen=True)
class HandRun:
    """A run told by the runner: nothing was recorded, so only what she says is known.

    `outcome` is as_prescribed, partly or exceeded in her own view, null where she does not say.
    """

    start_utc: datetime
    elapsed_time_s: float
    run_time_s: float | None
    distance_m: float | None = None
    outcome: Literal["as_prescribed", "partly", "exceeded"] | None = None


class Runs:
    """Looking at runs, and taking them out."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def list_runs(
        self, actor: Actor, runner_id: str, *, now: datetime, since: date | None = None
    ) -> tuple[Run, ...]:
        """Return a runner's activities, newest first, from a local date on where one is given."""
        with visit(
            self._context, actor, Access.SHARED, subject_id=runner_id, doing=Act.READ_RUNS, now=now
        ) as desk:
            first = max(filter(None, (since, desk.shared_from)), default=None)
            rows = activities.activities_of(desk.connection, runner_id, since=first)
            found = activities.measurements_of(desk.connection, runner_id, since=first)
            zone = _zone_of(desk.connection, runner_id)
        by_id = {row.activity_id: row for row in found}
        return tuple(run_of(row, by_id.get(row.id), zone) for row in reversed(rows))

    def run(self, actor: Actor, runner_id: str, activity_id: str, *, now: datetime) -> RunDetail:
        """Return one activity of the runner with its frames.

        Raises NotFoundError where the runner has none of this id, or none that is shared.
        """
        with visit(
            self._context,
            actor,
            Access.SHARED,
            subject_id=runner_id,
            doing=Act.READ_A_RUN,
            now=now,
            about=f"activity {activity_id}",
        ) as desk:
            row = activities.activity_by_id(desk.connection, activity_id)
            hidden = desk.shared_from is not None and row is not None and row.local_date < desk.shared_from
            if row is None or row.runner_id != runner_id or hidden:
                raise NotFoundError("This run is not there. It may have been deleted.")
            measurement = activities.measurement_by_id(desk.connection, activity_id)
            samples = activities.samples_of(desk.connection, activity_id)
            sessions = all_sessions(
                desk.connection, runner_id, since=row.local_date - timedelta(days=_NEAR_DAYS), now=now
            )
            zone = _zone_of(desk.connection, runner_id)
            said = answered(diary.records_of(desk.connection, runner_id)).get((activity_id, "cut_off"))
        session = next((found for found in sessions if activity_id in found.activity_ids), None)
        detail = _detail(row, measurement, samples, session, zone)
        return replace(detail, is_cut=said.says if said is not None else None)

    def weeks(
        self, actor: Actor, runner_id: str, *, now: datetime, since: date | None = None
    ) -> pl.DataFrame:
        """Return a runner's weeks as a `Weeks` frame of `analysis`, the present one included."""
        with visit(
            self._context, actor, Access.SHARED, subject_id=runner_id, doing=Act.READ_WEEKS, now=now
        ) as desk:
            first = max(filter(None, (since, desk.shared_from)), default=date.min)
            log = run_log(desk.connection, runner_id, since=first, now=now)
            zone = _zone_of(desk.connection, runner_id)
        return summarise_weeks(log, until=local_date(now, utc_offset_s=None, time_zone=zone))

    def sessions(
        self, actor: Actor, runner_id: str, *, now: datetime, since: date
    ) -> tuple[HeldSession, ...]:
        """Return a runner's sessions from a local date on, held against what was prescribed, oldest first."""
        with visit(
            self._context, actor, Access.SHARED, subject_id=runner_id, doing=Act.READ_RUNS, now=now
        ) as desk:
            first = max(filter(None, (since, desk.shared_from)))
            return all_sessions(desk.connection, runner_id, since=first, now=now)

    def tombstones(self, actor: Actor, runner_id: str, *, now: datetime) -> tuple[Tombstone, ...]:
        """Return what stays of the runs that the runner deleted, oldest first."""
        with visit(
            self._context, actor, Access.SHARED, subject_id=runner_id, doing=Act.READ_RUNS, now=now
        ) as desk:
            found = activities.tombstones_of(desk.connection, runner_id)
            first = desk.shared_from
        return tuple(stone for stone in found if first is None or stone.local_date >= first)

    def add_by_hand(self, actor: Actor, runner_id: str, told: HandRun, *, now: datetime) -> str:
        """Keep a run that was not recorded, decide, and return its id."""
        if told.elapsed_time_s <= 0 or (told.run_time_s or 0) > told.elapsed_time_s:
            raise RefusedError("Running cannot take longer than the whole outing, which takes some time.")
        if told.start_utc + timedelta(seconds=told.elapsed_time_s) > now:
            raise RefusedError("This run would end in the future. Check its start and how long it was.")
        with visit(
            self._context,
            actor,
            Access.OWN,
            subject_id=runner_id,
            doing=Act.TELL_A_RUN,
            now=now,
            writes=True,
        ) as desk:
            owner = Owner(runner_id, _zone_of(desk.connection, runner_id), actor.person_id, now)
            packed = pack_told(
                told.start_utc, told.elapsed_time_s, told.run_time_s, told.distance_m, told.outcome, owner
            )
            activities.add_activity(desk.connection, packed.row, None)
            activities.put_measurement(desk.connection, packed.measurement)
            day, by = packed.row.local_date, actor.person_id
            tell(desk.connection, runner_id, now=now, asked_by="import", actor_id=by, since=day)
        return packed.row.id

    def answer(
        self, actor: Actor, runner_id: str, activity_id: str, question: Question, *, says: bool, now: datetime
    ) -> None:
        """Keep her answer to what is asked of a recording, then decide.

        `ran`: whether a recording of another sport was running; then its seconds are kept as told by her.
        `same_run`: whether a run that she told of is the same as the recording beside it, or a recording the
        same as another by another clock. For `when` see `tell_start`.
        """
        with visit(
            self._context, actor, Access.OWN, subject_id=runner_id, doing=Act.ANSWER, now=now, writes=True
        ) as desk:
            day = keep_answer(desk, actor, runner_id, activity_id, question, says=says, now=now)
            by = actor.person_id
            tell(desk.connection, runner_id, now=now, asked_by="import", actor_id=by, since=day)

    def tell_start(
        self, actor: Actor, runner_id: str, activity_id: str, start: datetime, *, now: datetime
    ) -> None:
        """Keep when she says that a run began, its offset that of the clock where she was, then decide.

        Where she was asked that is its date from then on; else nothing gets bolder by it than by the date
        before. What was read of the file, and every start that she told, is kept.
        """
        with visit(
            self._context,
            actor,
            Access.OWN,
            subject_id=runner_id,
            doing=Act.TELL_A_DATE,
            now=now,
            writes=True,
        ) as desk:
            day = keep_start(desk, actor, runner_id, activity_id, start, now=now)
            by = actor.person_id
            tell(desk.connection, runner_id, now=now, asked_by="import", actor_id=by, since=day)

    def cut_off(self, actor: Actor, runner_id: str, activity_id: str, *, is_cut: bool, now: datetime) -> None:
        """Show a run without the rides at its ends, or with them again; see `keep_cut`."""
        with visit(
            self._context,
            actor,
            Access.OWN,
            subject_id=runner_id,
            doing=Act.CUT_OFF_A_RIDE,
            now=now,
            writes=True,
        ) as desk:
            keep_cut(desk, actor, runner_id, activity_id, is_cut=is_cut, now=now)

    def delete_run(self, actor: Actor, runner_id: str, activity_id: str, *, now: datetime) -> None:
        """Delete a run and its samples; its date and times stay as a tombstone that a therapist can see."""
        with visit(
            self._context,
            actor,
            Access.OWN,
            subject_id=runner_id,
            doing=Act.DELETE_A_RUN,
            now=now,
            writes=True,
        ) as desk:
            row = activities.activity_by_id(desk.connection, activity_id)
            if row is None or row.runner_id != runner_id:
                raise NotFoundError("This run is not there. It may have been deleted already.")
            deletion = Deletion(activity_id, "activity", now)
            remember_beside(self._context.home, deletion)
            activities.leave_tombstone(
                desk.connection,
                activity_id,
                deleted_utc=now,
                deleted_by=actor.person_id,
                may_have_run_s=asked_s(desk.connection, row),
            )
            activities.delete_activity(desk.connection, activity_id)
            remember_deletion(desk.connection, deletion)
            day, by = row.local_date, actor.person_id
            tell(desk.connection, runner_id, now=now, asked_by="import", actor_id=by, since=day)


def _zone_of(connection: Connection, runner_id: str) -> str:
    runner = people.person_by_id(connection, runner_id)
    return runner.time_zone if runner else "UTC"


def _detail(
    row: ActivityRow,
    measurement: MeasurementRow | None,
    samples: pl.DataFrame | None,
    session: HeldSession | None,
    zone: str,
) -> RunDetail:
    packed = measurement.bouts if measurement else None
    bouts = unpack_rows(packed, Bouts) if packed else Bouts.create_empty()
    notes = unpack_notes(measurement.quality_notes if measurement else row.file_notes)
    reason = (measurement.not_counted_reason if measurement else None) or ""
    return RunDetail(
        run=run_of(row, measurement, zone),
        samples=samples,
        bouts=bouts,
        laps=unpack_rows(row.laps, Laps),
        pauses=unpack_rows(row.pauses, Pauses),
        quality=notes,
        cadence_rule=row.cadence_rule,
        cadence_reason=row.cadence_reason,
        bouts_source=measurement.bouts_source if measurement else None,
        device=row.device,
        format=row.format,
        session=session,
        prescribed=prescribed_frame(session.prescribed) if session and session.prescribed else None,
        drift=None if samples is None or bouts.is_empty() else measure_drift(samples, bouts),
        rides=find_rides(bouts),
        without_rides=without_rides(bouts),
        why_not=tuple(dict.fromkeys(note.code for note in notes if note.message in reason)),
    )
