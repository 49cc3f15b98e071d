"""Who may do what: one small policy, asked on every call, with roles read from the database each time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto
from typing import Literal

from services.acts import Act
from services.context import Context
from services.errors import NotAllowedError, in_service_words
from services.register import mirror_caution
from store import audit, people
from store.engine import Connection, reading, writing
from store.people import CareLink, Person

Capacity = Literal["runner", "pt", "administrator", "operator"]

_NOT_YOURS = "This is not yours to see. Ask the runner for an invitation."
_SIGNED_OUT = "You have been signed out. Sign in again."


@dataclass(frozen=True)
class Actor:
    """Who acts. Holds no roles: those are read from the database at every call.

    `signed_in_utc` and `expires_utc` come from the sign-in; both are null in alone mode. An
    operator is whoever may use the command line on the server.
    """

    person_id: str | None
    signed_in_utc: datetime | None = None
    expires_utc: datetime | None = None
    is_operator: bool = False


#: Whoever may use the command line on the server. Only the command line makes use of it.
OPERATOR = Actor(person_id=None, is_operator=True)


class Access(Enum):
    """Who may come in: the members name what is touched."""

    OWN = auto()
    """A runner's own things: she alone."""
    SHARED = auto()
    """A runner's health data: she, and a linked therapist for what is shared."""
    CARE = auto()
    """A therapist's acts for a linked runner."""
    ACCOUNT = auto()
    """A person's own account."""
    PT_SELF = auto()
    """A therapist's own caseload."""
    ADMINISTRATION = auto()
    """Accounts and settings, without health data."""
    HANDLING = auto()
    """What the runner, or for her the operator at the server, may bring in."""
    RIGHTS = auto()
    """What everybody, or for her the operator at the server, may do with all of her own data."""
    OPERATION = auto()
    """Work on the whole database, at the server."""


@dataclass(frozen=True)
class Visit:
    """A permitted call: the connection to work on, and in which capacity the actor came in.

    `shared_from` is the first local date that a therapist may see, null where all is shared.
    """

    connection: Connection
    capacity: Capacity
    shared_from: date | None


@contextmanager
def visit(
    context: Context,
    actor: Actor,
    access: Access,
    *,
    subject_id: str | None,
    doing: Act,
    now: datetime,
    writes: bool = False,
    about: str | None = None,
) -> Iterator[Visit]:
    """Check the permission, open a transaction, and write the audit entry where the data is another's.

    Raises NotAllowedError; everything else that the store raises becomes a ServiceError too.
    A read of somebody else's data is written down before the data is looked at.
    """
    is_own = actor.person_id is not None and actor.person_id == subject_id

    def note(connection: Connection) -> None:
        audit.append(
            connection,
            at_utc=now,
            actor_kind="operator" if actor.is_operator else "person",
            actor_id=actor.person_id,
            action=doing,
            subject_id=subject_id,
            about=about,
        )

    with in_service_words():
        if writes:
            with writing(context.engine) as connection:
                admitted = _admit(connection, context, actor, access, subject_id, now)
                if subject_id is not None:
                    people.lock_person(connection, subject_id)
                yield admitted
                if not is_own:
                    note(connection)
            mirror_caution(context.home, context.engine)
            return
        if not is_own:
            with writing(context.engine) as connection:
                _admit(connection, context, actor, access, subject_id, now)
                note(connection)
        with reading(context.engine) as connection:
            yield _admit(connection, context, actor, access, subject_id, now)


@contextmanager
def visit_caseload(
    context: Context, actor: Actor, *, now: datetime
) -> Iterator[tuple[Connection, tuple[CareLink, ...]]]:
    """Check that the actor is a therapist, and write down that she looks at each of her runners.

    Gives the connection and her links in force.
    """
    pt_id = actor.person_id or ""
    with in_service_words():
        with writing(context.engine) as connection:
            _admit(connection, context, actor, Access.PT_SELF, pt_id, now)
            audit.append_about(
                connection,
                [link.runner_id for link in people.open_links_of_pt(connection, pt_id)],
                at_utc=now,
                actor_kind="person",
                actor_id=pt_id,
                action=Act.READ_CASELOAD,
            )
        with reading(context.engine) as connection:
            _admit(connection, context, actor, Access.PT_SELF, pt_id, now)
            yield connection, people.open_links_of_pt(connection, pt_id)


def _admit(
    connection: Connection,
    context: Context,
    actor: Actor,
    access: Access,
    subject_id: str | None,
    now: datetime,
) -> Visit:
    if actor.is_operator:
        if access in {Access.HANDLING, Access.RIGHTS, Access.OPERATION, Access.ADMINISTRATION}:
            return Visit(connection, "operator", None)
        raise NotAllowedError(_NOT_YOURS)
    roles = _roles_now(connection, context, actor, now)
    is_self = actor.person_id == subject_id
    if access in {Access.OWN, Access.SHARED, Access.HANDLING} and is_self and "runner" in roles:
        return Visit(connection, "runner", None)
    if access in {Access.ACCOUNT, Access.RIGHTS} and is_self:
        return Visit(connection, "runner", None)
    if access is Access.PT_SELF and is_self and "pt" in roles:
        return Visit(connection, "pt", None)
    if access is Access.ADMINISTRATION and "administrator" in roles:
        return Visit(connection, "administrator", None)
    if access in {Access.SHARED, Access.CARE} and "pt" in roles and subject_id and actor.person_id:
        link = people.open_link(connection, subject_id, actor.person_id)
        if link is not None and not is_self:
            return Visit(connection, "pt", link.shared_from)
    raise NotAllowedError(_NOT_YOURS)


def _roles_now(connection: Connection, context: Context, actor: Actor, now: datetime) -> frozenset[str]:
    """The actor's roles at this instant; raises NotAllowedError for everybody who is not signed in."""
    person = people.person_by_id(connection, actor.person_id or "")
    if person is None or person.closed_utc is not None:
        raise NotAllowedError(_SIGNED_OUT)
    if actor.signed_in_utc is not None:
        refuse_the_signed_out(person, actor.signed_in_utc, actor.expires_utc, now)
    elif not context.is_alone:
        raise NotAllowedError(_SIGNED_OUT)
    return people.roles_of(connection, person.id)


def refuse_the_signed_out(
    person: Person | None, signed_in_utc: datetime, expires_utc: datetime | None, now: datetime
) -> None:
    """Raise NotAllowedError where a sign-in has run out, or was ended for this person in any tab."""
    has_run_out = expires_utc is not None and expires_utc <= now
    ended_utc = person.signed_out_after_utc if person else None
    if has_run_out or (ended_utc is not None and signed_in_utc <= ended_utc):
        raise NotAllowedError(_SIGNED_OUT)
