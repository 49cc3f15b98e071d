"""What a runner's long view needs: one short row for each activity and each decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from store import tables as t
from store.dating import counted_once
from store.decisions import DecisionRow
from store.rows import columns_of, read_all


@dataclass(frozen=True)
class ActivityLine:
    """One activity with what measuring found in it; null is unknown or not on foot."""

    id: str
    kind: str
    local_date: date
    start_utc: datetime
    end_utc: datetime
    timer_time_s: float
    run_time_s: float | None
    run_distance_m: float | None
    longest_run_bout_s: float | None
    run_cadence_spm: float | None
    run_pace_s_per_km: float | None


@dataclass(frozen=True)
class DecisionLine:
    """One decision without its facts, findings and words."""

    id: int
    made_utc: datetime
    on_date: date
    asked_by: str
    stage_id: str | None
    next_stage_id: str | None
    action: str
    running_allowed: bool


def activity_lines(connection: Connection, runner_id: str, *, since: date) -> tuple[ActivityLine, ...]:
    """Return a runner's activities from a local date on, oldest first."""
    measured = ("run_time_s", "run_distance_m", "longest_run_bout_s", "run_cadence_spm", "run_pace_s_per_km")
    query = (
        sa.select(
            t.activity.c.id,
            t.activity.c.kind,
            t.activity.c.local_date,
            t.activity.c.start_utc,
            t.activity.c.end_utc,
            t.activity.c.timer_time_s,
            *(t.measurement.c[name] for name in measured),
        )
        .outerjoin(t.measurement)
        .where(t.activity.c.runner_id == runner_id, t.activity.c.local_date >= since, *counted_once())
        .order_by(t.activity.c.start_utc, t.activity.c.id)
    )
    return read_all(connection, query, ActivityLine)


def decision_lines(connection: Connection, runner_id: str, *, since: date) -> tuple[DecisionLine, ...]:
    """Return a runner's decisions from a local date on, oldest first."""
    query = sa.select(*columns_of(t.decision, DecisionLine)).where(
        t.decision.c.runner_id == runner_id, t.decision.c.on_date >= since
    )
    return read_all(connection, query.order_by(t.decision.c.id), DecisionLine)


def decisions_by_id(connection: Connection, ids: Sequence[int]) -> tuple[DecisionRow, ...]:
    """Return these decisions in full."""
    query = sa.select(*columns_of(t.decision, DecisionRow)).where(t.decision.c.id.in_(ids))
    return read_all(connection, query, DecisionRow)
