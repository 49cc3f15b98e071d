"""Each test of the store runs on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.engine import Engine, open_engine, sqlite_url
from store.migrate import upgrade
from tests.databases import KINDS, fresh_postgresql


@pytest.fixture(params=KINDS)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without any table."""
    if request.param == "sqlite":
        return sqlite_url(tmp_path)
    return fresh_postgresql(migrated=False)


@pytest.fixture(params=KINDS)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A migrated database."""
    url = sqlite_url(tmp_path) if request.param == "sqlite" else fresh_postgresql()
    engine = open_engine(url)
    upgrade(engine)
    yield engine
    engine.dispose()
