import os
from pathlib import Path

import pytest

from ingest import IngestError, find_files, read, read_activities, read_activity, read_file
from ingest.archive import Limits


def test_the_first_activity_of_an_archive_is_given(gpx, straight, zipped):
    content = zipped({"a.gpx": b"<gpx/>", "b.gpx": gpx(straight(60, 3.0)), "c.gpx": gpx(straight(90, 3.0))})

    assert read_activity(content, "export.zip").samples.height == 60


def test_without_an_activity_the_first_reason_is_raised(zipped):
    with pytest.raises(IngestError) as caught:
        read_activity(zipped({"a.gpx": b"<gpx/>", "b.fit": b"\xff\xd8\xff"}), "export.zip")

    assert (caught.value.code, caught.value.member) == ("empty_activity", "a.gpx")


class Panic(BaseException):
    pass


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (RuntimeError("a fault"), "unreadable"),
        (Panic("a panic"), "unreadable"),
        (MemoryError(), "too_large"),
        (RecursionError(), "too_large"),
        (IngestError("no_timestamps", "The points have no time."), "no_timestamps"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_whatever_a_reader_raises_costs_its_file_and_no_other(
    gpx, straight, zipped, monkeypatch, fault, code
):
    def failing(content, *_, **__):
        if b"BAD" in content:
            raise fault
        return read_xml(content, *_, **__)

    read_xml = read.read_xml
    monkeypatch.setattr(read, "read_xml", failing)
    good = gpx(straight(60, 3.0))

    results = list(read_activities(zipped({"a.gpx": good + b"BAD", "b.gpx": good}), "export.zip"))

    assert [(result.member, result.error and result.error.code) for result in results] == [
        ("a.gpx", code),
        ("b.gpx", None),
    ]
    assert results[0].error.message.endswith(".")


def test_stopping_the_program_is_not_caught(gpx, straight, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(read, "read_xml", interrupted)

    with pytest.raises(KeyboardInterrupt):
        list(read_activities(gpx(straight(60, 3.0)), "run.gpx"))


def test_a_file_on_disk_is_read(tmp_path, gpx, straight):
    path = tmp_path / "run.gpx"
    path.write_bytes(gpx(straight(60, 3.0)))

    (result,) = read_file(path)

    assert result.member is None
    assert result.activity.samples.height == 60


@pytest.mark.parametrize(
    ("name", "words"),
    [("missing.fit", "The file cannot be opened"), ("folder", "no file"), ("endless.fit", "no file")],
)
def test_a_file_that_cannot_be_opened_says_so(tmp_path, name, words):
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "endless.fit")

    (result,) = read_file(tmp_path / name)

    assert result.error.code == "unreadable"
    assert words in result.error.message


def test_a_file_on_disk_that_is_larger_than_any_export_is_not_read(tmp_path):
    path = tmp_path / "whole disk.zip"
    with path.open("wb") as file:
        file.truncate(Limits().archive_bytes + 1)

    (result,) = read_file(path)

    assert (result.error.code, "1024 MB" in result.error.message) == ("too_large", True)


@pytest.mark.parametrize(("bytes_more", "code"), [(0, "unknown_format"), (1, "too_large")])
def test_one_file_is_at_most_as_large_as_watches_write(bytes_more, code):
    (result,) = read_activities(bytes(Limits().file_bytes + bytes_more), "run.fit")

    assert result.error.code == code


def test_folders_are_searched_in_order_and_only_for_what_can_be_read(tmp_path):
    names = [
        "b/run.fit",
        "b/older/run.GPX",
        "a.tcx.gz",
        "z.zip",
        "notes.txt",
        ".hidden.fit",
        "._b.fit",
        "__MACOSX/c.fit",
        ".cache/d.fit",
    ]
    for name in names:
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / "in" / "folder.fit").mkdir()
    extra = tmp_path / "extra.txt"
    extra.touch()

    found = find_files([str(tmp_path / "in"), extra, tmp_path / "missing.fit"])

    inside = [tmp_path / "in" / name for name in ("a.tcx.gz", "b/older/run.GPX", "b/run.fit", "z.zip")]
    assert found == [*inside, extra, tmp_path / "missing.fit"]


def test_no_files_are_found_in_nothing():
    assert find_files([]) == []
    assert find_files([Path("/nowhere/at/all")]) == [Path("/nowhere/at/all")]
