"""Emergency and same-day signs, answered at once from one entry or check-in, before any decision."""

from dataclasses import dataclass
from datetime import date

from program.case import Case
from program.diary import CheckIn, SymptomEntry
from program.explain import NOBODY_ALERTED
from program.facts.readings import read
from program.facts.view import View
from program.model import Urgency
from program.plan import Plan
from program.record import Profile
from program.signs import Numbers, Sign, sign_list


@dataclass(frozen=True, slots=True)
class RedFlags:
    """What one entry asks for now: the signs reported, the most urgent first, and whom to call."""

    urgency: Urgency
    signs: tuple[Sign, ...]
    numbers: Numbers
    alert_notice: str = NOBODY_ALERTED

    @property
    def lines(self) -> tuple[str, ...]:
        """What to show: each sign with what to do, the number to call, and that nobody has been alerted."""
        if not self.signs:
            return ()
        first = self.numbers.emergency if self.urgency is Urgency.EMERGENCY else self.numbers.urgent_advice
        lines = [f"{sign.asks}: {sign.what_to_do}" for sign in self.signs]
        lines.append(f"Call {first}.")
        if any(sign.id == "harm_thoughts" for sign in self.signs):
            lines.append(f"Crisis line: {self.numbers.crisis}.")
        return (*lines, self.alert_notice)


def assess_red_flags(source: SymptomEntry | CheckIn, plan: Plan, profile: Profile, on: date) -> RedFlags:
    """The signs in an entry or a check-in logged on that day, and whom to call where the runner lives.

    One sign is enough; a sore calf soon after a birth and pain on bone count as signs. No sign, or no answer,
    gives urgency `NONE` and no lines: it never says that all is well.
    """
    ids = dict.fromkeys(source.signs or ())
    if isinstance(source, CheckIn):
        ids |= {"harm_thoughts": None} if source.harm_thoughts else {}
    else:
        ids |= dict.fromkeys(_in_pain(source, plan, profile, on))
    signs = sorted((sign_list().sign(item) for item in ids), key=lambda sign: -Urgency(sign.urgency).rank)
    urgency = Urgency.most_cautious(Urgency(sign.urgency) for sign in signs)
    return RedFlags(urgency, tuple(signs), sign_list().numbers_for(profile.region))


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
