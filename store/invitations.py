"""Invitations: kept by the hash of their token, used once."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from store import tables as t
from store.rows import columns_of, insert, read_all, read_one


@dataclass(frozen=True)
class NewInvitation:
    """Who is invited as what; `links_to` is the person with whom a care link begins, null where none does."""

    token_sha256: str
    email: str | None
    role: str
    links_to: str | None
    shared_from: date | None
    created_utc: datetime
    created_by: str | None
    expires_utc: datetime


@dataclass(frozen=True)
class Invitation(NewInvitation):
    """An invitation as it is kept."""

    id: int
    used_utc: datetime | None
    used_by: str | None


_INVITATION = columns_of(t.invitation, Invitation)


def add_invitation(connection: Connection, invitation: NewInvitation) -> int:
    """Keep an invitation and return its id."""
    return insert(connection, t.invitation, asdict(invitation))


def invitation_by_token(connection: Connection, token_sha256: str) -> Invitation | None:
    """Return the invitation of this token's hash, null where there is none."""
    query = sa.select(*_INVITATION).where(t.invitation.c.token_sha256 == token_sha256)
    return read_one(connection, query, Invitation)


def open_invitations_by(connection: Connection, person_id: str, now: datetime) -> tuple[Invitation, ...]:
    """Return what somebody sent and nobody used yet, newest first."""
    query = sa.select(*_INVITATION).where(
        t.invitation.c.created_by == person_id,
        t.invitation.c.used_utc.is_(None),
        t.invitation.c.expires_utc > now,
    )
    return read_all(connection, query.order_by(t.invitation.c.id.desc()), Invitation)


def open_invitations_to(connection: Connection, email: str, now: datetime) -> tuple[Invitation, ...]:
    """Return what is made out to an address and nobody used yet, newest first."""
    query = sa.select(*_INVITATION).where(
        t.invitation.c.email == email,
        t.invitation.c.used_utc.is_(None),
        t.invitation.c.expires_utc > now,
    )
    return read_all(connection, query.order_by(t.invitation.c.id.desc()), Invitation)


def use_invitation(connection: Connection, invitation_id: int, *, now: datetime, used_by: str) -> bool:
    """Mark an invitation as used; False where somebody used it before."""
    result = connection.execute(
        t.invitation.update()
        .where(t.invitation.c.id == invitation_id, t.invitation.c.used_utc.is_(None))
        .values({"used_utc": now, "used_by": used_by})
    )
    return result.rowcount == 1


def withdraw_invitation(connection: Connection, invitation_id: int, created_by: str) -> None:
    """Take back an invitation that was not used yet."""
    connection.execute(
        t.invitation.delete().where(
            t.invitation.c.id == invitation_id,
            t.invitation.c.created_by == created_by,
            t.invitation.c.used_utc.is_(None),
        )
    )
