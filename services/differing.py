"""What differs for one runner since a new edition, and what follows by itself where she is alone.

Three answers are held against each other: what was kept last, what the fold says now, and what it says of the
record with its beginning put back, so that steps of the last weeks are derived and not carried over.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from program import Plan
from program.history.fold import fold, was_clean_week
from program.history.standing import Standing
from program.model import Action, Decision, Truth
from services.answers import is_running_forbidden
from services.casebook import CaseBook
from services.history import read_record_earlier
from services.telling import Found, look, tell
from store import decisions, life, people
from store.decisions import DecisionRow
from store.engine import Connection
from store.life import NewDifference, RulesRow

#: What is learnt of the time before changes what anybody would do for as long (as for older decisions).
STILL_MATTERS = timedelta(days=28)
#: Stages: the whole record says a lower one; a higher one, lost to looks and edits; a higher one otherwise.
LOWER, LOST, HIGHER = "lower", "lost", "higher"
#: Answers: running waits now, or does not any more; another action.
HELD, FREE, ACTION = "held", "free", "action"
#: A new rule would have spoken of something.
RULE = "rule"
STAGES = (LOWER, LOST, HIGHER)
_BECAUSE_LOWER = "by the whole record, since the new edition"
_BECAUSE_BACK = "given back: it was lost to looks and edits, before the new edition"
BECAUSE_OFFERED = "offered since the new edition"


def give_back(connection: Connection, runner_id: str, *, now: datetime) -> bool:
    """Give a stage back that was lost to looks and edits, at a clean check-in of a runner alone.

    Called after a check-in was told. Whoever began another stage or plan since has decided otherwise. True
    where it was given back.
    """
    row = next(
        (row for row in life.differences_of(connection, runner_id) if row.code == LOST and not row.settled),
        None,
    )
    if row is None or is_linked(connection, runner_id):
        return False
    found = look(connection, runner_id, now=now)
    book, way = found.book, decisions.stage_changes_of(connection, runner_id)
    index = book.plan.stage_index
    began = any(step.made_utc > row.made_utc and step.kind not in _STEPS for step in way)
    if began or row.would_be not in index or book.standing.stage not in index:
        life.settle_difference(connection, row.id, "overtaken", now=now, by=None)
        return False
    if not _is_clean(found):
        return False
    whole = fold(read_record_earlier(connection, runner_id, by=STILL_MATTERS, now=now), now)
    stage = whole.stage if whole.plan == book.standing.plan else None
    higher = stage is not None and index[stage] > index[book.standing.stage]
    if stage is None or not higher or not _stands_clear(whole):
        # By the whole record something has come between: a long break, say.
        life.settle_difference(connection, row.id, "overtaken", now=now, by=None)
        return False
    life.settle_difference(connection, row.id, "applied", now=now, by=None)
    target = min(stage, row.would_be, key=index.__getitem__)
    enter(connection, book, target, "progress", _BECAUSE_BACK, None, now)
    return True


#: What happens on her way without anybody beginning anything.
_STEPS = frozenset({"progress", "regress", "taken_back", "given_back"})


# -- what differs


def note_one(connection: Connection, runner_id: str, rules: RulesRow, now: datetime) -> None:
    """Note what differs for one runner, once; alone a lower stage holds at once."""
    if life.differences_of(connection, runner_id):
        return
    alone = not is_linked(connection, runner_id)
    for new in tuple(differences_found(connection, runner_id, rules, now)):
        row_id = life.add_difference(connection, new, now=now)
        if new.code == LOWER and alone:
            book = look(connection, runner_id, now=now).book
            enter(connection, book, new.would_be, "lower", _BECAUSE_LOWER, None, now)
            life.settle_difference(connection, row_id, "applied", now=now, by=None)
            tell(connection, runner_id, now=now, asked_by="upgrade", actor_id=None)


def differences_found(
    connection: Connection, runner_id: str, rules: RulesRow | None, now: datetime
) -> Iterator[NewDifference]:
    """Every difference for one runner; nothing is written."""
    found = look(connection, runner_id, now=now)
    whole = fold(read_record_earlier(connection, runner_id, by=STILL_MATTERS, now=now), now)
    book = found.book
    stage = _of_stage(book.standing, whole, book.plan)
    if stage is not None:
        yield NewDifference(runner_id, stage, None, book.standing.stage, str(whole.stage))
    kept = decisions.newest_decision(connection, runner_id)
    if kept is not None:
        yield from _of_answer(runner_id, kept, found.decision)
    since = rules.from_utc - STILL_MATTERS if rules is not None else now
    for source, gate, known_at in whole.before_rules:
        if known_at > since:
            yield NewDifference(runner_id, RULE, source, None, gate)


def _of_stage(stands: Standing, whole: Standing, plan: Plan) -> str | None:
    index = plan.stage_index
    if stands.plan != whole.plan or stands.stage not in index or whole.stage not in index:
        return None
    if index[whole.stage] == index[stands.stage]:
        return None
    if index[whole.stage] < index[stands.stage]:
        return LOWER
    # What was told late took a stage then and takes none now: that is nobody's loss to looks and edits.
    return HIGHER if whole.listed else LOST


def _of_answer(runner_id: str, kept: DecisionRow, decision: Decision) -> Iterator[NewDifference]:
    """Where the answer that was kept last is another; a step back is told once, and then it is a hold."""
    if kept.running_allowed != decision.running_allowed:
        held = not decision.running_allowed
        yield NewDifference(
            runner_id, HELD if held else FREE, None, _allowed(kept.running_allowed), _allowed(not held)
        )
    was, now = kept.action, decision.action.value
    if was != now and (was, now) != (Action.REGRESS.value, Action.HOLD.value):
        yield NewDifference(runner_id, ACTION, None, was, now)


def _allowed(is_allowed: bool) -> str:
    return "allowed" if is_allowed else "not_allowed"


# -- a clean check-in


def _is_clean(found: Found) -> bool:
    """Whether nothing stands, nothing in the week asked for anything, and no answer is missing."""
    return (
        _stands_clear(found.book.standing)
        and was_clean_week(found.book.record, found.book.now)
        and found.decision.action in (Action.PROGRESS, Action.HOLD)
        and not is_running_forbidden(found.decision)
        and all(finding.result is not Truth.UNKNOWN for finding in found.decision.findings)
    )


def _stands_clear(standing: Standing) -> bool:
    return not (standing.bars or standing.holds or standing.findings or standing.rest_until)


def enter(
    connection: Connection, book: CaseBook, stage: str, kind: str, because: str, by: str | None, now: datetime
) -> None:
    decisions.add_stage_change(
        connection,
        runner_id=book.runner.id,
        plan_id=book.plan.id,
        plan_version=book.plan.version,
        stage_id=stage,
        kind=kind,
        because=because,
        decision_id=None,
        now=now,
        made_by=by,
        from_stage_id=book.standing.stage,
    )


def is_linked(connection: Connection, runner_id: str) -> bool:
    return any(link.ended_utc is None for link in people.links_of_runner(connection, runner_id))
