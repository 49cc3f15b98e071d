"""What a runner tells, revision by revision: symptom entries, check-ins, and what is on record about her."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from store import tables as t
from store.errors import StaleVersionError
from store.rows import RUNNER, insert, read_all, read_one

_TOO_LATE = "Somebody else changed this in the meantime. Look at what it says now, then try again."


@dataclass(frozen=True)
class EntryRevision:
    """One revision of one symptom entry; `answers` is null where it withdraws the entry."""

    entry_id: int
    runner_id: str
    activity_id: str | None
    phase: str
    local_date: date
    revision: int
    answers: str | None
    made_utc: datetime
    made_by: str | None
    #: When it was felt, as its first revision says; null: only its day is known.
    happened_utc: datetime | None = None


@dataclass(frozen=True)
class CheckInRevision:
    """One revision of the check-in of one week."""

    runner_id: str
    week_start: date
    revision: int
    answers: str
    made_utc: datetime
    made_by: str | None


@dataclass(frozen=True)
class RecordRevision:
    """One revision of what is on record; `content` is null where it withdraws what stood there."""

    runner_id: str
    kind: str
    revision: int
    content: str | None
    made_utc: datetime
    made_by: str | None


_ENTRY = (
    t.symptom_revision.c.entry_id,
    t.symptom_entry.c.runner_id,
    t.symptom_entry.c.activity_id,
    t.symptom_entry.c.phase,
    t.symptom_entry.c.local_date,
    t.symptom_revision.c.revision,
    t.symptom_revision.c.answers,
    t.symptom_revision.c.made_utc,
    t.symptom_revision.c.made_by,
    t.symptom_entry.c.happened_utc,
)
_ENTRIES = (
    sa.select(*_ENTRY)
    .join(t.symptom_entry)
    .where(t.symptom_entry.c.runner_id == RUNNER)
    .order_by(t.symptom_revision.c.entry_id, t.symptom_revision.c.revision)
)
_CHECK_INS = (
    sa.select(t.check_in)
    .where(t.check_in.c.runner_id == RUNNER)
    .order_by(t.check_in.c.week_start, t.check_in.c.revision)
)
_RECORDS = (
    sa.select(t.record).where(t.record.c.runner_id == RUNNER).order_by(t.record.c.kind, t.record.c.revision)
)


def add_entry(
    connection: Connection,
    runner_id: str,
    activity_id: str | None,
    phase: str,
    local_date: date,
    *,
    happened_utc: datetime | None = None,
) -> int:
    """Insert an entry, which gets its answers as its first revision; return its id.

    `happened_utc` is when it was felt, whatever later revisions say; null where only its day is known.
    """
    values = {
        "runner_id": runner_id,
        "activity_id": activity_id,
        "phase": phase,
        "local_date": local_date,
        "happened_utc": happened_utc,
    }
    return insert(connection, t.symptom_entry, values)


def add_entry_revision(
    connection: Connection,
    entry_id: int,
    revision: int,
    answers: str | None,
    *,
    now: datetime,
    made_by: str | None,
) -> None:
    """Add the next revision; raises StaleVersionError where that number is taken."""
    _add_revision(
        connection,
        t.symptom_revision,
        {
            "entry_id": entry_id,
            "revision": revision,
            "answers": answers,
            "made_utc": now,
            "made_by": made_by,
        },
    )


def entries_of(
    connection: Connection, runner_id: str, *, since: date | None = None
) -> tuple[EntryRevision, ...]:
    """Return all revisions of a runner's entries, by entry and then by revision."""
    query = _ENTRIES if since is None else _ENTRIES.where(t.symptom_entry.c.local_date >= since)
    return read_all(connection, query, EntryRevision, runner_id=runner_id)


def revisions_of_entry(connection: Connection, entry_id: int) -> tuple[EntryRevision, ...]:
    """Return all revisions of one entry, oldest first."""
    query = sa.select(*_ENTRY).join(t.symptom_entry).where(t.symptom_entry.c.id == entry_id)
    return read_all(connection, query.order_by(t.symptom_revision.c.revision), EntryRevision)


def add_check_in(connection: Connection, revision: CheckInRevision) -> None:
    """Add a check-in, or a later revision of it; raises StaleVersionError where that number is taken."""
    _add_revision(connection, t.check_in, vars(revision))


def check_ins_of(connection: Connection, runner_id: str) -> tuple[CheckInRevision, ...]:
    """Return all revisions of a runner's check-ins, by week and then by revision."""
    return read_all(connection, _CHECK_INS, CheckInRevision, runner_id=runner_id)


def add_record(connection: Connection, revision: RecordRevision) -> None:
    """Add a revision of what is on record; raises StaleVersionError where that number is taken."""
    _add_revision(connection, t.record, vars(revision))


def records_of(connection: Connection, runner_id: str) -> tuple[RecordRevision, ...]:
    """Return all that is and was on record about a runner, by kind and then by revision."""
    return read_all(connection, _RECORDS, RecordRevision, runner_id=runner_id)


def newest_record(connection: Connection, runner_id: str, kind: str) -> RecordRevision | None:
    """Return the newest revision of one kind, null where there is none."""
    query = sa.select(t.record).where(t.record.c.runner_id == runner_id, t.record.c.kind == kind)
    return read_one(connection, query.order_by(t.record.c.revision.desc()).limit(1), RecordRevision)


def _add_revision(connection: Connection, table: sa.Table, values: dict[str, object]) -> None:
    """Insert under a key that two writers cannot both have.

    Without a savepoint: a full disk ends SQLite's whole transaction, which hides why.
    """
    insert_into = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    query = insert_into(table).values(values).on_conflict_do_nothing().returning(table.c.revision)
    if connection.execute(query).first() is None:
        raise StaleVersionError(_TOO_LATE)
