"""What would change the answer: found by changing the case and deciding again, never by guessing."""

from collections.abc import Callable, Sequence
from functools import partial, reduce
from typing import get_args

from program.case import Case
from program.diary import PainAt, Phase
from program.evaluate import answer_to, findings_of, judge_all
from program.facts import Observed, observe
from program.gates import Fact, Value, row_for
from program.model import Action, Change, Decision, Finding, Truth
from program.plan import Gate, Plan, Row, Stage

_Repair = Callable[[Case, Value], Case]


def what_would_change_it(
    case: Case, plan: Plan, decision: Decision, observed: Observed
) -> tuple[Change, ...]:
    """The changes that would each give a bolder answer alone; else all of them together, where that would.

    `observed` are the facts that the decision was made from. Nothing is offered while running is not allowed
    or a finding is open: then a person decides, and no answer of the runner changes it.
    """
    forbidden = decision.open_findings or any(not item.outcome.running_allowed for item in decision.findings)
    if decision.action is Action.PROGRESS or forbidden or case.stage is None:
        return ()
    stage = plan.stage(case.stage)
    changeable = [
        (finding, needed)
        for finding in decision.findings
        if finding.result is Truth.NOT_MET
        and plan.gate(finding.gate).changeable
        and (needed := best_needed(plan.gate(finding.gate), plan, stage)) is not None
    ]
    alone = []
    for finding, needed in changeable:
        then = _decide_with([(finding, needed)], case, plan, decision, observed)
        if then < decision.action:
            alone.append(_change(finding, needed, then, ()))
    if any(change.then is Action.PROGRESS for change in alone) or len(alone) == len(changeable):
        return tuple(alone)
    then = _decide_with(changeable, case, plan, decision, observed)
    if then is not Action.PROGRESS:
        return tuple(alone)
    gates = tuple(finding.gate for finding, _ in changeable)
    return tuple(
        _change(finding, needed, then, tuple(gate for gate in gates if gate != finding.gate))
        for finding, needed in changeable
    )


def _change(finding: Finding, needed: Value, then: Action, together: tuple[str, ...]) -> Change:
    return Change(finding.gate, finding.measure, finding.value, needed, then, together)


def best_needed(gate: Gate, plan: Plan, stage: Stage | None) -> Value:
    """The value nearest to the limit that still meets the gate; null where there is none to name."""
    if gate.fact.worse == "level":
        met = next((row for row in gate.rows if row.is_ and row.outcome.action is Action.PROGRESS), None)
        return met.is_[0] if met and met.is_ else None
    last = [row for row in gate.rows if row.limit is not None]
    value = _just_beyond(last[-1], plan, stage) if last else None
    row = row_for(gate, value, plan, stage)
    return value if row is not None and row.outcome.action is Action.PROGRESS else None


def _just_beyond(row: Row, plan: Plan, stage: Stage | None) -> float:
    limit = plan.limit(row.limit or 0, stage)
    if row.at_least is not None:
        return limit - 1
    return limit + 1 if row.at_most is not None else limit


def _decide_with(
    changes: Sequence[tuple[Finding, Value]], case: Case, plan: Plan, decision: Decision, observed: Observed
) -> Action:
    """The action if these facts had been as needed: the case is changed where it can be, else the fact.

    Only the gates whose fact is another one then are judged again: the others find what they found.
    """
    repairs = [(_REPAIRS[found.measure], needed) for found, needed in changes if found.measure in _REPAIRS]
    repaired = reduce(lambda done, repair: repair[0](done, repair[1]), repairs, case)
    then = observe(repaired, plan) if repairs else observed
    supposed = {
        finding.measure: Fact(needed, True) for finding, needed in changes if finding.measure not in _REPAIRS
    }
    facts = {**then.facts, **supposed}
    names = facts.keys() | observed.facts.keys()
    changed = {name for name in names if facts.get(name) != observed.facts.get(name)}
    kept = [finding for finding in decision.findings if finding.measure not in changed]
    stage = None if case.stage is None else plan.stage(case.stage)
    again = findings_of(judge_all(facts, plan, stage, only=changed), case)
    return answer_to([*kept, *again], then.open_findings, repaired, plan).outcome.action


def _untouched(case: Case, _needed: Value) -> Case:
    return case


def _cap_pain(phases: tuple[Phase, ...], case: Case, needed: Value) -> Case:
    """The case with every pain score of these phases at the limit or less."""
    limit = int(float(needed or 0))
    symptoms = tuple(
        entry.model_copy(update={"pain": tuple(_capped(pain, limit) for pain in entry.pain)})
        if entry.pain and entry.phase in phases
        else entry
        for entry in case.symptoms
    )
    return case.model_copy(update={"symptoms": symptoms})


def _capped(pain: PainAt, limit: int) -> PainAt:
    if pain.score_0_10 is None:
        return pain
    return pain.model_copy(update={"score_0_10": min(pain.score_0_10, limit)})


def _cap_effort(case: Case, needed: Value) -> Case:
    limit = int(float(needed or 0))
    symptoms = tuple(
        entry
        if entry.effort_0_10 is None
        else entry.model_copy(update={"effort_0_10": min(entry.effort_0_10, limit)})
        for entry in case.symptoms
    )
    return case.model_copy(update={"symptoms": symptoms})


_REPAIRS: dict[str, _Repair] = {
    "pain_0_10": partial(_cap_pain, get_args(Phase)),
    "next_morning_pain_0_10": partial(_cap_pain, ("next_morning",)),
    "day_after_pain_0_10": partial(_cap_pain, ("day_after",)),
    "effort_0_10": _cap_effort,
}
