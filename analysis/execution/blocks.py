"""The prescribed steps as blocks: what stands side by side in one gait cannot be told apart on the road."""

import math
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

import polars as pl

from analysis.execution.model import Tolerances

Role = Literal["run", "break", "end", "walk"]


@dataclass(frozen=True)
class Step:
    """One prescribed step; `size` is in seconds, or in metres where `by_distance`."""

    index: int
    is_run: bool
    by_distance: bool
    size: float
    #: Below it the step is short, above it long, in the unit of `size`.
    lower: float
    upper: float
    expected_s: float
    cadence_min_spm: float | None
    cadence_max_spm: float | None
    pace_ceiling_s_per_km: float | None


@dataclass(frozen=True)
class Block:
    """Adjacent steps of one gait, as one.

    `role` is run; break (a walk between two runs); end (before the first or after the last
    run); or walk (a session without running). `lower` is the least with which the session
    counts as done, `upper` the most before it is exceeding, in the unit of `size`.
    """

    steps: tuple[Step, ...]
    role: Role
    size: float
    lower: float
    upper: float
    #: Seconds that the block takes at the session's own speed.
    expected_s: float
    #: The elapsed span in which the device says that the block was done.
    window_s: tuple[float, float] | None = None

    @property
    def is_run(self) -> bool:
        """True for running."""
        return self.role == "run"

    @property
    def by_distance(self) -> bool:
        """True where metres are compared."""
        return self.steps[0].by_distance


@dataclass(frozen=True)
class Speeds:
    """Metres a second while running and while walking, for steps by distance; null where unknown."""

    run_mps: float | None
    walk_mps: float | None

    def of(self, is_run: bool) -> float | None:
        """The speed of one gait."""
        return self.run_mps if is_run else self.walk_mps


def measure_speeds(bouts: pl.DataFrame) -> Speeds:
    """Metres over seconds of each gait; the other gait's where there is none of it, null where unmeasured."""

    def speed(kind: str) -> float | None:
        of_kind = bouts.filter(pl.col("kind") == kind)
        if of_kind.is_empty() or of_kind["distance_m"].null_count():
            return None
        mean = pl.col("distance_m").sum() / (pl.col("end_s") - pl.col("start_s")).sum()
        return of_kind.select(mean).item() or None

    run_mps, walk_mps = speed("run"), speed("walk")
    return Speeds(run_mps=run_mps or walk_mps, walk_mps=walk_mps or run_mps)


def read_steps(prescribed: pl.DataFrame, speeds: Speeds, tolerances: Tolerances) -> tuple[Step, ...]:
    """Turn a `PrescribedSteps` frame into steps with their limits.

    A step by distance whose gait has no known speed has no allowance in seconds and expects
    0 s; `compare_execution` does not compare such a session.
    """

    def step(row: dict) -> Step:
        by_distance = row["duration_s"] is None
        size = row["distance_m"] if by_distance else row["duration_s"]
        is_run = row["kind"] == "run"
        per_second = (speeds.of(is_run) or 0.0) if by_distance else 1.0
        t = tolerances
        return Step(
            index=row["step_index"],
            is_run=is_run,
            by_distance=by_distance,
            size=size,
            lower=size - max(t.step_share * size, t.step_s * per_second),
            upper=size + max(t.over_share * size, t.over_s * per_second),
            expected_s=size / per_second if per_second else 0.0,
            cadence_min_spm=row["cadence_min_spm"],
            cadence_max_spm=row["cadence_max_spm"],
            pace_ceiling_s_per_km=row["pace_ceiling_s_per_km"] if is_run else None,
        )

    return tuple(step(row) for row in prescribed.sort("step_index").to_dicts())


def group_into_blocks(steps: tuple[Step, ...], speeds: Speeds, tolerances: Tolerances) -> tuple[Block, ...]:
    """Put adjacent steps of one gait together and give each block its limits."""
    groups = [tuple(group) for _, group in groupby(steps, key=lambda step: step.is_run)]
    runs = [at for at, group in enumerate(groups) if group[0].is_run]

    def role(at: int) -> Role:
        if not runs:
            return "walk"
        if at in runs:
            return "run"
        return "break" if runs[0] < at < runs[-1] else "end"

    return tuple(_block(group, role(at), speeds, tolerances) for at, group in enumerate(groups))


def _block(steps: tuple[Step, ...], role: Role, speeds: Speeds, t: Tolerances) -> Block:
    size = sum(step.size for step in steps)
    per_second = (speeds.of(steps[0].is_run) or 0.0) if steps[0].by_distance else 1.0
    least = size - max(t.step_share * size, t.step_s * per_second)
    lower = {
        "run": least,
        "walk": least,
        "end": t.walk_min_share * size,
        "break": min(t.break_min_share * size, size - t.step_s * per_second),
    }[role]
    upper = size + max(t.over_share * size, t.over_s * per_second) if role == "run" else math.inf
    expected_s = sum(step.expected_s for step in steps)
    return Block(steps=steps, role=role, size=size, lower=max(0.0, lower), upper=upper, expected_s=expected_s)
