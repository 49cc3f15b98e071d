"""How much more than prescribed a run was, by its size. Only certain seconds can reach the largest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from program.diary import SymptomEntry
from program.plan import Plan, Stage

Overshoot = Literal["exceeded_double", "exceeded_far", "exceeded", "not_prescribed", "none"]
#: The worst first, as the measure `overshoot` declares them.
LEVELS: tuple[Overshoot, ...] = ("exceeded_double", "exceeded_far", "exceeded", "not_prescribed", "none")


@dataclass(frozen=True, slots=True)
class OvershootLimits:
    """From how much above the prescription each size begins: a share of it, and seconds at least."""

    share: float
    least_s: float
    far_share: float
    far_s: float
    double_share: float
    double_s: float

    def far_from_s(self, asked_s: float) -> float:
        """Seconds above which it is far too much."""
        return asked_s + max(self.far_share * asked_s, self.far_s, self.least_s)

    def double_from_s(self, asked_s: float) -> float:
        """Seconds above which it is double, or so long that somebody has to look."""
        return asked_s + max(self.double_share * asked_s, self.double_s)


def overshoot_limits(plan: Plan, stage: Stage | None, run_count: int = 0) -> OvershootLimits:
    """The limits at a stage; both edges of each of `run_count` prescribed runs may be early or late."""
    return OvershootLimits(
        share=plan.number("exceeded_tolerance_share", stage),
        least_s=max(plan.number("exceeded_tolerance_s", stage), 2 * plan.number("edge_s", stage) * run_count),
        far_share=plan.number("exceeded_far_share", stage),
        far_s=plan.number("exceeded_far_s", stage),
        double_share=plan.number("exceeded_double_share", stage),
        double_s=plan.number("exceeded_double_s", stage),
    )


def overshoot_level(
    sure_s: float | None,
    maybe_s: float | None,
    asked_s: float | None,
    limits: OvershootLimits,
    *,
    longest_before_s: float | None = None,
    is_second_in_a_week: bool = False,
    is_exceeded: bool = False,
) -> Overshoot:
    """The size of what was run above what was asked; `none` where nothing says that it was more.

    `maybe_s` is the most that may have been run: it holds, and reaches `exceeded_far` at most. `sure_s` is
    what was surely run: it alone can step back, so it alone reaches `exceeded_double`, also by being double
    of the longest session of the 30 days before it. The second one within 7 days counts as far.
    `is_exceeded` says that its steps were found to be more, whatever they come to.
    """
    more = "exceeded_far" if is_second_in_a_week else "exceeded"
    if asked_s is None:
        return more if is_exceeded else "none"
    sure = sure_s or 0.0
    most = max(sure, maybe_s or 0.0)
    if most <= asked_s + max(limits.share * asked_s, limits.least_s):
        return more if is_exceeded else "none"
    far_s = limits.far_from_s(asked_s)
    twice_her_longest = longest_before_s is not None and sure > (1 + limits.double_share) * longest_before_s
    if sure > limits.double_from_s(asked_s) or (sure > far_s and twice_her_longest):
        return "exceeded_double"
    return "exceeded_far" if most > far_s else more


def is_answered(entries: Sequence[SymptomEntry], plan: Plan, *, pelvic: bool) -> bool:
    """Whether what she noted of a next morning answers all that the plan asks of one."""
    items = {
        item
        for rule in plan.log
        if rule.phase == "next_morning" and (rule.who == "all" or pelvic)
        for item in rule.items
    }
    return bool(entries) and all(any(getattr(entry, item) is not None for entry in entries) for item in items)
