"""An open finding in words: the sign itself where it is one, else its gate."""

from program import Plan
from program.history.standing import StandingFinding
from program.signs import sign_list

_SIGN = "sign:"


def label(found: StandingFinding, plan: Plan | None) -> str:
    """What is open, in a few words."""
    if found.key.startswith(_SIGN):
        return sign_list().sign(found.key.removeprefix(_SIGN)).asks
    return plan.gate(found.gate).label if plan else found.gate


def because(found: StandingFinding, plan: Plan | None) -> str:
    """Why it matters, and for a sign what to do."""
    if found.key.startswith(_SIGN):
        sign = sign_list().sign(found.key.removeprefix(_SIGN))
        return f"{sign.what_to_do} {sign.because}"
    return plan.gate(found.gate).because if plan else ""
