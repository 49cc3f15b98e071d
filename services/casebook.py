"""From the store to the one case that a decision is made from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

from pydantic import ValidationError

from program.case import Case, Session
from program.diary import CheckIn, Record, SymptomEntry
from program.history.events import Outing
from program.history.events import Record as LifeRecord
from program.history.fold import fold, night_over
from program.history.known import known_by
from program.history.records import standing_record
from program.history.standing import Standing
from program.plan import Plan
from program.record import (
    Assessment,
    Baseline,
    Clearance,
    Hold,
    Profile,
    Readiness,
    StageChange,
    StandingRelease,
)
from services.dates import local_date, zone_of
from services.errors import NotFoundError
from services.history import read_life
from services.history.kept import read_kept
from services.history.rows import Rows
from services.limits import kept_reason, name_of
from services.sessions import HeldSession
from store import people
from store.decisions import FindingRow, StageChangeRow
from store.diary import CheckInRevision, EntryRevision, RecordRevision
from store.engine import Connection
from store.people import Person
from store.reviews import HoldRow

#: A case looks back this far, or to the beginning of the stage where that is longer ago: past every
#: window of the plans, so that what it leaves out cannot speak any more.
_LOOK_BACK = timedelta(days=70)

RecordT = TypeVar("RecordT", bound=Record)


@dataclass(frozen=True)
class CaseBook:
    """All that is known about one runner at one instant, as the program wants it and as the screens do."""

    runner: Person
    today: date
    plan: Plan
    case: Case
    sessions: tuple[HeldSession, ...]
    stages: tuple[StageChangeRow, ...]
    entries: tuple[EntryRevision, ...]
    check_ins: tuple[CheckInRevision, ...]
    findings: tuple[FindingRow, ...]
    holds: tuple[HoldRow, ...]
    standing: Standing
    record: LifeRecord
    rows: Rows
    now: datetime

    def local_date(self, instant: datetime) -> date:
        """An instant's date on the runner's own calendar."""
        return local_date(instant, utc_offset_s=None, time_zone=self.runner.time_zone)

    def first_instant(self, day: date) -> datetime:
        """The instant at which a day of the runner's begins."""
        return datetime.combine(day, time.min, zone_of(self.runner.time_zone)).astimezone(UTC)


def open_book(connection: Connection, runner_id: str, *, now: datetime, keeps: bool = False) -> CaseBook:
    """Gather one runner's case at an instant, with what stands for her by then.

    With `keeps` (in a transaction that writes) how new sessions were executed is kept. Before
    a plan is chosen it is a case of the default plan without a stage, so that red
    flags are answered from the first day. Raises NotFoundError where there is no such runner.
    """
    life = read_life(connection, runner_id, now=now, keeps=keeps)
    rows, record, runner = life.rows, life.record, life.rows.runner
    standing = fold(record, now)
    today = local_date(now, utc_offset_s=None, time_zone=runner.time_zone)
    plan = record.plans.get(standing.plan, record.default_plan) if standing.plan else record.default_plan
    since = today - _LOOK_BACK
    if standing.entered_at is not None:
        since = min(since, local_date(standing.entered_at, utc_offset_s=None, time_zone=runner.time_zone))
    sessions = tuple(held for held in life.sessions if held.local_date >= since and held.end_utc <= now)
    entries = _entries_since(rows.entries, since)
    check_ins = newest_revisions(rows.check_ins)
    names = _names(connection, rows.holds)
    records = {row.kind: row for row in rows.records}
    links = [link for link in rows.links if link.ended_utc is None]
    linked_utc = min((link.began_utc for link in links), default=None)
    case = Case(
        plan=plan.id,
        plan_version=plan.version,
        stage=standing.stage,
        date=today,
        now=now,
        stage_since=standing.entered_at if standing.stage else None,
        pt="linked" if links else "alone",
        pt_linked_on=linked_utc and local_date(linked_utc, utc_offset_s=None, time_zone=runner.time_zone),
        profile=_record(records.get("profile"), Profile) or Profile(),
        readiness=_record(records.get("readiness"), Readiness) or Readiness(),
        assessment=_record(records.get("assessment"), Assessment),
        clearance=_record(records.get("clearance"), Clearance),
        baseline=_record(records.get("baseline"), Baseline),
        sessions=tuple(case_session(session) for session in sessions),
        symptoms=case_entries(entries, sessions),
        check_ins=tuple(sent for row in check_ins if (sent := _sent(row)) is not None),
        stage_history=tuple(
            _stage_change(row)
            for row in rows.stages
            if row.stage_id is not None and row.kind not in _TELLINGS
        ),
        standing_release=_record(records.get("standing_release"), StandingRelease),
        holds=tuple(_hold(row, names) for row in rows.holds),
        standing=standing_record(
            standing, zone=runner.time_zone, nights_over=_nights_over(record, sessions, now)
        ),
    )
    return CaseBook(
        runner=runner,
        today=today,
        plan=plan,
        case=case,
        sessions=sessions,
        stages=rows.stages,
        entries=entries,
        check_ins=check_ins,
        findings=rows.findings,
        holds=rows.holds,
        standing=standing,
        record=record,
        rows=rows,
        now=now,
    )


def newest_revisions(rows: Sequence[CheckInRevision]) -> tuple[CheckInRevision, ...]:
    """Return the newest revision of each week, in the order of the weeks."""
    return tuple({row.week_start: row for row in rows}.values())


