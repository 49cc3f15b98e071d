"""Marking: older decisions that would differ, had what is known now been known when they were made."""

from datetime import date, timedelta
from functools import lru_cache

from program.case import Case, parse_case
from program.evaluate import decide_only
from program.model import Action
from program.plan import Plan
from services.casebook import CaseBook
from services.plans import Same, find_plan
from store import decisions
from store.decisions import DecisionMark, FactsRow
from store.engine import Connection

#: Older decisions are history: what is learnt now no longer changes what anybody would do.
_STILL_MATTERS = timedelta(days=28)


def mark_older(connection: Connection, book: CaseBook, *, since: date) -> None:
    """Mark the decisions that would differ, had what is known now been known when they were made.

    Looks at those made for a date from `since` on, the local date of what was late, edited or deleted. Both
    are asked without what stood, so that only the facts make a difference.
    """
    runner_id, now = book.runner.id, book.now
    first = max(since, (now - _STILL_MATTERS).date())
    older = [row for row in decisions.facts_of(connection, runner_id, since=first) if row.made_utc < now]
    marks = {mark.decision_id: mark for mark in decisions.marks_of(connection, runner_id)} if older else {}
    for row in older:
        then = _case_then(row.facts)
        known_now = _as_known_now(row, then, book)
        if _says_as_much(known_now, then):
            continue
        plan = find_plan(connection, runner_id, row.plan_id, row.plan_version)
        again = decide_only(known_now, plan)
        if again.action is _action_then(row.facts, Same(plan)):
            continue
        if row.id not in marks or marks[row.id].action_now != again.action.value:
            mark = DecisionMark(row.id, again.action.value, again.facts_sha256, now)
            decisions.add_mark(connection, mark)


@lru_cache(maxsize=128)
def _case_then(facts: str) -> Case:
    """The facts of an old decision, without what stood; it is replayed at each command that comes late."""
    return parse_case(facts).model_copy(update={"standing": None})


@lru_cache(maxsize=1024)
def _action_then(facts: str, same: Same[Plan]) -> Action:
    return decide_only(_case_then(facts), same.thing).action


def _says_as_much(known_now: Case, then: Case) -> bool:
    """Whether nothing of what was told is another now: the same facts give the same answer."""
    return (known_now.sessions, known_now.symptoms, known_now.check_ins) == (
        then.sessions,
        then.symptoms,
        then.check_ins,
    )


def _as_known_now(row: FactsRow, then: Case, book: CaseBook) -> Case:
    """An old decision's case with what is known now of the time before it."""
    at = row.made_utc
    sessions = tuple(session for session in book.case.sessions or () if session.end <= at)
    known = {session.id for session in sessions}
    first = min((session.local_date for session in then.sessions or ()), default=row.on_date)
    entries = tuple(
        entry.model_copy(update={"recorded_at": min(entry.recorded_at or at, at)})
        for entry in book.case.symptoms
        if (entry.local_date is None or entry.local_date <= row.on_date)
        and (entry.at is None or entry.at <= at)
        and (entry.session is None or entry.session in known)
    )
    return then.model_copy(
        update={
            "sessions": tuple(session for session in sessions if session.local_date >= first),
            "symptoms": tuple(entry for entry in entries if entry.session is None or entry.session in known),
            "check_ins": tuple(item for item in book.case.check_ins if item.at is None or item.at <= at),
        }
    )
