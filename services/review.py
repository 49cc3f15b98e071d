"""The therapist's side of a decision: release or override it, close what is open, lift what was ordered."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from program import Action, Plan
from program.history.events import Shown
from program.model import ReleaseBy
from services.acts import Act
from services.answers import Answer, answers_of, unpack_kept
from services.casebook import open_book
from services.closing import Closing, close, lift
from services.context import Context
from services.dates import local_date
from services.deciding import FACTS_CHANGED, release_progress
from services.errors import NotFoundError, RefusedError
from services.limits import LIVE_CONTACT_MOST, REACH_MOST, line_of, note_of, reason_of
from services.notices import deliver
from services.plans import find_plan
from services.policy import Access, Actor, Visit, visit
from services.register import order_code
from services.telling import look, note_acted, tell
from store import caution, decisions, life, notices, people, reviews
from store.caution import Caution
from store.decisions import DecisionRow
from store.reviews import NewReview

#: Several acts of one review are one mail to the runner.
_ONE_MAIL_WITHIN = timedelta(hours=1)
#: Days in which a therapist's override goes up one stage at most; placing her is another act (configured).
_A_STAGE_A_WEEK = 7
OverrideAction = Literal["progress", "hold", "regress", "stop"]


@dataclass(frozen=True)
class ReviewRecord:
    """What a therapist writes down of a review, for the record of the week."""

    because: str
    minutes: int | None = None
    #: How they spoke: telephone, video, one to one.
    live_contact: str | None = None
    live_contact_on: date | None = None
    next_review_on: date | None = None


class Reviewing:
    """What a linked therapist may do with a decision. Every act names its reason and is audited."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def release(
        self, actor: Actor, runner_id: str, shown_sha256: str, record: ReviewRecord, *, now: datetime
    ) -> Answer:
        """Let a progress take effect; refused (RefusedError) where the facts changed since it was shown."""
        with self._act(actor, runner_id, Act.RELEASE, now, f"facts {shown_sha256[:16]}") as desk:
            still = release_progress(
                desk,
                runner_id,
                shown_sha256,
                now=now,
                actor=actor,
                by=ReleaseBy.PT,
                kind="release",
                because=reason_of(record.because) if record.because else "released",
                review_of=lambda fresh: _review(
                    fresh, "release", fresh.action, fresh.next_stage_id, record, actor, now
                ),
            )
            answer = answers_of(desk.connection, runner_id, newest=1)[0]
        if not still:
            raise RefusedError(FACTS_CHANGED)
        return answer

    def agree(
        self, actor: Actor, runner_id: str, shown_sha256: str, record: ReviewRecord, *, now: datetime
    ) -> Answer:
        """Sign that the answer was reviewed and stands as it is."""
        with self._act(actor, runner_id, Act.SIGN_REVIEW, now, f"facts {shown_sha256[:16]}") as desk:
            shown = tell(desk.connection, runner_id, now=now, asked_by="review", actor_id=actor.person_id)
            if shown.facts_sha256 != shown_sha256:
                raise RefusedError(FACTS_CHANGED)
            if shown.action == Action.PROGRESS.value:
                raise RefusedError(
                    "A progress is released or overridden; signing alone would leave it waiting."
                )
            review = _review(shown, "agree", shown.action, shown.stage_id, record, actor, now)
            reviews.add_review(desk.connection, review)
            return answers_of(desk.connection, runner_id, newest=1)[0]

    def override(
        self,
        actor: Actor,
        runner_id: str,
        shown_sha256: str,
        action: OverrideAction,
        record: ReviewRecord,
        *,
        now: datetime,
        stage_id: str | None = None,
        may_run: bool = True,
    ) -> Answer:
        """Put the therapist's answer in place of the machine's, with a reason; both are kept.

        More cautious holds until it is lifted: `hold` allows no progress, `stop` and
        `may_run=False` no running; `regress` also enters a lower stage. Bolder (`progress`)
        answers one set of facts: it is refused where they changed, while running is not
        allowed, and while anything is open; an emergency is never lifted here.
        """
        reason_of(record.because)
        with self._act(actor, runner_id, Act.OVERRIDE, now, f"facts {shown_sha256[:16]}") as desk:
            fresh = tell(desk.connection, runner_id, now=now, asked_by="review", actor_id=actor.person_id)
            unchanged = fresh.facts_sha256 == shown_sha256
            if unchanged:
                stage = _stage_after(desk, fresh, action, stage_id, now)
                allowed = fresh.running_allowed and may_run and action != "stop"
                review = _review(fresh, "override", action, stage, record, actor, now, allowed)
                reviews.add_review(desk.connection, review)
                _take_effect(desk, fresh, action, stage, may_run, record, actor, now)
                tell(desk.connection, runner_id, now=now, asked_by="review", actor_id=actor.person_id)
            answer = answers_of(desk.connection, runner_id, newest=1)[0]
        if not unchanged:
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
        """Close an open finding with its reason; one that needs a doctor names who examined the runner.

        It answers the revisions in `shown` and nothing written later: with newer ones it is refused.
        """
        closing = Closing(because, shown, examined_by, profession, examined_on, is_mistake)
        with self._act(actor, runner_id, Act.CLOSE_FINDING, now, f"finding {key}") as desk:
            close(
                desk.connection,
                runner_id,
                key,
                closing,
                now=now,
                actor_id=actor.person_id,
                is_runner=False,
            )
            tell(desk.connection, runner_id, now=now, asked_by="review", actor_id=actor.person_id)
            return answers_of(desk.connection, runner_id, newest=1)[0]

    def note_looked(
        self, actor: Actor, runner_id: str, key: str, kind: Literal["seen", "call"], *, now: datetime
    ) -> None:
        """Keep that the therapist acted on an alert or a finding: saw it and says so, or spoke to her."""
        with self._act(actor, runner_id, Act.NOTE_A_LOOK, now, f"alert {key}"[:120]) as desk:
            life.add_looked(desk.connection, runner_id, key, kind, now=now, by=actor.person_id)
            notices.mark_acted(desk.connection, runner_id, key, now=now)
            standing = look(desk.connection, runner_id, now=now).book.standing
            note_acted(desk.connection, runner_id, standing, now)

    def lift_hold(
        self, actor: Actor, runner_id: str, hold_id: int, *, seen_version: int, now: datetime
    ) -> Answer:
        """Lift what was ordered over the machine's answer."""
        with self._act(actor, runner_id, Act.LIFT_HOLD, now, f"hold {hold_id}") as desk:
            book = open_book(desk.connection, runner_id, now=now)
            lift(desk.connection, book, hold_id, actor_id=actor.person_id, version=seen_version)
            tell(desk.connection, runner_id, now=now, asked_by="review", actor_id=actor.person_id)
            return answers_of(desk.connection, runner_id, newest=1)[0]

    def write_note(
        self, actor: Actor, runner_id: str, words: str, *, now: datetime, reach: str | None = None
    ) -> None:
        """Leave a note for the runner, with how to reach the therapist: one to one or by video."""
        note, reached = note_of(words), line_of(reach, REACH_MOST, "How to reach you")
        with self._act(actor, runner_id, Act.WRITE_NOTE, now) as desk:
            reviews.add_note(desk.connection, runner_id, note, reached, now=now, made_by=actor.person_id)

    @contextmanager
    def _act(
        self, actor: Actor, runner_id: str, doing: Act, now: datetime, about: str | None = None
    ) -> Iterator[Visit]:
        with visit(
            self._context,
            actor,
            Access.CARE,
            subject_id=runner_id,
            doing=doing,
            now=now,
            writes=True,
            about=about,
        ) as desk:
            yield desk
            last = notices.newest_of(desk.connection, runner_id, "review")
            if last is None or now - last.made_utc > _ONE_MAIL_WITHIN:
                notices.add_notice(desk.connection, runner_id, "review", decision_id=None, now=now)
        deliver(self._context, now=now)


