"""Closings of findings: who, when, why, and which revisions they answered."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from store import tables as t
from store.rows import RUNNER, columns_of, insert, read_all

#: One revision of one source.
Shown = tuple[str, int]


@dataclass(frozen=True, kw_only=True)
class NewClosing:
    """A finding closed: it answers the revisions in `seen` and nothing that was written later.

    `role` is pt or self_stated, `kind` looked or mistake.
    """

    runner_id: str
    finding_key: str
    closed_utc: datetime
    closed_by: str | None
    role: str
    kind: str
    because: str
    examined_by: str | None = None
    profession: str | None = None
    examined_on: date | None = None
    seen: frozenset[Shown] = frozenset()


@dataclass(frozen=True, kw_only=True)
class ClosingRow(NewClosing):
    """A closing as it is kept."""

    id: int


def add_closing(connection: Connection, closing: NewClosing) -> int:
    """Keep a closing with what it saw, and return its id."""
    values = {name: value for name, value in vars(closing).items() if name not in {"seen", "id"}}
    closing_id = insert(connection, t.closing, values)
    seen = [
        {"closing_id": closing_id, "source": source, "revision": revision}
        for source, revision in sorted(closing.seen)
    ]
    if seen:
        connection.execute(t.closing_seen.insert(), seen)
    return closing_id


def closings_of(connection: Connection, runner_id: str) -> tuple[ClosingRow, ...]:
    """Return a runner's closings with what each saw, oldest first."""
    found = connection.execute(_CLOSINGS, {"runner_id": runner_id}).mappings().all()
    if not found:
        return ()
    seen: dict[int, set[Shown]] = {}
    for row in read_all(connection, _SEEN, _Seen, runner_id=runner_id):
        seen.setdefault(row.closing_id, set()).add((row.source, row.revision))
    return tuple(ClosingRow(**row, seen=frozenset(seen.get(row["id"], ()))) for row in found)


@dataclass(frozen=True)
class _Seen:
    closing_id: int
    source: str
    revision: int


_CLOSINGS = sa.select(t.closing).where(t.closing.c.runner_id == RUNNER).order_by(t.closing.c.id)
_SEEN = sa.select(*columns_of(t.closing_seen, _Seen)).join(t.closing).where(t.closing.c.runner_id == RUNNER)
