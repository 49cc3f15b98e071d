"""Which questions a plan asks of a runner: what a session needs an answer to, and what a page asks."""

from program.diary import Phase
from program.plan import LogRule, Plan, StageKind
from program.questions import QUESTIONS, Question
from program.record import Profile


def asks_pelvic(plan: Plan, profile: Profile) -> bool:
    """Whether the pelvic questions are asked of this runner."""
    return (
        plan.population == "postpartum" or profile.birth_date is not None or profile.pelvic_questions is True
    )


def rules_for(plan: Plan, kind: StageKind, *, pelvic: bool) -> tuple[LogRule, ...]:
    """The answers that a session of such a stage needs of this runner."""
    return tuple(rule for rule in plan.log if rule.stages == kind and (rule.who == "all" or pelvic))


def asked(plan: Plan, phase: Phase, kind: StageKind | None, *, pelvic: bool) -> tuple[Question, ...]:
    """What a page asks at a moment: all that the plan asks of her, as far as this moment can tell it.

    Every answer that a session needs is among them. `kind` is that of its stage, null on a day without a
    run and where nothing was prescribed: then all is asked that the plan ever asks.
    """
    kinds: tuple[StageKind, ...] = ("foundation", "running") if kind is None else (kind,)
    rules = (rule for each in kinds for rule in rules_for(plan, each, pelvic=pelvic))
    named = {item for rule in rules for item in rule.items}
    return tuple(each for each in QUESTIONS if each.id in named and phase in each.phases)
