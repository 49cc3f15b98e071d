"""Every command closes what it opened, whether it did its work or refused it."""

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

import cli
from tests.connections import left_open
from ui.terminal import demo_home

ROOT = Path(__file__).parents[2]
SAMPLE = str(ROOT / "sample_data" / "files" / "week1-run1.fit")
PLAN = str(next((ROOT / "program" / "plans").glob("*-v*.toml")))
#: Each command with arguments that it does, and with some that it refuses once it has begun.
TRIED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "analyse": ((SAMPLE,), ("missing.fit",)),
    "decide": (("--schema",), ("missing.json",)),
    "live": (("life.json",), ("missing.json",), ("cli.py",)),
    "plan list": ((),),
    "plan check": ((PLAN,), ("missing.toml",)),
    "import": ((SAMPLE,), ("missing.fit",), (SAMPLE, "--runner", "nobody@example.org")),
    "serve": ((), ("--address", "192.0.2.1")),
    "demo": ((),),
    "weekly": ((), ("--on", "2026-06-01")),
    "upgrade": ((), ("--dry-run",)),
    "export": (
        ("--out", "all.zip"),
        ("--out", "no-folder/all.zip"),
        ("--out", "y.zip", "--runner", "no@one.x"),
    ),
    "backup": (("one.db",), ("cli.py",)),
    "restore": (("one.db",), ("missing.db",), ("no-database.db",)),
    "audit verify": ((), ("--against", "0" * 63)),
    "admin add": (("a@example.org",), ("a@example.org",)),
    "invite": (("b@example.org", "--role", "pt"),),
    "delete": (("--yes",), ("--yes", "--runner", "nobody@example.org")),
}
#: A short one, with an act that is refused.
LIFE = {
    "plan": "postnatal-graded",
    "stage": "run-04",
    "stage_since": "2026-11-15T20:00:00Z",
    "acts": [{"at": "2026-11-16T10:00:00Z", "by": "runner", "act": "confirm"}],
}


class _Server:
    """Stands for the served dashboard, a process with its own connections."""

    def __init__(self, *_: object, **__: object) -> None: ...

    def wait(self) -> int:
        return 0


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder to work in, over a data folder of its own; nothing is really served."""
    monkeypatch.setenv("STRIDEGATE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("STRIDEGATE_DATABASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(subprocess, "Popen", _Server)
    monkeypatch.setattr(demo_home.platformdirs, "user_cache_path", lambda *_, **__: tmp_path / "cache")
    monkeypatch.setattr(demo_home, "load_demo", lambda services, **_: services.accounts)
    shutil.copyfile(ROOT / "cli.py", "cli.py")
    (tmp_path / "life.json").write_text(json.dumps(LIFE), encoding="utf-8")
    (tmp_path / "no-database.db").write_bytes(b"no database at all" * 100)
    return tmp_path


def commands(group: typer.Typer, before: str = "") -> Iterator[str]:
    """The words of every command that there is."""
    for command in group.registered_commands:
        name = command.name or (command.callback.__name__ if command.callback else "")
        yield f"{before}{name}"
    for inner in group.registered_groups:
        assert inner.typer_instance is not None
        name = inner.name if isinstance(inner.name, str) else inner.typer_instance.info.name
        yield from commands(inner.typer_instance, f"{before}{name} " if isinstance(name, str) else before)


def test_every_command_is_tried_here() -> None:
    assert set(commands(cli.app)) == set(TRIED)


def test_no_command_leaves_a_connection_open(folder: Path) -> None:
    before = left_open()
    for name, tries in TRIED.items():
        for arguments in tries:
            result = CliRunner().invoke(cli.app, [*name.split(), *arguments])

            assert left_open() == before, (name, arguments)
            assert result.exception is None or isinstance(result.exception, SystemExit), (name, arguments)
