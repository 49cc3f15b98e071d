"""From facts to a proposal. The only judge; everything else prepares for it or speaks of it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from program.case import Case
from program.check import covers
from program.errors import CaseError, Fault
from program.facts import Observed, observe
from program.facts.observe import facts_sha256
from program.gates import ABSENT, Fact, judge
from program.model import (
    Action,
    Decision,
    Finding,
    Missing,
    OpenFinding,
    Outcome,
    ReleaseBy,
    Truth,
    Urgency,
)
from program.plan import Gate, Plan, Stage
from program.standing_record import StandingRecord

_NOTHING = Outcome()


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole of what is asked of the runner: the joined outcome, and the stage it leads to."""

    outcome: Outcome
    next_stage: str | None


def decide_only(case: Case, plan: Plan) -> Decision:
    """The proposal, without asking what would change it. Pure; CaseError where the two do not fit."""
    belongs(case, plan)
    return decide_from(observe(case, plan), case, plan)


def decide_from(observed: Observed, case: Case, plan: Plan) -> Decision:
    """The proposal for facts that were observed, or supposed, under a plan."""
    stage = None if case.stage is None else plan.stage(case.stage)
    findings = findings_of(judge_all(observed.facts, plan, stage), case)
    answer = answer_to(findings, observed.open_findings, case, plan)
    shown = None if stage is None or _before_clearance(observed.facts, stage) else stage
    return Decision(
        action=answer.outcome.action,
        running_allowed=answer.outcome.running_allowed,
        release_by=answer.outcome.release_by,
        urgency=answer.outcome.urgency,
        stage=(_stepped_from(case, plan) or shown.id) if shown else None,
        next_stage=answer.next_stage if shown else None,
        rest_days=answer.outcome.rest_days,
        findings=findings,
        missing=_missing(findings, observed.facts),
        open_findings=observed.open_findings,
        would_change_it=(),
        plan=plan.id,
        plan_version=plan.version,
        on=case.date,
        facts_sha256=facts_sha256(case),
    )


def answer_to(
    findings: Iterable[Finding], open_findings: Iterable[OpenFinding], case: Case, plan: Plan
) -> Answer:
    """What the findings of a case come to, with what is open and what stands beside them."""
    stage = None if case.stage is None else plan.stage(case.stage)
    outcomes = [*(finding.outcome for finding in findings), _ordered_rest(case)]
    outcomes += [Outcome(Action.REGRESS)] if _stepped_from(case, plan) else []
    outcomes += _still_urgent(case)
    waiting = [standing_release(case), *(finding.release_by for finding in open_findings)]
    waiting += _who_hold(case)
    standing = ReleaseBy.most_cautious(waiting)
    return settle(outcomes, plan, stage, linked=case.pt != "alone", standing=standing)


def findings_of(judged: Sequence[Finding], case: Case) -> tuple[Finding, ...]:
    """What was judged, as it counts for the case: where it is known what stands, a step back is spent."""
    if case.standing is None:
        return tuple(judged)
    return _worst_first(spent(finding, case.standing) for finding in judged)


def _still_urgent(case: Case) -> list[Outcome]:
    """How soon somebody has to be called, for as long as a finding is open and not answered."""
    found = case.standing.findings if case.standing else ()
    return [
        Outcome(Action.HOLD, running_allowed=False, urgency=Urgency(each.urgency))
        for each in found
        if not each.is_answered
    ]


def spent(finding: Finding, standing: StandingRecord) -> Finding:
    """What a finding still asks for where it is known what stands.

    A step back is taken once, by the fold over the record: its row asks for a hold. Days of rest that were
    fixed by date for all that is behind it are ordered there, and do not begin anew at each look.
    """
    outcome = finding.outcome
    if outcome.action is Action.REGRESS:
        outcome = replace(outcome, action=Action.HOLD, drop=0)
    if outcome.rest_days and finding.because_of:
        rested = {source for source, gate in standing.rested if gate == finding.gate}
        if rested.issuperset(finding.because_of):
            outcome = replace(outcome, rest_days=0)
    if outcome is finding.outcome:
        return finding
    return replace(finding, outcome=outcome, severity=outcome.action)


def _ordered_rest(case: Case) -> Outcome:
    """The days of rest up to the date that was ordered; on the last of them one, which is that day itself."""
    until = case.standing.rest_until if case.standing else None
    if until is None or until <= case.instant:
        return Outcome()
    return Outcome(Action.HOLD, rest_days=max(1, (until.date() - case.date).days - 1))


def _who_hold(case: Case) -> list[ReleaseBy]:
    """Whoever else has to agree to the next step; what the runner owes herself is no release."""
    holds = case.standing.holds if case.standing else ()
    return [who for who in (ReleaseBy(bar.who) for bar in holds) if who > ReleaseBy.RUNNER]


def _stepped_from(case: Case, plan: Plan) -> str | None:
    """The stage last told, where the one that stands is lower: told once, by whoever writes it down."""
    told = case.standing.stepped_from if case.standing else None
    index = plan.stage_index
    if told is None or case.stage is None or index.get(told, -1) <= index[case.stage]:
        return None
    return told


