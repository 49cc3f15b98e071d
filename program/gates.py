"""One gate, one fact, one row: how a fact is held against a gate."""

from dataclasses import dataclass
from datetime import date

from program.model import Action, Finding, Missing, Outcome, Truth
from program.plan import Gate, Plan, Row, Stage

Value = float | str | None


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known about one measure.

    `value` is the worst that is known, null where nothing is; `complete` is False where an answer that
    counts is missing, so that something worse may be true; `applies` is False where the question does not
    arise, which needs a reason in the facts and is never the mere lack of an answer.
    """

    value: Value = None
    complete: bool = False
    applies: bool = True
    on: date | None = None
    because_of: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()


#: The question does not arise.
NOT_ASKED = Fact(None, True, False)
#: Nobody said anything.
ABSENT = Fact()


def row_for(gate: Gate, value: Value, plan: Plan, stage: Stage | None) -> Row | None:
    """The first row that a known value reaches; null where none does, which means hold."""
    for row in gate.rows:
        if row.unknown is None and _reaches(row, value, plan, stage):
            return row
    return None


def _reaches(row: Row, value: Value, plan: Plan, stage: Stage | None) -> bool:
    if row.otherwise:
        return True
    if row.is_ is not None:
        return value in row.is_
    if row.limit is None or not isinstance(value, int | float):
        return False
    limit = plan.limit(row.limit, stage)
    return (
        (row.at_least is not None and value >= limit)
        or (row.more_than is not None and value > limit)
        or (row.at_most is not None and value <= limit)
        or (row.less_than is not None and value < limit)
    )


_HOLD = Outcome(Action.HOLD)


def judge(gate: Gate, fact: Fact, plan: Plan, stage: Stage | None) -> Finding:
    """What the gate makes of the fact.

    A known bad value outranks what is missing; a known good value does not: the answer is the more cautious
    of the row of the worst known value and the row for unknown.
    """
    unknown = gate.unknown_row
    unknown_outcome = _HOLD.join(unknown.outcome) if unknown else _HOLD
    if not fact.applies:
        return _finding(gate, fact, Outcome(), Truth.MET, "does not apply")
    limit = limit_text(gate, plan, stage)
    if fact.value is None:
        return _finding(gate, fact, unknown_outcome, Truth.UNKNOWN, limit)
    row = row_for(gate, fact.value, plan, stage)
    if row is None:
        return _finding(gate, fact, _HOLD, Truth.UNKNOWN, limit)
    if row.outcome.action is not Action.PROGRESS:
        outcome = row.outcome if fact.complete else row.outcome.join(unknown_outcome)
        return _finding(gate, fact, outcome, Truth.NOT_MET, limit)
    if not fact.complete:
        return _finding(gate, fact, unknown_outcome, Truth.UNKNOWN, limit)
    return _finding(gate, fact, Outcome(), Truth.MET, limit)


def _finding(gate: Gate, fact: Fact, outcome: Outcome, result: Truth, limit: str) -> Finding:
    return Finding(
        gate=gate.id,
        measure=gate.measure,
        value=fact.value,
        limit=limit,
        result=result,
        severity=outcome.action,
        source=gate.source,
        unit=gate.unit,
        on=fact.on,
        outcome=outcome,
        because_of=fact.because_of,
    )


def opens(gate: Gate, outcome: Outcome) -> bool:
    """Whether what the gate found stays open until a named person closes it."""
    return gate.opens is not None and not outcome.running_allowed


_MET = {
    "at_least": "under {}",
    "more_than": "{} or less",
    "at_most": "more than {}",
    "less_than": "{} or more",
}


def limit_text(gate: Gate, plan: Plan, stage: Stage | None) -> str:
    """What meets the gate at a stage, in words: `5 or less`, `low or good`."""
    if gate.last_limit is not None:
        name, limit = gate.last_limit
        return _MET[name].format(f"{plan.limit(limit, stage):g}")
    return gate.levels_met
