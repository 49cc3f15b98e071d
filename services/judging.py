"""Making a decision and letting its caution take effect: shared by every use case that changes a fact."""

import json
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime, timedelta

from program.case import Case, parse_case
from program.decide import decide, decide_only
from program.explain import explain
from program.model import Action, Decision
from program.plan import Plan
from services.answers import Kept, pack_kept, unpack_kept
from services.casebook import CaseBook, open_book
from services.context import Context
from services.plans import find_plan, plan_sha256
from services.policy import Access, Actor, Visit, visit
from store import decisions, notices, people, reviews
from store.decisions import DecisionMark, DecisionRow, NewDecision
from store.engine import Connection

#: Older decisions are history: what is learnt now no longer changes what anybody would do.
_STILL_MATTERS = timedelta(days=28)


def would_judge_the_same(connection: Connection, runner_id: str, *, now: datetime) -> bool:
    """True where deciding now would keep nothing new."""
    before = decisions.newest_decision(connection, runner_id)
    if before is None:
        return False
    book = open_book(connection, runner_id, now=now)
    return says_the_same(before, decide(book.case, book.plan))


def judge_now(
    connection: Connection, runner_id: str, *, now: datetime, asked_by: str, actor_id: str | None
) -> DecisionRow:
    """Decide on what is known now, keep the decision, and let stop, regress and hold take effect at once.

    The same answer to the same facts is kept once. A progress only waits: somebody has to
    release it. Raises NotFoundError where no plan was chosen.
    """
    book, decision = _settle_findings(connection, runner_id, now)
    before = decisions.newest_decision(connection, runner_id)
    if before is not None and says_the_same(before, decision):
        return before
    decision_id = decisions.add_decision(connection, _row(book, decision, asked_by, now))
    _notify(connection, runner_id, before, decision, decision_id, now)
    _void_releases(connection, runner_id, decision, decision_id)
    if decision.action is Action.REGRESS and decision.next_stage not in {None, decision.stage}:
        decisions.add_stage_change(
            connection,
            runner_id=runner_id,
            plan_id=decision.plan,
            plan_version=decision.plan_version,
            stage_id=decision.next_stage,
            kind="regress",
            because=explain(decision, book.plan).headline,
            decision_id=decision_id,
            now=now,
            made_by=actor_id,
        )
    kept = decisions.decision_by_id(connection, decision_id)
    if kept is None:
        raise LookupError(f"decision {decision_id} was just written")
    return kept


def refresh(context: Context, actor: Actor, runner_id: str, *, now: datetime, asked_by: str) -> None:
    """Decide anew for whoever may look, but write only where that gives another answer."""

    def desk(*, writes: bool) -> AbstractContextManager[Visit]:
        return visit(
            context, actor, Access.SHARED, subject_id=runner_id, doing="decide", now=now, writes=writes
        )

    with desk(writes=False) as looking:
        unchanged = would_judge_the_same(looking.connection, runner_id, now=now)
    if not unchanged:
        with desk(writes=True) as deciding:
            judge_now(deciding.connection, runner_id, now=now, asked_by=asked_by, actor_id=actor.person_id)


def mark_older(connection: Connection, runner_id: str, *, since: date, now: datetime) -> None:
    """Mark the decisions that would differ, had what is known now been known when they were made.

    Looks at those made for a date from `since` on, the local date of what was late, edited or deleted.
    """
    first = max(since, (now - _STILL_MATTERS).date())
    book = open_book(connection, runner_id, now=now)
    for row in decisions.decisions_of(connection, runner_id, since=first):
        if row.made_utc >= now:
            continue
        case = _as_known_now(row, book)
        again = decide_only(case, find_plan(connection, runner_id, row.plan_id, row.plan_version))
        marks = [mark for mark in decisions.marks_of(connection, runner_id) if mark.decision_id == row.id]
        says_now = marks[-1].action_now if marks else row.action
        if again.action.value != says_now:
            mark = DecisionMark(row.id, again.action.value, again.facts_sha256, now)
            decisions.add_mark(connection, mark)


