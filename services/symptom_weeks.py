"""A runner's symptoms by week: the worst that is known of each question, and whether anything is missing."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from program.asking import rules_for
from program.diary import SymptomEntry
from program.plan import Plan, StageKind
from program.questions import BY_ID
from services.diary import week_of

SIGNS = "signs"
#: Every question of a week, the warning signs among them.
ITEMS = (*BY_ID, SIGNS)
#: The phases that follow every run; the day after is asked only of those whose pain was amber.
_FOLLOWING = ("after", "next_morning")
_WORST_0_10 = 10


@dataclass(frozen=True)
class SymptomWeek:
    """One question in one week. `value` is the worst that is known, null where nothing is.

    `share_0_1` places it between the best and the worst answer there is. `is_complete` is false
    where an answer is missing that a run of the week needed, so that a clear value is no clear week.
    """

    week_start: date
    item: str
    value: int | str | None
    share_0_1: float | None
    is_complete: bool


@dataclass(frozen=True)
class RunOfWeek:
    """A run, and the questions that its plan asks after it: pairs of phase and item."""

    activity_id: str
    local_date: date
    asked: frozenset[tuple[str, str]]


def asked_after(plan: Plan, kind: StageKind, *, pelvic: bool) -> frozenset[tuple[str, str]]:
    """Return what is asked after every run of a kind of stage: pairs of phase and item."""
    rules = rules_for(plan, kind, pelvic=pelvic)
    return frozenset((rule.phase, item) for rule in rules if rule.phase in _FOLLOWING for item in rule.items)


def symptom_weeks(
    entries: Sequence[tuple[date, SymptomEntry]], runs: Sequence[RunOfWeek], *, today: date
) -> tuple[SymptomWeek, ...]:
    """Sum entries up by week and question, in the order of the weeks.

    A question stands in a week where somebody answered it, or where a run of that week needed
    it. The next morning of a run of `today` is not due yet.
    """
    worst: dict[tuple[date, str], tuple[float, int | str]] = {}
    given: set[tuple[str, str, str]] = set()
    for local_date, entry in entries:
        for item in ITEMS:
            found = _reading(entry, item)
            if found is None:
                continue
            key = (week_of(local_date), item)
            worst[key] = max(worst.get(key, found), found, key=lambda pair: pair[0])
            if entry.session is not None:
                given.add((entry.session, entry.phase, item))
    missing: dict[tuple[date, str], bool] = defaultdict(bool)
    for run in runs:
        for phase, item in run.asked:
            if phase == "next_morning" and run.local_date >= today:
                continue
            answered = (run.activity_id, phase, item) in given
            missing[week_of(run.local_date), item] |= not answered
    return tuple(
        SymptomWeek(
            week_start=week,
            item=item,
            value=worst[week, item][1] if (week, item) in worst else None,
            share_0_1=worst[week, item][0] if (week, item) in worst else None,
            is_complete=not missing.get((week, item), False),
        )
        for week, item in sorted(worst.keys() | missing.keys())
    )


def _reading(entry: SymptomEntry, item: str) -> tuple[float, int | str] | None:
    """How bad an answer is, from 0 to 1, and the answer; null where it was not given."""
    value = getattr(entry, item)
    if value is None:
        return None
    if item == "pain":
        scores = [pain.score_0_10 for pain in value]
        known = [score for score in scores if score is not None]
        if value and not known:
            return None
        score = max(known, default=0)
        return score / _WORST_0_10, score
    if item == SIGNS:
        return (1.0, len(value)) if value else (0.0, 0)
    levels = BY_ID[item].levels
    if levels:
        return levels.index(value) / (len(levels) - 1), value
    return value / _WORST_0_10, value
