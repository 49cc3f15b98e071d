"""From the plan to what `analysis` compares against: prescribed steps and tolerances."""

import polars as pl

from analysis.execution import Tolerances
from analysis.schema import PrescribedSteps
from ingest.frames import schema_of
from program.plan import Plan, SessionPlan, Stage

#: Settings of a plan that the comparison knows by the same name.
_SAME_NAME = ("break_min_share", "walk_min_share", "run_gap_s", "extra_run_s", "edge_s", "pace_share")


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
        **{name: plan.number(name, stage) for name in _SAME_NAME},
    )
