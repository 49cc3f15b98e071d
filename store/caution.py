"""The register of stops, holds and findings: only ever added to, and carried forward by a restore.

It holds codes and pseudonymous ids, outlives a deletion, and is never cut back by an older backup. Each
entry carries the hash of the one before it.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from store import tables as t
from store.rows import columns_of, of_runner, read_all

GENESIS_SHA256 = "0" * 64


@dataclass(frozen=True)
class Caution:
    """Something that stopped or held a runner was opened or closed: its code and nothing else."""

    runner_id: str
    code: str
    kind: str
    at_utc: datetime


@dataclass(frozen=True)
class CautionEntry(Caution):
    """One entry of the register with its place in the chain."""

    seq: int
    previous_sha256: str
    sha256: str


_ENTRY = columns_of(t.caution, CautionEntry)
_OF_RUNNER = of_runner(t.caution, CautionEntry, t.caution.c.at_utc, t.caution.c.seq)
_AFTER = sa.select(*_ENTRY).where(t.caution.c.seq > sa.bindparam("after_seq")).order_by(t.caution.c.seq)


def append(connection: Connection, *entries: Caution) -> None:
    """Add entries in the order given; `kind` is opened or closed."""
    if not entries:
        return
    # One lock for both chains: two locks could wait for each other.
    connection.execute(sa.select(t.audit_head.c.seq).with_for_update()).all()
    newest = sa.select(t.caution.c.seq, t.caution.c.sha256).order_by(t.caution.c.seq.desc()).limit(1)
    head = connection.execute(newest).first()
    seq, previous = (head.seq, head.sha256) if head is not None else (0, GENESIS_SHA256)
    rows = []
    for entry in entries:
        seq += 1
        sha256 = _link(previous, seq, entry)
        rows.append(
            {
                "seq": seq,
                "runner_id": entry.runner_id,
                "code": entry.code,
                "kind": entry.kind,
                "at_utc": entry.at_utc,
                "previous_sha256": previous,
                "sha256": sha256,
            }
        )
        previous = sha256
    connection.execute(t.caution.insert(), rows)


def entries(connection: Connection, runner_id: str | None = None) -> tuple[CautionEntry, ...]:
    """Return the whole register, or one runner's part of it, in the order of its instants."""
    if runner_id is not None:
        return read_all(connection, _OF_RUNNER, CautionEntry, runner_id=runner_id)
    query = sa.select(*_ENTRY).order_by(t.caution.c.at_utc, t.caution.c.seq)
    return read_all(connection, query, CautionEntry)


def entries_after(connection: Connection, seq: int) -> tuple[CautionEntry, ...]:
    """Return the entries of the register behind a place in it, in its order."""
    return read_all(connection, _AFTER, CautionEntry, after_seq=seq)


def merge(connection: Connection, others: Iterable[Caution]) -> int:
    """Add what another copy of the register holds and this one does not; return how many that were."""
    here = {_fact(entry) for entry in entries(connection)}
    new = {_fact(entry): entry for entry in others if _fact(entry) not in here}
    append(connection, *sorted(new.values(), key=lambda entry: (entry.at_utc, _fact(entry))))
    return len(new)


def broken_at(connection: Connection) -> int | None:
    """Return the place of the first entry that does not fit the chain, null where all do."""
    previous = GENESIS_SHA256
    query = sa.select(*columns_of(t.caution, CautionEntry)).order_by(t.caution.c.seq)
    for seq, entry in enumerate(read_all(connection, query, CautionEntry), start=1):
        expected = _link(previous, seq, entry)
        if (entry.seq, entry.previous_sha256, entry.sha256) != (seq, previous, expected):
            return entry.seq
        previous = expected
    return None


def _fact(entry: Caution) -> tuple[str, str, str, datetime]:
    return entry.runner_id, entry.code, entry.kind, entry.at_utc


def _link(previous: str, seq: int, entry: Caution) -> str:
    at_us = int(entry.at_utc.timestamp() * 1_000_000)
    text = "\x1f".join((previous, str(seq), entry.runner_id, entry.code, entry.kind, str(at_us)))
    return hashlib.sha256(text.encode()).hexdigest()
