"""In a clone without the real watch files every benchmark says so in one line, and does the rest."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.corpus import watch_files
from benchmarks.made_files import MAKERS, outing
from ingest import read_activity

ROOT = Path(__file__).parents[2]
#: What each command is given, its exit status, and words of its one line. Only the page about the real
#: files ends in 1: no target of the Makefile runs it, and without them it has nothing to write.
COMMANDS = {
    "ingest_fit": (["--rounds", "1", "--smallest"], 0, "Files made here are read instead."),
    "ingest_gpx": (["--rounds", "1", "--smallest"], 0, "Files made here are read instead."),
    "bulk": (
        ["--rounds", "1", "--files", "2", "--workers", "1"],
        0,
        "Files made here are read instead.",
    ),
    "fuzz_fit": (["--inputs", "10", "--workers", "1", "--page", "page.md"], 0, "Files made here are damaged"),
    "fuzz_xml": (["--xml", "5", "--archives", "5"], 0, "Files made here are damaged instead"),
    "fuzz_guided": (["--seconds", "1", "--page", "page.md"], 0, "skipped: "),
    "corpus_verdicts": ([], 1, "docs/corpus-verdicts.md"),
    "bouts": (["1"], 0, "run and walk in real watch files"),
    "cadence_unit": ([], 0, "the unit of cadence in labelled outings"),
    "real_labels": (["page.md", "--fault", "clean"], 0, "Generated outings are judged instead"),
}
#: These measure time, and a machine that is busy with other tests may miss their goals.
TIMED = ("ingest_fit", "ingest_gpx", "bulk")
#: Parts of `make bench` that read no watch file.
WITHOUT_FILES = {"million", "pages", "lives"}


def run(name: str, corpus: Path | None, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run one benchmark in an empty folder."""
    environment = {key: value for key, value in os.environ.items() if key != "STRIDEGATE_CORPUS"}
    environment["PYTHONPATH"] = str(ROOT)
    if corpus is not None:
        environment["STRIDEGATE_CORPUS"] = str(corpus)
    command = [sys.executable, "-m", f"benchmarks.{name}", *COMMANDS[name][0]]
    return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=folder, timeout=120)


@pytest.mark.parametrize("is_named", [False, True], ids=["not set", "no such folder"])
@pytest.mark.parametrize("name", COMMANDS)
def test_one_line_says_what_lacks(name: str, is_named: bool, tmp_path: Path) -> None:
    done = run(name, tmp_path / "nowhere" if is_named else None, tmp_path)

    _, status, words = COMMANDS[name]
    lines = [line for line in done.stderr.splitlines() if line.startswith("skipped: ")]
    assert "Traceback" not in done.stdout + done.stderr
    assert done.returncode in ({0, 1} if name in TIMED else {status}), done.stderr
    assert len(lines) == 1
    assert words in lines[0]
    assert not (tmp_path / "page.md").exists()
    if name != "fuzz_guided":  # which lacks atheris first, where that is not installed
        assert ("there is no such folder" if is_named else "STRIDEGATE_CORPUS is not set") in lines[0]


def test_every_part_of_make_bench_is_tried_here() -> None:
    line = next(line for line in (ROOT / "Makefile").read_text().splitlines() if "BENCHMARKS :=" in line)
    parts = {part.split()[0] for part in shlex.split(line.partition(":=")[2])}

    assert parts - WITHOUT_FILES <= set(COMMANDS)


@pytest.mark.parametrize(("held", "given"), [([], ["made.gpx"]), (["real.gpx"], ["real.gpx"])])
def test_named_files_that_a_corpus_does_not_hold_are_told_in_one_line(
    held: list[str],
    given: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("STRIDEGATE_CORPUS", str(tmp_path))
    for name in ("other.gpx", *held):
        (tmp_path / name).touch()

    with watch_files(["missing.gpx", "real.gpx"], [".gpx"], smallest=True) as paths:
        assert [path.name for path in paths] == [name.replace("made", "made_1000") for name in given]

    line = capsys.readouterr().err
    assert line.startswith("skipped: ")
    assert line.count("\n") == 1
    assert "missing.gpx" in line
    assert ("real.gpx" in line) is not bool(held)


@pytest.mark.parametrize("ending", MAKERS)
def test_what_is_made_here_is_read_whole(ending: str) -> None:
    seconds = outing(700)

    activity = read_activity(MAKERS[ending](seconds), f"made{ending}")

    assert activity.samples.height == 700
    assert activity.quality == ()
    assert activity.distance_m == pytest.approx(seconds[-1].distance_m, rel=0.01)
