"""What a new edition changed, in words: to the runner, and to her therapist."""

from program import Plan
from program.load import floor
from services import Difference
from ui import format as fmt

_ACTIONS = {
    "progress": "the next step",
    "hold": "stay on this step",
    "regress": "a step back",
    "stop": "stop",
}


def to_runner(difference: Difference, plan: Plan | None) -> str:
    """One sentence for the runner herself."""
    step = f"**{_stage(difference.would_be, plan)}**"
    words = {
        "lower": f"Your step is {step} now, by all that is on record of the last weeks.",
        "lost": _coming_back(difference, step),
        "higher": f"By the whole record your step would be {step}. Yours stays; a PT can place you there.",
        "held": "Running waits now, for what stands above.",
        "free": "Nothing stops you from running any more, as far as is known.",
        "action": _action(difference),
        "rule": f"{_rule(difference)} If that is still so, note it again, or let somebody look at it.",
    }
    return words[difference.code]


def to_therapist(difference: Difference, plan: Plan | None) -> str:
    """The same for whoever cares for her."""
    was, step = _stage(difference.was, plan), _stage(difference.would_be, plan)
    words = {
        "lower": f"By the whole record she would be on **{step}**, not on {was}.",
        "lost": f"Looks and edits cost her steps: by the whole record she would be on **{step}**, not {was}.",
        "higher": f"By the whole record she would be on **{step}**, not on {was}; something was told late.",
        "held": "Running was allowed by the edition before, and waits now.",
        "free": "Running was not allowed by the edition before, and is now.",
        "action": _action(difference),
        "rule": _rule(difference),
    }
    return words[difference.code]


def _coming_back(difference: Difference, step: str) -> str:
    if difference.is_settled:
        return f"You are back on {step}: you had been moved back further than what you noted asks for."
    return (
        f"You had been moved back further than what you noted asks for. {step} comes back with your next "
        "weekly check-in that ends a week without trouble."
    )


def _action(difference: Difference) -> str:
    was, now = (_ACTIONS.get(each or "", each) for each in (difference.was, difference.would_be))
    return f"The answer was “{was}” by the edition before; it is “{now}” now."


def _rule(difference: Difference) -> str:
    gate = next((gate for gate in floor().gates if gate.id == difference.would_be), None)
    label = gate.label if gate else "Something that was noted"
    on = f" of {fmt.day(difference.on)}" if difference.on else ""
    return f"A rule that is new would have spoken of what is known{on}: **{label}**."


def _stage(stage_id: str | None, plan: Plan | None) -> str:
    if plan is None or stage_id is None or stage_id not in plan.stage_index:
        return str(stage_id)
    return plan.stage(stage_id).title
