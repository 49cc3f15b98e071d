"""The laws of the gate, checked over whole spaces: every gate alone, every combination of gate results, and
every pair of facts through the real judge. Each function counts what it looked at and raises on the first
violation."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations, pairwise, product

import numpy as np

from program.check import covers, probes
from program.evaluate import Answer, judge_all, settle, spent
from program.gates import ABSENT, NOT_ASKED, Fact, judge
from program.model import Action, Outcome, ReleaseBy
from program.plan import Gate, Plan, Stage
from program.standing_record import StandingRecord


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


#: Nothing stands: what a standing adds is held against this.
NOTHING = StandingRecord()
_STEP_BACK = Outcome(Action.REGRESS)


def results_at(place: Place, beside: bool = False) -> list[Outcome]:
    """The distinct results that any gate can give at a stage, a vote to progress left out.

    `beside` is where it is known what stands: more gates and rows are reached, and a step back is spent.
    """
    found = {outcome for gate in place.plan.gates for outcome in _results(gate, place, beside)}
    if beside:
        found.add(_STEP_BACK)
    return sorted(found - {Outcome()}, key=str)


def _results(gate: Gate, place: Place, beside: bool) -> set[Outcome]:
    if not covers(gate, place.stage) or (gate.beside and not beside):
        return set()
    found = [judge(gate, fact, place.plan, place.stage) for fact in states(gate, place)]
    if beside:
        return {spent(finding, NOTHING).outcome for finding in found}
    levels = {level for row in gate.rows if row.beside for level in row.is_ or ()}
    return {finding.outcome for finding in found if finding.value not in levels}


def spending(place: Place) -> int:
    """What a finding asks for beside a standing: no part but the step back differs, and that becomes a hold.

    Rest that was fixed by date for all that is behind a finding is the only thing that it no longer asks for.
    """
    count = 0
    for gate in (gate for gate in place.plan.gates if covers(gate, place.stage)):
        rested = StandingRecord(rested=(("one", gate.id), ("two", "another-gate")))
        for fact in states(gate, place):
            finding = judge(gate, fact, place.plan, place.stage)
            case = (place.plan.id, place.stage.id, gate.id, fact)
            before, after = finding.outcome, spent(finding, NOTHING).outcome
            held = replace(before, action=Action.HOLD, drop=0)
            wanted = held if before.action is Action.REGRESS else before
            expect(after == wanted, "spending changes more than the step back", *case)
            for names, rests in ((("one",), False), (("two",), True), (("one", "two"), True), ((), True)):
                again = spent(replace(finding, because_of=names), rested).outcome
                expect(again == (after if rests else replace(after, rest_days=0)), "rest is lost", *case)
                count += 1
    return count


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


def lawful(answer: Answer, asked: "Asked", place: Place, linked: bool, standing: ReleaseBy) -> None:
    """Laws 1, 3, 4 and 5 for what a combination of gate results asks for."""
    case = (place.plan.id, place.stage.id, asked, answer)
    outcome = answer.outcome
    if asked.blocks:
        expect(outcome.action is not Action.PROGRESS, "a gate not met gives progress", *case)
    if asked.forbids or place.stage.kind == "foundation":
        expect(not outcome.running_allowed, "a gate forbids running and it is allowed", *case)
    if outcome.action is Action.STOP:
        expect(not outcome.running_allowed, "a stop leaves running allowed", *case)
    if outcome.action is Action.PROGRESS:
        waits = ReleaseBy.PT if linked else ReleaseBy.RUNNER
        expect(outcome.release_by >= max(waits, standing), "progress does not wait", *case)
    expect(outcome.release_by >= max(asked.release_by, standing), "a release is skipped", *case)


@dataclass(frozen=True)
class Asked:
    """What the results of a set ask for, read off them one by one and not from their join."""

    blocks: bool
    forbids: bool
    release_by: ReleaseBy


@dataclass(frozen=True)
class Sets:
    """All sets of gate results at a stage as bits of a number, and what is answered to each.

    Results are joined one by one; `order_and_number` shows that order and grouping make no difference, so
    that sets with the same join are asked of the judge once, and every set is still looked at by itself.
    `of_set` is the number of the answer to each set, `joins` what its results come to.
    """

    results: list[Outcome]
    of_set: np.ndarray
    joins: list[Outcome]
    answers: list[Answer]


def sets_at(place: Place, linked: bool, standing: ReleaseBy, beside: bool) -> Sets:
    """Every set, each result in turn joined to all sets of those before it."""
    results = results_at(place, beside)
    joins, firsts, numbers = [Outcome()], [0], {Outcome(): 0}
    of_set = np.zeros(1, dtype=np.int64)
    for bit, result in enumerate(results):
        steps = []
        for number, join in list(enumerate(joins)):
            joined = join.join(result)
            steps.append(numbers.setdefault(joined, len(joins)))
            if steps[-1] == len(joins):
                joins.append(joined)
                firsts.append(firsts[number] | 1 << bit)
        of_set = np.concatenate([of_set, np.array(steps)[of_set]])
    votes = ([vote for bit, vote in enumerate(results) if first >> bit & 1] for first in firsts)
    where = (place.plan, place.stage)
    answers = [settle([Outcome(), *each], *where, linked=linked, standing=standing) for each in votes]
    return Sets(results, of_set, joins, answers)


def combinations_at(place: Place, linked: bool, standing: ReleaseBy, beside: bool = False) -> int:
    """All sets of gate results at a stage: each is lawful, and each further result makes it no bolder.

    `beside` is where it is known what stands.
    """
    sets = sets_at(place, linked, standing, beside)
    every, answers = np.arange(len(sets.of_set)), sets.answers
    asked = np.zeros((len(answers), 2, 2, len(ReleaseBy)), dtype=bool)
    asked[
        sets.of_set,
        _has(sets, every, lambda vote: vote.action is not Action.PROGRESS),
        _has(sets, every, lambda vote: not vote.running_allowed),
        _waits(sets, every),
    ] = True
    releases = sorted(ReleaseBy)
    for number, blocks, forbids, release in np.argwhere(asked):
        wanted = Asked(bool(blocks), bool(forbids), releases[release])
        lawful(answers[number], wanted, place, linked, standing)
    for bit, result in enumerate(sets.results):
        ordered = np.zeros((len(answers), len(answers)), dtype=bool)
        ordered[sets.of_set[every | 1 << bit], sets.of_set] = True
        for more, less in np.argwhere(ordered):
            is_bolder = bolder(answers[more], answers[less], place)
            expect(not is_bolder, "one more reason is bolder", result, sets.joins[less])
    return len(every)


def _has(sets: Sets, every: np.ndarray, holds: Callable[[Outcome], bool]) -> np.ndarray:
    """For each set, as 0 or 1, whether it holds for any of its results."""
    bits = sum(1 << bit for bit, vote in enumerate(sets.results) if holds(vote))
    return (every & bits != 0).astype(int)


def _waits(sets: Sets, every: np.ndarray) -> np.ndarray:
    """For each set the most cautious release that any of its results asks for, by its place in the order."""
    waits = np.zeros(len(every), dtype=int)
    for place, release in enumerate(sorted(ReleaseBy)):
        waits[_has(sets, every, lambda vote, release=release: vote.release_by is release) == 1] = place
    return waits


def order_and_number(place: Place) -> int:
    """The join that the judge rests on: order and number of results make no difference."""
    results = sorted({*results_at(place), *results_at(place, beside=True)}, key=str)
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

    @cache
    def answer_to(*votes: Outcome) -> Answer:
        return settle([Outcome(), *votes], place.plan, place.stage, linked=True)

    count = 0
    for one, two in list(combinations(asked, 2))[::every]:
        for fact, second in tables[two.id].items():
            worse = None
            for state, first in tables[one.id].items():
                answer = answer_to(*first, *second)
                count += 1
                case = (place.stage.id, one.id, state, two.id, fact)
                if ABSENT in (fact, state) and first and second:
                    expect(answer.outcome.action is not Action.PROGRESS, "unknown gives progress", *case)
                if not (state.complete and state.applies):
                    continue
                if worse is not None and worse is not answer:
                    expect(not bolder(worse, answer, place), "a pair is not monotone", *case)
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
