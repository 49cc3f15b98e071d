"""Invitations by signed link: single use, expiring, and never stored as they are."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from services.accepting import NOT_VALID, Identity, come_in
from services.acts import Act
from services.context import Context
from services.dates import zone_of
from services.errors import NotAllowedError, NotFoundError, RefusedError, in_service_words
from services.links import not_after_today
from services.policy import Access, Actor, visit
from store import invitations, people
from store.engine import Connection, reading, writing
from store.invitations import Invitation, NewInvitation

Role = Literal["runner", "pt", "administrator"]

#: Long enough for a busy week, short enough for a link that lies in a mailbox.
VALID_FOR = timedelta(days=7)
_TOKEN_BYTES = 24


@dataclass(frozen=True)
class Sent:
    """An invitation just made: its token goes into the link, is shown once and kept nowhere."""

    invitation_id: int
    token: str
    expires_utc: datetime


@dataclass(frozen=True)
class Preview:
    """What an invitation offers, before it is accepted; `by_name` is null where the command line made it."""

    invitation_id: int
    role: Role
    by_name: str | None
    begins_link: bool
    expires_utc: datetime
    #: False where whoever has the link may accept it.
    is_addressed: bool


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
            doing=Act.INVITE,
            now=now,
            writes=True,
        ) as desk:
            return self._keep(desk.connection, actor, email, role, None, None, now + valid_for, now)

    def invite_therapist(
        self, actor: Actor, email: str | None, *, shared_from: date | None, now: datetime
    ) -> Sent:
        """Invite a therapist, as a runner; she sees what lies on and after `shared_from`, all where null.

        Raises RefusedError where that day is still to come.
        """
        runner_id = actor.person_id or ""
        with visit(
            self._context,
            actor,
            Access.OWN,
            subject_id=runner_id,
            doing=Act.INVITE,
            now=now,
            writes=True,
        ) as desk:
            self._needs_a_server()
            runner = people.person_by_id(desk.connection, runner_id)
            not_after_today(shared_from, runner.time_zone if runner else "UTC", now)
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
            doing=Act.INVITE,
            now=now,
            writes=True,
        ) as desk:
            expires = now + VALID_FOR
            return self._keep(desk.connection, actor, email, "runner", pt_id, None, expires, now)

    def preview(self, token: str, *, now: datetime) -> Preview:
        """Return what an invitation offers; raises NotFoundError where it is not valid."""
        with in_service_words(), reading(self._context.engine) as connection:
            return _preview(connection, self._valid(connection, token, now))

    def offered(self, identity: Identity, *, now: datetime) -> tuple[Preview, ...]:
        """Return what is made out to somebody who is signed in, newest first.

        Her provider says that the address is hers, so she needs no link: signing in would have lost it.
        """
        if not identity.address:
            return ()
        with in_service_words(), reading(self._context.engine) as connection:
            found = invitations.open_invitations_to(connection, identity.address, now)
            return tuple(_preview(connection, invitation) for invitation in found)

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
            if invitation.email is not None and invitation.email != identity.address:
                raise NotAllowedError(
                    "This invitation was made out to another address. Sign in with that one."
                )
            return come_in(connection, invitation, identity, time_zone, shared_from, now)

    def accept_offered(
        self,
        invitation_id: int,
        identity: Identity,
        *,
        now: datetime,
        time_zone: str = "UTC",
        shared_from: date | None = None,
    ) -> Actor:
        """Accept what `offered` returned, as `accept` does; raises NotFoundError for every other id."""
        zone_of(time_zone)
        with in_service_words(), writing(self._context.engine) as connection:
            found = invitations.open_invitations_to(connection, identity.address or "", now)
            invitation = next((one for one in found if one.id == invitation_id), None)
            if invitation is None:
                raise NotFoundError(NOT_VALID)
            return come_in(connection, invitation, identity, time_zone, shared_from, now)

    def open(self, actor: Actor, *, now: datetime) -> tuple[Invitation, ...]:
        """Return what the actor sent and nobody used yet."""
        person_id = actor.person_id or ""
        with visit(
            self._context, actor, Access.ACCOUNT, subject_id=person_id, doing=Act.READ_INVITATIONS, now=now
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
            doing=Act.WITHDRAW_INVITATION,
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
            raise NotFoundError(NOT_VALID)
        found = invitations.invitation_by_token(connection, _sha256(token))
        if found is None or found.used_utc is not None or found.expires_utc <= now:
            raise NotFoundError(NOT_VALID)
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


def _preview(connection: Connection, invitation: Invitation) -> Preview:
    by = people.person_by_id(connection, invitation.created_by or "")
    return Preview(
        invitation_id=invitation.id,
        role=invitation.role,  # pyright: ignore[reportArgumentType]  the table allows no other
        by_name=by.display_name if by else None,
        begins_link=invitation.links_to is not None,
        expires_utc=invitation.expires_utc,
        is_addressed=invitation.email is not None,
    )
