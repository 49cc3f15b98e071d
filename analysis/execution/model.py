"""The records and the frame in which `compare_execution` answers, and the tolerances it is given."""

from dataclasses import dataclass, fields
from typing import Literal

import dataframely as dy
import polars as pl

Outcome = Literal["as_prescribed", "partly", "exceeded", "not_comparable"]
StepStatus = Literal["done", "short", "long", "missing", "extra"]
AlignmentSource = Literal["workout", "laps", "detected"]

STEP_STATUSES = ("done", "short", "long", "missing", "extra")
BAND_RESULTS = ("in_band", "below", "above", "unknown")


class ExecutedSteps(dy.Schema):
    """One row per prescribed step, and one per bout that no step asked for, in the order of the session."""

    #: The prescribed step; null for what nobody prescribed.
    step_index = dy.Int64(nullable=True, min=0)
    kind = dy.Enum(["run", "walk"], nullable=False)
    status = dy.Enum(list(STEP_STATUSES), nullable=False)
    prescribed_s = dy.Float64(nullable=True, min=0)
    prescribed_m = dy.Float64(nullable=True, min=0)
    #: Seconds in the step's own gait.
    actual_s = dy.Float64(nullable=False, min=0)
    actual_m = dy.Float64(nullable=True, min=0)
    #: Actual over prescribed, in the unit of the prescription.
    share = dy.Float64(nullable=True, min=0)
    #: The part of `actual_s` whose gait is certain; with `uncertain_s` it makes up `actual_s`.
    certain_s = dy.Float64(nullable=False, min=0)
    uncertain_s = dy.Float64(nullable=False, min=0)
    #: The longest stretch without a stop that breaks a run.
    unbroken_s = dy.Float64(nullable=False, min=0)
    start_s = dy.Float64(nullable=True, min=0)
    end_s = dy.Float64(nullable=True, min=0)
    cadence_spm = dy.Float64(nullable=True, min=0)
    pace_s_per_km = dy.Float64(nullable=True, min=0)
    #: Against the step's cadence band; null where the plan sets none.
    cadence_band = dy.Enum(list(BAND_RESULTS), nullable=True)
    #: Against the pace ceiling, "above" being faster than it; null where the plan sets none.
    pace_band = dy.Enum(list(BAND_RESULTS), nullable=True)

    @dy.rule()
    def extra_has_no_step(cls) -> pl.Expr:
        return (cls.status.col == "extra") == cls.step_index.col.is_null()


@dataclass(frozen=True, kw_only=True)
class Tolerances:
    """How far a session may differ from its prescription: numbers of the plan, none of them with a default.

    Each allowance is the larger of a share of what was prescribed and a number of seconds
    (for a step by distance: of the metres covered in those seconds at the session's own speed).
    """

    #: A step may be this much shorter and still be done.
    step_share: float
    step_s: float
    #: A run step may be this much longer before it is exceeding.
    over_share: float
    over_s: float
    #: The running of the whole session may be this much less.
    total_share: float
    total_s: float
    #: The running of the whole session may be this much more.
    total_over_share: float
    total_over_s: float
    #: Of a walk between two runs at least this share must be rest; shorter, the runs count as one.
    break_min_share: float
    #: Of the walking before the first and after the last run at least this share must be walked for
    #: the session to be as prescribed; 0 reports short walking and never holds a session for it.
    walk_min_share: float
    #: A stop or a walk inside a run of at most this many seconds does not break it.
    run_gap_s: float
    #: A run outside the steps of at most this many seconds is no repetition; it counts in the total.
    extra_run_s: float
    #: Each edge of a run may be off by this much, so the total by twice that for every prescribed run.
    edge_s: float
    #: A pace may be faster than its ceiling by this share before it is exceeding.
    pace_share: float

    def __post_init__(self) -> None:
        """Refuse what is negative or no number.

        Raises:
            ValueError: names the field and what it must be.

        """
        for field in fields(self):
            if not getattr(self, field.name) >= 0:
                raise ValueError(f"tolerance {field.name} must be 0 or more, not {getattr(self, field.name)}")
        for name in ("step_share", "total_share", "break_min_share", "walk_min_share", "pace_share"):
            if getattr(self, name) > 1:
                raise ValueError(f"tolerance {name} is a share between 0 and 1, not {getattr(self, name)}")


@dataclass(frozen=True)
class Reason:
    """One reason of an outcome: what was measured, and the limit it was held against, in `unit`.

    `step_index` names the prescribed step where the reason belongs to one. The words are
    made elsewhere; the codes stand in `docs/metrics.md`.
    """

    code: str
    value: float | None
    limit: float | None
    unit: Literal["s", "m", "s_per_km", "count"]
    step_index: int | None = None


@dataclass(frozen=True)
class RunTotal:
    """All running of a session against all that was prescribed, in `unit`.

    `least` leaves uncertain seconds out and answers "done?" against `lower`; `most` takes
    them as run and answers "exceeded?" against `upper`.
    """

    unit: Literal["s", "m"]
    prescribed: float
    least: float
    actual: float
    most: float
    lower: float
    upper: float


@dataclass(frozen=True)
class Execution:
    """A session as run, held against the session as prescribed.

    `run_total` is null where the session is not comparable, and where its run steps go partly
    by time and partly by distance. `run_s` counts the seconds labelled run, `uncertain_s` all
    seconds of uncertain gait. `source` tells what led the alignment.
    """

    steps: pl.DataFrame
    outcome: Outcome
    reasons: tuple[Reason, ...]
    confidence_0_1: float
    source: AlignmentSource
    run_s: float
    uncertain_s: float
    run_total: RunTotal | None
