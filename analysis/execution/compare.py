"""A session as run against the session as prescribed."""

from dataclasses import dataclass
from math import inf

import polars as pl

from analysis.execution.alignment import Session, align
from analysis.execution.blocks import group_into_blocks, measure_speeds, read_steps
from analysis.execution.device import read_device_steps, set_windows
from analysis.execution.model import ExecutedSteps, Execution, Reason, Tolerances
from analysis.execution.report import report_steps
from analysis.execution.spans import split_into_spans
from analysis.execution.verdict import judge, total_running
from analysis.schema import Bouts, PrescribedSteps


def compare_execution(
    bouts: pl.DataFrame,
    prescribed: pl.DataFrame,
    *,
    tolerances: Tolerances,
    laps: pl.DataFrame | None = None,
    workout_steps: pl.DataFrame | None = None,
) -> Execution:
    """Hold the bouts of one session against its prescribed steps, step by step and as a whole.

    `bouts` and `prescribed` are `Bouts` and `PrescribedSteps` frames, `laps` and
    `workout_steps` those of `ingest`. Uncertain seconds count as run when asking "exceeded?"
    and as not run when asking "done?". Nothing recorded, nothing prescribed or an unknown
    distance for a step by distance is "not_comparable", never done.

    Raises:
        dataframely.exc.ValidationError: a frame breaks its contract.

    """
    bouts, prescribed = Bouts.validate(bouts), PrescribedSteps.validate(prescribed)
    obstacle = _obstacle(bouts, prescribed)
    if obstacle is not None:
        return _not_comparable(bouts, obstacle)
    speeds = measure_speeds(bouts)
    prescribed_steps = read_steps(prescribed, speeds, tolerances)
    blocks = group_into_blocks(prescribed_steps, speeds, tolerances)
    device = read_device_steps(prescribed_steps, laps, workout_steps)
    if device is not None:
        blocks = set_windows(blocks, device)
    breaks = [block for block in blocks if block.role == "break"]
    spans = split_into_spans(
        bouts,
        run_gap_s=tolerances.run_gap_s,
        shortest_break_s=min((b.lower for b in breaks if not b.by_distance), default=inf),
        extra_run_s=tolerances.extra_run_s,
    )
    session = Session(blocks, spans, speeds, tolerances.run_gap_s, tolerances.extra_run_s)
    path, admission = align(session)
    steps = report_steps(session, path, tolerances)
    total = total_running(session, tolerances)
    outcome, reasons = judge(session, path, admission, steps, total, tolerances)
    seconds = _seconds(bouts)
    return Execution(
        steps=steps,
        outcome=outcome,
        reasons=reasons,
        confidence_0_1=seconds.confidence_0_1,
        source=device.source if device else "detected",
        run_s=seconds.run_s,
        uncertain_s=seconds.uncertain_s,
        run_total=total,
    )


def _obstacle(bouts: pl.DataFrame, prescribed: pl.DataFrame) -> Reason | None:
    """Why the two cannot be compared, or null."""
    if prescribed.is_empty():
        return Reason("nothing_prescribed", 0.0, None, "count")
    if bouts.filter(pl.col("kind").is_in(["run", "walk"])).is_empty():
        return Reason("nothing_recorded", 0.0, None, "count")
    by_distance = pl.col("distance_m").is_not_null()
    same_gait = pl.col("kind") == pl.col("kind").shift(1)
    if not prescribed.sort("step_index").filter(same_gait & (by_distance != by_distance.shift(1))).is_empty():
        return Reason("units_mixed", 1.0, 0.0, "count")
    by_distance = prescribed.filter(by_distance)
    gaits = by_distance["kind"].cast(pl.String).unique()
    unmeasured = bouts.filter(
        pl.col("kind").cast(pl.String).is_in(gaits.implode()), pl.col("distance_m").is_null()
    )
    if not unmeasured.is_empty():
        return Reason("distance_unknown", float(unmeasured.height), 0.0, "count")
    return None


def _not_comparable(bouts: pl.DataFrame, obstacle: Reason) -> Execution:
    seconds = _seconds(bouts)
    return Execution(
        steps=ExecutedSteps.create_empty(),
        outcome="not_comparable",
        reasons=(obstacle,),
        confidence_0_1=0.0,
        source="detected",
        run_s=seconds.run_s,
        uncertain_s=seconds.uncertain_s,
        run_total=None,
    )


@dataclass(frozen=True)
class _Seconds:
    run_s: float
    uncertain_s: float
    confidence_0_1: float


def _seconds(bouts: pl.DataFrame) -> _Seconds:
    """Sums over the bouts; the confidence is that of the running and walking, less the uncertain share."""
    size_s, gait = pl.col("end_s") - pl.col("start_s"), pl.col("kind").is_in(["run", "walk"])
    gait_s = size_s.filter(gait).sum()
    certain_share = 1 - (pl.col("uncertain_s").sum() / gait_s).clip(upper_bound=1)
    confidence = (pl.col("confidence_0_1") * size_s).filter(gait).sum() / gait_s * certain_share
    sums = bouts.select(
        run_s=size_s.filter(pl.col("kind") == "run").sum(),
        uncertain_s=pl.col("uncertain_s").sum(),
        confidence_0_1=confidence.fill_nan(0.0),
    )
    return _Seconds(**sums.row(0, named=True))
