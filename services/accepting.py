"""Coming in by an invitation: whom a provider vouches for, and which account that is."""

from dataclasses import dataclass
from datetime import date, datetime

from services.accounts import new_person
from services.acts import Act
from services.errors import NotAllowedError, NotFoundError
from services.limits import name_of
from services.links import begin_link, not_after_today
from services.policy import Actor, refuse_the_signed_out
from store import audit, invitations, people
from store.engine import Connection
from store.invitations import Invitation
from store.people import Person

NOT_VALID = (
    "This invitation is not valid. It may have been used, taken back, or be too old. Ask for a new one."
)


@dataclass(frozen=True)
class Identity:
    """Somebody whom an OpenID provider vouches for."""

    issuer: str
    subject: str
    email: str | None
    email_verified: bool
    display_name: str
    signed_in_utc: datetime
    expires_utc: datetime | None

    @property
    def address(self) -> str | None:
        """The e-mail address, where the provider has verified that it is hers."""
        return (self.email or "").strip().lower() or None if self.email_verified else None


def come_in(
    connection: Connection,
    invitation: Invitation,
    identity: Identity,
    time_zone: str,
    shared_from: date | None,
    now: datetime,
) -> Actor:
    """Use an invitation up: find or make the account, give it the role, begin the care link.

    Raises NotFoundError where somebody used it before, NotAllowedError where the sign-in has ended,
    RefusedError where nothing would be shared before a day to come.
    """
    not_after_today(shared_from, time_zone, now)
    person = _find_or_make(connection, identity, time_zone, now)
    if not invitations.use_invitation(connection, invitation.id, now=now, used_by=person.id):
        raise NotFoundError(NOT_VALID)
    people.grant_role(connection, person.id, invitation.role, now=now, granted_by=invitation.created_by)
    if invitation.links_to is not None:
        _link(connection, invitation, person, shared_from, now)
    audit.append(
        connection,
        at_utc=now,
        actor_kind="person",
        actor_id=person.id,
        action=Act(f"accept invitation as {invitation.role}"),
        subject_id=invitation.links_to or person.id,
    )
    return Actor(person.id, identity.signed_in_utc, identity.expires_utc)


def _find_or_make(connection: Connection, identity: Identity, time_zone: str, now: datetime) -> Person:
    person = people.person_by_subject(connection, identity.issuer, identity.subject)
    if person is None and identity.address:
        person = people.person_by_email(connection, identity.address)
        if person is not None and person.oidc_subject is not None:
            raise NotAllowedError(
                "There is an account with this address already. Sign in the way you did before."
            )
        if person is not None:
            people.bind_subject(connection, person, identity.issuer, identity.subject)
    if person is None:
        name = name_of(identity.display_name) or identity.address or "New here"
        person = new_person(identity.address, name, time_zone=time_zone, now=now)
        people.add_person(connection, person)
        people.bind_subject(connection, person, identity.issuer, identity.subject)
    if person.closed_utc is not None:
        raise NotAllowedError("This account is closed. Ask the administrator.")
    refuse_the_signed_out(person, identity.signed_in_utc, identity.expires_utc, now)
    return person


def _link(
    connection: Connection, invitation: Invitation, person: Person, shared_from: date | None, now: datetime
) -> None:
    other_id = invitation.links_to or ""
    if invitation.role == "pt":
        begin_link(connection, other_id, person.id, shared_from=invitation.shared_from, now=now)
    else:
        begin_link(connection, person.id, other_id, shared_from=shared_from, now=now)
