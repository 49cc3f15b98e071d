"""The chain holds, and every way of bending it shows."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
import sqlalchemy as sa

from store import audit
from store.engine import Engine, open_engine, reading, writing
from store.whole import _history_unlocked, key_chain

NOW = datetime(2026, 5, 17, 18, 0, tzinfo=UTC)


def write(engine: Engine, number: int) -> None:
    with writing(engine) as connection:
        audit.append(
            connection,
            at_utc=NOW + timedelta(microseconds=number),
            actor_kind="person",
            actor_id="p" * 32,
            action="read runs",
            subject_id="r" * 32,
            about=f"activity {number}",
        )


def bend(engine: Engine, statement: str) -> None:
    """Change the chain as somebody could who has the database to herself."""
    with writing(engine) as connection, _history_unlocked(connection):
        connection.execute(sa.text(statement))


def test_an_empty_chain_is_whole(engine: Engine) -> None:
    with reading(engine) as connection:
        assert audit.verify(connection) == audit.ChainReport(0, audit.GENESIS_SHA256, None)


def test_a_chain_is_whole_and_ends_at_its_head(engine: Engine) -> None:
    for number in range(5):
        write(engine, number)

    with reading(engine) as connection:
        report = audit.verify(connection)
        newest = audit.entries_about(connection, "r" * 32)[0]
    assert (report.entry_count, report.broken_at) == (5, None)
    assert report.head_sha256 == newest.sha256


@pytest.mark.parametrize(
    ("statement", "broken_at"),
    [
        ("UPDATE audit SET action = 'read account' WHERE seq = 3", 3),
        ("UPDATE audit SET actor_id = NULL WHERE seq = 1", 1),
        ("UPDATE audit SET about = 'activity 9' WHERE seq = 5", 5),
        ("DELETE FROM audit WHERE seq = 2", 3),
        ("DELETE FROM audit WHERE seq = 5", 5),
        ("UPDATE audit_head SET seq = 4", 6),
    ],
    ids=["action", "actor", "the last one", "one taken out", "the tail cut off", "the head moved"],
)
def test_whatever_is_bent_shows(engine: Engine, statement: str, broken_at: int) -> None:
    for number in range(5):
        write(engine, number)

    bend(engine, statement)

    with reading(engine) as connection:
        assert audit.verify(connection).broken_at == broken_at


def keyed(engine: Engine, key: bytes | None) -> Engine:
    """The same database, opened with a key."""
    return open_engine(engine.url.render_as_string(hide_password=False), audit_key=key)


def test_who_has_the_database_alone_cannot_make_a_chain_that_fits(engine: Engine) -> None:
    ours = keyed(engine, b"a key that is not in the database")
    for number in range(3):
        write(ours, number)
    with writing(engine) as connection, _history_unlocked(connection):
        connection.execute(sa.text("UPDATE audit SET action = 'read account' WHERE seq = 2"))
        audit.link_anew(connection)

    with reading(engine) as connection:
        assert audit.verify(connection).broken_at is None, "without the key it looks whole"
    with reading(ours) as connection:
        assert audit.verify(connection).broken_at == 1
    ours.dispose()


def test_a_chain_from_before_the_key_is_put_under_it_as_it_stands(engine: Engine) -> None:
    for number in range(3):
        write(engine, number)
    ours = keyed(engine, b"a key that is not in the database")
    with reading(ours) as connection:
        assert audit.verify(connection).broken_at == 1

    assert key_chain(ours)

    write(ours, 3)
    with reading(ours) as connection:
        assert audit.verify(connection).broken_at is None
        about = [entry.about for entry in audit.entries_about(connection, "r" * 32)]
    assert about == [f"activity {number}" for number in (3, 2, 1, 0)]
    ours.dispose()


def test_a_head_kept_elsewhere_shows_that_the_newest_entries_were_cut_off(engine: Engine) -> None:
    for number in range(3):
        write(engine, number)
    with reading(engine) as connection:
        head = audit.verify(connection).head_sha256
        before = audit.entries_about(connection, "r" * 32)[1].sha256
        assert audit.contains(connection, head)

    bend(engine, "DELETE FROM audit WHERE seq = 3")
    bend(engine, f"UPDATE audit_head SET seq = 2, sha256 = '{before}'")

    with reading(engine) as connection:
        assert audit.verify(connection).broken_at is None
        assert not audit.contains(connection, head)
        assert audit.contains(connection, before)


def test_two_writers_share_no_place(engine: Engine) -> None:
    writers = [Thread(target=lambda: [write(engine, n) for n in range(10)]) for _ in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    with reading(engine) as connection:
        report = audit.verify(connection)
    assert (report.entry_count, report.broken_at) == (30, None)