def _stage_after(
    desk: Visit, fresh: DecisionRow, action: OverrideAction, stage_id: str | None, now: datetime
) -> str | None:
    """The stage that an override leads to; raises RefusedError where it may not."""
    plan = find_plan(desk.connection, fresh.runner_id, fresh.plan_id, fresh.plan_version)
    if stage_id is not None and stage_id not in plan.stage_index:
        raise NotFoundError(f"{plan.title} has no stage {stage_id}.")
    if fresh.stage_id is None:
        return None
    here = plan.stage_index[fresh.stage_id]
    if action == "progress":
        return _stage_above(desk, fresh, plan, now)
    if action == "regress":
        target = stage_id or plan.stages[max(here - 1, 0)].id
        if plan.stage_index[target] > here:
            raise RefusedError("Going back leads to a lower stage.")
        return target
    return fresh.stage_id


def _stage_above(desk: Visit, fresh: DecisionRow, plan: Plan, now: datetime) -> str | None:
    """The next stage; refused while anything is open or ordered, and where she went up within the week."""
    decision = unpack_kept(fresh.record).decision
    if decision.open_findings or not fresh.running_allowed:
        raise RefusedError("Something is open. Close it with its reason first; then decide anew.")
    if any(hold.lifted_on is None for hold in reviews.holds_of(desk.connection, fresh.runner_id)):
        raise RefusedError("An order to hold stands. Lift it first; then decide anew.")
    recent = now - timedelta(days=_A_STAGE_A_WEEK)
    way = decisions.stage_changes_of(desk.connection, fresh.runner_id)
    if any(row.kind == "progress" and row.made_utc > recent for row in way):
        raise RefusedError("She went up within these seven days. To place her higher, choose the stage.")
    following = plan.after(str(fresh.stage_id))
    return following.id if following else fresh.stage_id


