"""All rows that are kept of one runner and known by an instant, each table read once, samples never."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from program.errors import PlanError
from program.history.events import PlanKey, Role
from program.load import shipped_plans
from program.plan import Plan
from services.dates import zone_of
from services.errors import NotFoundError
from services.executions import Part
from services.history.run_answers import ToldStart, told_starts
from services.plans import known_plan
from store import activities, caution, closings, decisions, diary, life, people, plans, reviews
from store.activities import ActivityRow, Tombstone
from store.caution import CautionEntry
from store.closings import ClosingRow
from store.decisions import FindingRow, StageChangeRow, ToldRow
from store.diary import CheckInRevision, EntryRevision, RecordRevision
from store.engine import Connection
from store.life import BirthRow, LookedRow, RulesRow, RunTold, WellAgainRow, ZoneChange
from store.people import CareLink, Person
from store.reviews import HoldRow, ReviewRow

RowT = TypeVar("RowT")


@dataclass(frozen=True)
class Rows:
    """One runner's rows, each kind in the order in which it was written.

    `plans` are the shipped ones and those of her own that still read.
    """

    runner: Person
    plans: dict[PlanKey, Plan]
    entries: tuple[EntryRevision, ...]
    check_ins: tuple[CheckInRevision, ...]
    records: tuple[RecordRevision, ...]
    parts: tuple[Part, ...]
    tombstones: tuple[Tombstone, ...]
    runs_told: dict[str, RunTold]
    stages: tuple[StageChangeRow, ...]
    told: tuple[ToldRow, ...]
    reviews: tuple[ReviewRow, ...]
    findings: tuple[FindingRow, ...]
    closings: tuple[ClosingRow, ...]
    holds: tuple[HoldRow, ...]
    links: tuple[CareLink, ...]
    looked: tuple[LookedRow, ...]
    births: tuple[BirthRow, ...]
    well_again: tuple[WellAgainRow, ...]
    zones: tuple[ZoneChange, ...]
    cautions: tuple[CautionEntry, ...]
    #: Since when which rules are in force: of the store, not of one runner.
    rules: tuple[RulesRow, ...]
    #: The starts that she told, by recording, oldest first.
    told_starts: Mapping[str, tuple[ToldStart, ...]]

    @property
    def first_zone(self) -> str:
        """The time zone before any change of it."""
        return self.zones[0].time_zone if self.zones else self.runner.time_zone

    def zone_at(self, instant: datetime) -> ZoneInfo:
        """The runner's time zone at an instant."""
        names = [row.time_zone for row in self.zones if row.from_utc <= instant]
        return zone_of(names[-1] if names else self.first_zone)

    def first_instant(self, day: date, known_utc: datetime) -> datetime:
        """When a day began where she was as she told of it; written in that zone, it names the day."""
        return datetime.combine(day, time(), self.zone_at(known_utc))

    def last_instant(self, day: date, known_utc: datetime) -> datetime:
        """When a day ended where she was as she told of it."""
        return datetime.combine(day, time.max, self.zone_at(known_utc)).astimezone(UTC)

    def role_of(self, person_id: str | None) -> Role:
        """As what somebody acted: the runner herself, a therapist, or nobody."""
        if person_id is None:
            return "system"
        return "runner" if person_id == self.runner.id else "pt"

    def known_utc(self, row: ActivityRow) -> datetime:
        """When an activity became known as it stands: brought in, or told to have been at another time."""
        told = self.told_starts.get(row.id)
        return told[-1].at_utc if told else row.imported_utc

    def told_of(self, activity_id: str) -> RunTold | None:
        """What she had been told when a run began, as it was kept; null where that was of another start."""
        kept, starts = self.runs_told.get(activity_id), self.told_starts.get(activity_id)
        return None if kept is None or (starts and kept.known_utc < starts[-1].at_utc) else kept

    @property
    def carried(self) -> StageChangeRow | None:
        """The row by which the stage was carried over into the record, null where it always was there."""
        return next((row for row in reversed(self.stages) if row.kind == "carried"), None)


def read_rows(connection: Connection, runner_id: str, *, now: datetime) -> Rows:
    """Read all that is known of a runner now; raises NotFoundError where there is none."""
    runner = people.person_by_id(connection, runner_id)
    if runner is None:
        raise NotFoundError("There is no such runner.")
    measured = {row.activity_id: row for row in activities.measurements_of(connection, runner_id)}
    runs = _known(activities.activities_of(connection, runner_id), now, "imported_utc")
    records = _known(diary.records_of(connection, runner_id), now, "made_utc")
    return Rows(
        runner=runner,
        plans=_plans(connection, runner_id),
        entries=_known(diary.entries_of(connection, runner_id), now, "made_utc"),
        check_ins=_known(diary.check_ins_of(connection, runner_id), now, "made_utc"),
        records=records,
        parts=tuple(Part(row, measured.get(row.id)) for row in runs),
        tombstones=_known(activities.tombstones_of(connection, runner_id), now, "deleted_utc"),
        runs_told={row.activity_id: row for row in life.runs_told_of(connection, runner_id)},
        stages=_known(decisions.stage_changes_of(connection, runner_id), now, "made_utc", "known_utc"),
        told=_known(decisions.told_of(connection, runner_id), now, "made_utc"),
        reviews=_known(reviews.reviews_of(connection, runner_id), now, "made_utc"),
        findings=_known(decisions.findings_of(connection, runner_id), now, "opened_utc"),
        closings=_known(closings.closings_of(connection, runner_id), now, "closed_utc"),
        holds=_known(reviews.holds_of(connection, runner_id), now, "ordered_utc"),
        links=_known(people.links_of_runner(connection, runner_id), now, "began_utc"),
        looked=_known(life.looked_of(connection, runner_id), now, "at_utc"),
        births=_known(life.births_of(connection, runner_id), now, "known_utc"),
        well_again=_known(life.well_again_of(connection, runner_id), now, "known_utc"),
        zones=_known(life.zone_changes_of(connection, runner_id), now, "from_utc"),
        cautions=_known(caution.entries(connection, runner_id), now, "at_utc"),
        rules=_known(life.rules_of_store(connection), now, "from_utc"),
        told_starts=told_starts(records),
    )


def known_utc_of(row: StageChangeRow) -> datetime:
    """When a step of a runner's way became known."""
    return row.known_utc or row.made_utc


def _known(rows: Iterable[RowT], now: datetime, *names: str) -> tuple[RowT, ...]:
    """The rows, those ahead of the clock as known now: a clock that was set back hides nothing."""
    return tuple(_by(row, now, names) for row in rows)


def _by(row: RowT, now: datetime, names: tuple[str, ...]) -> RowT:
    ahead: dict[str, Any] = {
        name: now for name in names if (at := getattr(row, name)) is not None and at > now
    }
    return replace(row, **ahead) if ahead else row  # pyright: ignore[reportArgumentType, reportUnknownVariableType]


def _plans(connection: Connection, runner_id: str) -> dict[PlanKey, Plan]:
    """Every plan that reads; one that was kept and does not any more is left out, which forbids running."""
    found: dict[PlanKey, Plan] = dict(shipped_plans())
    for own in plans.plans_of(connection, runner_id):
        try:
            found[own.plan_id, own.plan_version] = known_plan(own.plan_id, own.plan_version, own)
        except (PlanError, NotFoundError):
            continue
    return found