def belongs(case: Case, plan: Plan) -> None:
    """CaseError where the case is one of another plan, or names a stage that the plan does not have."""
    faults = []
    if (case.plan, case.plan_version) != (plan.id, plan.version):
        wanted = f"{plan.id} version {plan.version}"
        faults.append(Fault("plan", f"this case is of {case.plan} version {case.plan_version}, not {wanted}"))
    elif case.stage is not None and case.stage not in plan.stage_index:
        stages = ", ".join(plan.stage_index)
        faults.append(Fault("stage", f"there is no stage called {case.stage}; the stages are {stages}"))
    if faults:
        raise CaseError("case", tuple(faults))


def judge_all(
    facts: Mapping[str, Fact], plan: Plan, stage: Stage | None, *, only: Collection[str] | None = None
) -> tuple[Finding, ...]:
    """One finding for each gate asked at the stage, the most cautious first; an absent fact is unknown.

    A gate beside the standing is left out where no standing gave its fact; with `only`, so are those of
    other measures.
    """
    gates = (
        gate
        for gate in plan.gates
        if (gate.beside is None or gate.measure in facts) and (only is None or gate.measure in only)
    )
    return _worst_first(
        finding
        for gate in gates
        for finding in judge_gate(gate, facts.get(gate.measure, ABSENT), plan, stage)
    )


def _worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: _rank(finding.outcome)))


def _rank(outcome: Outcome) -> tuple[int, bool, int]:
    return -outcome.action.rank, outcome.running_allowed, -outcome.rest_days


def judge_gate(gate: Gate, fact: Fact, plan: Plan, stage: Stage | None) -> Iterator[Finding]:
    """The finding for this stage; for an entry gate the one for the next stage too, where that is stricter.

    What the next stage asks can only hold a runner back from it: it takes nothing from the present stage.
    """
    asked_now = _is_asked_without_stage(gate) if stage is None else covers(gate, stage)
    present = judge(gate, fact, plan, stage) if asked_now else None
    ahead = _stage_ahead(plan, stage) if gate.entry else None
    if ahead is not None and covers(gate, ahead):
        entry = judge(gate, fact, plan, ahead)
        if entry.result is not Truth.MET and (present is None or present.result is Truth.MET):
            present = replace(entry, outcome=Outcome(Action.HOLD), severity=Action.HOLD)
        elif present is None:
            present = entry
    if present is not None:
        yield present


def _is_asked_without_stage(gate: Gate) -> bool:
    """Before there is a stage only what can forbid running is looked at, and what the first run asks."""
    forbids = any(not row.running_allowed for row in gate.rows if row.beside is None)
    return gate.stages == "all" and not gate.entry and forbids


def _stage_ahead(plan: Plan, stage: Stage | None) -> Stage | None:
    if stage is not None:
        return plan.after(stage.id)
    return next((stage for stage in plan.stages if stage.kind == "running"), None)


def settle(
    outcomes: Iterable[Outcome],
    plan: Plan,
    stage: Stage | None,
    *,
    linked: bool,
    standing: ReleaseBy = ReleaseBy.NONE,
) -> Answer:
    """The most cautious of all outcomes in every part, who releases it, and the stage it leads to.

    No outcome at all, or no stage, is a hold.
    """
    votes = list(outcomes)
    # Most gates ask for nothing, which joined to anything is that.
    asking = (vote for vote in votes if vote != _NOTHING)
    joined = reduce(Outcome.join, asking, _NOTHING if votes and stage else Outcome(Action.HOLD))
    next_stage = _next_stage(joined, plan, stage)
    runs = stage is not None and stage.kind == "running"
    if joined.action is not Action.PROGRESS and next_stage is not None:
        runs = runs and plan.stage(next_stage).kind == "running"
    release = max(joined.release_by, standing)
    if joined.action is Action.PROGRESS:
        release = max(release, ReleaseBy.RUNNER)
    if linked and release is ReleaseBy.RUNNER:
        release = ReleaseBy.PT
    allowed = joined.running_allowed and runs
    return Answer(replace(joined, running_allowed=allowed, release_by=release), next_stage)


def _next_stage(joined: Outcome, plan: Plan, stage: Stage | None) -> str | None:
    if stage is None:
        return None
    if joined.action is Action.PROGRESS:
        after = plan.after(stage.id)
        return after.id if after else None
    return plan.stages[max(0, plan.stage_index[stage.id] - joined.drop)].id


def standing_release(case: Case) -> ReleaseBy:
    """The release rule that a link left behind; it ends with a clearance signed after it.

    Where it is known what stands, only a PT's clearance ends it.
    """
    rule, clearance = case.standing_release, case.clearance
    if rule is None:
        return ReleaseBy.NONE
    counts = clearance is not None and (case.standing is None or clearance.role == "pt")
    if counts and clearance is not None and clearance.signed_on > rule.since:
        return ReleaseBy.NONE
    return ReleaseBy(rule.release_by)


def _before_clearance(facts: Mapping[str, Fact], stage: Stage) -> bool:
    clearance = facts.get("clearance", ABSENT)
    return stage.kind == "running" and clearance.applies and clearance.value in (None, "none", "other_plan")


def _missing(findings: Iterable[Finding], facts: Mapping[str, Fact]) -> tuple[Missing, ...]:
    """What is missing behind the gates that are not met, each once, oldest day first."""
    gaps = [
        gap
        for finding in findings
        if finding.result is not Truth.MET
        for gap in facts.get(finding.measure, ABSENT).missing
    ]
    return tuple(
        sorted(dict.fromkeys(gaps), key=lambda gap: (str(gap.on or ""), gap.session or "", gap.name))
    )
