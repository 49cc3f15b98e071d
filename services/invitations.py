"""Invitations by signed link: single use, expiring, and never stored as they are."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from services.accounts import new_person
from services.context import Context
from services.dates import zone_of
from services.errors import NotAllowedError, NotFoundError, RefusedError, in_service_words
from services.links import begin_link
from services.policy import Access, Actor, visit
from store import audit, invitations, people
from store.engine import Connection, reading, writing
from store.invitations import Invitation, NewInvitation
from store.people import Person

Role = Literal["runner", "pt", "administrator"]

#: Long enough for a busy week, short enough for a link that lies in a mailbox.
VALID_FOR = timedelta(days=7)
_TOKEN_BYTES = 24
_NOT_VALID = (
    "This invitation is not valid. It may have been used, taken back, or be too old. Ask for a new one."
)


@dataclass(frozen=True)
class Sent:
    """An invitation just made: its token goes into the link, is shown once and kept nowhere."""

    invitation_id: int
    token: str
    expires_utc: datetime


@dataclass(frozen=True)
class Preview:
    """What an invitation offers, before it is accepted; `by_name` is null where the command line made it."""

    role: Role
    by_name: str | None
    begins_link: bool
    expires_utc: datetime


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


class Invitations:
    """Inviting, and accepting."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def invite(
        self, actor: Actor, email: str | None, role: Role, *, now: datetime, valid_for: timedelta = VALID_FOR
    ) -> Sent:
        """Invite somebody as what they are to be, as an administrator or from the command line."""
        with visit(
            self._context,
            actor,
            Access.ADMINISTRATION,
            subject_id=None,
            doing="invite",
            now=now,
            writes=True,
        ) as desk:
            return self._keep(desk.connection, actor, email, role, None, None, now + valid_for, now)

    def invite_therapist(
        self, actor: Actor, email: str | None, *, shared_from: date | None, now: datetime
    ) -> Sent:
        """Invite a therapist, as a runner; she sees what lies on and after `shared_from`, all where null."""
        runner_id = actor.person_id or ""
        with visit(
            self._context,
            actor,
            Access.OWN,
            subject_id=runner_id,
            doing="invite",
            now=now,
            writes=True,
        ) as desk:
            self._needs_a_server()
            expires = now + VALID_FOR
            return self._keep(desk.connection, actor, email, "pt", runner_id, shared_from, expires, now)

    def invite_runner(self, actor: Actor, email: str | None, *, now: datetime) -> Sent:
        """Invite a runner, as a therapist; the runner says what she shares when she accepts."""
        pt_id = actor.person_id or ""
        with visit(
            self._context,
            actor,
            Access.PT_SELF,
            subject_id=pt_id,
            doing="invite",
            now=now,
            writes=True,
        ) as desk:
            expires = now + VALID_FOR
            return self._keep(desk.connection, actor, email, "runner", pt_id, None, expires, now)

    def preview(self, token: str, *, now: datetime) -> Preview:
        """Return what an invitation offers; raises NotFoundError where it is not valid."""
        with in_service_words(), reading(self._context.engine) as connection:
            invitation = self._valid(connection, token, now)
            by = people.person_by_id(connection, invitation.created_by or "")
        return Preview(
            role=invitation.role,  # pyright: ignore[reportArgumentType]  the table allows no other
            by_name=by.display_name if by else None,
            begins_link=invitation.links_to is not None,
            expires_utc=invitation.expires_utc,
        )

    def accept(
        self,
        token: str,
        identity: Identity,
        *,
        now: datetime,
        time_zone: str = "UTC",
        shared_from: date | None = None,
    ) -> Actor:
        """Accept an invitation as somebody who is signed in, with an account made where there was none.

        Raises NotFoundError where it is not valid, NotAllowedError where it was made out to
        another address.
        """
        zone_of(time_zone)
        with in_service_words(), writing(self._context.engine) as connection:
            invitation = self._valid(connection, token, now)
            verified = (identity.email or "").strip().lower() if identity.email_verified else None
            if invitation.email is not None and invitation.email != verified:
                raise NotAllowedError(
                    "This invitation was made out to another address. Sign in with that one."
                )
            person = _find_or_make(connection, identity, verified, time_zone, now)
            if not invitations.use_invitation(connection, invitation.id, now=now, used_by=person.id):
                raise NotFoundError(_NOT_VALID)
            people.grant_role(
                connection, person.id, invitation.role, now=now, granted_by=invitation.created_by
            )
            if invitation.links_to is not None:
                _link(connection, invitation, person, shared_from, now)
            audit.append(
                connection,
                at_utc=now,
                actor_kind="person",
                actor_id=person.id,
                action=f"accept invitation as {invitation.role}",
                subject_id=invitation.links_to or person.id,
            )
        return Actor(person.id, identity.signed_in_utc, identity.expires_utc)

    def open(self, actor: Actor, *, now: datetime) -> tuple[Invitation, ...]:
        """Return what the actor sent and nobody used yet."""
        person_id = actor.person_id or ""
        with visit(
            self._context, actor, Access.ACCOUNT, subject_id=person_id, doing="read invitations", now=now
        ) as desk:
            return invitations.open_invitations_by(desk.connection, person_id, now)

    def withdraw(self, actor: Actor, invitation_id: int, *, now: datetime) -> None:
        """Take back one's own invitation that was not used yet."""
        person_id = actor.person_id or ""
        with visit(
            self._context,
            actor,
            Access.ACCOUNT,
            subject_id=person_id,
            doing="withdraw invitation",
            now=now,
            writes=True,
        ) as desk:
            invitations.withdraw_invitation(desk.connection, invitation_id, person_id)

    def _keep(
        self,
        connection: Connection,
        actor: Actor,
        email: str | None,
        role: Role,
        links_to: str | None,
        shared_from: date | None,
        expires_utc: datetime,
        now: datetime,
    ) -> Sent:
        self._needs_a_server()
        secret = secrets.token_urlsafe(_TOKEN_BYTES)
        token = f"{secret}.{self._signature(secret)}"
        new = NewInvitation(
            token_sha256=_sha256(token),
            email=email.strip().lower() if email else None,
            role=role,
            links_to=links_to,
            shared_from=shared_from,
            created_utc=now,
            created_by=actor.person_id,
            expires_utc=expires_utc,
        )
        return Sent(invitations.add_invitation(connection, new), token, expires_utc)

    def _valid(self, connection: Connection, token: str, now: datetime) -> Invitation:
        secret, _, signature = token.partition(".")
        if not hmac.compare_digest(signature.encode(), self._signature(secret).encode()):
            raise NotFoundError(_NOT_VALID)
        found = invitations.invitation_by_token(connection, _sha256(token))
        if found is None or found.used_utc is not None or found.expires_utc <= now:
            raise NotFoundError(_NOT_VALID)
        return found

    def _signature(self, secret: str) -> str:
        return hmac.new(self._context.secret_key, f"invitation {secret}".encode(), hashlib.sha256).hexdigest()

    def _needs_a_server(self) -> None:
        if self._context.is_alone:
            raise RefusedError(
                "Inviting needs a server that both of you can reach; this is your own computer."
            )


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _find_or_make(
    connection: Connection, identity: Identity, verified_email: str | None, time_zone: str, now: datetime
) -> Person:
    person = people.person_by_subject(connection, identity.issuer, identity.subject)
    if person is None and verified_email:
        person = people.person_by_email(connection, verified_email)
        if person is not None and person.oidc_subject is not None:
            raise NotAllowedError(
                "There is an account with this address already. Sign in the way you did before."
            )
        if person is not None:
            people.bind_subject(connection, person, identity.issuer, identity.subject)
    if person is None:
        name = identity.display_name.strip() or verified_email or "New here"
        person = new_person(verified_email, name, time_zone=time_zone, now=now)
        people.add_person(connection, person)
        people.bind_subject(connection, person, identity.issuer, identity.subject)
    if person.closed_utc is not None:
        raise NotAllowedError("This account is closed. Ask the administrator.")
    return person


def _link(
    connection: Connection, invitation: Invitation, person: Person, shared_from: date | None, now: datetime
) -> None:
    other_id = invitation.links_to or ""
    if invitation.role == "pt":
        begin_link(connection, other_id, person.id, shared_from=invitation.shared_from, now=now)
    else:
        begin_link(connection, person.id, other_id, shared_from=shared_from, now=now)
