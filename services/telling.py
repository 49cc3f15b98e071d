"""Telling: what a command makes of the record is decided once and kept; what a look finds is kept nowhere."""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from program.case import parse_case
from program.decide import decide
from program.explain import Explanation, explain
from program.history.events import Outing
from program.history.fold import told_stage, was_allowed
from program.history.standing import Standing
from program.model import Action, Decision, ReleaseBy
from program.plan import Plan
from services.answers import Kept, pack_kept, unpack_kept
from services.casebook import CaseBook, open_book
from services.marking import mark_older
from services.plans import default_plan, plan_sha256
from services.register import FROM_REGISTER
from store import caution, decisions, life, notices, people, reviews
from store.caution import Caution
from store.decisions import DecisionRow, NewDecision
from store.engine import Connection
from store.life import RunTold
from store.notices import NewAlert


@dataclass(frozen=True)
class Found:
    """What folding and deciding give at one instant."""

    book: CaseBook
    decision: Decision
    explanation: Explanation


def look(connection: Connection, runner_id: str, *, now: datetime) -> Found:
    """Fold and decide on what is known now; nothing is written. Raises NotFoundError for nobody's id."""
    return _found(open_book(connection, runner_id, now=now))


def tell(
    connection: Connection,
    runner_id: str,
    *,
    now: datetime,
    asked_by: str,
    actor_id: str | None,
    since: date | None = None,
) -> DecisionRow:
    """Fold and decide after a command wrote its own rows, and keep once what that makes of them.

    Kept are the decision, the stage where it is told anew, findings that are open for the first time, who
    is to be told, and the caution that outlives a restore. The same answer to the same facts is kept once.
    A progress only waits: somebody has to release it. With `since`, the local date of what was late, edited
    or deleted, decisions from then on are marked where they would be others now.
    """
    book = open_book(connection, runner_id, now=now, keeps=True)
    is_held_anew = _keep_what_was_told(connection, book, now)
    row = _tell(connection, _found(book), asked_by, actor_id)
    if since is not None:
        book = open_book(connection, runner_id, now=now) if is_held_anew else book
        mark_older(connection, book, since=since)
    return row


def _tell(connection: Connection, found: Found, asked_by: str, actor_id: str | None) -> DecisionRow:
    """Keep once what a decision tells, with what follows from it."""
    runner_id, now = found.book.runner.id, found.book.now
    before = decisions.newest_decision(connection, runner_id)
    if before is not None and says_the_same(before, found.decision):
        _alert(connection, runner_id, found.book.standing, before, before.id, now)
        return before
    decision_id = decisions.add_decision(connection, _row(found, asked_by, now))
    _tell_stage(connection, found, before, decision_id, now, actor_id)
    _open_findings(connection, found.book, now)
    _alert(connection, runner_id, found.book.standing, before, decision_id, now)
    _tell_that_it_waits(connection, runner_id, before, found.decision, decision_id, now)
    _void_releases(connection, runner_id, found.decision, decision_id)
    kept = decisions.decision_by_id(connection, decision_id)
    if kept is None:
        raise LookupError(f"decision {decision_id} was just written")
    return kept


def tell_signs(
    connection: Connection, runner_id: str, entry_id: str, signs: tuple[str, ...], *, now: datetime
) -> None:
    """Let a message wait about each sign of an entry, in the entry's own transaction: no plan, no fold."""
    for sign in signs:
        _add_notices(connection, runner_id, f"sign:{sign}:{entry_id}", None, now)


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
    return replace(decision, on=date.min, rest_days=0, findings=findings, missing=(), would_change_it=())


def _keep_what_was_told(connection: Connection, book: CaseBook, now: datetime) -> bool:
    """Keep with each new run what she had been told when it began: it can never change again.

    True where a run is held against another stage by that from now on.
    """
    is_held_anew = False
    for outing in book.record.events:
        if not isinstance(outing, Outing) or outing.id in book.rows.runs_told or outing.is_deleted:
            continue
        plan, stage = told_stage(book.record, outing.happened_at)
        allowed = was_allowed(book.record, outing)
        told = RunTold(outing.id, book.runner.id, plan[0], plan[1], stage, allowed, now)
        life.put_run_told(connection, told)
        is_held_anew |= (plan, stage) != (outing.plan, outing.stage)
    return is_held_anew


def _found(book: CaseBook) -> Found:
    decision = decide(book.case, book.plan)
    return Found(book, decision, explain(decision, book.plan, book.case))


def _row(found: Found, asked_by: str, now: datetime) -> NewDecision:
    book, decision, standing = found.book, found.decision, found.book.standing
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
        record=pack_kept(Kept(decision, found.explanation)),
        not_before_utc=standing.rest_until,
        barred=json.dumps([bar.code for bar in standing.bars]),
        holds_until_utc=standing.holds_until,
    )


