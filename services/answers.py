"""A decision as the screens read it: kept facts, findings and words, with what people said to it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from pydantic import TypeAdapter

from program.explain import Explanation
from program.model import Action, Decision, Missing
from services.notices import Alert, alerts_about, alerts_since
from store import decisions, reviews
from store.decisions import DecisionMark, DecisionRow
from store.engine import Connection
from store.reviews import ReviewRow


@dataclass(frozen=True)
class Review:
    """What somebody said to a decision; `by_name` is null where the account is gone."""

    review_id: int
    kind: str
    action: str
    stage_id: str | None
    because: str
    made_utc: datetime
    by_id: str | None
    minutes: int | None
    live_contact: str | None
    live_contact_on: date | None
    next_review_on: date | None
    is_voided: bool


@dataclass(frozen=True)
class Answer:
    """The machine's own answer, in data and in words, and what was said to it.

    `decision_id` is that of the answer told last, null before any was; a look keeps none of its own.
    `waits_for` is runner, pt or medical while a progress waits to be released, else null.
    `would_now_be` is the action that it would be with what is known now, null where it still
    is the same.
    """

    decision_id: int | None
    made_utc: datetime
    asked_by: str
    decision: Decision
    explanation: Explanation
    reviews: tuple[Review, ...]
    would_now_be: str | None
    waits_for: str | None
    #: Who really was sent a message about it; empty means that nobody has been alerted.
    alerts: tuple[Alert, ...]

    @property
    def shown_sha256(self) -> str:
        """What a release or an override names: the facts behind the answer that was on the page."""
        return self.decision.facts_sha256


@dataclass(frozen=True)
class Kept:
    """A decision in data and in words, as it was made: later versions of the program do not change it."""

    decision: Decision
    explanation: Explanation


class Standing(StrEnum):
    """Where an answer leaves a runner: its action, or why there is no running although nothing is wrong."""

    PROGRESS = "progress"
    HOLD = "hold"
    REGRESS = "regress"
    STOP = "stop"
    NO_RUNNING = "no_running"
    BEFORE_CLEARANCE = "before_clearance"
    WALKING_WEEKS = "walking_weeks"
    PLAN_DONE = "plan_done"


@dataclass(frozen=True)
class _GistOutcome:
    running_allowed: bool


@dataclass(frozen=True)
class _GistFinding:
    outcome: _GistOutcome


@dataclass(frozen=True)
class Gist:
    """The parts of a kept decision that a list needs."""

    action: Action
    running_allowed: bool
    stage: str | None
    next_stage: str | None
    findings: tuple[_GistFinding, ...]
    missing: tuple[Missing, ...]


@dataclass(frozen=True)
class _KeptGist:
    decision: Gist


_RELEASES = frozenset({"release", "confirm", "override"})
_KEPT = TypeAdapter(Kept)
_KEPT_GIST = TypeAdapter(_KeptGist)


def is_running_forbidden(decision: Decision | Gist) -> bool:
    """Whether a finding speaks against running; the weeks of walking have none, and forbid nothing."""
    return any(not finding.outcome.running_allowed for finding in decision.findings)


def standing(decision: Decision | Gist) -> Standing:
    """Where an answer leaves the runner."""
    action = decision.action
    if action is Action.PROGRESS and decision.next_stage is None:
        return Standing.PLAN_DONE
    if action is Action.STOP or decision.running_allowed:
        return Standing(action.value)
    if decision.stage is None:
        return Standing.BEFORE_CLEARANCE
    if is_running_forbidden(decision):
        return Standing.NO_RUNNING
    return Standing.WALKING_WEEKS if action is Action.HOLD else Standing(action.value)


def pack_kept(kept: Kept) -> str:
    """Write a decision and its words as JSON."""
    return _KEPT.dump_json(kept, warnings="none").decode()


def unpack_kept(text: str) -> Kept:
    """Read a decision and its words back."""
    return _KEPT.validate_json(text)


def gist_of_kept(text: str) -> Gist:
    """The few parts of a kept decision, without reading the rest of it."""
    return _KEPT_GIST.validate_json(text).decision


def answers_of(
    connection: Connection, runner_id: str, *, since: date | None = None, newest: int | None = None
) -> tuple[Answer, ...]:
    """Return a runner's kept decisions, newest first."""
    rows = decisions.decisions_of(connection, runner_id, since=since, newest=newest)
    said = reviews.reviews_of(connection, runner_id)
    marks = {mark.decision_id: mark for mark in decisions.marks_of(connection, runner_id)}
    alerts = alerts_about(connection, runner_id, from_id=min((row.id for row in rows), default=0))
    newest_id = decisions.newest_decision_id(connection, runner_id)
    return tuple(
        answer_of(
            row,
            tuple(review for review in said if review.decision_id == row.id),
            marks.get(row.id),
            alerts.get(row.id, ()),
            is_newest=row.id == newest_id,
        )
        for row in rows
    )


def answer_now(
    connection: Connection,
    runner_id: str,
    decision: Decision,
    explanation: Explanation,
    *,
    open_since_utc: datetime | None,
    now: datetime,
) -> Answer:
    """Put together the answer of this moment, which nobody has kept.

    `open_since_utc` is since when something is open, null where nothing is.
    """
    newest = decisions.newest_decision(connection, runner_id)
    reviewed = [
        review
        for review in reviews.reviews_of(connection, runner_id)
        if newest is not None and review.decision_id == newest.id
    ]
    released = any(
        review.kind in _RELEASES
        and not review.voided_by_decision_id
        and review.facts_sha256 == decision.facts_sha256
        for review in reviewed
    )
    waits = decision.action is Action.PROGRESS and not released
    return Answer(
        decision_id=newest.id if newest else None,
        made_utc=now,
        asked_by="look",
        decision=decision,
        explanation=explanation,
        reviews=tuple(_review(review) for review in reviewed),
        would_now_be=None,
        waits_for=decision.release_by.value if waits else None,
        alerts=alerts_since(connection, runner_id, open_since_utc) if open_since_utc else (),
    )


def answer_of(
    row: DecisionRow,
    said: tuple[ReviewRow, ...],
    mark: DecisionMark | None,
    alerts: tuple[Alert, ...],
    *,
    is_newest: bool,
) -> Answer:
    """Put one kept decision together."""
    kept = unpack_kept(row.record)
    released = any(review.kind in _RELEASES and not review.voided_by_decision_id for review in said)
    waits = is_newest and row.action == "progress" and not released
    return Answer(
        decision_id=row.id,
        made_utc=row.made_utc,
        asked_by=row.asked_by,
        decision=kept.decision,
        explanation=kept.explanation,
        reviews=tuple(_review(review) for review in said),
        would_now_be=mark.action_now if mark and mark.action_now != row.action else None,
        waits_for=row.release_by if waits else None,
        alerts=alerts,
    )


def _review(row: ReviewRow) -> Review:
    return Review(
        review_id=row.id,
        kind=row.kind,
        action=row.action,
        stage_id=row.stage_id,
        because=row.because,
        made_utc=row.made_utc,
        by_id=row.made_by,
        minutes=row.minutes,
        live_contact=row.live_contact,
        live_contact_on=row.live_contact_on,
        next_review_on=row.next_review_on,
        is_voided=row.voided_by_decision_id is not None,
    )
