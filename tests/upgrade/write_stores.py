"""Writes `stores_0007.json.xz`: the found lives, lived through by the edition in which they were found.

Run in a process of its own: `python write_stores.py EDITION FILE`. EDITION is the folder of a checkout of
that edition; its packages come first. What is kept of each store are its rows, table by table; samples and
the audit are left out.
"""

import base64
import importlib
import importlib.util
import json
import lzma
import sqlite3
import sys
import tempfile
import zlib
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
TODAY = HERE.parents[1]
LIVES = TODAY / "tests" / "lives"
#: The audit is a chain of its own, samples are large, and neither is read here.
LEFT_OUT = {"alembic_version", "audit", "audit_head", "samples", "sqlite_sequence"}


def main(edition: Path, target: Path) -> None:
    """Live every found life on that edition, and keep its rows."""
    sys.path[:] = [str(edition), *(path for path in sys.path if Path(path or ".").resolve() != HERE)]
    adapter = _module("adapter", LIVES / "before" / "adapter.py")
    adapter.lead_over(TODAY)
    stores = {
        f"{path.name[:2]}-{number}": _lived(written["life"])
        for path in sorted((LIVES / "found").glob("[0-9]*.json"))
        for number, written in enumerate(json.loads(path.read_text("utf-8"))["lives"])
    }
    target.write_bytes(lzma.compress(json.dumps(stores, sort_keys=True).encode(), preset=9))


def _lived(life: dict[str, Any]) -> dict[str, Any]:
    acts, copies, models, people = (
        importlib.import_module(f"ui.terminal.living.{name}")
        for name in ("acts", "copies", "models", "people")
    )
    from pydantic import ValidationError

    from services import ServiceError, open_services

    parsed = models.parse_life(life)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        services = open_services(home, mode="clinic")
        world = people.make_world(services, parsed)
        for act in parsed.history:
            acts.DOING[type(act)](world, act)
        kept = copies.Copies(parsed, Path(folder))
        kept.keep(world, copies.HEAD)
        for number, act in enumerate(parsed.acts):
            try:
                if isinstance(act, models.Restore):
                    kept.put_back(world, act.to, number, now=act.at)
                else:
                    acts.DOING[type(act)](world, act)
            except (ServiceError, ValidationError):
                pass
            kept.keep(world, number)
        services.context.engine.dispose()
        ended = max(act.at for act in (*parsed.history, *parsed.acts)).isoformat()
        return {"runner_id": world.runner_id, "ended": ended, "rows": _rows(home / "stridegate.db")}


def _rows(database: Path) -> dict[str, list[dict[str, Any]]]:
    with sqlite3.connect(database) as connection:
        connection.row_factory = sqlite3.Row
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = {
            name: [_plain(dict(row)) for row in connection.execute(f"SELECT * FROM {name}")]
            for name in names
            if name not in LEFT_OUT
        }
    return {name: found for name, found in rows.items() if found}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: _said(value) for name, value in row.items() if value is not None}


def _said(value: Any) -> Any:
    """Compressed text as text: together it takes a tenth of the room."""
    if not isinstance(value, bytes):
        return value
    try:
        return {"text": zlib.decompress(value).decode()}
    except (zlib.error, UnicodeDecodeError):
        return {"base64": base64.b64encode(value).decode()}


def _module(name: str, path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is not there.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())
