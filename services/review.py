"""The therapist's side of a decision: release or override it, close what is open, lift what was ordered."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from program import Action
from program.model import ReleaseBy
from services.answers import Answer, answers_of, unpack_kept
from services.context import Context
from services.dates import local_date
from services.deciding import FACTS_CHANGED, close_finding, release_progress
from services.errors import NotFoundError, RefusedError
from services.judging import judge_now
from services.notices import deliver
from services.plans import find_plan
from services.policy import Access, Actor, Visit, visit
from store import decisions, notices, people, reviews
from store.decisions import Closing, DecisionRow
from store.reviews import NewReview
from store.rows import Seen

#: Several acts of one review are one mail to the runner.
_ONE_MAIL_WITHIN = timedelta(hours=1)
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
        self, actor: Actor, runner_id: str, decision_id: int, record: ReviewRecord, *, now: datetime
    ) -> Answer:
        """Let a progress take effect; refused (RefusedError) where the facts changed since it was shown."""
        with self._act(actor, runner_id, "release", now, f"decision {decision_id}") as desk:
            shown = _shown(desk, runner_id, decision_id)
            review = _review(shown, "release", shown.action, shown.next_stage_id, record, actor, now)
            still = release_progress(
                desk,
                runner_id,
                decision_id,
                now=now,
                actor=actor,
                by=ReleaseBy.PT,
                kind="release",
                because=record.because or "released",
                review=review,
            )
            answer = answers_of(desk.connection, runner_id, newest=1)[0]
        if not still:
            raise RefusedError(FACTS_CHANGED)
        return answer

    def agree(
        self, actor: Actor, runner_id: str, decision_id: int, record: ReviewRecord, *, now: datetime
    ) -> Answer:
        """Sign that the answer was reviewed and stands as it is."""
        with self._act(actor, runner_id, "sign review", now, f"decision {decision_id}") as desk:
            shown = _shown(desk, runner_id, decision_id)
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
        decision_id: int,
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
        if not record.because.strip():
            raise RefusedError("Write why: an override without a reason helps nobody later.")
        with self._act(actor, runner_id, "override", now, f"decision {decision_id}") as desk:
            shown = _shown(desk, runner_id, decision_id)
            fresh = judge_now(
                desk.connection, runner_id, now=now, asked_by="review", actor_id=actor.person_id
            )
            unchanged = fresh.id == shown.id
            if unchanged:
                stage = _stage_after(desk, fresh, action, stage_id)
                allowed = fresh.running_allowed and may_run and action != "stop"
                review = _review(fresh, "override", action, stage, record, actor, now, allowed)
                reviews.add_review(desk.connection, review)
                _take_effect(desk, fresh, action, stage, may_run, record, actor, now)
                judge_now(desk.connection, runner_id, now=now, asked_by="review", actor_id=actor.person_id)
            answer = answers_of(desk.connection, runner_id, newest=1)[0]
        if not unchanged:
            raise RefusedError(FACTS_CHANGED)
        return answer

    def close_finding(
        self,
        actor: Actor,
        runner_id: str,
        finding_id: int,
        because: str,
        *,
        seen_version: int,
        now: datetime,
        examined_by: str | None = None,
        examined_on: date | None = None,
    ) -> Answer:
        """Close an open finding with its reason; one that needs a doctor names who examined the runner.

        Raises ConflictError where somebody else changed it since `seen_version`.
        """
        with self._act(actor, runner_id, "close finding", now, f"finding {finding_id}") as desk:
            closing = Closing(
                closed_utc=now,
                closed_by=actor.person_id,
                closed_because=because,
                examined_by=examined_by,
                examined_on=examined_on,
                self_stated=False,
            )
            close_finding(desk, runner_id, Seen(finding_id, seen_version), closing)
            judge_now(desk.connection, runner_id, now=now, asked_by="review", actor_id=actor.person_id)
            return answers_of(desk.connection, runner_id, newest=1)[0]

    def lift_hold(
        self, actor: Actor, runner_id: str, hold_id: int, *, seen_version: int, now: datetime
    ) -> Answer:
        """Lift what was ordered over the machine's answer."""
        with self._act(actor, runner_id, "lift hold", now, f"hold {hold_id}") as desk:
            known = {hold.id for hold in reviews.holds_of(desk.connection, runner_id) if not hold.lifted_on}
            if hold_id not in known:
                raise NotFoundError("This order is not there any more.")
            today = _today(desk, runner_id, now)
            seen = Seen(hold_id, seen_version)
            reviews.lift_hold(desk.connection, seen, on=today, lifted_by=actor.person_id)
            judge_now(desk.connection, runner_id, now=now, asked_by="review", actor_id=actor.person_id)
            return answers_of(desk.connection, runner_id, newest=1)[0]

    def write_note(
        self, actor: Actor, runner_id: str, words: str, *, now: datetime, reach: str | None = None
    ) -> None:
        """Leave a note for the runner, with how to reach the therapist: one to one or by video."""
        if not words.strip():
            raise RefusedError("The note is empty.")
        with self._act(actor, runner_id, "write note", now) as desk:
            reviews.add_note(
                desk.connection, runner_id, words.strip(), reach, now=now, made_by=actor.person_id
            )

    @contextmanager
    def _act(
        self, actor: Actor, runner_id: str, doing: str, now: datetime, about: str | None = None
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


def _shown(desk: Visit, runner_id: str, decision_id: int) -> DecisionRow:
    shown = decisions.decision_by_id(desk.connection, decision_id)
    if shown is None or shown.runner_id != runner_id:
        raise NotFoundError("This decision is not there.")
    return shown


def _stage_after(desk: Visit, fresh: DecisionRow, action: OverrideAction, stage_id: str | None) -> str | None:
    """The stage that an override leads to; raises RefusedError where it may not."""
    plan = find_plan(desk.connection, fresh.runner_id, fresh.plan_id, fresh.plan_version)
    if stage_id is not None and stage_id not in plan.stage_index:
        raise NotFoundError(f"{plan.title} has no stage {stage_id}.")
    if fresh.stage_id is None:
        return None
    here = plan.stage_index[fresh.stage_id]
    if action == "progress":
        if unpack_kept(fresh.record).decision.open_findings or not fresh.running_allowed:
            raise RefusedError("Something is open. Close it with its reason first; then decide anew.")
        following = plan.after(fresh.stage_id)
        return following.id if following else fresh.stage_id
    if action == "regress":
        target = stage_id or plan.stages[max(here - 1, 0)].id
        if plan.stage_index[target] > here:
            raise RefusedError("Going back leads to a lower stage.")
        return target
    return fresh.stage_id


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
            kind="progress" if action == "progress" else "regress",
            because=record.because,
            decision_id=fresh.id,
            now=now,
            made_by=actor.person_id,
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
        live_contact=record.live_contact,
        live_contact_on=record.live_contact_on,
        next_review_on=record.next_review_on,
    )
