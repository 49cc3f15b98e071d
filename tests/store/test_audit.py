"""The chain holds, and every way of bending it shows."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
import sqlalchemy as sa

from store import audit
from store.engine import Engine, reading, writing
from store.whole import _history_unlocked

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


def test_two_writers_share_no_place(engine: Engine) -> None:
    writers = [Thread(target=lambda: [write(engine, n) for n in range(10)]) for _ in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    with reading(engine) as connection:
        report = audit.verify(connection)
    assert (report.entry_count, report.broken_at) == (30, None)
