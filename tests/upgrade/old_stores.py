"""Puts a store of the version before, as it was written by that version, into an empty database."""

import atexit
import base64
import json
import lzma
import shutil
import tempfile
import zlib
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import make_url

from store.engine import Engine, open_engine, sqlite_url, writing
from store.whole import make_single_file
from tests.databases import fresh_postgresql, upgrade_to

#: Written by `write_stores.py`: one store for each life of each finding.
STORES = Path(__file__).parent / "stores_0007.json.xz"


@cache
def stores() -> dict[str, Any]:
    """Each store by `finding-life`: whose it is, when her life ends, and its rows by table."""
    return json.loads(lzma.decompress(STORES.read_bytes()))


def lay_down(name: str, home: Path, kind: str, *, alone: bool = False) -> str:
    """Make a database of revision 0007 with one of the stores in it, and return its URL.

    With `alone` the same life without a therapist.
    """
    url = _empty(home, kind)
    engine = open_engine(url)
    rows = stores()[name]["rows"]
    _fill(engine, {**rows, "care_link": []} if alone else rows)
    engine.dispose()
    return url


def _empty(home: Path, kind: str) -> str:
    if kind == "postgresql":
        return fresh_postgresql(like=_template(kind))
    url = sqlite_url(home)
    shutil.copy(make_url(_template(kind)).database or "", make_url(url).database or "")
    return url


@cache
def _template(kind: str) -> str:
    """An empty database of revision 0007, made once."""
    folder = Path(tempfile.mkdtemp(prefix="stridegate-0007-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    url = sqlite_url(folder) if kind == "sqlite" else fresh_postgresql(migrated=False)
    engine = open_engine(url)
    upgrade_to(engine, "0007")
    engine.dispose()
    if kind == "sqlite":
        make_single_file(open_engine(url))
    return url


def _fill(engine: Engine, rows: dict[str, list[dict[str, Any]]]) -> None:
    there = sa.MetaData()
    there.reflect(engine)
    zone = UTC if engine.dialect.name == "postgresql" else None
    with writing(engine) as connection:
        for table in there.sorted_tables:
            for row in rows.get(table.name, ()):
                # Samples are left out of the stores, and nothing here reads them.
                values = {
                    key: _value(table.c[key], said, zone) for key, said in row.items() if key != "samples_id"
                }
                connection.execute(table.insert().values(values))
            if zone and "id" in table.c and rows.get(table.name) and isinstance(table.c.id.type, sa.Integer):
                newest = sa.select(sa.func.max(table.c.id)).scalar_subquery()
                connection.execute(
                    sa.select(sa.func.setval(sa.func.pg_get_serial_sequence(table.name, "id"), newest))
                )


def _value(column: sa.Column[Any], said: Any, zone: Any) -> Any:
    if isinstance(said, dict):
        return base64.b64decode(said["base64"]) if "base64" in said else zlib.compress(said["text"].encode())
    if isinstance(column.type, sa.DateTime):
        return datetime.fromisoformat(said).replace(tzinfo=zone)
    if isinstance(column.type, sa.Date):
        return date.fromisoformat(said)
    return bool(said) if isinstance(column.type, sa.Boolean) else said
