"""The laws of the gate, checked over whole spaces: every gate alone, every combination of gate results, and
every pair of facts through the real judge. Each function counts what it looked at and raises on the first
violation."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, product

from program.check import covers, probes
from program.evaluate import Answer, judge_all, settle
from program.gates import ABSENT, NOT_ASKED, Fact, judge
from program.model import Action, Outcome, ReleaseBy
from program.plan import Gate, Plan, Stage


class ViolationError(AssertionError):
    """A law that does not hold, with the case that shows it."""


def expect(holds: bool, law: str, *case: object) -> None:
    if not holds:
        raise ViolationError(f"{law}: {'; '.join(str(item) for item in case)}")


@dataclass(frozen=True)
class Place:
    """Where a gate is asked: a stage of a plan."""

    plan: Plan
    stage: Stage


def values(gate: Gate, place: Place) -> list[float | str]:
    """Known values from worst to best that reach every row, and each whole score of a 0 to 10 scale."""
    if gate.fact.worse == "level":
        return list(gate.fact.levels)
    numbers = {float(value) for value in probes([gate], place.plan, place.stage) if value is not None}
    if gate.unit == "0-10":
        numbers |= {float(score) for score in range(11)}
    return sorted(numbers, reverse=gate.fact.worse == "higher")


def states(gate: Gate, place: Place) -> list[Fact]:
    """All that can be known of the fact: each value, with and without something missing, and nothing."""
    known = [Fact(value, complete) for value in values(gate, place) for complete in (True, False)]
    return [*known, ABSENT, NOT_ASKED]


def gate_alone(gate: Gate, place: Place) -> int:
    """Laws 1 and 2 for one gate: unknown never progresses, and a worse fact never gives a bolder answer."""
    ordered = values(gate, place)
    found = {fact: judge(gate, fact, place.plan, place.stage).outcome for fact in states(gate, place)}
    where = (place.plan.id, place.stage.id, gate.id)
    unknown = found[ABSENT]
    expect(unknown.action is not Action.PROGRESS, "unknown gives progress", *where)
    for value in ordered:
        sure, doubtful = found[Fact(value, True)], found[Fact(value, False)]
        expect(doubtful.action is not Action.PROGRESS, "partly unknown gives progress", *where, value)
        expect(doubtful.at_least_as_cautious_as(sure), "doubt makes bolder", *where, value)
        expect(doubtful.at_least_as_cautious_as(unknown), "a value hides what is missing", *where, value)
        if sure.action is Action.STOP:
            expect(not sure.running_allowed, "a stop leaves running allowed", *where, value)
        if gate.measure in ("open_stops", "open_key_signs") and float(value) >= 1:
            expect(not sure.running_allowed, "an open finding leaves running allowed", *where, value)
        if gate.opens and sure.action > Action.HOLD:
            expect(not sure.running_allowed, "a key sign leaves running allowed", *where, value)
    for worse, better in pairwise(ordered):
        for complete in (True, False):
            pair = found[Fact(worse, complete)], found[Fact(better, complete)]
            expect(pair[0].at_least_as_cautious_as(pair[1]), "worse is bolder", *where, worse, better)
    expect(found[Fact(ordered[0], True)].action >= unknown.action, "unknown outranks the worst", *where)
    expect(unknown.at_least_as_cautious_as(found[Fact(ordered[-1], True)]), "best outranks unknown", *where)
    return len(found)


def gates_alone(plan: Plan) -> int:
    """Every gate at every stage where it is asked, over all its inputs."""
    return sum(
        gate_alone(gate, Place(plan, stage))
        for stage in plan.stages
        for gate in plan.gates
        if covers(gate, stage)
    )


def results_at(place: Place) -> list[Outcome]:
    """The distinct results that any gate can give at a stage, a vote to progress left out."""
    found = {
        judge(gate, fact, place.plan, place.stage).outcome
        for gate in place.plan.gates
        if covers(gate, place.stage)
        for fact in states(gate, place)
    }
    return sorted(found - {Outcome()}, key=str)


def _drop(answer: Answer, place: Place) -> int:
    """How many stages back the answer leads; progress is one forward, and so is the end of the plan."""
    index = place.plan.stage_index
    if answer.next_stage is None:
        return -1
    return index[place.stage.id] - index[answer.next_stage]


def bolder(first: Answer, second: Answer, place: Place) -> bool:
    """Whether any part of the first answer is bolder than the same part of the second."""
    mine, other = first.outcome, second.outcome
    return (
        mine.action < other.action
        or (mine.running_allowed and not other.running_allowed)
        or mine.rest_days < other.rest_days
        or _drop(first, place) < _drop(second, place)
        or mine.urgency < other.urgency
    )


def lawful(answer: Answer, votes: Sequence[Outcome], place: Place, linked: bool, standing: ReleaseBy) -> None:
    """Laws 1, 3, 4 and 5 for one combination of gate results."""
    case = (place.plan.id, place.stage.id, votes, answer)
    outcome = answer.outcome
    if any(vote.action is not Action.PROGRESS for vote in votes) or not votes:
        expect(outcome.action is not Action.PROGRESS, "a gate not met gives progress", *case)
    if any(not vote.running_allowed for vote in votes) or place.stage.kind == "foundation":
        expect(not outcome.running_allowed, "a gate forbids running and it is allowed", *case)
    if outcome.action is Action.STOP:
        expect(not outcome.running_allowed, "a stop leaves running allowed", *case)
    if outcome.action is Action.PROGRESS:
        waits = ReleaseBy.PT if linked else ReleaseBy.RUNNER
        expect(outcome.release_by >= max(waits, standing), "progress does not wait", *case)
    needed = max((vote.release_by for vote in votes), default=ReleaseBy.NONE)
    expect(outcome.release_by >= max(needed, standing), "a release is skipped", *case)


def combinations_at(place: Place, linked: bool, standing: ReleaseBy, most: int | None = None) -> int:
    """All sets of gate results at a stage: each is lawful, and each further result makes it no bolder.

    The judge joins results, so a set stands for every list of gates that gives these results in any order and
    number; `order_and_number` shows that. `most` looks at an even sample instead of all.
    """
    results = results_at(place)
    size = 1 << len(results)
    answers: dict[int, Answer] = {}
    stride = 1 if most is None or size <= most else size // most | 1

    def answer(mask: int) -> Answer:
        if mask not in answers:
            votes = [Outcome(), *(vote for bit, vote in enumerate(results) if mask >> bit & 1)]
            answers[mask] = settle(votes, place.plan, place.stage, linked=linked, standing=standing)
            lawful(answers[mask], votes, place, linked, standing)
        return answers[mask]

    for mask in range(0, size, stride):
        for bit in range(len(results)):
            more = mask | 1 << bit
            if more != mask:
                expect(not bolder(answer(more), answer(mask), place), "one more reason is bolder", mask, bit)
    return len(answers)


def order_and_number(place: Place) -> int:
    """The join that the judge rests on: order and number of results make no difference."""
    results = results_at(place)
    for one, two, three in product(results, repeat=3):
        expect(one.join(two) == two.join(one), "order matters", one, two)
        expect(one.join(one) == one, "number matters", one)
        expect(one.join(two).join(three) == one.join(two.join(three)), "grouping matters", one, two, three)
        expect(one.join(two).at_least_as_cautious_as(one), "a join is bolder", one, two)
    return len(results) ** 3


def pairs_at(place: Place, every: int = 1) -> int:
    """Every pair of facts in all their states, all others at their best.

    The answer is never progress where either is unknown, and along the order of each fact the whole of it
    gets no bolder. `every` looks at each n-th pair only.
    """
    asked = [gate for gate in place.plan.gates if gate.entry or covers(gate, place.stage)]
    tables = {gate.id: _outcomes(gate, place) for gate in asked}
    count = 0
    for one, two in list(combinations(asked, 2))[::every]:
        for fact, second in tables[two.id].items():
            worse = None
            for state, first in tables[one.id].items():
                answer = settle([Outcome(), *first, *second], place.plan, place.stage, linked=True)
                count += 1
                case = (place.stage.id, one.id, state, two.id, fact)
                if ABSENT in (fact, state) and first and second:
                    expect(answer.outcome.action is not Action.PROGRESS, "unknown gives progress", *case)
                if worse is not None and state.complete and state.applies:
                    expect(not bolder(worse, answer, place), "a pair is not monotone", *case)
                if state.complete and state.applies:
                    worse = answer
    return count


def _outcomes(gate: Gate, place: Place) -> dict[Fact, list[Outcome]]:
    """What the judge finds for each state of one gate's fact, the known values from worst to best."""
    alone = place.plan.model_copy(update={"gates": (gate,)})
    return {
        fact: [finding.outcome for finding in judge_all({gate.measure: fact}, alone, place.stage)]
        for fact in states(gate, place)
    }


def places(plan: Plan) -> list[Place]:
    """Every stage of a plan."""
    return [Place(plan, stage) for stage in plan.stages]
