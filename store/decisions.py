"""Decisions and what follows from them: stages, open findings, reviews. Decisions are only ever added to."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from store import tables as t
from store.rows import RUNNER, Seen, columns_of, insert, of_runner, read_all, read_one, update_seen


@dataclass(frozen=True)
class NewDecision:
    """A decision to keep; `facts` and `record` are JSON text."""

    runner_id: str
    made_utc: datetime
    on_date: date
    asked_by: str
    plan_id: str
    plan_version: int
    plan_sha256: str
    stage_id: str | None
    next_stage_id: str | None
    action: str
    running_allowed: bool
    release_by: str
    urgency: str | None
    rest_days: int
    facts: str
    facts_sha256: str
    record: str
    #: The rest that it told of, and until when its answer holds.
    not_before_utc: datetime | None = None
    holds_until_utc: datetime | None = None
    #: The codes of what forbade running, as a JSON list.
    barred: str | None = None


@dataclass(frozen=True)
class DecisionRow(NewDecision):
    """A decision as it is kept."""

    id: int = 0


@dataclass(frozen=True)
class DecisionMark:
    """What an old decision would be with what is known now."""

    decision_id: int
    action_now: str
    facts_sha256: str
    made_utc: datetime


@dataclass(frozen=True)
class FactsRow:
    """What a decision was made from, without its answer."""

    id: int
    made_utc: datetime
    on_date: date
    plan_id: str
    plan_version: int
    facts: str


@dataclass(frozen=True)
class StageChangeRow:
    """One step of a runner's way; `stage_id` is null before clearance and after the last stage."""

    id: int
    runner_id: str
    plan_id: str
    plan_version: int
    stage_id: str | None
    kind: str
    because: str
    decision_id: int | None
    made_utc: datetime
    made_by: str | None
    from_stage_id: str | None = None
    #: When it became known; null: when it was made.
    known_utc: datetime | None = None


@dataclass(frozen=True)
class FindingRow:
    """A stop or a key sign that stays until a named person closes it; `because_of` is JSON text."""

    id: int
    runner_id: str
    gate: str
    kind: str
    release_by: str
    because_of: str
    opened_on: date
    opened_utc: datetime
    closed_utc: datetime | None
    closed_by: str | None
    closed_because: str | None
    examined_by: str | None
    examined_on: date | None
    self_stated: bool | None
    version: int
    key: str = ""
    number: int = 1


@dataclass(frozen=True)
class Closing:
    """Who closed a finding, when and why."""

    closed_utc: datetime
    closed_by: str | None
    closed_because: str
    examined_by: str | None
    examined_on: date | None
    self_stated: bool


@dataclass(frozen=True)
class ToldRow:
    """What a decision told a runner, without its facts and words."""

    id: int
    made_utc: datetime
    stage_id: str | None
    next_stage_id: str | None
    action: str
    running_allowed: bool
    not_before_utc: datetime | None
    holds_until_utc: datetime | None


_DECISION = columns_of(t.decision, DecisionRow)
_MINE = t.decision.c.runner_id == RUNNER
_NEWEST_FIRST = of_runner(t.decision, DecisionRow, t.decision.c.id.desc())
_NEWEST = _NEWEST_FIRST.limit(1)
_FACTS = of_runner(t.decision, FactsRow, t.decision.c.id.desc()).where(
    t.decision.c.on_date >= sa.bindparam("since")
)
_NEWEST_ID = sa.select(sa.func.max(t.decision.c.id)).where(_MINE)
_BY_ID = sa.select(*_DECISION).where(t.decision.c.id == sa.bindparam("decision_id"))
_TOLD = of_runner(t.decision, ToldRow, t.decision.c.id)
_MARKS = (
    sa.select(*columns_of(t.decision_mark, DecisionMark))
    .join(t.decision)
    .where(_MINE)
    .order_by(t.decision_mark.c.id)
)
_STAGES = of_runner(t.stage_change, StageChangeRow, t.stage_change.c.id)
_FINDINGS = of_runner(t.open_finding, FindingRow, t.open_finding.c.id)


def add_decision(connection: Connection, decision: NewDecision) -> int:
    """Keep a decision for good and return its id."""
    return insert(connection, t.decision, asdict(decision))


def decision_by_id(connection: Connection, decision_id: int) -> DecisionRow | None:
    """Return one decision, null where there is none."""
    return read_one(connection, _BY_ID, DecisionRow, decision_id=decision_id)


