"""Who looks after a runner: her therapists, what they wrote and signed, and when they look again."""

from dataclasses import dataclass
from datetime import date, datetime

from services.acts import Act
from services.context import Context
from services.links import Link, links_of
from services.policy import Access, Actor, visit
from store import people, reviews
from store.engine import Connection

_GONE = "somebody whose account is gone"


@dataclass(frozen=True)
class CareNote:
    """A note to the runner; `is_new` where she has not said that she read it."""

    words: str
    reach: str | None
    by_name: str
    made_utc: datetime
    is_new: bool


@dataclass(frozen=True)
class CareReview:
    """What a therapist said to one answer: release, agree or override, with the reason."""

    kind: str
    action: str
    because: str
    by_name: str
    made_utc: datetime
    is_voided: bool


@dataclass(frozen=True)
class BesideMe:
    """A runner's links, notes and reviews, newest first but the links; `reach` is the newest that is known.

    `next_review_on` is what the newest review of a therapist says; null where it names none.
    """

    links: tuple[Link, ...]
    notes: tuple[CareNote, ...]
    reviews: tuple[CareReview, ...]
    next_review_on: date | None
    reach: str | None

    @property
    def in_force(self) -> tuple[Link, ...]:
        """The links that have not ended."""
        return tuple(link for link in self.links if link.ended_utc is None)


class Care:
    """A runner's own look at her care."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def beside_me(self, actor: Actor, *, now: datetime) -> BesideMe:
        """Return who looks after the actor, and what they wrote and signed."""
        runner_id = actor.person_id or ""
        with visit(
            self._context, actor, Access.OWN, subject_id=runner_id, doing=Act.READ_LINKS, now=now
        ) as desk:
            connection = desk.connection
            notes = reviews.notes_of(connection, runner_id)
            signed = [row for row in reviews.reviews_of(connection, runner_id) if row.made_by != runner_id]
            return BesideMe(
                links=links_of(connection, runner_id),
                notes=tuple(
                    CareNote(
                        note.words,
                        note.reach,
                        _name(connection, note.made_by),
                        note.made_utc,
                        note.read_utc is None,
                    )
                    for note in notes
                ),
                reviews=tuple(
                    CareReview(
                        row.kind,
                        row.action,
                        row.because,
                        _name(connection, row.made_by),
                        row.made_utc,
                        row.voided_by_decision_id is not None,
                    )
                    for row in signed
                ),
                next_review_on=signed[0].next_review_on if signed else None,
                reach=next((note.reach for note in notes if note.reach), None),
            )


def _name(connection: Connection, person_id: str | None) -> str:
    person = people.person_by_id(connection, person_id or "")
    return person.display_name if person else _GONE
