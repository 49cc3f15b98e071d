"""A store from before dates were doubted: what lay ahead of its own upload is doubtful, all else stays."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from alembic import command

from store import activities
from store.engine import Engine, open_engine, reading, writing
from store.migrate import current_revision, migration_config, upgrade
from tests.databases import upgrade_to

ADDED = datetime(2026, 11, 20, 12, tzinfo=UTC)
HER = "r" * 32
#: Start, against its upload, by the id's first letter.
STARTS = {
    "a": -timedelta(hours=3),
    "b": -timedelta(minutes=25),
    "c": timedelta(days=101),
    "d": timedelta(minutes=11),
}


@pytest.fixture
def old(empty_url: str) -> Iterator[Engine]:
    """A store of revision 0009 with runs of half an hour in it."""
    engine = open_engine(empty_url)
    upgrade_to(engine, "0009")
    with writing(engine) as connection:
        tables = sa.MetaData()
        tables.reflect(connection, only=("person", "activity"))
        connection.execute(
            tables.tables["person"]
            .insert()
            .values(
                id=HER,
                display_name="Runner",
                time_zone="Europe/Berlin",
                distance_unit="km",
                created_utc=plain(ADDED, engine),
            )
        )
        for letter, after in STARTS.items():
            connection.execute(tables.tables["activity"].insert().values(run(letter, after, engine)))
    yield engine
    engine.dispose()


def plain(instant: datetime, engine: Engine) -> datetime:
    return instant if engine.dialect.name == "postgresql" else instant.replace(tzinfo=None)


def run(letter: str, after: timedelta, engine: Engine) -> dict[str, object]:
    start = ADDED + after
    texts = dict.fromkeys(("file_notes", "laps", "pauses", "device_splits", "workout_steps"), "[]")
    return {
        **texts,
        "id": letter * 32,
        "runner_id": HER,
        "kind": "foot",
        "sport": "running",
        "start_utc": plain(start, engine),
        "end_utc": plain(start + timedelta(minutes=30), engine),
        "local_date": start.date(),
        "elapsed_time_s": 1800.0,
        "timer_time_s": 1800.0,
        "cadence_rule": "none",
        "cadence_reason": "",
        "dropped": "{}",
        "imported_utc": plain(ADDED, engine),
    }


def test_what_lay_ahead_of_its_upload_is_doubtful(old: Engine) -> None:
    upgrade(old)

    with reading(old) as connection:
        found = {row.id[0]: row for row in activities.activities_of(connection, HER)}
    assert {letter: row.date_doubt for letter, row in found.items()} == {
        "a": None,
        "b": None,
        "c": "future",
        "d": "future",
    }
    assert [letter for letter, row in found.items() if row.is_undated] == ["d", "c"]
    for letter, after in STARTS.items():
        assert found[letter].start_utc == ADDED + after
        assert (found[letter].twin_of, found[letter].recorded_start_utc) == (None, None)


def test_it_can_be_taken_back(old: Engine) -> None:
    upgrade(old)
    with writing(old) as connection:
        command.downgrade(migration_config(connection), "0009")

    with reading(old) as connection:
        assert current_revision(connection) == "0009"
        query = sa.text("SELECT count(*) FROM activity")
        assert connection.execute(query).scalar_one() == len(STARTS)
