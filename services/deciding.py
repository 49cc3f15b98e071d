"""Today's answer, the history of answers, and the confirmation that lets a progress take effect."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from program import Action, Decision, Plan, SessionPlan, Stage
from program.model import ReleaseBy
from services.answers import Answer, answers_of, is_running_forbidden
from services.casebook import open_book
from services.context import Context
from services.diary import week_of
from services.errors import NotAllowedError, NotFoundError, RefusedError
from services.judging import judge_now, refresh
from services.policy import Access, Actor, Visit, visit
from services.sessions import HeldSession
from store import decisions, people, reviews
from store.decisions import Closing, DecisionRow, FindingRow
from store.reviews import NewReview, NoteRow
from store.rows import Seen

FACTS_CHANGED = "What is known has changed since this was shown, so nothing was released. Look again."


@dataclass(frozen=True)
class Today:
    """One runner's day: the answer, where she is, what comes next.

    `plan` is null before one is chosen, `stage` before clearance, `next_session` where nothing
    is due: before clearance, or when a finding forbids running (then the walks of the foundation
    weeks wait too). `done` counts the stage's sessions done so far of `required`,
    `sessions_this_week` all since Monday. `not_before` is the first local date of the next run,
    rest days kept; null where any day will do.
    """

    on: date
    answer: Answer
    plan: Plan | None
    stage: Stage | None
    next_session: SessionPlan | None
    done: int
    required: int
    sessions_this_week: int
    not_before: date | None
    last_session: HeldSession | None
    open_findings: tuple[FindingRow, ...]
    notes: tuple[NoteRow, ...]


class Deciding:
    """The answer: looked at, asked for, confirmed."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def today(self, actor: Actor, runner_id: str, *, now: datetime) -> Today:
        """Return the answer that holds now, made anew where time or facts have changed it."""
        refresh(self._context, actor, runner_id, now=now, asked_by="look")
        with visit(
            self._context, actor, Access.SHARED, subject_id=runner_id, doing="read today", now=now
        ) as desk:
            return read_today(desk, runner_id, now)

    def decide_now(self, actor: Actor, runner_id: str, *, now: datetime, asked_by: str = "look") -> Answer:
        """Decide on what is known now; the same answer to the same facts is kept once."""
        refresh(self._context, actor, runner_id, now=now, asked_by=asked_by)
        with visit(
            self._context, actor, Access.SHARED, subject_id=runner_id, doing="read decision", now=now
        ) as desk:
            return answers_of(desk.connection, runner_id, newest=1)[0]

    def history(
        self, actor: Actor, runner_id: str, *, now: datetime, since: date | None = None
    ) -> tuple[Answer, ...]:
        """Return the answers so far, newest first; those that would now differ say so."""
        with visit(
            self._context, actor, Access.SHARED, subject_id=runner_id, doing="read decisions", now=now
        ) as desk:
            first = max(filter(None, (since, desk.shared_from)), default=None)
            return answers_of(desk.connection, runner_id, since=first)

    def confirm_progress(self, actor: Actor, runner_id: str, decision_id: int, *, now: datetime) -> Answer:
        """Let a progress take effect, as the runner alone, at her weekly check-in.

        It answers the facts of that one decision: everything is decided anew first, and the
        confirmation is refused (RefusedError) where the facts or the answer have changed.
        """
        with visit(
            self._context,
            actor,
            Access.OWN,
            subject_id=runner_id,
            doing="confirm progress",
            now=now,
            writes=True,
        ) as desk:
            still = release_progress(
                desk,
                runner_id,
                decision_id,
                now=now,
                actor=actor,
                by=ReleaseBy.RUNNER,
                kind="confirm",
                because="confirmed at the check-in",
            )
            answer = answers_of(desk.connection, runner_id, newest=1)[0]
        if not still:
            raise RefusedError(FACTS_CHANGED)
        return answer

    def close_finding(
        self,
        actor: Actor,
        runner_id: str,
        finding_id: int,
        because: str,
        *,
        examined_by: str,
        examined_on: date,
        seen_version: int,
        now: datetime,
    ) -> Answer:
        """Close, as a runner without a therapist, what is open: she says who examined her and when.

        The record says "self-stated". With a therapist beside her, the therapist closes it.
        """
        with visit(
            self._context,
            actor,
            Access.OWN,
            subject_id=runner_id,
            doing="close finding",
            now=now,
            writes=True,
        ) as desk:
            links = people.links_of_runner(desk.connection, runner_id)
            if any(link.ended_utc is None for link in links):
                raise NotAllowedError("Your therapist closes this. She sees that it is open.")
            closing = Closing(now, actor.person_id, because, examined_by, examined_on, self_stated=True)
            close_finding(desk, runner_id, Seen(finding_id, seen_version), closing)
            judge_now(desk.connection, runner_id, now=now, asked_by="review", actor_id=actor.person_id)
            return answers_of(desk.connection, runner_id, newest=1)[0]

    def notes_seen(self, actor: Actor, runner_id: str, *, now: datetime) -> None:
        """Note that the runner has seen her therapist's notes."""
        with visit(
            self._context,
            actor,
            Access.OWN,
            subject_id=runner_id,
            doing="read notes",
            now=now,
            writes=True,
        ) as desk:
            reviews.mark_notes_read(desk.connection, runner_id, now=now)


