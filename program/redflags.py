"""Emergency and same-day signs, answered at once from one entry, before any decision."""

from datetime import date

from program.case import Case
from program.diary import SymptomEntry
from program.facts.readings import read
from program.facts.view import View
from program.model import Urgency
from program.plan import Plan
from program.record import Profile
from program.signs import Sign, sign_list


def red_flags(entry: SymptomEntry, plan: Plan, profile: Profile, on: date) -> tuple[Sign, ...]:
    """The signs in an entry of that day, the most urgent first, each with what to do.

    One sign is enough; a sore calf soon after a birth and pain on bone are signs by themselves. No sign,
    or no answer, gives nothing: it never says that all is well.
    """
    ids = dict.fromkeys((*(entry.signs or ()), *_in_pain(entry, plan, profile, on)))
    return tuple(
        sorted((sign_list().sign(item) for item in ids), key=lambda sign: -Urgency(sign.urgency).rank)
    )


def _in_pain(entry: SymptomEntry, plan: Plan, profile: Profile, on: date) -> list[str]:
    """The signs that the pain items amount to."""
    case = Case(plan=plan.id, plan_version=plan.version, stage=None, date=on, profile=profile)
    view = View(case, plan)
    signs = []
    if read("calf_pain", entry, view).value == "soon_after_birth":
        signs.append("calf_clot")
    if read("bone_pain_0_10", entry, view).value:
        signs.append("hop_or_rest_bone_pain")
    return signs


def crisis_line(region: str | None = None) -> str:
    """The line that stands beside every field of free text."""
    numbers = sign_list().numbers_for(region)
    return (
        "Nobody reads this at once. If you think of hurting yourself, your baby or somebody else, call"
        f" {numbers.crisis}, or {numbers.emergency}."
    )
