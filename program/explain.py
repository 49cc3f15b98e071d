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
    return Explanation(
        headline=_headline(decision, plan),
        reasons=_reasons(decision, plan),
        missing=_missing_words(decision.missing) if decision.urgency is Urgency.NONE else (),
        changes=_change_words(decision.would_change_it, plan),
        next_step=_next_step(decision),
    )


_OPEN = ("open_stops", "open_key_signs")
_UNKNOWN = "Some answers are not there, and no answer is not a good answer."


def _reasons(decision: Decision, plan: Plan) -> tuple[str, ...]:
    """A sentence for each gate that is not met; for what is merely unknown only where nothing else speaks.

    Where somebody has to be called, only that is spoken of. That a finding is open is said where it is not
    the one that was just logged.
    """
    not_met = [finding for finding in decision.findings if finding.result is Truth.NOT_MET]
    if decision.urgency is not Urgency.NONE:
        not_met = [finding for finding in not_met if finding.severity is Action.STOP]
    speaking = {finding.gate for finding in not_met}
    if all(finding.gate in speaking for finding in decision.open_findings):
        not_met = [finding for finding in not_met if finding.measure not in _OPEN]
    if not_met:
        return tuple(dict.fromkeys(_reason(finding, plan) for finding in not_met))
    if decision.missing:
        return (_UNKNOWN,)
    unknown = [finding for finding in decision.findings if finding.result is Truth.UNKNOWN]
    return tuple(dict.fromkeys(_unknown_reason(finding, plan) for finding in unknown))


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
    reached = next((row for row in gate.rows if row.is_ and finding.value in row.is_), None)
    words = (reached.says if reached else None) or gate.says
    value = f"{finding.value:g}" if isinstance(finding.value, int | float) else str(finding.value)
    return words.format(value=value, on=_on(finding.on))


def _unknown_reason(finding: Finding, plan: Plan) -> str:
    gate = plan.gate(finding.gate)
    row = gate.unknown_row
    return (row.says if row else None) or f"Not known: {gate.label}."


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


def _change_words(changes: tuple[Change, ...], plan: Plan) -> tuple[str, ...]:
    """One sentence for each change that is enough alone, and one for all that belong together."""
    alone = [change for change in changes if not change.together_with]
    together = [change for change in changes if change.together_with]
    sentences = [f"With {_needed(change, plan)} {_THEN[change.then]}." for change in alone]
    if together:
        needed = " and ".join(_needed(change, plan) for change in together)
        sentences.append(f"With {needed}, all together, {_THEN[together[0].then]}.")
    return tuple(sentences)


def _needed(change: Change, plan: Plan) -> str:
    gate = plan.gate(change.gate)
    if gate.measure == "sessions_missing":
        return "all sessions of this stage done as prescribed"
    label = gate.label[0].lower() + gate.label[1:]
    if not isinstance(change.needed, int | float):
        return f"{label}: {_plain(str(change.needed))},"
    more = " or more" if gate.fact.worse == "lower" else " or less" if change.needed else ""
    return f"{label} at {change.needed:g}{more}"


def _next_step(decision: Decision) -> str:
    parts = []
    if decision.urgency is not Urgency.NONE:
        parts.append(NOBODY_ALERTED)
    if decision.action is Action.STOP:
        parts.append("No running.")
    elif not decision.running_allowed and decision.action is not Action.PROGRESS:
        parts.append("No running for now; gentle walking is fine if it feels good.")
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
