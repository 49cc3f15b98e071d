"""The audit chain: each entry carries the hash of the one before it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from store import tables as t
from store.rows import columns_of, read_all

GENESIS_SHA256 = "0" * 64


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
    seq, previous, rows = head.seq, head.sha256, []
    for subject_id in subject_ids:
        seq += 1
        sha256 = _link(previous, seq, at_utc, actor_kind, actor_id, action, subject_id, about)
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
    previous, seq = GENESIS_SHA256, 0
    for entry in read_all(connection, sa.select(*_ENTRY).order_by(t.audit.c.seq), AuditEntry):
        seq += 1
        expected = _link(
            previous,
            seq,
            entry.at_utc,
            entry.actor_kind,
            entry.actor_id,
            entry.action,
            entry.subject_id,
            entry.about,
        )
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


def _link(
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
    return hashlib.sha256(text.encode()).hexdigest()
