"""The words of a decision: plain, kind, and never blaming. Screens choose which of them to show."""

from dataclasses import dataclass
from datetime import date

from program.model import Action, Change, Decision, Finding, Missing, ReleaseBy, Truth, Urgency
from program.plan import Plan

#: Shown wherever advice is shown.
NOTICE = (
    "Stridegate proposes and does not diagnose; no trial has tested a table of stages after a birth,"
    " so your own clinician's word comes first."
)
NOBODY_ALERTED = "Nobody has been alerted by this screen: please make the call yourself."


@dataclass(frozen=True, slots=True)
class Explanation:
    """A decision in words: a headline, a sentence for each reason, what is missing, what would change it."""

    headline: str
    reasons: tuple[str, ...]
    missing: tuple[str, ...]
    changes: tuple[str, ...]
    next_step: str
    notice: str = NOTICE

    @property
    def text(self) -> str:
        """All of it as one paragraph."""
        return " ".join(
            part
            for part in (
                self.headline,
                *self.reasons,
                *self.missing,
                *self.changes,
                self.next_step,
                self.notice,
            )
            if part
        )


def explain(decision: Decision, plan: Plan) -> Explanation:
    """The words of a decision under its plan."""
    reasons = tuple(dict.fromkeys(_reason(finding, plan) for finding in _telling(decision)))
    return Explanation(
        headline=_headline(decision, plan),
        reasons=reasons,
        missing=_missing_words(decision.missing),
        changes=tuple(_change_words(change, plan) for change in decision.would_change_it),
        next_step=_next_step(decision),
    )


def _telling(decision: Decision) -> list[Finding]:
    """The findings to speak of: all that are not met; the unknown ones only where nothing else speaks."""
    not_met = [finding for finding in decision.findings if finding.result is Truth.NOT_MET]
    unknown = [finding for finding in decision.findings if finding.result is Truth.UNKNOWN]
    return not_met or unknown


def _headline(decision: Decision, plan: Plan) -> str:
    if decision.urgency is Urgency.EMERGENCY:
        return "Stop, and get emergency help now."
    if decision.urgency is Urgency.SAME_DAY:
        return "Stop, and speak to a doctor or midwife today."
    if decision.action is Action.STOP:
        return "Stop: no running until somebody has looked at this."
    if decision.stage is None:
        return "Hold: running has not begun yet."
    to = plan.stage(decision.next_stage).title if decision.next_stage else ""
    if decision.action is Action.REGRESS:
        if decision.next_stage == decision.stage:
            return f"Step back: this is the first stage, so repeat {to} after the rest."
        return f"Step back to {to}."
    if decision.action is Action.HOLD:
        return f"Hold: stay at {to}."
    return f"Ready for {to}." if to else "Well done: the plan is complete."


def _reason(finding: Finding, plan: Plan) -> str:
    gate = plan.gate(finding.gate)
    row = next((row for row in gate.rows if row.unknown), None)
    if finding.result is Truth.UNKNOWN:
        return (row.says if row else None) or f"Not known: {gate.label}."
    reached = next((row for row in gate.rows if row.is_ and finding.value in row.is_), None)
    words = (reached.says if reached else None) or gate.says
    value = f"{finding.value:g}" if isinstance(finding.value, int | float) else str(finding.value)
    return words.format(value=value, on=_on(finding.on))


def _on(day: date | None) -> str:
    return f" on {day:%A} {day.day} {day:%B}" if day else ""


def _missing_words(missing: tuple[Missing, ...]) -> tuple[str, ...]:
    """One sentence for all that is missing, by day; items of one entry stand together."""
    if not missing:
        return ()
    by_day: dict[tuple[date | None, str], list[str]] = {}
    for gap in missing:
        phase, _, item = gap.name.rpartition(": ")
        by_day.setdefault((gap.on, phase), []).append(_plain(item))
    parts = [
        f"{_plain(phase) + ' – ' if phase else ''}{', '.join(dict.fromkeys(items))}{_on(day)}"
        for (day, phase), items in by_day.items()
    ]
    return (f"Still missing: {'; '.join(parts)}.",)


def _plain(name: str) -> str:
    return name.removesuffix("_0_10").removesuffix("_per_night").replace("_", " ")


_THEN = {
    Action.PROGRESS: "you would progress",
    Action.HOLD: "it would be a hold",
    Action.REGRESS: "it would be a step back",
}


def _change_words(change: Change, plan: Plan) -> str:
    gate = plan.gate(change.gate)
    if isinstance(change.needed, int | float):
        more = "or more" if gate.fact.worse == "lower" else "or less"
        needed = f"{gate.label} at {change.needed:g} {more}"
        if gate.measure == "sessions_missing":
            needed = "With all sessions of this stage done as prescribed"
    else:
        needed = f"{gate.label}: {_plain(str(change.needed))}"
    others = f", together with {', '.join(plan.gate(name).label.lower() for name in change.together_with)}"
    return f"{needed}{others if change.together_with else ''}, {_THEN[change.then]}."


def _next_step(decision: Decision) -> str:
    parts = []
    if decision.urgency is not Urgency.NONE:
        parts.append(NOBODY_ALERTED)
    if not decision.running_allowed and decision.action is not Action.PROGRESS:
        parts.append(
            "No running for now; gentle walking is fine if it feels good."
            if decision.urgency is Urgency.NONE
            else "No running."
        )
    elif decision.rest_days:
        days = "day" if decision.rest_days == 1 else "days"
        parts.append(f"Rest from running for {decision.rest_days} {days} first.")
    parts.append(_RELEASE[decision.release_by])
    return " ".join(part for part in parts if part)


_RELEASE = {
    ReleaseBy.NONE: "",
    ReleaseBy.RUNNER: "It waits for your own yes at the check-in.",
    ReleaseBy.PT: "It waits for your PT.",
    ReleaseBy.MEDICAL: "A doctor or midwife has to look first.",
}
