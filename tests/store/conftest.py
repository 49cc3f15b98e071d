"""Databases to test on: SQLite always, PostgreSQL from a wheel once a session."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.engine import Engine, open_engine, sqlite_url
from store.migrate import upgrade


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(sqlite_url(tmp_path))
    upgrade(engine)
    yield engine
    engine.dispose()
