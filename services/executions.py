"""How sessions were executed, computed once: kept under a hash of all that went into it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.metadata import version
from math import inf

import polars as pl
from pydantic import TypeAdapter

from analysis import Execution, Reason, compare_execution, join_bouts, join_sessions
from analysis.execution import ExecutedSteps, RunTotal
from analysis.execution.model import AlignmentSource, Outcome
from analysis.schema import Bouts, Recordings
from ingest.activity import Laps, WorkoutSteps
from ingest.frames import schema_of
from program.plan import Plan, SessionPlan, Stage
from services.plans import Same, plan_sha256
from services.prescribing import prescribed_frame, tolerances_of
from store import activities
from store.activities import ActivityRow, ExecutionRow, MeasurementRow
from store.engine import Connection
from store.frames import pack_rows, unpack_rows


@dataclass(frozen=True)
class Part:
    """One activity of a session, with what measuring found in it."""

    row: ActivityRow
    measurement: MeasurementRow | None

    @property
    def bouts_text(self) -> str:
        """The bouts as they are stored; empty where nothing was recorded on foot."""
        return (self.measurement.bouts if self.measurement else None) or ""


@dataclass(frozen=True)
class _Kept:
    """An `Execution` with its frame as JSON rows."""

    steps: str
    outcome: Outcome
    reasons: tuple[Reason, ...]
    confidence_0_1: float
    source: AlignmentSource
    run_s: float
    uncertain_s: float
    run_total: RunTotal | None


_VERSION = version("stridegate")
#: How recordings of one outing are joined: another way is another hash.
_JOINED = "disputed seconds are uncertain"
_KEPT = TypeAdapter(_Kept)


class Executions:
    """The comparisons of one runner's sessions: those kept, and those made now."""

    def __init__(self, connection: Connection, runner_id: str, *, since: date, keeps: bool) -> None:
        """Read what is kept from a local date on; with `keeps`, what is made anew is kept too."""
        found = activities.executions_of(connection, runner_id, since=since)
        self._kept = {row.activity_id: row for row in found}
        self._connection = connection if keeps else None

    def compare(self, outing: Sequence[Part], plan: Plan, stage: Stage, due: SessionPlan) -> Execution | None:
        """Hold one outing against a prescribed session; null where nothing of it was recorded on foot."""
        if not any(part.bouts_text for part in outing):
            return None
        first_id = outing[0].row.id
        sha256 = inputs_sha256(outing, plan, stage, due)
        kept = self._kept.get(first_id)
        if kept is not None and kept.inputs_sha256 == sha256:
            return _unpack(kept.record)
        execution = compare_now(outing, plan, stage, due)
        row = ExecutionRow(first_id, sha256, execution.outcome, _pack(execution))
        self._kept[first_id] = row
        if self._connection is not None:
            activities.put_execution(self._connection, row)
        return execution


def bouts_of(outing: Sequence[Part]) -> pl.DataFrame:
    """Return the bouts of one outing on one clock, which starts with its first part."""
    recorded = [part for part in outing if part.bouts_text]
    if not recorded:
        return Bouts.create_empty()
    if len(recorded) == 1:
        return unpack_rows(recorded[0].bouts_text, Bouts)
    recordings = pl.DataFrame(
        [
            {
                "activity_id": part.row.id,
                "start_utc": part.row.start_utc,
                "end_utc": part.row.end_utc,
                "is_by_hand": part.row.kind == "hand",
            }
            for part in recorded
        ],
        schema={**schema_of(Recordings), "activity_id": pl.String},
    )
    named = [
        unpack_rows(part.bouts_text, Bouts).with_columns(activity_id=pl.lit(part.row.id)) for part in recorded
    ]
    one_session = join_sessions(recordings, join_within_s=inf)
    return join_bouts(pl.concat(named), one_session).select(Bouts.column_names())


def compare_now(outing: Sequence[Part], plan: Plan, stage: Stage, due: SessionPlan) -> Execution:
    """Hold one outing, of which something was recorded on foot, against a prescribed session."""
    by = (Same(plan), Same(stage), Same(due))
    if len(outing) == 1:
        row = outing[0].row
        return _compare_alone(outing[0].bouts_text, row.laps, row.workout_steps, *by)
    return _compare_joined(tuple(outing), *by)


# The record is read at every look, and a session of which only a part was known then is held anew each time.
@lru_cache(maxsize=512)
def _compare_alone(
    bouts: str, laps: str, workout_steps: str, plan: Same[Plan], stage: Same[Stage], due: Same[SessionPlan]
) -> Execution:
    return compare_execution(
        unpack_rows(bouts, Bouts),
        prescribed_frame(due.thing),
        tolerances=tolerances_of(plan.thing, stage.thing),
        laps=unpack_rows(laps, Laps),
        workout_steps=unpack_rows(workout_steps, WorkoutSteps),
    )


@lru_cache(maxsize=128)
def _compare_joined(
    outing: tuple[Part, ...], plan: Same[Plan], stage: Same[Stage], due: Same[SessionPlan]
) -> Execution:
    tolerances = tolerances_of(plan.thing, stage.thing)
    return compare_execution(bouts_of(outing), prescribed_frame(due.thing), tolerances=tolerances)


def inputs_sha256(outing: Sequence[Part], plan: Plan, stage: Stage, due: SessionPlan) -> str:
    """Return a hash of all that a comparison is made from, the version of the program included."""
    texts = [_VERSION, plan_sha256(plan), stage.id, due.id]
    if sum(bool(part.bouts_text) for part in outing) > 1:
        texts.append(_JOINED)
    for part in outing:
        row = part.row
        texts += [row.kind, row.start_utc.isoformat(), part.bouts_text, row.laps, row.workout_steps]
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()


def _pack(execution: Execution) -> str:
    kept = _Kept(
        steps=pack_rows(execution.steps),
        outcome=execution.outcome,
        reasons=execution.reasons,
        confidence_0_1=execution.confidence_0_1,
        source=execution.source,
        run_s=execution.run_s,
        uncertain_s=execution.uncertain_s,
        run_total=execution.run_total,
    )
    return _KEPT.dump_json(kept).decode()


@lru_cache(maxsize=1024)
def _unpack(text: str) -> Execution:
    kept = _KEPT.validate_json(text)
    return Execution(
        steps=unpack_rows(kept.steps, ExecutedSteps),
        outcome=kept.outcome,
        reasons=kept.reasons,
        confidence_0_1=kept.confidence_0_1,
        source=kept.source,
        run_s=kept.run_s,
        uncertain_s=kept.uncertain_s,
        run_total=kept.run_total,
    )
