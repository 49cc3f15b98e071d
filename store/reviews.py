"""What people say to a decision: releases, overrides, orders to hold, notes."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy.engine import Connection

from store import tables as t
from store.rows import Seen, insert, of_runner, read_all, update_seen


@dataclass(frozen=True)
class NewReview:
    """A release, a runner's own confirmation, an override or an agreement, for one set of facts."""

    runner_id: str
    decision_id: int
    kind: str
    action: str
    stage_id: str | None
    running_allowed: bool
    because: str
    facts_sha256: str
    made_utc: datetime
    made_by: str | None
    minutes: int | None = None
    live_contact: str | None = None
    live_contact_on: date | None = None
    next_review_on: date | None = None
    #: The revisions that were on the page, as JSON: a list of source and revision.
    seen: str | None = None


@dataclass(frozen=True)
class ReviewRow:
    """A review as it is kept; voided by a later cautious decision where that is named."""

    id: int
    runner_id: str
    decision_id: int
    kind: str
    action: str
    stage_id: str | None
    running_allowed: bool
    because: str
    facts_sha256: str
    made_utc: datetime
    made_by: str | None
    minutes: int | None
    live_contact: str | None
    live_contact_on: date | None
    next_review_on: date | None
    voided_by_decision_id: int | None
    version: int
    seen: str | None = None


@dataclass(frozen=True)
class HoldRow:
    """An order over the machine's answer: no progress, or no running, until it is lifted."""

    id: int
    runner_id: str
    kind: str
    reason: str
    ordered_on: date
    ordered_by: str | None
    ordered_utc: datetime
    lifted_on: date | None
    lifted_by: str | None
    version: int
    lifted_utc: datetime | None = None


@dataclass(frozen=True)
class NoteRow:
    """A therapist's note to a runner, with how to reach the therapist."""

    id: int
    runner_id: str
    words: str
    reach: str | None
    made_utc: datetime
    made_by: str | None
    read_utc: datetime | None


_REVIEWS = of_runner(t.review, ReviewRow, t.review.c.id.desc())
_HOLDS = of_runner(t.hold, HoldRow, t.hold.c.id)
_NOTES = of_runner(t.note, NoteRow, t.note.c.id.desc())


def add_review(connection: Connection, review: NewReview) -> int:
    """Keep a review and return its id."""
    return insert(connection, t.review, asdict(review))


def reviews_of(connection: Connection, runner_id: str) -> tuple[ReviewRow, ...]:
    """Return a runner's reviews, newest first."""
    return read_all(connection, _REVIEWS, ReviewRow, runner_id=runner_id)


def void_review(connection: Connection, review: ReviewRow, decision_id: int) -> None:
    """Note by which later decision a release was taken back."""
    update_seen(connection, t.review, Seen(review.id, review.version), {"voided_by_decision_id": decision_id})


def add_hold(
    connection: Connection,
    *,
    runner_id: str,
    kind: str,
    reason: str,
    on: date,
    ordered_by: str | None,
    now: datetime,
) -> int:
    """Keep an order to hold and return its id."""
    return insert(
        connection,
        t.hold,
        {
            "runner_id": runner_id,
            "kind": kind,
            "reason": reason,
            "ordered_on": on,
            "ordered_by": ordered_by,
            "ordered_utc": now,
        },
    )


def holds_of(connection: Connection, runner_id: str) -> tuple[HoldRow, ...]:
    """Return all orders to hold, lifted ones too, oldest first."""
    return read_all(connection, _HOLDS, HoldRow, runner_id=runner_id)


def lift_hold(
    connection: Connection, seen: Seen, *, on: date, lifted_by: str | None, now: datetime | None = None
) -> None:
    """Lift an order; raises StaleVersionError where somebody was faster."""
    update_seen(connection, t.hold, seen, {"lifted_on": on, "lifted_by": lifted_by, "lifted_utc": now})


def add_note(
    connection: Connection,
    runner_id: str,
    words: str,
    reach: str | None,
    *,
    now: datetime,
    made_by: str | None,
) -> int:
    """Keep a note to a runner."""
    return insert(
        connection,
        t.note,
        {
            "runner_id": runner_id,
            "words": words,
            "reach": reach,
            "made_utc": now,
            "made_by": made_by,
        },
    )


def notes_of(connection: Connection, runner_id: str) -> tuple[NoteRow, ...]:
    """Return a runner's notes, newest first."""
    return read_all(connection, _NOTES, NoteRow, runner_id=runner_id)


def mark_notes_read(connection: Connection, runner_id: str, *, now: datetime) -> None:
    """Note that the runner has seen all her notes."""
    unread = t.note.c.read_utc.is_(None)
    connection.execute(
        t.note.update().where(t.note.c.runner_id == runner_id, unread).values({"read_utc": now})
    )
