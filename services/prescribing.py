"""From the plan to what `analysis` compares against: prescribed steps and tolerances."""

from collections.abc import Mapping
from types import MappingProxyType

import polars as pl

from analysis.execution import Tolerances
from analysis.schema import PrescribedSteps
from ingest.frames import schema_of
from program.plan import Plan, SessionPlan, Stage

#: How bouts are read, where the plan does not say: measurement parameters, none of them clinical.
_READING: Mapping[str, float] = MappingProxyType(
    {
        "break_min_share": 0.5,
        "walk_min_share": 0.0,
        "run_gap_s": 10.0,
        "extra_run_s": 15.0,
        "edge_s": 3.0,
        "pace_share": 0.05,
    }
)


def prescribed_frame(session: SessionPlan) -> pl.DataFrame:
    """Return a session's steps, repetitions written out, as a `PrescribedSteps` frame."""
    rows = [
        {
            "step_index": index,
            "kind": step.kind,
            "duration_s": step.duration_s,
            "distance_m": step.distance_m,
            "cadence_min_spm": step.cadence_min_spm,
            "cadence_max_spm": step.cadence_max_spm,
            "pace_ceiling_s_per_km": step.pace_ceiling_s_per_km,
        }
        for index, step in enumerate(session.steps)
    ]
    return PrescribedSteps.validate(pl.DataFrame(rows, schema=schema_of(PrescribedSteps), orient="row"))


def reading_of(plan: Plan, stage: Stage, name: str) -> float:
    """Return how bouts are read: the plan's own number where it has one."""
    known = name in plan.settings or name in stage.settings
    return plan.number(name, stage) if known else _READING[name]


def tolerances_of(plan: Plan, stage: Stage) -> Tolerances:
    """Return the plan's tolerances in the words of the comparison; one pair serves step and session."""
    done_share, done_s = (plan.number(f"done_tolerance_{unit}", stage) for unit in ("share", "s"))
    over_share, over_s = (plan.number(f"exceeded_tolerance_{unit}", stage) for unit in ("share", "s"))
    return Tolerances(
        step_share=done_share,
        step_s=done_s,
        over_share=over_share,
        over_s=over_s,
        total_share=done_share,
        total_s=done_s,
        total_over_share=over_share,
        total_over_s=over_s,
        **{name: reading_of(plan, stage, name) for name in _READING},
    )
