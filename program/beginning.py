"""Where a runner may begin a plan by herself, and where it is proposed that she does."""

from dataclasses import dataclass
from datetime import date

from program.plan import Plan, Stage
from program.record import Assessment, Profile, Readiness


@dataclass(frozen=True, slots=True)
class Beginning:
    """A stage to begin at, and why it is this one, in a sentence."""

    stage: Stage
    because: str


def openings(plan: Plan) -> tuple[Stage, ...]:
    """The stages that a runner may begin at by herself: the weeks of walking and the first running stage."""
    first = next((index for index, stage in enumerate(plan.stages) if stage.kind == "running"), 0)
    return plan.stages[: first + 1]


def fits(plan: Plan, profile: Profile) -> bool:
    """Whether the plan is made for her: one for after a birth for whoever gave birth, else any other."""
    return (plan.population == "postpartum") == (profile.birth_date is not None)


def proposed(
    plan: Plan, profile: Profile, readiness: Readiness, assessment: Assessment | None, on: date
) -> Beginning | None:
    """Where to begin by what she said; null where the day of the birth is needed and not known.

    After a birth, the last stage whose weeks have come. Running only after a brisk walk of 30 minutes and an
    examination, where the plan has weeks of walking before it.
    """
    stages = openings(plan)
    if len(stages) == 1:
        return Beginning(stages[0], "This plan begins with it.")
    walks, runs = stages[:-1], stages[-1]
    if profile.birth_date is None:
        return None
    days = (on - profile.birth_date).days
    come = [stage for stage in stages if days >= plan.number("earliest_days_since_birth", stage)]
    if not come:
        return Beginning(walks[0], "The plan begins with it.")
    weeks = f"You are {days // 7} weeks after the birth"
    if come[-1] is not runs:
        return Beginning(come[-1], f"{weeks}: this step is made for these weeks.")
    if readiness.walk_30_min_symptom_free and assessment is not None:
        return Beginning(runs, f"{weeks}, walk 30 minutes without a sign, and have been examined.")
    lacks = "an examination" if assessment is None else "a brisk walk of 30 minutes without a sign"
    return Beginning(walks[-1], f"{weeks}. Before the first run comes {lacks}: until then, walk.")