def _tell_stage(
    connection: Connection,
    found: Found,
    before: DecisionRow | None,
    decision_id: int,
    now: datetime,
    actor_id: str | None,
) -> None:
    """Put on her way the stage that stands where it is another than the one told last."""
    book, standing = found.book, found.book.standing
    last = book.stages[-1] if book.stages else None
    if last is None or standing.stage is None or standing.plan is None or standing.stage == last.stage_id:
        return
    index = book.plan.stage_index
    is_lower = index.get(last.stage_id or "", len(index)) > index[standing.stage]
    taken = any(
        alert.kind == "taken_back" and (before is None or alert.since > before.made_utc)
        for alert in standing.alerts
    )
    kind = "taken_back" if taken and is_lower else "regress" if is_lower else "given_back"
    decisions.add_stage_change(
        connection,
        runner_id=book.runner.id,
        plan_id=standing.plan[0],
        plan_version=standing.plan[1],
        stage_id=standing.stage,
        kind=kind,
        because=found.explanation.headline,
        decision_id=decision_id,
        now=now,
        made_by=actor_id,
        from_stage_id=last.stage_id,
    )


def _open_findings(connection: Connection, book: CaseBook, now: datetime) -> None:
    """Put on record what is open for the first time."""
    known = {(row.key, row.number) for row in book.findings}
    for found in book.standing.findings:
        if (found.key, found.number) in known:
            continue
        decisions.open_finding(
            connection,
            runner_id=book.runner.id,
            gate=found.gate,
            kind="stop" if found.release_by is ReleaseBy.MEDICAL else "key_sign",
            release_by=found.release_by.value,
            because_of=json.dumps([source for source, _ in found.entries]),
            on=book.local_date(found.opened_at),
            now=now,
            key=found.key,
            number=found.number,
        )
        if not all(source.startswith(FROM_REGISTER) for source, _ in found.entries):
            caution.append(connection, Caution(book.runner.id, found.key, "opened", now))


def _alert(
    connection: Connection,
    runner_id: str,
    standing: Standing,
    before: DecisionRow | None,
    decision_id: int,
    now: datetime,
) -> None:
    """Let messages wait about what has become so since the answer before."""
    since = before.made_utc if before is not None else None
    for alert in standing.alerts:
        if alert.acted_at is None and (since is None or alert.since > since):
            _add_notices(connection, runner_id, alert.key, decision_id, now)
    note_acted(connection, runner_id, standing, since)


def note_acted(connection: Connection, runner_id: str, standing: Standing, since: datetime | None) -> None:
    """Let no message go out again about what somebody acted on since an instant."""
    for alert in standing.alerts:
        if alert.acted_at is not None and (since is None or alert.acted_at >= since):
            notices.mark_acted(connection, runner_id, alert.key, now=alert.acted_at)


def _reminders() -> tuple[timedelta, ...]:
    """When a therapist is told again while nobody acted: the floor's numbers, whatever plan is in force."""
    names = ("remind_first_h", "remind_again_h")
    return tuple(timedelta(hours=default_plan().number(name)) for name in names)


def _add_notices(
    connection: Connection, runner_id: str, key: str, decision_id: int | None, now: datetime
) -> None:
    for link in people.links_of_runner(connection, runner_id):
        if link.ended_utc is not None:
            continue
        for attempt, after in enumerate((timedelta(0), *_reminders())):
            due_utc = now + after
            alert = NewAlert(link.pt_id, runner_id, key, "red_flag", attempt, due_utc, decision_id)
            notices.add_alert(connection, alert, now=now)
    if decision_id is not None:
        notices.tie(connection, runner_id, key, decision_id)


def _tell_that_it_waits(
    connection: Connection,
    runner_id: str,
    before: DecisionRow | None,
    decision: Decision,
    decision_id: int,
    now: datetime,
) -> None:
    """Let a mail wait for each linked therapist where a progress has begun to wait."""
    waited = before is not None and before.action == Action.PROGRESS.value
    if decision.action is not Action.PROGRESS or waited:
        return
    for link in people.links_of_runner(connection, runner_id):
        if link.ended_utc is None:
            notices.add_notice(connection, link.pt_id, "waiting", decision_id=decision_id, now=now)


def _void_releases(connection: Connection, runner_id: str, decision: Decision, decision_id: int) -> None:
    """A later cautious answer takes back a release or a bolder override that was given before it."""
    newest = next(iter(reviews.reviews_of(connection, runner_id)), None)
    if newest is None or newest.voided_by_decision_id is not None:
        return
    is_cautious = decision.action in {Action.REGRESS, Action.STOP} or not decision.running_allowed
    if is_cautious and Action(newest.action) < decision.action:
        reviews.void_review(connection, newest, decision_id)
