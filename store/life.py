"""What is kept of a runner's life: births, zones, looks, what she had been told, what an edition changed."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from store import tables as t
from store.rows import columns_of, insert, of_runner, read_all


@dataclass(frozen=True)
class LookedRow:
    """Somebody acted on an alert or a finding, by its key: saw it and said so, or logged a call."""

    id: int
    runner_id: str
    key: str
    kind: str
    at_utc: datetime
    by: str | None


@dataclass(frozen=True)
class BirthRow:
    """A birth, a pregnancy, its end, or a birth taken back; `on_date` is null where no day was told."""

    id: int
    runner_id: str
    kind: str
    on_date: date | None
    reason: str | None
    known_utc: datetime
    made_by: str | None


@dataclass(frozen=True)
class ZoneChange:
    """The runner's time zone from an instant on."""

    id: int
    runner_id: str
    from_utc: datetime
    time_zone: str


@dataclass(frozen=True)
class WellAgainRow:
    """Well since then, after an illness of the whole body."""

    id: int
    runner_id: str
    since_utc: datetime
    known_utc: datetime
    made_by: str | None


@dataclass(frozen=True)
class RunTold:
    """What a runner had been told when a run began; null where no plan was in force or nothing was told."""

    activity_id: str
    runner_id: str
    plan_id: str | None
    plan_version: int | None
    stage_id: str | None
    was_allowed: bool | None
    known_utc: datetime


@dataclass(frozen=True)
class RulesRow:
    """Since when the rules of an edition are in force here; `noted_utc` is when it was noted what differs."""

    edition: int
    from_utc: datetime
    noted_utc: datetime | None


@dataclass(frozen=True)
class NewDifference:
    """Where what stands is another by new rules: codes, no content.

    `code` is stage, running, action or rule; `about` the source that a rule would speak of.
    """

    runner_id: str
    code: str
    about: str | None
    was: str | None
    would_be: str


@dataclass(frozen=True)
class DifferenceRow(NewDifference):
    """A difference as it is kept; `settled` is applied, left or overtaken, null while nobody settled it."""

    id: int
    made_utc: datetime
    seen_utc: datetime | None
    settled_utc: datetime | None
    settled_by: str | None
    settled: str | None


_LOOKED = of_runner(t.looked, LookedRow, t.looked.c.id)
_BIRTHS = of_runner(t.birth, BirthRow, t.birth.c.id)
_ZONES = of_runner(t.zone_change, ZoneChange, t.zone_change.c.from_utc, t.zone_change.c.id)
_WELL_AGAIN = of_runner(t.well_again, WellAgainRow, t.well_again.c.id)
_RUNS_TOLD = of_runner(t.run_told, RunTold, t.run_told.c.known_utc, t.run_told.c.activity_id)
_DIFFERENCES = of_runner(t.difference, DifferenceRow, t.difference.c.id)
_RULES = sa.select(*columns_of(t.rules, RulesRow)).order_by(t.rules.c.edition)


def add_looked(
    connection: Connection, runner_id: str, key: str, kind: str, *, now: datetime, by: str | None
) -> int:
    """Keep that somebody acted on an alert or a finding; `kind` is seen or call."""
    values = {"runner_id": runner_id, "key": key, "kind": kind, "at_utc": now, "by": by}
    return insert(connection, t.looked, values)


def looked_of(connection: Connection, runner_id: str) -> tuple[LookedRow, ...]:
    """Return who acted on what of a runner, oldest first."""
    return read_all(connection, _LOOKED, LookedRow, runner_id=runner_id)


def add_birth(
    connection: Connection,
    runner_id: str,
    kind: str,
    on_date: date | None,
    *,
    reason: str | None = None,
    now: datetime,
    made_by: str | None,
) -> int:
    """Keep a birth, a pregnancy, its end, or a birth taken back."""
    values = {
        "runner_id": runner_id,
        "kind": kind,
        "on_date": on_date,
        "reason": reason,
        "known_utc": now,
        "made_by": made_by,
    }
    return insert(connection, t.birth, values)


def births_of(connection: Connection, runner_id: str) -> tuple[BirthRow, ...]:
    """Return a runner's births and pregnancies in the order in which they were told."""
    return read_all(connection, _BIRTHS, BirthRow, runner_id=runner_id)


def add_zone_change(connection: Connection, runner_id: str, time_zone: str, *, from_utc: datetime) -> int:
    """Keep in which time zone a runner is from an instant on."""
    values = {"runner_id": runner_id, "from_utc": from_utc, "time_zone": time_zone}
    return insert(connection, t.zone_change, values)


def zone_changes_of(connection: Connection, runner_id: str) -> tuple[ZoneChange, ...]:
    """Return a runner's time zones, oldest first."""
    return read_all(connection, _ZONES, ZoneChange, runner_id=runner_id)


def add_well_again(
    connection: Connection, runner_id: str, since_utc: datetime, *, now: datetime, made_by: str | None
) -> int:
    """Keep since when a runner is well again."""
    values = {"runner_id": runner_id, "since_utc": since_utc, "known_utc": now, "made_by": made_by}
    return insert(connection, t.well_again, values)


def well_again_of(connection: Connection, runner_id: str) -> tuple[WellAgainRow, ...]:
    """Return since when a runner was well again, each time, in the order in which it was told."""
    return read_all(connection, _WELL_AGAIN, WellAgainRow, runner_id=runner_id)


def put_run_told(connection: Connection, row: RunTold) -> None:
    """Keep what had been told when a run began; what is kept already stays as it is."""
    known = sa.select(t.run_told.c.activity_id).where(t.run_told.c.activity_id == row.activity_id)
    if connection.execute(known).first() is None:
        connection.execute(t.run_told.insert().values(asdict(row)))


def runs_told_of(connection: Connection, runner_id: str) -> tuple[RunTold, ...]:
    """Return what a runner had been told when each of her runs began."""
    return read_all(connection, _RUNS_TOLD, RunTold, runner_id=runner_id)


def rules_of_store(connection: Connection) -> tuple[RulesRow, ...]:
    """Return since when the rules of which edition are in force here; none where they always were."""
    return read_all(connection, _RULES, RulesRow)


def note_rules(connection: Connection, edition: int, *, now: datetime) -> None:
    """Keep that it was noted what differs by the rules of an edition."""
    noted = t.rules.update().where(t.rules.c.edition == edition, t.rules.c.noted_utc.is_(None))
    connection.execute(noted.values(noted_utc=now))


def add_difference(connection: Connection, new: NewDifference, *, now: datetime) -> int:
    """Keep one difference."""
    return insert(connection, t.difference, {**asdict(new), "made_utc": now})


def differences_of(connection: Connection, runner_id: str) -> tuple[DifferenceRow, ...]:
    """Return a runner's differences, settled ones too, in the order in which they were noted."""
    return read_all(connection, _DIFFERENCES, DifferenceRow, runner_id=runner_id)


def see_differences(connection: Connection, runner_id: str, *, now: datetime) -> None:
    """Keep that she has seen all of them."""
    unseen = t.difference.update().where(
        t.difference.c.runner_id == runner_id, t.difference.c.seen_utc.is_(None)
    )
    connection.execute(unseen.values(seen_utc=now))


def settle_difference(
    connection: Connection, row_id: int, settled: str, *, now: datetime, by: str | None
) -> bool:
    """Keep how a difference was settled; False where somebody was faster."""
    open_row = t.difference.update().where(t.difference.c.id == row_id, t.difference.c.settled.is_(None))
    values = {"settled": settled, "settled_utc": now, "settled_by": by}
    return connection.execute(open_row.values(values)).rowcount == 1
