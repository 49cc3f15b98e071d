"""Work on a whole database: copying it, checking it, replacing what is in it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from store import caution
from store import tables as t
from store.audit import is_plain, link_anew, verify
from store.engine import reading, writing
from store.errors import DamagedError
from store.frames import Blob, unpack_samples
from store.migrate import current_revision, newest_revision
from store.rows import columns_of, read_all

_ROWS_AT_ONCE = 200


@dataclass(frozen=True)
class CheckReport:
    """What a check of a whole database found: `faults` is empty where it is whole."""

    revision: str | None
    row_count: int
    audit_head_sha256: str
    faults: tuple[str, ...]


def check(engine: Engine) -> CheckReport:
    """Check the file, the references, every checksum of every run's samples, and the audit chain."""
    with reading(engine) as connection:
        revision = current_revision(connection)
        if revision != newest_revision():
            fault = f"Its schema is {revision or 'none'}; this version needs {newest_revision()}."
            return CheckReport(revision, 0, "", (fault,))
        chain = verify(connection)
        faults = [*_file_faults(connection), *_sample_faults(connection)]
        if chain.broken_at is not None:
            faults.append(
                f"The audit chain is broken at entry {chain.broken_at}, or was made with another secret.key."
            )
        broken_at = caution.broken_at(connection)
        if broken_at is not None:
            faults.append(f"The register of stops is broken at entry {broken_at}.")
        rows = sum(
            connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in t.metadata.sorted_tables
        )
    return CheckReport(revision, rows, chain.head_sha256, tuple(faults))


def _file_faults(connection: Connection) -> Iterator[str]:
    if connection.dialect.name != "sqlite":
        return
    found = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    if found != ["ok"]:
        yield f"The database file is damaged: {found[0]}"
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        yield f"A row of {broken[0]} refers to a row that is not there."


def _sample_faults(connection: Connection) -> Iterator[str]:
    ids = connection.execute(sa.select(t.samples.c.id).order_by(t.samples.c.id)).scalars().all()
    for samples_id in ids:
        query = sa.select(*columns_of(t.samples, Blob)).where(t.samples.c.id == samples_id)
        for blob in read_all(connection, query, Blob):
            try:
                unpack_samples(blob)
            except DamagedError:
                yield f"The samples {samples_id} are damaged."


def copy_all(source: Engine, writer: Connection) -> None:
    """Put one moment of the source in place of all that the writer's database holds.

    Both have the newest schema. It is whole when the writer's transaction commits, and never
    happened when it does not. The source stays in use meanwhile. What the writer's register of
    stops holds beyond the source's is kept, so that no restore un-stops anybody.
    """
    register = caution.entries(writer)
    with reading(source) as reader, _history_unlocked(writer):
        for table in reversed(t.metadata.sorted_tables):
            writer.execute(table.delete())
        for table in t.metadata.sorted_tables:
            _copy_table(reader, writer, table)
    caution.merge(writer, register)


def key_chain(engine: Engine, *, whatever_it_is: bool = False) -> bool:
    """Put a chain that was made without a key under the engine's; True where it is under it now.

    A chain that is broken, or under another key, is left as it is: unless `whatever_it_is` says
    that its entries are to be believed as they stand.
    """
    with writing(engine) as connection:
        if verify(connection).broken_at is None:
            return True
        if not whatever_it_is and not is_plain(connection):
            return False
        with _history_unlocked(connection):
            link_anew(connection)
    return True


def make_single_file(engine: Engine) -> None:
    """Leave an SQLite database as one file that can be moved."""
    _pragma(engine, "journal_mode = DELETE")
    engine.dispose()


def _pragma(engine: Engine, pragma: str) -> None:
    """Run what SQLite does outside of transactions only."""
    raw = engine.raw_connection()
    try:
        if isinstance(raw.driver_connection, sqlite3.Connection):
            raw.driver_connection.execute(f"PRAGMA {pragma}")
    finally:
        raw.close()


def _copy_table(reader: Connection, writer: Connection, table: sa.Table) -> None:
    rows = reader.execution_options(yield_per=_ROWS_AT_ONCE).execute(sa.select(table))
    for batch in rows.mappings().partitions(_ROWS_AT_ONCE):
        writer.execute(table.insert(), [dict(row) for row in batch])
    if writer.dialect.name == "postgresql" and "id" in table.c and table.c.id.identity is not None:
        newest = sa.select(sa.func.coalesce(sa.func.max(table.c.id), 0) + 1).scalar_subquery()
        sequence = sa.func.pg_get_serial_sequence(table.name, "id")
        writer.execute(sa.select(sa.func.setval(sequence, newest, False)))


@contextmanager
def _history_unlocked(connection: Connection) -> Iterator[None]:
    """Let a restore replace what is otherwise only ever added to; the locks come back with its commit."""
    if connection.dialect.name == "postgresql":
        for table in ("audit", "decision", "caution"):
            connection.execute(sa.text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        yield
        for table in ("audit", "decision", "caution"):
            connection.execute(sa.text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))
        return
    triggers = connection.execute(sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
    for name, _ in triggers:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    yield
    for _, sql in triggers:
        connection.exec_driver_sql(sql)


def scrub(engine: Engine) -> None:
    """Overwrite what was deleted also in SQLite's write-ahead file, where nobody else is reading."""
    if engine.dialect.name == "sqlite":
        _pragma(engine, "wal_checkpoint(TRUNCATE)")
