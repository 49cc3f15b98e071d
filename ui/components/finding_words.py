"""An open finding in words: the sign itself where it is one, a break, a run on hold, else its gate."""

from collections.abc import Iterable

from program import Plan
from program.history.standing import StandingFinding
from program.load import floor
from program.model import ReleaseBy
from program.plan import Gate
from program.signs import Sign, sign_list
from ui.words import SITES

#: What is no answer of hers: the label, and why somebody looks.
_KINDS = {
    "gap": ("A long break from running", "After so long a break somebody looks before the next run."),
    "ran_while_forbidden": (
        "A run while running was on hold",
        "That is no reproach: somebody sees how it did you before you run again.",
    ),
    "overshoot": (
        "A run far longer than asked",
        "That is no reproach: the night after such a run says how the body took it.",
    ),
}
_NOTED = ("Something that was noted", "It stays open until somebody has looked at it.")


def label(found: StandingFinding, plan: Plan | None) -> str:
    """What is open, in a few words; never fails, whatever was kept."""
    kind, _, name = found.key.partition(":")
    if (sign := _sign(found)) is not None:
        return sign.asks
    if kind in _KINDS:
        return _KINDS[kind][0]
    gate = _gate(found, plan)
    what = gate.label if gate else _NOTED[0]
    return f"{what}: {SITES[name].lower()}" if name in SITES else what


def because(found: StandingFinding, plan: Plan | None) -> str:
    """Why it matters, and for a sign what to do."""
    kind = found.key.partition(":")[0]
    if (sign := _sign(found)) is not None:
        return f"{sign.what_to_do} {sign.because}"
    if kind in _KINDS:
        return _KINDS[kind][1]
    gate = _gate(found, plan)
    return gate.because if gate else _NOTED[1]


def closes(found: StandingFinding, *, is_alone: bool) -> str:
    """Who has to look before it can be closed."""
    if waits_for_morning(found):
        return "No run until you have said how the next morning was:"
    is_medical = found.release_by is ReleaseBy.MEDICAL
    if is_alone and found.is_answered:
        return "You have said how you were, so nothing waits for it. It is kept here until you close it:"
    if is_alone:
        who = "a doctor or midwife" if is_medical else "somebody who examines you"
        return f"Open until {who} has looked. Then write here who it was:"
    if is_medical:
        return "Open until a doctor or midwife has looked; your PT then closes it:"
    return "Open until your PT has looked and closed it:"


def waits_for_morning(found: StandingFinding) -> bool:
    """Whether it forbids running until she has answered the morning after a run."""
    return found.key.partition(":")[0] == "overshoot" and not found.is_answered


def in_order(findings: Iterable[StandingFinding]) -> list[StandingFinding]:
    """The most urgent first, then the oldest."""
    return sorted(findings, key=lambda found: (-found.urgency.rank, found.opened_at))


def _sign(found: StandingFinding) -> Sign | None:
    return next((sign for sign in sign_list().signs if found.key == f"sign:{sign.id}"), None)


def _gate(found: StandingFinding, plan: Plan | None) -> Gate | None:
    """The gate as the plan in force has it, else as the floor does."""
    gates = (*(plan.gates if plan else ()), *floor().gates)
    return next((gate for gate in gates if gate.id == found.gate), None)
