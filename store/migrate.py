"""Bringing a database to the newest schema, one process at a time."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection, Engine

from store.engine import reading, writing
from store.errors import UnusableDatabaseError

#: Any number that nothing else on the same PostgreSQL server locks by.
_ADVISORY_LOCK = 7_240_113


def migration_config(connection: Connection | None = None) -> Config:
    """Return how Alembic works here: on this connection, with the migrations of this package."""
    config = Config()
    folder = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def newest_revision() -> str:
    """Return the revision that this version of the program needs."""
    head = ScriptDirectory.from_config(migration_config()).get_current_head()
    assert head is not None  # noqa: S101  the package ships its migrations
    return head


def current_revision(connection: Connection) -> str | None:
    """Return the database's revision, null where it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest revision, whole or not at all; waits for another process doing so.

    Raises UnusableDatabaseError where the database was made by a newer version.
    """
    with reading(engine) as connection:
        if current_revision(connection) == newest_revision():
            return
    with writing(engine) as connection:
        upgrade_within(connection)


def upgrade_within(connection: Connection) -> None:
    """The same within a transaction of the caller's, who may still take all of it back."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADVISORY_LOCK)))
    found = current_revision(connection)
    known = {script.revision for script in ScriptDirectory.from_config(migration_config()).walk_revisions()}
    if found is not None and found not in known:
        raise UnusableDatabaseError(
            "This database was made by a newer Stridegate. Install that version, or restore an older backup."
        )
    command.upgrade(migration_config(connection), "head")
