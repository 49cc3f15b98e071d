"""`stridegate import`: safe to repeat, safe to kill."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli import app
from sample_data.generate import make_bulk
from tests.services.building import lively_run

SAMPLES = Path(__file__).parents[2] / "sample_data" / "files"
#: `make soak` asks for 2,000.
FILES = int(os.environ.get("STRIDEGATE_IMPORT_FILES", "40"))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STRIDEGATE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("STRIDEGATE_DATABASE_URL", raising=False)
    return tmp_path / "home"


def run_import(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["import", *map(str, arguments), "--json"])


def verdicts(result: Result) -> list[str]:
    return [json.loads(line)["verdict"] for line in result.stdout.splitlines()]


@pytest.mark.usefixtures("home")
def test_a_second_import_finds_everything_there_already() -> None:
    files = sorted(SAMPLES.glob("week1-*"))

    first, second, forced = run_import(*files), run_import(*files), run_import(files[0], "--anyway")

    assert verdicts(first) == ["new"] * len(files)
    assert verdicts(second) == ["duplicate"] * len(files)
    assert verdicts(forced) == ["new"]
    assert first.exit_code == second.exit_code == 0


@pytest.mark.usefixtures("home")
def test_a_bad_file_fails_alone(tmp_path: Path) -> None:
    photo = tmp_path / "photo.fit"
    photo.write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(200))

    result = run_import(photo, SAMPLES / "week1-run1.fit", tmp_path / "nothing.fit")

    assert verdicts(result) == ["failed", "new"]
    assert result.exit_code == 1
    assert "nothing.fit" in result.stderr


@pytest.mark.usefixtures("home")
def test_an_unknown_runner_is_one_sentence() -> None:
    result = run_import(SAMPLES / "week1-run1.fit", "--runner", "nobody@example.org")

    assert result.exit_code == 1
    assert "nobody@example.org" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.slow
def test_killed_three_times_and_repeated_each_activity_is_there_once(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "bulk"
    make_bulk(folder, FILES)
    for share in (0.1, 0.4, 0.7):
        kill_after(int(share * FILES), folder, home)

    last = run_import(folder, "--workers", "2")
    again = run_import(folder)

    assert last.exit_code == 0
    assert set(verdicts(last)) <= {"new", "duplicate"}
    assert Counter(verdicts(again)) == {"duplicate": FILES}
    twins = {json.loads(line)["other_id"] for line in again.stdout.splitlines()}
    assert len(twins) == FILES


def kill_after(lines: int, folder: Path, home: Path) -> None:
    """Start an import and kill it, children too, once it has told of so many files."""
    command = [
        sys.executable,
        "-c",
        "import cli; cli.main()",
        "import",
        str(folder),
        "--workers",
        "2",
        "--json",
    ]
    environment = {**os.environ, "STRIDEGATE_HOME": str(home)}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        assert process.stdout is not None
        for _ in range(lines):
            assert process.stdout.readline()
        os.killpg(process.pid, signal.SIGKILL)


@pytest.mark.usefixtures("home")
def test_a_run_that_is_still_to_come_is_asked_about(tmp_path: Path) -> None:
    file = tmp_path / "ahead.gpx"
    file.write_bytes(lively_run(datetime.now(UTC) + timedelta(days=90)))

    first, second = run_import(file), run_import(file)

    (asked,) = (json.loads(line) for line in first.stdout.splitlines())
    assert (asked["verdict"], asked["code"]) == ("ask", "date_in_future")
    assert asked["message"].endswith("which is still to come. When was it?")
    assert asked["activity_id"]
    assert datetime.fromisoformat(asked["local_start"]) == datetime.fromisoformat(asked["start_utc"])
    assert verdicts(second) == ["duplicate"]
    assert first.exit_code == second.exit_code == 0


@pytest.mark.usefixtures("home")
def test_the_same_run_by_another_clock_is_asked_about(tmp_path: Path) -> None:
    began = datetime.now(UTC).replace(microsecond=0) - timedelta(days=2)
    for hours in range(2):
        content = lively_run(began + timedelta(hours=hours), creator=f"number {hours}")
        (tmp_path / f"{hours}.gpx").write_bytes(content)

    new, asked = (json.loads(line) for line in run_import(tmp_path).stdout.splitlines())

    assert (new["verdict"], asked["verdict"], asked["code"]) == ("new", "ask", "same_run")
    assert asked["other_id"] == new["activity_id"]
