"""Care links: who may look at whose runs, from when on, and what happens to a decision when one ends."""

from dataclasses import dataclass
from datetime import date, datetime

from program.record import StandingRelease
from services.acts import Act
from services.context import Context
from services.dates import local_date
from services.errors import NotFoundError, RefusedError
from services.policy import Access, Actor, visit
from services.telling import tell
from store import decisions, diary, people, reviews
from store.diary import RecordRevision
from store.engine import Connection
from store.people import CareLink


@dataclass(frozen=True)
class Link:
    """One care link, with the name of the other one."""

    link_id: int
    other_id: str
    other_name: str
    shared_from: date | None
    began_utc: datetime
    ended_utc: datetime | None


class Links:
    """Looking at links, ending them, changing what is shared."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def mine(self, actor: Actor, *, now: datetime) -> tuple[Link, ...]:
        """Return a runner's own links, ended ones too, oldest first."""
        runner_id = actor.person_id or ""
        with visit(
            self._context, actor, Access.OWN, subject_id=runner_id, doing=Act.READ_LINKS, now=now
        ) as desk:
            return links_of(desk.connection, runner_id)

    def end(self, actor: Actor, other_id: str, *, now: datetime) -> None:
        """End the care link with somebody, from either side; it holds from the next click on.

        What waited, was held or was overridden keeps its release rule until a new clearance.
        """
        runner_id, doing = self._sides(actor, other_id, now)
        access = Access.OWN if runner_id == actor.person_id else Access.CARE
        with visit(
            self._context, actor, access, subject_id=runner_id, doing=doing, now=now, writes=True
        ) as desk:
            pt_id = other_id if runner_id == actor.person_id else actor.person_id or ""
            link = people.open_link(desk.connection, runner_id, pt_id)
            if link is None:
                raise NotFoundError("There is no link with this person.")
            _keep_release_rule(desk.connection, runner_id, now, actor)
            people.end_link(desk.connection, link, now=now, ended_by=actor.person_id)
            tell(desk.connection, runner_id, now=now, asked_by="link", actor_id=actor.person_id)

    def share_from(self, actor: Actor, pt_id: str, shared_from: date | None, *, now: datetime) -> None:
        """Change, as the runner, from which local date on a therapist may look; null shares all.

        Raises RefusedError for a day to come: who looks after her would see nothing until then.
        """
        runner_id = actor.person_id or ""
        with visit(
            self._context,
            actor,
            Access.OWN,
            subject_id=runner_id,
            doing=Act.CHANGE_SHARING,
            now=now,
            writes=True,
        ) as desk:
            link = people.open_link(desk.connection, runner_id, pt_id)
            if link is None:
                raise NotFoundError("There is no link with this person.")
            runner = people.person_by_id(desk.connection, runner_id)
            not_after_today(shared_from, runner.time_zone if runner else "UTC", now)
            people.share_from(desk.connection, link, shared_from)

    def _sides(self, actor: Actor, other_id: str, now: datetime) -> tuple[str, Act]:
        """Whose data it is about: the other's where the actor is her therapist, else the actor's own."""
        own_id = actor.person_id or ""
        with visit(
            self._context, actor, Access.ACCOUNT, subject_id=own_id, doing=Act.READ_LINKS, now=now
        ) as desk:
            as_therapist = people.open_link(desk.connection, other_id, own_id) is not None
        return (other_id if as_therapist else own_id), Act.END_LINK


def not_after_today(shared_from: date | None, time_zone: str, now: datetime) -> None:
    """Raise RefusedError where a therapist would see nothing before a day to come."""
    if shared_from is not None and shared_from > local_date(now, utc_offset_s=None, time_zone=time_zone):
        raise RefusedError("Share from today or from an earlier day: until then nothing would be seen.")


def links_of(connection: Connection, runner_id: str) -> tuple[Link, ...]:
    """Return a runner's links, ended ones too, oldest first."""
    return tuple(
        _link(connection, link, link.pt_id) for link in people.links_of_runner(connection, runner_id)
    )


def begin_link(
    connection: Connection, runner_id: str, pt_id: str, *, shared_from: date | None, now: datetime
) -> None:
    """Begin a care link; a progress that waited for the runner waits for the therapist from now on."""
    if runner_id == pt_id:
        raise RefusedError("Nobody is her own therapist here. Send the invitation to somebody else.")
    if people.open_link(connection, runner_id, pt_id) is None:
        people.add_link(connection, runner_id, pt_id, shared_from=shared_from, now=now)
    tell(connection, runner_id, now=now, asked_by="link", actor_id=pt_id)


def _keep_release_rule(connection: Connection, runner_id: str, now: datetime, actor: Actor) -> None:
    """Put on record what a therapist still had to release, so that the end of a link releases nothing."""
    newest = decisions.newest_decision(connection, runner_id)
    said = reviews.reviews_of(connection, runner_id)
    waits = newest is not None and newest.release_by in {"pt", "medical"}
    held = any(hold.lifted_on is None for hold in reviews.holds_of(connection, runner_id))
    overridden = bool(said) and said[0].kind == "override"
    runner = people.person_by_id(connection, runner_id)
    if runner is None or not (waits or held or overridden):
        return
    before = diary.newest_record(connection, runner_id, "standing_release")
    standing = StandingRelease(
        release_by="medical" if newest is not None and newest.release_by == "medical" else "pt",
        since=local_date(now, utc_offset_s=None, time_zone=runner.time_zone),
        reason="held" if held else "overridden" if overridden else "waited",
    )
    diary.add_record(
        connection,
        RecordRevision(
            runner_id=runner_id,
            kind="standing_release",
            revision=(before.revision if before else 0) + 1,
            content=standing.model_dump_json(),
            made_utc=now,
            made_by=actor.person_id,
        ),
    )


def _link(connection: Connection, link: CareLink, other_id: str) -> Link:
    other = people.person_by_id(connection, other_id)
    name = other.display_name if other else "somebody whose account is gone"
    return Link(link.id, other_id, name, link.shared_from, link.began_utc, link.ended_utc)
