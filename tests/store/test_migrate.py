"""The schema that migrations make is the schema of the tables, and history cannot be rewritten in it."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from store import audit, people, tables
from store.engine import Engine, open_engine, reading, writing
from store.errors import UnusableDatabaseError
from store.migrate import current_revision, newest_revision, upgrade
from tests.databases import upgrade_to

NOW = datetime(2026, 5, 17, 18, 0, tzinfo=UTC)
_SOMEBODY = (
    "INSERT INTO person (id, display_name, time_zone, distance_unit, created_utc) "
    "VALUES ('0123456789abcdef0123456789abcdef', 'Somebody', 'UTC', 'km', :now)"
)


def test_migrated_equals_fresh(engine: Engine) -> None:
    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, tables.metadata)

    assert differences == []


def test_upgrading_twice_changes_nothing(engine: Engine) -> None:
    upgrade(engine)

    with reading(engine) as connection:
        assert current_revision(connection) == newest_revision()


def test_an_empty_database_is_brought_up_to_date(empty_url: str) -> None:
    engine = open_engine(empty_url)

    upgrade(engine)

    with reading(engine) as connection:
        assert current_revision(connection) == newest_revision()
        assert audit.verify(connection).broken_at is None
    engine.dispose()


@pytest.mark.parametrize("revision", ["0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009"])
def test_a_database_of_every_earlier_revision_is_brought_up_to_date(empty_url: str, revision: str) -> None:
    engine = open_engine(empty_url)
    upgrade_to(engine, revision)
    with engine.begin() as connection:
        connection.execute(
            sa.text(_SOMEBODY), {"now": NOW if "postgres" in empty_url else NOW.isoformat(" ")}
        )

    upgrade(engine)

    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.metadata) == []
        assert [person.display_name for person in people.everybody(connection)] == ["Somebody"]
        assert audit.verify(connection).broken_at is None
    engine.dispose()


def test_a_newer_database_is_left_alone(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(UnusableDatabaseError, match="newer Stridegate"):
        upgrade(engine)


@pytest.mark.parametrize("statement", ["UPDATE audit SET action = 'nothing'", "DELETE FROM audit"])
def test_the_database_itself_refuses_to_rewrite_the_audit(engine: Engine, statement: str) -> None:
    with writing(engine) as connection:
        audit.append(connection, at_utc=NOW, actor_kind="system", actor_id=None, action="begin")

    with pytest.raises(sa.exc.DBAPIError, match="only ever added to"), engine.begin() as connection:
        connection.execute(sa.text(statement))


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("mysql://somewhere/else", "mysql"),
        ("not an address", "STRIDEGATE_DATABASE_URL"),
    ],
)
def test_another_database_is_refused_in_one_sentence(url: str, word: str) -> None:
    with pytest.raises(UnusableDatabaseError, match=word):
        open_engine(url)