def case_session(session: HeldSession) -> Session:
    """Say a session in the words of the program."""
    return Session(
        id=session.session_id,
        start=session.start_utc,
        end=max(session.end_utc, session.start_utc + timedelta(seconds=1)),
        local_date=session.local_date,
        stage=session.stage.id if session.stage else None,
        session=session.prescribed.id if session.prescribed else None,
        outcome=session.outcome,  # pyright: ignore[reportArgumentType]  both rooms name the same outcomes
        run_time_s=session.run_time_s,
        uncertain_time_s=session.uncertain_time_s,
        prescribed_run_time_s=session.prescribed.run_time_s if session.prescribed else None,
        quality="ok" if session.counts_for_progress else "low",
        cadence_known=session.cadence_known,
        recorded_by_hand=session.is_by_hand,
        deleted=session.is_deleted,
    )


def case_entries(
    entries: Sequence[EntryRevision], sessions: Sequence[HeldSession]
) -> tuple[SymptomEntry, ...]:
    """Return the newest revision of each entry that was not withdrawn, tied to the session it belongs to.

    An entry of an activity that is no session (a ride, or a walk beside a running stage) counts for its day.
    """
    session_of = {
        activity_id: session.session_id for session in sessions for activity_id in session.activity_ids
    }
    newest = {row.entry_id: row for row in entries}
    said = [entry for row in newest.values() if (entry := case_entry(row)) is not None]
    return tuple(
        entry
        if entry.session is None
        else entry.model_copy(update={"session": session_of[entry.session]})
        if entry.session in session_of
        else entry.model_copy(update={"session": None, "phase": "day"})
        for entry in said
    )


def case_entry(row: EntryRevision) -> SymptomEntry | None:
    """What one revision says; null where it withdraws or no longer reads, which what stands says."""
    try:
        return None if row.answers is None else entry_of(row)
    except ValidationError:
        return None


def entry_of(row: EntryRevision) -> SymptomEntry:
    """Read one revision's answers; its id is the entry's, its `recorded_at` when this revision was made."""
    if row.answers is None:
        raise NotFoundError("This entry was withdrawn.")
    entry = read_kept(SymptomEntry, row.answers)
    return entry.model_copy(
        update={
            "id": str(row.entry_id),
            "session": row.activity_id,
            "local_date": row.local_date,
            "recorded_at": row.made_utc,
        }
    )


def _sent(row: CheckInRevision) -> CheckIn | None:
    """One revision of a check-in; null where it no longer reads, which what stands says."""
    try:
        return case_check_in(row)
    except ValidationError:
        return None


def case_check_in(row: CheckInRevision) -> CheckIn:
    """Read one revision of a check-in."""
    check_in = read_kept(CheckIn, row.answers)
    return check_in.model_copy(update={"id": f"check-in {row.week_start.isoformat()}", "at": row.made_utc})


def _entries_since(rows: Sequence[EntryRevision], since: date) -> tuple[EntryRevision, ...]:
    """All revisions of the entries whose day, or whose last change, is not before a date."""
    newest = {row.entry_id: row for row in rows}
    return tuple(
        row for row in rows if row.local_date >= since or newest[row.entry_id].made_utc.date() >= since
    )


def _record(row: RecordRevision | None, model: type[RecordT]) -> RecordT | None:
    """What is on record; null where nothing is or it no longer reads, which what stands says."""
    if row is None or row.content is None:
        return None
    try:
        return read_kept(model, row.content)
    except ValidationError:
        return None


def _names(connection: Connection, holds: Sequence[HoldRow]) -> dict[str, str]:
    ids = {person_id for row in holds for person_id in (row.ordered_by, row.lifted_by)}
    found = [people.person_by_id(connection, person_id) for person_id in ids if person_id]
    return {person.id: person.display_name for person in found if person}


def _name(person_id: str | None, names: dict[str, str]) -> str:
    return names.get(person_id or "", "somebody whose account is gone")


#: The kinds of a case's history, by those that are kept.
_KINDS = {
    "first": "cleared",
    "carried": "placed",
    "lower": "placed",
    "switch": "placed",
}


#: What was told of a stage and is no act: the case's history has what people did.
_TELLINGS = frozenset({"regress", "taken_back", "given_back"})


def _nights_over(
    record: LifeRecord, sessions: Sequence[HeldSession], now: datetime
) -> tuple[tuple[str, datetime], ...]:
    """When the night after each session is over, by the clock of where she was."""
    known = known_by(record, now)
    ids = {session.session_id for session in sessions}
    return tuple((outing.id, night_over(known, outing)) for outing in known.of(Outing) if outing.id in ids)


def _stage_change(row: StageChangeRow) -> StageChange:
    kind = _KINDS.get(row.kind, row.kind)
    return StageChange.model_validate({"at": row.made_utc, "stage": row.stage_id, "kind": kind})


def _hold(row: HoldRow, names: dict[str, str]) -> Hold:
    return Hold.model_validate(
        {
            "kind": row.kind,
            "ordered_by": name_of(_name(row.ordered_by, names)),
            "ordered_on": row.ordered_on,
            "reason": kept_reason(row.reason),
            "lifted_by": name_of(_name(row.lifted_by, names)) if row.lifted_on else None,
            "lifted_on": row.lifted_on,
        }
    )
