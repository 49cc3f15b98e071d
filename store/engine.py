"""Opening the database: SQLite in a folder of the user's, or PostgreSQL by URL."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from store.errors import BusyError, DiskFullError, StoreError, UnusableDatabaseError

__all__ = [
    "Connection",
    "Engine",
    "open_engine",
    "opened",
    "plain_errors",
    "reading",
    "sqlite_url",
    "writing",
]

BUSY_TIMEOUT_S = 20
DATABASE_NAME = "stridegate.db"


def sqlite_url(folder: Path) -> str:
    """Return the URL of the database in this folder, making the folder (for its owner only) where needed."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return sa.URL.create("sqlite", database=str(folder / DATABASE_NAME)).render_as_string()


def open_engine(url: str, *, audit_key: bytes | None = None) -> Engine:
    """Open a database by its URL; `postgresql://` uses psycopg. `audit_key` keys the audit chain.

    Raises UnusableDatabaseError where the URL cannot be read or its driver is missing.
    """
    engine = _open(url)
    if audit_key is not None:
        engine.update_execution_options(audit_key=audit_key)
    return engine


@contextmanager
def opened(url: str, *, audit_key: bytes | None = None) -> Iterator[Engine]:
    """Give a database as `open_engine` opens it, and close all its connections when the block ends."""
    engine = open_engine(url, audit_key=audit_key)
    try:
        yield engine
    finally:
        engine.dispose()


def _open(url: str) -> Engine:
    try:
        parsed = sa.make_url(url)
        if parsed.get_backend_name() == "postgresql":
            return _open_postgresql(parsed.set(drivername="postgresql+psycopg"))
        if parsed.get_backend_name() == "sqlite":
            return _open_sqlite(parsed)
    except ArgumentError:
        raise UnusableDatabaseError(
            "STRIDEGATE_DATABASE_URL is not a database address; write postgresql://user:password@host/name."
        ) from None
    except ImportError:
        raise UnusableDatabaseError(
            "PostgreSQL needs one more package: install stridegate[postgres]."
        ) from None
    raise UnusableDatabaseError(
        f"Stridegate keeps its data in SQLite or PostgreSQL, not in {parsed.get_backend_name()}."
    )


def _open_postgresql(url: sa.URL) -> Engine:
    return sa.create_engine(
        url, hide_parameters=True, pool_pre_ping=True, connect_args={"options": "-c timezone=utc"}
    )


def _open_sqlite(url: sa.URL) -> Engine:
    # Parameters are health data: they must never stand in an error message, which ends up in a log.
    engine = sa.create_engine(url, hide_parameters=True, connect_args={"timeout": BUSY_TIMEOUT_S})

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        # The driver would begin transactions by itself, and never before a read.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        # An acknowledged entry must survive a power cut, not only a killed process.
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        # Deleted health data is overwritten, not only unlinked.
        cursor.execute("PRAGMA secure_delete = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A writer that began as a reader could not wait its turn: it would fail at once.
        how = "BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN"
        connection.exec_driver_sql(how)

    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection that sees one moment of the database and changes nothing."""
    options: dict[str, Any] = {}
    if engine.dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with plain_errors(), engine.connect() as connection:
        connection = connection.execution_options(**options)
        with connection.begin() as transaction:
            yield connection
            transaction.rollback()


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a connection whose work is kept whole when the block ends, and not at all when it raises."""
    with plain_errors(), engine.connect() as connection:
        connection = connection.execution_options(writes=True)
        with connection.begin():
            yield connection


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn what the database driver raises into one sentence of the store's own family."""
    try:
        yield
    except DBAPIError as error:
        # Without its cause: what PostgreSQL says of a refused row quotes the row.
        raise _in_plain_words(error) from None


def _in_plain_words(error: DBAPIError) -> StoreError:
    text = str(error.orig).lower()
    state = getattr(error.orig, "sqlstate", None) or ""
    if "disk is full" in text or "no space left" in text or state.startswith("53"):
        return DiskFullError("The disk is full, so nothing was saved. Make room, then try again.")
    if "database is locked" in text or state in {"40001", "40P01", "55P03"}:
        return BusyError("The database is busy, so nothing was saved. Wait a moment, then try again.")
    if "readonly database" in text:
        return UnusableDatabaseError("The database may only be read, so nothing was saved.")
    if "malformed" in text or "not a database" in text:
        return UnusableDatabaseError(
            "The database file is damaged. Restore the last backup with: stridegate restore FILE."
        )
    if isinstance(error, OperationalError):
        return StoreError("The database cannot be reached, so nothing was saved. Try again later.")
    what = getattr(getattr(error.orig, "diag", None), "constraint_name", None) or type(error.orig).__name__
    return StoreError(f"The database refused this ({what}), so nothing was saved.")
