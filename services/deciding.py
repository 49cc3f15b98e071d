"""Today's answer, the history of answers, and the confirmation that lets a progress take effect."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from program import Action, Decision, Plan, SessionPlan, Stage
from program.history.events import Shown
from program.history.standing import Standing, StandingFinding
from program.model import ReleaseBy
from services.acts import Act
from services.answers import Answer, answer_now, answers_of, is_running_forbidden
from services.casebook import CaseBook, open_book
from services.closing import Closing, close, lift_alone
from services.context import Context
from services.diary import week_of
from services.errors import NotAllowedError, RefusedError
from services.policy import Access, Actor, Visit, visit
from services.questions import RunQuestion, questions_of
from services.sessions import HeldSession
from services.telling import Found, look, tell
from store import decisions, life, reviews
from store.decisions import DecisionRow
from store.reviews import NewReview, NoteRow

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
    standing: Standing
    plan: Plan | None
    stage: Stage | None
    next_session: SessionPlan | None
    done: int
    required: int
    sessions_this_week: int
    not_before: date | None
    last_session: HeldSession | None
    open_findings: tuple[StandingFinding, ...]
    questions: tuple[RunQuestion, ...]
    notes: tuple[NoteRow, ...]


class Deciding:
    """The answer: looked at, asked for, confirmed."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def today(self, actor: Actor, runner_id: str, *, now: datetime) -> Today:
        """Return the answer that holds now, made anew from all that is known; nothing is written."""
        with visit(
            self._context, actor, Access.SHARED, subject_id=runner_id, doing=Act.READ_TODAY, now=now
        ) as desk:
            return read_today(desk, look(desk.connection, runner_id, now=now))

    def history(
        self, actor: Actor, runner_id: str, *, now: datetime, since: date | None = None
    ) -> tuple[Answer, ...]:
        """Return the answers so far, newest first; those that would now differ say so."""
        with visit(
            self._context, actor, Access.SHARED, subject_id=runner_id, doing=Act.READ_DECISIONS, now=now
        ) as desk:
            first = max(filter(None, (since, desk.shared_from)), default=None)
            return answers_of(desk.connection, runner_id, since=first)

    def confirm_progress(self, actor: Actor, runner_id: str, shown_sha256: str, *, now: datetime) -> Answer:
        """Enter the next stage, as a runner without a therapist, after the progress that she was shown.

        `shown_sha256` is that of the facts behind the answer on her page. Refused (RefusedError) where the
        facts or the answer have changed.
        """
        with self._own(actor, runner_id, Act.CONFIRM_PROGRESS, now) as desk:
            still = release_progress(
                desk,
                runner_id,
                shown_sha256,
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
        key: str,
        because: str,
        *,
        now: datetime,
        shown: frozenset[Shown] | None = None,
        examined_by: str | None = None,
        profession: str | None = None,
        examined_on: date | None = None,
        is_mistake: bool = False,
    ) -> Answer:
        """Close, as a runner without a therapist, what is open: she says who examined her and when.

        The record says "self-stated". It answers the revisions in `shown` and nothing written later; with
        newer ones it is refused. With a therapist beside her, the therapist closes it.
        """
        closing = Closing(because, shown, examined_by, profession, examined_on, is_mistake)
        with self._own(actor, runner_id, Act.CLOSE_FINDING, now) as desk:
            close(
                desk.connection,
                runner_id,
                key,
                closing,
                now=now,
                actor_id=actor.person_id,
                is_runner=True,
            )
            return self._told(desk, actor, runner_id, now)

    def lift_hold(
        self,
        actor: Actor,
        runner_id: str,
        hold_id: int,
        *,
        examined_by: str,
        profession: str,
        examined_on: date,
        now: datetime,
    ) -> Answer:
        """Lift an order of a former therapist, some days after the link ended, by stating an examination."""
        closing = Closing("", None, examined_by, profession, examined_on)
        with self._own(actor, runner_id, Act.LIFT_HOLD, now) as desk:
            lift_alone(desk.connection, runner_id, hold_id, closing, now=now)
            return self._told(desk, actor, runner_id, now)

    def say_well_again(self, actor: Actor, runner_id: str, since: date, *, now: datetime) -> Answer:
        """Keep since when she is well again after an illness of the whole body; rest counts from there."""
        with self._own(actor, runner_id, Act.SAY_WELL_AGAIN, now) as desk:
            book = open_book(desk.connection, runner_id, now=now)
            if since > book.today:
                raise RefusedError("This day has not begun yet. Check the date.")
            life.add_well_again(
                desk.connection,
                runner_id,
                since_utc=book.first_instant(since),
                now=now,
                made_by=actor.person_id,
            )
            return self._told(desk, actor, runner_id, now)

    def tell_pregnancy(self, actor: Actor, runner_id: str, *, is_over: bool, now: datetime) -> Answer:
        """Keep that she is pregnant, or that a pregnancy ended; no reason is asked."""
        with self._own(actor, runner_id, Act.TELL_PREGNANCY, now) as desk:
            book = open_book(desk.connection, runner_id, now=now)
            life.add_birth(
                desk.connection,
                runner_id,
                kind="pregnancy_ended" if is_over else "pregnancy",
                on_date=book.today,
                reason=None,
                now=now,
                made_by=actor.person_id,
            )
            return self._told(desk, actor, runner_id, now)

    def _told(self, desk: Visit, actor: Actor, runner_id: str, now: datetime) -> Answer:
        tell(desk.connection, runner_id, now=now, asked_by="review", actor_id=actor.person_id)
        return answers_of(desk.connection, runner_id, newest=1)[0]

    def _own(self, actor: Actor, runner_id: str, doing: Act, now: datetime) -> AbstractContextManager[Visit]:
        return visit(
            self._context, actor, Access.OWN, subject_id=runner_id, doing=doing, now=now, writes=True
        )

    def notes_seen(self, actor: Actor, runner_id: str, *, now: datetime) -> None:
        """Note that the runner has seen her therapist's notes."""
        with visit(
            self._context,
            actor,
            Access.OWN,
            subject_id=runner_id,
            doing=Act.READ_NOTES,
            now=now,
            writes=True,
        ) as desk:
            reviews.mark_notes_read(desk.connection, runner_id, now=now)


