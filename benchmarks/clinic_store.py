"""Fills a store with many runners' years: six lived weeks of one runner, copied row by row and moved in time.

The six weeks come from the ordinary use cases; the copies are written straight into the tables,
so that two hundred runners' two years take a minute. Runs share their samples with the run
that they are copies of. What is said inside a decision of an older block keeps its first dates.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from program import Plan, SessionPlan, Stage
from sample_data.runner import TIME_ZONE, sample_runner
from services import OPERATOR, Actor, Identity, Services, open_services
from services.dates import zone_of
from services.demo.sample import SampleLife, began, live
from services.executions import Part, inputs_sha256
from services.plans import default_plan
from store import activities
from store import tables as t
from store.engine import Connection, writing
from store.types import CompressedText

WEEKS_OF_A_BLOCK = 6
ISSUER = "benchmark"
#: Ids of copies are so far apart, block by block.
STRIDE = 1_000
#: Tables with rows of a runner, parents first, and by which column the rows are hers.
BY_RUNNER = (
    t.stage_change,
    t.decision,
    t.review,
    t.symptom_entry,
    t.check_in,
    t.activity,
)
#: What stands once in each block, not only once in a life.
COUNTED = {
    "stage_change": ("id",),
    "decision": ("id",),
    "review": ("id", "decision_id"),
    "symptom_entry": ("id",),
    "symptom_revision": ("entry_id",),
}


@dataclass(frozen=True)
class Filled:
    """Who is in the store; `runners` are all linked with `therapist`."""

    services: Services
    therapist: Actor
    runners: tuple[Actor, ...]


def fill(
    home: Path, *, runner_count: int, years: float, now: datetime, database_url: str | None = None
) -> Filled:
    """Make a clinic's store with that many runners, each with that many years of three runs a week.

    One more has lived only the six weeks that all the others are copies of.
    """
    services = open_services(home, mode="clinic", database_url=database_url)
    sample = sample_runner(now.astimezone(zone_of(TIME_ZONE)).date())
    opened = began(sample) - timedelta(days=1)
    token = services.invitations.invite(OPERATOR, None, "pt", now=opened).token
    therapist = services.invitations.accept(token, _identity("pt", opened), now=opened)
    token = services.invitations.invite_runner(therapist, None, now=opened).token
    first = services.invitations.accept(token, _identity("runner", opened), now=opened, time_zone=TIME_ZONE)
    live(SampleLife(services, first, therapist, sample).steps(), until=now)
    blocks = round(years * 52 / WEEKS_OF_A_BLOCK)
    with writing(services.context.engine) as connection:
        lived = _lived(connection, first.person_id or "")
        runners = [_new_runner(connection, lived, number) for number in range(runner_count)]
        for number, runner_id in enumerate(runners):
            for block in range(blocks):
                # The newest block has the highest numbers, as it would have been written last.
                _copy_block(connection, lived, runner_id, (number + 1) * blocks - block, block)
    actors = tuple(Actor(runner_id, now, None) for runner_id in runners)
    return Filled(services, Actor(therapist.person_id, now, None), actors)


def _identity(subject: str, now: datetime) -> Identity:
    return Identity(ISSUER, subject, None, False, subject.title(), now, None)


@dataclass(frozen=True)
class _Lived:
    """The rows of the runner who really lived, by table name, and the bare tables to write them with."""

    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    bare: Mapping[str, sa.Table]
    #: By activity: what its comparison was made from, so that a copy's can be told as well.
    compared: Mapping[str, tuple[Part, Plan, Stage, SessionPlan]]


def _lived(connection: Connection, runner_id: str) -> _Lived:
    bare = {table.name: _bare(table) for table in t.metadata.sorted_tables}
    rows: dict[str, list[Mapping[str, Any]]] = {}

    def read(name: str, condition: sa.ColumnElement[bool]) -> None:
        found = connection.execute(sa.select(bare[name]).where(condition)).mappings()
        rows[name] = [dict(row) for row in found]

    for table in BY_RUNNER:
        read(table.name, bare[table.name].c.runner_id == runner_id)
    for name in ("record", "care_link"):
        read(name, bare[name].c.runner_id == runner_id)
    read("person", bare["person"].c.id == runner_id)
    read("role", bare["role"].c.person_id == runner_id)
    for name in ("measurement", "execution"):
        read(name, bare[name].c.activity_id.in_([row["id"] for row in rows["activity"]]))
    entry_ids = [row["id"] for row in rows["symptom_entry"]]
    read("symptom_revision", bare["symptom_revision"].c.entry_id.in_(entry_ids))
    return _Lived(rows, bare, _compared(connection, runner_id, rows["execution"]))


def _compared(
    connection: Connection, runner_id: str, executions: Sequence[Mapping[str, Any]]
) -> dict[str, tuple[Part, Plan, Stage, SessionPlan]]:
    """Find the prescription behind each comparison by its hash."""
    measured = {row.activity_id: row for row in activities.measurements_of(connection, runner_id)}
    parts = {row.id: Part(row, measured[row.id]) for row in activities.activities_of(connection, runner_id)}
    plan = default_plan()
    asked = [(stage, due) for stage in plan.stages for due in stage.sessions]
    return {
        row["activity_id"]: (parts[row["activity_id"]], plan, stage, due)
        for row in executions
        for stage, due in asked
        if row["inputs_sha256"] == inputs_sha256([parts[row["activity_id"]]], plan, stage, due)
    }


def _bare(table: sa.Table) -> sa.Table:
    """The same table with compressed texts as the bytes that they are."""
    columns = [
        sa.Column(column.name, sa.LargeBinary if isinstance(column.type, CompressedText) else column.type)
        for column in table.columns
    ]
    return sa.Table(table.name, sa.MetaData(), *columns)


def _new_runner(connection: Connection, lived: _Lived, number: int) -> str:
    """Somebody like the runner who lived: her account, her link, what is on record about her."""
    runner_id = UUID(int=number + 1).hex
    changes = {
        "person": {"id": runner_id, "display_name": f"Runner {number}", "oidc_subject": f"runner {number}"},
        "role": {"person_id": runner_id},
        "care_link": {"id": STRIDE + number, "runner_id": runner_id},
        "record": {"runner_id": runner_id},
    }
    for name, change in changes.items():
        rows = [{**row, **change} for row in lived.rows[name]]
        connection.execute(lived.bare[name].insert(), rows)
    return runner_id


def _copy_block(connection: Connection, lived: _Lived, runner_id: str, copy: int, block: int) -> None:
    """Six weeks of somebody, as many blocks ago; older blocks come with lower ids."""
    back = timedelta(weeks=WEEKS_OF_A_BLOCK * block)
    offset = STRIDE * copy

    def activity(old_id: str) -> str:
        return UUID(int=(UUID(hex=old_id).int + copy) % 2**128).hex

    for name, rows in lived.rows.items():
        if name in {"record", "care_link", "person", "role"}:
            continue
        made = [dict(_moved(row, back)) for row in rows]
        for row in made:
            if "runner_id" in row:
                row["runner_id"] = runner_id
            for column in COUNTED.get(name, ()):
                row[column] = row[column] + offset if row[column] is not None else None
            if name == "execution":
                row["inputs_sha256"] = _hash_of_copy(lived, row["activity_id"], back)
            if name == "activity":
                row["id"] = activity(row["id"])
            elif row.get("activity_id"):
                row["activity_id"] = activity(row["activity_id"])
        if made:
            connection.execute(lived.bare[name].insert(), made)


def _hash_of_copy(lived: _Lived, activity_id: str, back: timedelta) -> str:
    part, plan, stage, due = lived.compared[activity_id]
    copy = Part(replace(part.row, start_utc=part.row.start_utc - back), part.measurement)
    return inputs_sha256([copy], plan, stage, due)


def _moved(row: Mapping[str, Any], back: timedelta) -> Iterator[tuple[str, Any]]:
    for name, value in row.items():
        yield name, value - back if isinstance(value, datetime | date) else value
