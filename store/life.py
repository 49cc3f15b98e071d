"""What is kept of a runner's life: births, zones, who looked, well again, and what she had been told."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from store import tables as t
from store.rows import insert, of_runner, read_all


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


_LOOKED = of_runner(t.looked, LookedRow, t.looked.c.id)
_BIRTHS = of_runner(t.birth, BirthRow, t.birth.c.id)
_ZONES = of_runner(t.zone_change, ZoneChange, t.zone_change.c.from_utc, t.zone_change.c.id)
_WELL_AGAIN = of_runner(t.well_again, WellAgainRow, t.well_again.c.id)
_RUNS_TOLD = of_runner(t.run_told, RunTold, t.run_told.c.known_utc, t.run_told.c.activity_id)


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
