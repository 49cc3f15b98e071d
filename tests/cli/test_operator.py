"""The commands of whoever runs the server, over one runner's own store."""

import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli import app
from tests.upgrade.old_stores import lay_down

SAMPLES = Path(__file__).parents[2] / "sample_data" / "files"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STRIDEGATE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("STRIDEGATE_DATABASE_URL", raising=False)
    assert run("import", SAMPLES / "week1-run1.fit").exit_code == 0
    return tmp_path / "home"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_an_upgrade_can_be_tried_and_says_numbers_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STRIDEGATE_HOME", str(tmp_path))
    monkeypatch.delenv("STRIDEGATE_DATABASE_URL", raising=False)
    assert run("upgrade", "--dry-run").exit_code == 1
    lay_down("11-0", tmp_path, "sqlite")

    tried = run("upgrade", "--dry-run", "--json")
    done, told = run("upgrade", "--json"), run("upgrade")

    assert json.loads(tried.stdout)["kinds"]["lower"] == 1
    assert json.loads(done.stdout) == json.loads(tried.stdout)
    assert "carried over: 1. With something that differs: 1." in told.stdout
    assert "a lower step by the whole record" in told.stdout
    assert "overshoot" not in told.stdout
    assert "run-" not in told.stdout


def test_everything_can_be_taken_away(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "all.zip"

    assert run("export", "--out", out).exit_code == 0
    with zipfile.ZipFile(out) as archive:
        assert archive.testzip() is None
        assert any(name.endswith(".parquet") for name in archive.namelist())
    again = run("export", "--out", out)
    assert again.exit_code == 1
    assert "is there already" in again.stderr


def test_a_backup_brings_back_what_was_there(home: Path, tmp_path: Path) -> None:
    assert run("backup", tmp_path / "one.db").exit_code == 0
    assert run("import", SAMPLES / "week1-run2.fit").exit_code == 0

    assert run("restore", tmp_path / "one.db").exit_code == 0

    assert run("import", SAMPLES / "week1-run2.fit", "--json").stdout.count('"new"') == 1


def test_what_is_no_backup_is_refused(home: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.db"
    wrong.write_bytes(b"no database at all")

    result = run("restore", wrong)

    assert result.exit_code == 1
    assert result.stderr.strip().count("\n") == 0
    assert "Traceback" not in result.stderr


def test_the_audit_log_is_whole_until_somebody_changes_it(home: Path) -> None:
    assert json.loads(run("audit", "verify", "--json").stdout)["whole"] is True

    (database,) = home.glob("*.db")
    with closing(sqlite3.connect(database)) as connection, connection:
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("UPDATE audit SET action = 'nothing' WHERE seq = (SELECT min(seq) FROM audit)")

    broken = run("audit", "verify", "--json")
    assert broken.exit_code == 1
    assert json.loads(broken.stdout)["whole"] is False


def test_deleting_leaves_nothing_to_export(home: Path, tmp_path: Path) -> None:
    result = run("delete", "--yes")

    assert result.exit_code == 0
    assert "Backups made before" in result.stdout
    assert run("import", SAMPLES / "week1-run1.fit", "--json").stdout.count('"new"') == 1


def test_the_weekly_round_speaks_of_every_runner_without_health(home: Path) -> None:
    (line,) = [json.loads(text) for text in run("weekly", "--on", "2026-06-01", "--json").stdout.splitlines()]

    assert set(line) == {"runner_id", "decision_id", "is_new", "waits_for", "is_overdue"}
    assert run("weekly", "--on", "yesterday").exit_code == 2


SIGN_IN = """
[auth]
redirect_uri = "https://clinic.example/oauth2callback"
cookie_secret = "0123456789012345678901234567890123456789"
client_id = "stridegate"
client_secret = "known to the provider"
server_metadata_url = "https://provider.example/.well-known/openid-configuration"
"""


def test_on_a_clinics_server_people_are_invited_by_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(SIGN_IN, encoding="utf-8")
    monkeypatch.setenv("STRIDEGATE_HOME", str(tmp_path / "clinic"))
    monkeypatch.setenv("STRIDEGATE_SECRETS", str(secrets))
    monkeypatch.delenv("STRIDEGATE_DATABASE_URL", raising=False)

    assert run("admin", "add", "boss@example.org").exit_code == 0
    assert "https://clinic.example/?invitation=" in run("invite", "pt@example.org", "--role", "pt").stdout
    assert run("invite", "pt@example.org", "--role", "queen").exit_code == 2
    assert run("admin", "add", "nobody").exit_code == 1


def test_alone_nobody_can_be_invited(home: Path) -> None:
    result = run("invite", "pt@example.org", "--role", "pt")

    assert result.exit_code == 1
    assert "your own computer" in result.stderr
