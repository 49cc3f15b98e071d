"""What each outing asks for: more than was prescribed, by its size, and too little rest between runs."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from program.check import covers
from program.gates import row_for
from program.history.asks import OVERSHOOT, Ask
from program.history.events import Outing
from program.history.known import Known
from program.history.mornings import morning_known
from program.history.says import is_new
from program.model import Action
from program.overshoot import LEVELS, Overshoot, overshoot_level, overshoot_limits
from program.plan import Gate, Plan, Row, Stage

_HOUR = timedelta(hours=1)
#: A week of dates: the gates speak of 7 days, which is what their names say.
_WEEK_DAYS = 7
#: The month of the longest run is counted in dates too.
_MONTH_DAYS = 30
#: What is held against a number of the stage itself; without a stage there is none.
_OF_A_STAGE = frozenset({"runs_in_7_days"})
_TOO_MUCH = ("exceeded_double", "exceeded_far", "exceeded")


def outing_asks(known: Known) -> list[Ask]:
    """The asks of all outings, deleted ones too: taking one out makes nothing bolder."""
    runs = known.maybe_ran
    found = []
    earlier: list[tuple[Outing, Overshoot]] = []
    for outing in runs:
        level = _level(known, outing, earlier)
        earlier.append((outing, level))
        asks = _ask(known, outing, OVERSHOOT, level, outing.known_at)
        found += [_waiting(known, outing, ask) for ask in asks]
    for before, after in pairwise(runs):
        known_at = max(before.known_at, after.known_at)
        hours = max(0.0, (after.happened_at - before.end) / _HOUR)
        rest = max(0, (after.local_date - before.local_date).days - 1)
        found += _ask(known, after, "hours_between_runs", hours, known_at)
        found += _ask(known, after, "rest_days_between_runs", float(rest), known_at)
    return [*found, *_runs_in_a_week(known, runs)]


def _waiting(known: Known, outing: Outing, ask: Ask) -> Ask:
    """Far too much is a finding of its own; none is what was before, or what she is asked about still."""
    is_old = outing.known_at <= known.carried_at
    if ask.outcome.running_allowed or outing.question is not None or is_old:
        return ask
    return replace(ask, key=f"{ask.gate}:{outing.id}", answered_at=morning_known(known, outing))


def _runs_in_a_week(known: Known, runs: list[Outing]) -> Iterator[Ask]:
    for outing in runs:
        near = [other for other in runs if 0 <= (outing.local_date - other.local_date).days < _WEEK_DAYS]
        known_at = max(other.known_at for other in near)
        yield from _ask(known, outing, "runs_in_7_days", float(len(near)), known_at)


def _ask(known: Known, outing: Outing, measure: str, value: float | str, known_at: datetime) -> Iterator[Ask]:
    """What each gate of the measure makes of it; a gate that its stage does not have is not asked."""
    plan, stage = known.held_against[outing.id]
    for gate in plan.gates:
        if gate.measure != measure or (stage is not None and not covers(gate, stage)):
            continue
        if stage is None and gate.measure in _OF_A_STAGE:
            continue
        for row in _rows(known, gate, value, known_at, plan, stage):
            if row.outcome.action is not Action.PROGRESS:
                at, new = outing.happened_at, is_new(gate, row)
                ask = Ask(outing.id, 1, gate.id, measure, None, value, at, known_at, row.outcome)
                yield replace(ask, is_new=new)


def _rows(
    known: Known, gate: Gate, value: float | str, known_at: datetime, plan: Plan, stage: Stage | None
) -> Iterator[Row]:
    """The row that it reaches; where newer rules alone have it, the one of the rules before them too."""
    for each in _or_less(value):
        row = row_for(gate, each, plan, stage)
        if row is not None:
            yield row
            if not is_new(gate, row) or known_at > known.rules_at:
                return


def _or_less(value: float | str) -> tuple[float | str, ...]:
    """A size, then what a plan without a row for it has one for."""
    return LEVELS[LEVELS.index(value) :][:-1] if value in _TOO_MUCH else (value,)  # type: ignore[arg-type]


def _level(known: Known, outing: Outing, earlier: list[tuple[Outing, Overshoot]]) -> Overshoot:
    plan, stage = known.held_against[outing.id]
    if known.act_at(outing.happened_at) is None:
        # Before any plan nothing was asked that it could be more than; what was known by then was weighed.
        return "none" if known.acts and outing.known_at <= known.acts[0].known_at else "not_prescribed"
    asked_s = outing.asked_s if outing.asked_s is not None else _asked_s(outing, stage)
    near = [(other, level) for other, level in earlier if _days(other, outing) < _WEEK_DAYS]
    month = [other.sure_s or 0.0 for other, _ in earlier if _days(other, outing) <= _MONTH_DAYS]
    level = overshoot_level(
        outing.sure_s,
        outing.maybe_s,
        asked_s,
        overshoot_limits(plan, stage, _run_count(outing, stage)),
        longest_before_s=max(month, default=None),
        is_second_in_a_week=any(level in _TOO_MUCH for _, level in near),
        is_exceeded=outing.outcome == "exceeded",
    )
    return "not_prescribed" if level == "none" and _is_strange(outing, stage) else level


def _days(earlier: Outing, later: Outing) -> int:
    return (later.local_date - earlier.local_date).days


def _is_strange(outing: Outing, stage: Stage | None) -> bool:
    if stage is None or outing.outcome == "not_comparable":
        return True
    return outing.plan is not None and outing.session not in stage.required


def _asked_s(outing: Outing, stage: Stage | None) -> float | None:
    """The running that was prescribed; the most of the stage where nobody says which session it was."""
    if stage is None:
        return 0.0
    names = (outing.session,) if outing.session in stage.required else stage.required
    seconds = [stage.session(name).run_time_s for name in names]
    return None if None in seconds else max(each for each in seconds if each is not None)


def _run_count(outing: Outing, stage: Stage | None) -> int:
    if stage is None:
        return 0
    name = outing.session if outing.session in stage.required else stage.required[0]
    return sum(step.kind == "run" for step in stage.session(name).steps)