def release_progress(
    desk: Visit,
    runner_id: str,
    decision_id: int,
    *,
    now: datetime,
    actor: Actor,
    by: ReleaseBy,
    kind: str,
    because: str,
    review: NewReview | None = None,
) -> bool:
    """Decide anew, and enter the next stage where the answer still is the progress that was shown.

    Returns False, with the new decision kept, where it is not. Raises NotAllowedError where
    somebody else has to release it.
    """
    shown = decisions.decision_by_id(desk.connection, decision_id)
    if shown is None or shown.runner_id != runner_id:
        raise NotFoundError("This decision is not there.")
    fresh = judge_now(desk.connection, runner_id, now=now, asked_by="review", actor_id=actor.person_id)
    if fresh.id != shown.id or fresh.action != Action.PROGRESS.value:
        return False
    if fresh.release_by != by.value:
        raise NotAllowedError(_WHO_RELEASES[ReleaseBy(fresh.release_by)])
    if any(row.decision_id == fresh.id for row in reviews.reviews_of(desk.connection, runner_id)):
        raise RefusedError("This was released already.")
    reviews.add_review(
        desk.connection,
        review
        or NewReview(
            runner_id=runner_id,
            decision_id=fresh.id,
            kind=kind,
            action=fresh.action,
            stage_id=fresh.next_stage_id,
            running_allowed=fresh.running_allowed,
            because=because,
            facts_sha256=fresh.facts_sha256,
            made_utc=now,
            made_by=actor.person_id,
        ),
    )
    _enter_next(desk, fresh, now, actor, because)
    return True


def close_finding(desk: Visit, runner_id: str, seen: Seen, closing: Closing) -> None:
    """Close one of the runner's open findings; a reason is needed, and where it says medical an examiner."""
    found = next(
        (row for row in decisions.findings_of(desk.connection, runner_id) if row.id == seen.row_id), None
    )
    if found is None:
        raise NotFoundError("This finding is not there.")
    if not closing.closed_because.strip():
        raise RefusedError("Write why it is closed.")
    needs_examiner = found.release_by == ReleaseBy.MEDICAL.value or closing.self_stated
    if needs_examiner and not (closing.examined_by and closing.examined_on):
        raise RefusedError("Write who examined the runner, and when.")
    decisions.close_finding(desk.connection, seen, closing)


_WHO_RELEASES = {
    ReleaseBy.NONE: "There is nothing to release.",
    ReleaseBy.RUNNER: "The runner confirms this herself, at her check-in.",
    ReleaseBy.PT: "Your therapist releases this. She sees that it waits.",
    ReleaseBy.MEDICAL: "This needs a medical examination first.",
}


def _enter_next(desk: Visit, row: DecisionRow, now: datetime, actor: Actor, because: str) -> None:
    if row.next_stage_id is None:
        return
    decisions.add_stage_change(
        desk.connection,
        runner_id=row.runner_id,
        plan_id=row.plan_id,
        plan_version=row.plan_version,
        stage_id=row.next_stage_id,
        kind="progress",
        because=because,
        decision_id=row.id,
        now=now,
        made_by=actor.person_id,
    )
    judge_now(desk.connection, row.runner_id, now=now, asked_by="review", actor_id=actor.person_id)


def read_today(desk: Visit, runner_id: str, now: datetime) -> Today:
    """Put one runner's day together from what is kept; a therapist sees the last session only if shared."""
    book = open_book(desk.connection, runner_id, now=now)
    answer = answers_of(desk.connection, runner_id, newest=1)[0]
    decision = answer.decision
    stage = book.plan.stage(decision.stage) if decision.stage else None
    change_id = book.stages[-1].id if book.stages else None
    done = sum(session.is_done and session.stage_change_id == change_id for session in book.sessions)
    kept = [session for session in book.sessions if not session.is_deleted]
    last = kept[-1] if kept else None
    shared = [one for one in kept if desk.shared_from is None or one.local_date >= desk.shared_from]
    required = len(stage.required) if stage else 0
    due = stage.session(stage.required[done % required]) if stage and _may_go_out(decision, stage) else None
    return Today(
        on=book.today,
        answer=answer,
        plan=book.plan if book.stages else None,
        stage=stage,
        next_session=due,
        done=min(done, required),
        required=required,
        sessions_this_week=sum(session.local_date >= week_of(book.today) for session in shared),
        not_before=_not_before(book.plan, stage, last, answer, book.today) if due else None,
        last_session=last if last in shared else None,
        open_findings=tuple(row for row in book.findings if row.closed_utc is None),
        notes=reviews.notes_of(desk.connection, runner_id),
    )


def _may_go_out(decision: Decision, stage: Stage) -> bool:
    """Running where it is allowed; the walks of the foundation weeks as long as nothing speaks against."""
    if stage.kind == "foundation":
        return not is_running_forbidden(decision)
    return decision.running_allowed


def _not_before(
    plan: Plan, stage: Stage | None, last: HeldSession | None, answer: Answer, today: date
) -> date | None:
    """The first day of the next run, by the plan's rest days and by those that the answer adds."""
    days = [answer.decision.on + timedelta(days=1 + answer.decision.rest_days)]
    if not answer.decision.rest_days:
        days.clear()
    if last is not None and stage is not None and stage.kind == "running":
        rest = timedelta(days=1 + plan.number("rest_days_between_runs", stage))
        days.append(last.local_date + rest)
    first = max(days, default=today)
    return first if first > today else None
