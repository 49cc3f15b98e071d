"""No lost update, no half write, and every trouble in one sentence."""

import traceback
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from store import diary, people
from store.diary import CheckInRevision, RecordRevision
from store.engine import Engine, open_engine, opened, reading, sqlite_url, writing
from store.errors import (
    BusyError,
    DiskFullError,
    StaleVersionError,
    StoreError,
    UnusableDatabaseError,
)
from store.migrate import upgrade
from store.people import Person
from store.rows import Seen

NOW = datetime(2026, 5, 17, 18, 0, tzinfo=UTC)
RUNNER = Person("r" * 32, "her@example.org", "Runner", None, None, "Europe/London", "km", None, None, NOW, 1)


@pytest.fixture
def store(engine: Engine) -> Engine:
    with writing(engine) as connection:
        people.add_person(connection, RUNNER)
    return engine


def test_two_edits_of_one_version_are_not_both_kept(store: Engine) -> None:
    def rename(name: str) -> None:
        with writing(store) as connection:
            people.change_settings(
                connection, Seen(RUNNER.id, 1), display_name=name, time_zone="UTC", distance_unit="km"
            )

    rename("First")
    with pytest.raises(StaleVersionError, match="in the meantime"):
        rename("Second")

    with reading(store) as connection:
        found = people.person_by_id(connection, RUNNER.id)
    assert found is not None
    assert (found.display_name, found.version) == ("First", 2)


def test_two_revisions_of_one_number_are_not_both_kept(store: Engine) -> None:
    with writing(store) as connection:
        entry_id = diary.add_entry(connection, RUNNER.id, None, "day", date(2026, 5, 17))
        diary.add_entry_revision(connection, entry_id, 1, "{}", now=NOW, made_by=None)

        with pytest.raises(StaleVersionError):
            diary.add_entry_revision(connection, entry_id, 1, '{"late": 1}', now=NOW, made_by=None)
        # The transaction goes on as if the second had never been tried.
        diary.add_entry_revision(connection, entry_id, 2, None, now=NOW, made_by=None)

    with reading(store) as connection:
        rows = diary.revisions_of_entry(connection, entry_id)
    assert [(row.revision, row.answers) for row in rows] == [(1, "{}"), (2, None)]


def test_check_ins_and_records_keep_their_revisions(store: Engine) -> None:
    week = date(2026, 5, 11)
    with writing(store) as connection:
        for revision in (1, 2):
            diary.add_check_in(connection, CheckInRevision(RUNNER.id, week, revision, "{}", NOW, None))
            diary.add_record(connection, RecordRevision(RUNNER.id, "profile", revision, "{}", NOW, None))

    with reading(store) as connection:
        assert [row.revision for row in diary.check_ins_of(connection, RUNNER.id)] == [1, 2]
        newest = diary.newest_record(connection, RUNNER.id, "profile")
    assert newest is not None
    assert newest.revision == 2


def test_a_time_without_its_zone_is_refused(store: Engine) -> None:
    with pytest.raises(sa.exc.StatementError, match="without its zone"), writing(store) as connection:
        people.sign_out(connection, RUNNER.id, now=datetime(2026, 5, 17))  # noqa: DTZ001  that is the point


def test_times_come_back_as_the_instants_they_were(store: Engine) -> None:
    with reading(store) as connection:
        found = people.person_by_email(connection, "HER@example.org ")
    assert found == RUNNER
    assert found is not None
    assert found.created_utc.utcoffset() == NOW.utcoffset()


def test_no_value_stands_in_an_error(store: Engine) -> None:
    """An error ends up in a log, with all that led to it; what somebody wrote must not."""
    same_address = replace(RUNNER, id="s" * 32)

    with pytest.raises(StoreError) as caught, writing(store) as connection:
        people.add_person(connection, same_address)

    shown = "".join(traceback.format_exception(caught.value))
    assert "refused" in shown
    assert "her@example.org" not in shown


def test_a_full_disk_is_one_sentence_and_nothing_is_half_written(tmp_path: Path) -> None:
    engine = open_engine(sqlite_url(tmp_path))
    upgrade(engine)
    with engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    with writing(engine) as connection:
        people.add_person(connection, RUNNER)

    def fill() -> None:
        with writing(engine) as connection:
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 20}")
            for revision in range(1, 200):
                row = RecordRevision(RUNNER.id, "profile", revision, "x" * 5000, NOW, None)
                diary.add_record(connection, row)

    with pytest.raises(DiskFullError, match="disk is full"):
        fill()

    with reading(engine) as connection:
        assert diary.records_of(connection, RUNNER.id) == ()
        assert people.person_by_id(connection, RUNNER.id) == RUNNER
    engine.dispose()


def test_a_busy_database_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.engine.BUSY_TIMEOUT_S", 0.05)
    engine = open_engine(sqlite_url(tmp_path))
    upgrade(engine)

    with writing(engine), pytest.raises(BusyError, match="busy"), writing(engine):
        pass
    engine.dispose()


def test_a_file_that_is_no_database_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "stridegate.db").write_bytes(b"not a database at all" * 100)

    with opened(sqlite_url(tmp_path)) as engine, pytest.raises(UnusableDatabaseError, match="damaged"):
        upgrade(engine)
