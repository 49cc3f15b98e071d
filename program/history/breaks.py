"""Breaks from running: each is one fact, named after what came before it, however often anybody looks."""

from dataclasses import dataclass
from datetime import datetime

from program.gates import row_for
from program.history.asks import BREAK, Ask
from program.history.events import Begin, Close, Exam, Outing
from program.history.known import Known
from program.model import Action

_LOOKS = ("first", "placed")


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """What a break is counted from: a run, or a look of a person. `learnt` is when it became known.

    `undoes` says whether it ends a break even where it became known only after the limit had passed.
    """

    at: datetime
    name: str
    learnt: datetime
    undoes: bool


def break_marks(known: Known, harmless: frozenset[str]) -> list[Mark]:
    """All marks, oldest first."""
    runs = [outing for outing in known.surely_ran if not outing.is_deleted]
    runs += [outing for outing in known.maybe_ran if _is_told(outing, known)]
    found = {
        outing.id: Mark(outing.happened_at, outing.id, outing.known_at, outing.id in harmless)
        for outing in runs
    }
    marks = [*found.values(), *_looks(known)]
    carried = [act for act in known.of(Begin) if act.kind == "carried"]
    begun = [Mark(act.known_at, act.id, act.known_at, True) for act in carried]
    # The upgrade is nobody's look: it counts only where nothing else does.
    marks += [mark for mark in begun if not any(each.at <= mark.at for each in marks)]
    return sorted(marks)


def _is_told(outing: Outing, known: Known) -> bool:
    return outing.is_by_hand and not outing.is_deleted and outing not in known.surely_ran


def _looks(known: Known) -> list[Mark]:
    begins = known.of(Begin)
    looks = [(act.known_at, act.id) for act in begins if act.kind in _LOOKS]
    first = min((act.happened_at for act in begins), default=None)
    looks += [(close.known_at, close.id) for close in known.of(Close) if close.finding.startswith("gap:")]
    looks += [
        (exam.happened_at, exam.id)
        for exam in known.of(Exam)
        if exam.item == "clearance"
        and exam.is_good
        and not exam.is_self_stated
        and first is not None
        and exam.happened_at > first
    ]
    return [Mark(at, name, at, True) for at, name in looks]


def break_asks(known: Known, marks: list[Mark]) -> list[Ask]:
    """One ask a break, at the midnight on which it grew too long; none while nobody has begun to run.

    Telling later of a run within it undoes the break only where that is harmless: else telling of a forbidden
    or a far too long run would give a stage.
    """
    if not known.of(Begin):
        return []
    found = [ask for place, mark in enumerate(marks) for ask in _break_after(known, mark, marks[place + 1 :])]
    found = _one_a_break(found, marks)
    return [ask for ask in found if not _is_old(ask, known, marks)]


def break_limits(known: Known, marks: list[Mark]) -> list[datetime]:
    """The instants at which the breaks now running grow too long."""
    return [_over(known, mark) for mark in marks[-2:]]


def _over(known: Known, mark: Mark) -> datetime:
    days = int(known.plan_at(mark.at).number("gap_regress_days"))
    return known.midnight_after(mark.at, days)


def _break_after(known: Known, mark: Mark, later: list[Mark]) -> list[Ask]:
    over = _over(known, mark)
    ended = any(each.at < over and (each.learnt <= over or each.undoes) for each in later)
    if ended or over > known.at:
        return []
    plan, stage = known.plan_at(over), known.stage_at(over)
    if stage is None or stage.kind != "running":
        return []
    days = float(int(plan.number("gap_regress_days")) + 1)
    found = []
    for gate in (each for each in plan.gates if each.measure == BREAK):
        row = row_for(gate, days, plan, stage)
        if row is not None and row.outcome.action is not Action.PROGRESS:
            source = f"gap:{mark.name}"
            found.append(Ask(source, 1, gate.id, gate.measure, source, days, over, over, row.outcome))
    return found


def _one_a_break(asks: list[Ask], marks: list[Mark]) -> list[Ask]:
    """Two marks that undo no break, each followed by it, lie in one break: the first one names it."""
    kept: list[Ask] = []
    for ask in sorted(asks, key=lambda each: each.known_at):
        inside = kept and not any(kept[-1].known_at <= mark.at < ask.known_at for mark in marks)
        if not inside or ask.source == kept[-1].source:
            kept.append(ask)
    return kept


def _is_old(ask: Ask, known: Known, marks: list[Mark]) -> bool:
    """A break that was over before the record began to be folded asks nothing any more."""
    if ask.known_at > known.carried_at:
        return False
    return any(ask.known_at <= mark.at <= known.carried_at for mark in marks)
