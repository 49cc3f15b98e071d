"""The audit chain: each entry carries the hash of the one before it, under a key that is not in the database.

Who has the database to herself can neither change an entry nor make up a chain that fits. She can
cut the newest entries off: a head that was kept elsewhere shows that (`contains`).
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from store import tables as t
from store.rows import columns_of, read_all

GENESIS_SHA256 = "0" * 64
#: The option of a connection that carries the key; without it the chain is a plain one.
KEY_OPTION = "audit_key"


@dataclass(frozen=True)
class AuditEntry:
    """Who did what to whose data, without what it said."""

    seq: int
    at_utc: datetime
    actor_kind: str
    actor_id: str | None
    action: str
    subject_id: str | None
    about: str | None
    previous_sha256: str
    sha256: str


@dataclass(frozen=True)
class ChainReport:
    """How far the chain holds: `broken_at` is the first entry that does not fit, null where all do."""

    entry_count: int
    head_sha256: str
    broken_at: int | None


_ENTRY = columns_of(t.audit, AuditEntry)


def append(
    connection: Connection,
    *,
    at_utc: datetime,
    actor_kind: str,
    actor_id: str | None,
    action: str,
    subject_id: str | None = None,
    about: str | None = None,
) -> None:
    """Add one entry; the head's row stays locked until the transaction ends, so that no two share a place."""
    append_about(
        connection,
        (subject_id,),
        at_utc=at_utc,
        actor_kind=actor_kind,
        actor_id=actor_id,
        action=action,
        about=about,
    )


def append_about(
    connection: Connection,
    subject_ids: Sequence[str | None],
    *,
    at_utc: datetime,
    actor_kind: str,
    actor_id: str | None,
    action: str,
    about: str | None = None,
) -> None:
    """Add an entry about each of these people, in one go, under the lock that `append` takes."""
    if not subject_ids:
        return
    head = connection.execute(sa.select(t.audit_head.c.seq, t.audit_head.c.sha256).with_for_update()).one()
    key, seq, previous, rows = _key(connection), head.seq, head.sha256, []
    for subject_id in subject_ids:
        seq += 1
        sha256 = _link(key, previous, seq, at_utc, actor_kind, actor_id, action, subject_id, about)
        rows.append(
            {
                "seq": seq,
                "at_utc": at_utc,
                "actor_kind": actor_kind,
                "actor_id": actor_id,
                "action": action,
                "subject_id": subject_id,
                "about": about,
                "previous_sha256": previous,
                "sha256": sha256,
            }
        )
        previous = sha256
    connection.execute(t.audit.insert(), rows)
    connection.execute(t.audit_head.update().values({"seq": seq, "sha256": previous}))


def verify(connection: Connection) -> ChainReport:
    """Walk the whole chain and compare every hash, the places, and the head."""
    return _walk(connection, _key(connection))


def contains(connection: Connection, head_sha256: str) -> bool:
    """True where the chain once ended in this hash; with a whole chain, all before it is as it was then."""
    query = sa.select(t.audit.c.seq).where(t.audit.c.sha256 == head_sha256)
    return head_sha256 == GENESIS_SHA256 or connection.execute(query).first() is not None


def is_plain(connection: Connection) -> bool:
    """True where the chain is whole and was made before there was a key."""
    return _walk(connection, None).broken_at is None


def link_anew(connection: Connection) -> None:
    """Put every entry under the connection's key, as it stands; the database has to let itself be changed."""
    key, previous = _key(connection), GENESIS_SHA256
    for entry in read_all(connection, sa.select(*_ENTRY).order_by(t.audit.c.seq), AuditEntry):
        sha256 = _link_of(key, previous, entry)
        connection.execute(
            t.audit.update()
            .where(t.audit.c.seq == entry.seq)
            .values({"previous_sha256": previous, "sha256": sha256})
        )
        previous = sha256
    connection.execute(t.audit_head.update().values({"sha256": previous}))


def _key(connection: Connection) -> bytes | None:
    return connection.get_execution_options().get(KEY_OPTION)


def _walk(connection: Connection, key: bytes | None) -> ChainReport:
    previous, seq = GENESIS_SHA256, 0
    for entry in read_all(connection, sa.select(*_ENTRY).order_by(t.audit.c.seq), AuditEntry):
        seq += 1
        expected = _link_of(key, previous, entry)
        if (entry.seq, entry.previous_sha256, entry.sha256) != (seq, previous, expected):
            return ChainReport(seq - 1, previous, entry.seq)
        previous = expected
    head = connection.execute(sa.select(t.audit_head.c.seq, t.audit_head.c.sha256)).one()
    whole = (head.seq, head.sha256) == (seq, previous)
    return ChainReport(seq, previous, None if whole else seq + 1)


def entries_about(connection: Connection, subject_id: str) -> tuple[AuditEntry, ...]:
    """Return all that was done with one person's data, newest first."""
    query = sa.select(*_ENTRY).where(t.audit.c.subject_id == subject_id).order_by(t.audit.c.seq.desc())
    return read_all(connection, query, AuditEntry)


def _link_of(key: bytes | None, previous: str, entry: AuditEntry) -> str:
    return _link(
        key,
        previous,
        entry.seq,
        entry.at_utc,
        entry.actor_kind,
        entry.actor_id,
        entry.action,
        entry.subject_id,
        entry.about,
    )


def _link(
    key: bytes | None,
    previous: str,
    seq: int,
    at_utc: datetime,
    actor_kind: str,
    actor_id: str | None,
    action: str,
    subject_id: str | None,
    about: str | None,
) -> str:
    at_us = int(at_utc.timestamp() * 1_000_000)
    fields = (previous, str(seq), str(at_us), actor_kind, actor_id, action, subject_id, about)
    text = "\x1f".join("\x00" if field is None else field for field in fields)
    if key is None:
        return hashlib.sha256(text.encode()).hexdigest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
