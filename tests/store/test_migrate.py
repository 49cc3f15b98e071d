"""The schema that migrations make is the schema of the tables."""

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from store import tables
from store.engine import Engine, reading, writing
from store.errors import UnusableDatabaseError
from store.migrate import current_revision, newest_revision, upgrade


def test_migrated_equals_fresh(engine: Engine) -> None:
    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, tables.metadata)

    assert differences == []


def test_upgrading_twice_changes_nothing(engine: Engine) -> None:
    upgrade(engine)

    with reading(engine) as connection:
        assert current_revision(connection) == newest_revision()


def test_a_newer_database_is_left_alone(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(UnusableDatabaseError, match="newer Stridegate"):
        upgrade(engine)