def replay(row: DecisionRow, plan: Plan) -> Decision:
    """Make a kept decision again from its facts and its plan."""
    return decide(parse_case(row.facts), plan)


def says_the_same(row: DecisionRow, decision: Decision) -> bool:
    """True where a kept decision gave this answer to these facts; values that only count days may differ."""
    return row.facts_sha256 == decision.facts_sha256 and _answer(unpack_kept(row.record).decision) == _answer(
        decision
    )


def _answer(decision: Decision) -> Decision:
    """The decision without its date and without the values that grow by themselves."""
    findings = tuple(replace(finding, value=None, on=None) for finding in decision.findings)
    return replace(decision, on=date.min, findings=findings, missing=(), would_change_it=())


def _settle_findings(connection: Connection, runner_id: str, now: datetime) -> tuple[CaseBook, Decision]:
    """Decide; what that finds open for the first time is put on record, and decided on with it there."""
    book = open_book(connection, runner_id, now=now, keeps=True)
    decision = decide(book.case, book.plan)
    known = {f"finding {row.id}" for row in book.findings}
    new = [found for found in decision.open_findings if found.id not in known]
    for found in new:
        decisions.open_finding(
            connection,
            runner_id=runner_id,
            gate=found.gate,
            kind=found.kind,
            release_by=found.release_by.value,
            because_of=json.dumps(found.because_of),
            on=found.opened_on or book.today,
            now=now,
        )
    if not new:
        return book, decision
    book = open_book(connection, runner_id, now=now, keeps=True)
    return book, decide(book.case, book.plan)


def _row(book: CaseBook, decision: Decision, asked_by: str, now: datetime) -> NewDecision:
    return NewDecision(
        runner_id=book.runner.id,
        made_utc=now,
        on_date=book.today,
        asked_by=asked_by,
        plan_id=decision.plan,
        plan_version=decision.plan_version,
        plan_sha256=plan_sha256(book.plan),
        stage_id=decision.stage,
        next_stage_id=decision.next_stage,
        action=decision.action.value,
        running_allowed=decision.running_allowed,
        release_by=decision.release_by.value,
        urgency=decision.urgency.value,
        rest_days=decision.rest_days,
        facts=book.case.model_dump_json(),
        facts_sha256=decision.facts_sha256,
        record=pack_kept(Kept(decision, explain(decision, book.plan))),
    )


def _notify(
    connection: Connection,
    runner_id: str,
    before: DecisionRow | None,
    decision: Decision,
    decision_id: int,
    now: datetime,
) -> None:
    """Let a mail wait for each linked therapist where running was stopped just now, or a progress waits."""
    was_allowed = before is None or before.running_allowed
    was_calm = before is None or before.urgency is None
    stopped = decision.stage is not None and was_allowed and not decision.running_allowed
    urgent = decision.urgency.value is not None and was_calm
    waits = decision.action is Action.PROGRESS and (before is None or before.action != Action.PROGRESS.value)
    kind = "red_flag" if urgent or stopped else "waiting" if waits else None
    if kind is None:
        return
    for link in people.links_of_runner(connection, runner_id):
        if link.ended_utc is None:
            notices.add_notice(connection, link.pt_id, kind, decision_id=decision_id, now=now)


def _void_releases(connection: Connection, runner_id: str, decision: Decision, decision_id: int) -> None:
    """A later cautious answer takes back a release or a bolder override that was given before it."""
    newest = next(iter(reviews.reviews_of(connection, runner_id)), None)
    if newest is None or newest.voided_by_decision_id is not None:
        return
    is_cautious = decision.action in {Action.REGRESS, Action.STOP} or not decision.running_allowed
    if is_cautious and Action(newest.action) < decision.action:
        reviews.void_review(connection, newest, decision_id)


def _as_known_now(row: DecisionRow, book: CaseBook) -> Case:
    """An old decision's case with what is known now of the time before it."""
    then = parse_case(row.facts)
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