def release_progress(
    desk: Visit,
    runner_id: str,
    shown_sha256: str,
    *,
    now: datetime,
    actor: Actor,
    by: ReleaseBy,
    kind: str,
    because: str,
    review_of: Callable[[DecisionRow], NewReview] | None = None,
) -> bool:
    """Decide anew, and enter the next stage where the answer still is the progress that was shown.

    Returns False, with the new decision kept, where it is not. Raises NotAllowedError where
    somebody else has to release it.
    """
    fresh = tell(desk.connection, runner_id, now=now, asked_by="review", actor_id=actor.person_id)
    if fresh.facts_sha256 != shown_sha256 or fresh.action != Action.PROGRESS.value:
        return False
    if fresh.release_by != by.value:
        raise NotAllowedError(_WHO_RELEASES[ReleaseBy(fresh.release_by)])
    if any(row.decision_id == fresh.id for row in reviews.reviews_of(desk.connection, runner_id)):
        raise RefusedError("This was released already.")
    reviews.add_review(
        desk.connection,
        review_of(fresh)
        if review_of
        else NewReview(
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
        from_stage_id=row.stage_id,
    )
    tell(desk.connection, row.runner_id, now=now, asked_by="review", actor_id=actor.person_id)


def read_today(desk: Visit, found: Found) -> Today:
    """Put one runner's day together; a therapist sees the last session only if shared."""
    book, standing = found.book, found.book.standing
    answer = answer_now(
        desk.connection,
        book.runner.id,
        found.decision,
        found.explanation,
        open_since_utc=min((each.opened_at for each in standing.findings), default=None),
        now=book.now,
    )
    decision = answer.decision
    stage = book.plan.stage(standing.stage) if standing.stage and decision.stage else None
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
        standing=standing,
        plan=book.plan if book.stages else None,
        stage=stage,
        next_session=due,
        done=min(done, required),
        required=required,
        sessions_this_week=sum(session.local_date >= week_of(book.today) for session in shared),
        not_before=_not_before(book, stage, last) if due else None,
        last_session=last if last in shared else None,
        open_findings=standing.findings,
        questions=tuple(questions_of(book)),
        notes=reviews.notes_of(desk.connection, book.runner.id),
    )


def _may_go_out(decision: Decision, stage: Stage) -> bool:
    """Running where it is allowed; the walks of the foundation weeks as long as nothing speaks against."""
    if stage.kind == "foundation":
        return not is_running_forbidden(decision)
    return decision.running_allowed


def _not_before(book: CaseBook, stage: Stage | None, last: HeldSession | None) -> date | None:
    """The first day of the next run, by the plan's rest days and by the rest that was ordered."""
    days = []
    if book.standing.rest_until is not None:
        days.append(book.local_date(book.standing.rest_until))
    if last is not None and stage is not None and stage.kind == "running":
        rest = timedelta(days=1 + book.plan.number("rest_days_between_runs", stage))
        days.append(last.local_date + rest)
    first = max(days, default=book.today)
    return first if first > book.today else None