def _take_effect(
    desk: Visit,
    fresh: DecisionRow,
    action: OverrideAction,
    stage: str | None,
    may_run: bool,
    record: ReviewRecord,
    actor: Actor,
    now: datetime,
) -> None:
    if stage is not None and stage != fresh.stage_id:
        decisions.add_stage_change(
            desk.connection,
            runner_id=fresh.runner_id,
            plan_id=fresh.plan_id,
            plan_version=fresh.plan_version,
            stage_id=stage,
            kind="progress" if action == "progress" else "placed",
            because=record.because,
            decision_id=fresh.id,
            now=now,
            made_by=actor.person_id,
            from_stage_id=fresh.stage_id,
        )
    order = "no_progress" if action == "hold" else None
    if action == "stop" or not may_run:
        order = "no_running"
    if order is not None:
        reviews.add_hold(
            desk.connection,
            runner_id=fresh.runner_id,
            kind=order,
            reason=record.because,
            on=_today(desk, fresh.runner_id, now),
            ordered_by=actor.person_id,
            now=now,
        )
        caution.append(desk.connection, Caution(fresh.runner_id, order_code(now), "opened", now))


def _today(desk: Visit, runner_id: str, now: datetime) -> date:
    runner = people.person_by_id(desk.connection, runner_id)
    return local_date(now, utc_offset_s=None, time_zone=runner.time_zone if runner else "UTC")


def _review(
    row: DecisionRow,
    kind: str,
    action: str,
    stage_id: str | None,
    record: ReviewRecord,
    actor: Actor,
    now: datetime,
    running_allowed: bool | None = None,
) -> NewReview:
    return NewReview(
        runner_id=row.runner_id,
        decision_id=row.id,
        kind=kind,
        action=action,
        stage_id=stage_id,
        running_allowed=row.running_allowed if running_allowed is None else running_allowed,
        because=record.because,
        facts_sha256=row.facts_sha256,
        made_utc=now,
        made_by=actor.person_id,
        minutes=record.minutes,
        live_contact=line_of(record.live_contact, LIVE_CONTACT_MOST, "How you spoke"),
        live_contact_on=record.live_contact_on,
        next_review_on=record.next_review_on,
    )