def decisions_of(
    connection: Connection, runner_id: str, *, since: date | None = None, newest: int | None = None
) -> tuple[DecisionRow, ...]:
    """Return a runner's decisions, newest first."""
    query = _NEWEST_FIRST if since is None else _NEWEST_FIRST.where(t.decision.c.on_date >= since)
    query = query if newest is None else _NEWEST if newest == 1 and since is None else query.limit(newest)
    return read_all(connection, query, DecisionRow, runner_id=runner_id)


def told_of(connection: Connection, runner_id: str) -> tuple[ToldRow, ...]:
    """Return what every decision told a runner, oldest first."""
    return read_all(connection, _TOLD, ToldRow, runner_id=runner_id)


def facts_of(connection: Connection, runner_id: str, *, since: date) -> tuple[FactsRow, ...]:
    """Return what a runner's decisions from a local date on were made from, newest first."""
    return read_all(connection, _FACTS, FactsRow, runner_id=runner_id, since=since)


def newest_decision(connection: Connection, runner_id: str) -> DecisionRow | None:
    """Return a runner's newest decision, null where there is none."""
    found = decisions_of(connection, runner_id, newest=1)
    return found[0] if found else None


def newest_decision_id(connection: Connection, runner_id: str) -> int | None:
    """Return the id of a runner's newest decision, null where there is none."""
    return connection.execute(_NEWEST_ID, {"runner_id": runner_id}).scalar()


def add_mark(connection: Connection, mark: DecisionMark) -> None:
    """Put beside a decision what it would be now."""
    insert(connection, t.decision_mark, asdict(mark))


def marks_of(connection: Connection, runner_id: str) -> tuple[DecisionMark, ...]:
    """Return the marks on a runner's decisions, oldest first."""
    return read_all(connection, _MARKS, DecisionMark, runner_id=runner_id)


def add_stage_change(
    connection: Connection,
    *,
    runner_id: str,
    plan_id: str,
    plan_version: int,
    stage_id: str | None,
    kind: str,
    because: str,
    decision_id: int | None,
    now: datetime,
    made_by: str | None,
    from_stage_id: str | None = None,
    known_utc: datetime | None = None,
) -> int:
    """Add the next step of a runner's way; `known_utc` where that is not `now`."""
    return insert(
        connection,
        t.stage_change,
        {
            "runner_id": runner_id,
            "plan_id": plan_id,
            "plan_version": plan_version,
            "stage_id": stage_id,
            "kind": kind,
            "because": because,
            "decision_id": decision_id,
            "made_utc": now,
            "made_by": made_by,
            "from_stage_id": from_stage_id,
            "known_utc": known_utc,
        },
    )


def stage_changes_of(connection: Connection, runner_id: str) -> tuple[StageChangeRow, ...]:
    """Return a runner's way so far, oldest first."""
    return read_all(connection, _STAGES, StageChangeRow, runner_id=runner_id)


def open_finding(
    connection: Connection,
    *,
    runner_id: str,
    gate: str,
    kind: str,
    release_by: str,
    because_of: str,
    on: date,
    now: datetime,
    key: str | None = None,
    number: int | None = None,
) -> int:
    """Open a finding; its key is its gate's id, and its number the next one, where none is given."""
    key = key or gate
    if number is None:
        mine = t.open_finding.c.runner_id == runner_id, t.open_finding.c.key == key
        newest = connection.execute(sa.select(sa.func.max(t.open_finding.c.number)).where(*mine)).scalar()
        number = (newest or 0) + 1
    return insert(
        connection,
        t.open_finding,
        {
            "runner_id": runner_id,
            "gate": gate,
            "kind": kind,
            "release_by": release_by,
            "because_of": because_of,
            "opened_on": on,
            "opened_utc": now,
            "key": key,
            "number": number,
        },
    )


def findings_of(connection: Connection, runner_id: str) -> tuple[FindingRow, ...]:
    """Return all findings of a runner, closed ones too, oldest first."""
    return read_all(connection, _FINDINGS, FindingRow, runner_id=runner_id)


def close_finding(connection: Connection, seen: Seen, closing: Closing) -> None:
    """Close a finding; raises StaleVersionError where somebody was faster."""
    update_seen(connection, t.open_finding, seen, asdict(closing))
