"""The words of a decision: plain, kind, and never blaming. Screens choose which of them to show."""

from dataclasses import dataclass
from datetime import date

from program.case import Case
from program.explain_standing import OFFERED, StandingWords
from program.missing import in_words, missing_words
from program.model import Action, Change, Decision, Finding, ReleaseBy, Truth, Urgency
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


def explain(decision: Decision, plan: Plan, case: Case | None = None) -> Explanation:
    """The words of a decision under its plan; with the case, also of what stands beside it."""
    stands = None
    if case is not None and case.standing is not None:
        stands = StandingWords(decision, plan, case, case.standing)
    return Explanation(
        headline=_headline(decision, plan),
        reasons=_reasons(decision, plan, stands),
        missing=missing_words(decision.missing, decision.on) if decision.urgency is Urgency.NONE else (),
        changes=_change_words(_offered(decision, stands), plan),
        next_step=_next_step(decision) if stands is None else stands.next_step(NOBODY_ALERTED),
    )


def _offered(decision: Decision, stands: StandingWords | None) -> tuple[Change, ...]:
    """What would change the answer; beside a standing never an answer that the runner gave already."""
    changes = decision.would_change_it
    if stands is None:
        return changes
    return tuple(change for change in changes if change.measure in OFFERED and not change.together_with)


_OPEN = ("open_stops", "open_key_signs")
#: Said after everything else: what the week itself brings.
_LAST = ("sessions_missing", "open_windows", "check_in")
_UNKNOWN = "Some answers are missing, and a missing answer does not count as a good one."


def _reasons(decision: Decision, plan: Plan, stands: StandingWords | None) -> tuple[str, ...]:
    """A sentence for each gate that is not met; for what is merely unknown only where nothing else speaks.

    Where somebody has to be called, only that is spoken of. That a finding is open is said where it is not
    the one that was just logged. What stands is named first, each thing by itself.
    """
    first = stands.reasons() if stands else ()
    not_met = [finding for finding in decision.findings if finding.result is Truth.NOT_MET]
    if decision.urgency is not Urgency.NONE:
        not_met = [finding for finding in not_met if finding.severity is Action.STOP]
    speaking = {finding.gate for finding in not_met}
    if all(finding.gate in speaking for finding in decision.open_findings):
        not_met = [finding for finding in not_met if finding.measure not in _OPEN]
    if stands is not None:
        not_met = [finding for finding in not_met if not stands.says(plan.gate(finding.gate))]
    if not_met or first:
        ordered = sorted(not_met, key=_said_last)
        return tuple(dict.fromkeys((*first, *(_reason(finding, plan) for finding in ordered))))
    if decision.missing:
        return (_UNKNOWN,)
    unknown = [finding for finding in decision.findings if finding.result is Truth.UNKNOWN]
    return tuple(dict.fromkeys(_unknown_reason(finding, plan) for finding in unknown))


def _said_last(finding: Finding) -> int:
    return _LAST.index(finding.measure) if finding.measure in _LAST else -1


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
    return f" on {in_words(day)}" if day else ""


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


#: What would be needed, where the label and the value alone read badly.
_NEEDED = {
    "sessions_missing": "all sessions of this stage done as prescribed",
    "sleep_hours_per_night": "{value} hours of sleep a night or more",
    "feeding": "a steady milk supply",
    "energy": "more energy than that",
    "illness": "no more than a mild cold",
    "confidence_0_10": "{value} or more out of 10 for how sure you feel",
    "outside_runs": "no running or impact sport outside the files",
}


def _needed(change: Change, plan: Plan) -> str:
    gate = plan.gate(change.gate)
    value = f"{change.needed:g}" if isinstance(change.needed, int | float) else str(change.needed)
    if gate.measure in _NEEDED:
        return _NEEDED[gate.measure].format(value=value)
    label = gate.label[0].lower() + gate.label[1:]
    if gate.fact.worse == "level":
        return f"{label} answered as {value.replace('_', ' ')}"
    more = " or more" if gate.fact.worse == "lower" else " or less" if change.needed else ""
    return f"{label} at {value}{more}"


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
