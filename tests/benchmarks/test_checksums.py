"""A real watch file that is not the one that the published figures are from is told, and left out."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import corpus as real_files
from benchmarks.corpus import changed_files, tell_changes, watch_files

GOOD, CHANGED, NEW = "fit/good.fit", "fit/changed.fit", "fit/new.fit"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A corpus in which one file has changed since its checksum was written, and one is new."""
    checksums = tmp_path / "corpus.sha256"
    was = {GOOD: b"as it was", CHANGED: b"as it was", "fit/gone.fit": b""}
    lines = (f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in was.items())
    checksums.write_text("".join(lines))
    for name, content in ((GOOD, b"as it was"), (CHANGED, b"another"), (NEW, b"new")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    monkeypatch.setattr(real_files, "CHECKSUMS", checksums)
    monkeypatch.setenv(real_files.VARIABLE, str(tmp_path))
    real_files._checksums.cache_clear()
    yield tmp_path
    real_files._checksums.cache_clear()


def test_only_what_holds_something_else_has_changed(folder: Path) -> None:
    paths = [folder / name for name in (GOOD, CHANGED, NEW)]

    assert changed_files(folder, paths) == [folder / CHANGED]


def test_a_changed_file_is_left_out_and_told_in_one_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with watch_files([GOOD, CHANGED], [".fit"], smallest=False) as paths:
        assert paths == [folder / GOOD]

    line = capsys.readouterr().err
    assert line.startswith("skipped: 1 of 2 real watch files")
    assert f"{CHANGED} (changed)" in line
    assert line.count("\n") == 1


def test_a_folder_says_in_one_line_how_many_changed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tell_changes(folder, [folder / GOOD])
    assert capsys.readouterr().err == ""

    tell_changes(folder, [folder / GOOD, folder / CHANGED])
    assert capsys.readouterr().err.startswith("changed: 1 real watch files")


def test_the_checksums_are_written_as_sha256sum_writes_them(folder: Path) -> None:
    assert real_files.main() == 0
    real_files._checksums.cache_clear()

    assert changed_files(folder, [folder / CHANGED, folder / NEW]) == []
    assert f"{hashlib.sha256(b'new').hexdigest()}  {NEW}\n" in real_files.CHECKSUMS.read_text()


@pytest.mark.corpus
def test_the_corpus_is_the_one_of_the_figures(corpus: Path) -> None:
    assert changed_files(corpus, sorted(path for path in corpus.rglob("*") if path.is_file())) == []
