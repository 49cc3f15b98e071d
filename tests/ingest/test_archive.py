import gzip
import struct
import zipfile

import pytest

from ingest import read_activities
from ingest.archive import MIB, Limits, unpack
from ingest.errors import IngestError
from tests.ingest.fit_builder import activity_file


def outcomes(content: bytes, name: str = "export.zip") -> list[tuple[str | None, str]]:
    """Member and "ok" or the error's code, for each result but what was skipped."""
    return [
        (result.member, result.error.code if result.error else "ok")
        for result in read_activities(content, name)
        if result.skipped is None
    ]


def skipped(content: bytes) -> dict[str, int]:
    """How many files of each kind were passed over."""
    found = [result.skipped for result in read_activities(content, "export.zip") if result.skipped]
    return {each.kind: each.count for each in found}


@pytest.fixture
def run(gpx, straight) -> bytes:
    return gpx(straight(120, 2.5))


def test_a_vendor_export_gives_its_activities_and_passes_over_the_rest(run, zipped):
    content = zipped(
        {
            "export/": b"",
            "export/activities/run.gpx": run,
            "export/activities/older.gpx.gz": gzip.compress(run),
            "export/activities.csv": b"id,name\n1,Morning\n",
            "export/photo.jpg": b"\xff\xd8\xff\xe0 picture",
            "__MACOSX/export/activities/._run.gpx": b"\x00\x05\x16\x07",
            "export/._older.gpx": b"\x00\x05\x16\x07",
            "export/parts/UploadedFiles.zip": zipped({"deep/run.gpx": run, "readme.txt": b"hello"}),
            "export/no-ending": run,
        }
    )

    assert outcomes(content) == [
        ("export/activities/run.gpx", "ok"),
        ("export/activities/older.gpx.gz", "ok"),
        ("export/parts/UploadedFiles.zip/deep/run.gpx", "ok"),
        ("export/no-ending", "ok"),
    ]
    assert skipped(content) == {"picture": 1, "system": 2, "table": 1, "text": 1}


def test_the_daily_files_of_a_watch_are_passed_over_by_kind(run, zipped):
    """A vendor's export holds one a day of each; none of them failed, and no route was run."""
    daily = {
        f"{kind}-{day}.fit": activity_file(file_type=kind).build()
        for kind in (2, 32, 44, 49, 68)
        for day in range(6)
    }
    route = b'<gpx xmlns="http://www.topografix.com/GPX/1/1"><rte><rtept lat="1" lon="2"/></rte></gpx>'
    inner = zipped(daily)

    content = zipped(
        {"fit.zip": inner, "run.gpx": run, "route.gpx": route, ".DS_Store": b"x", "a.json": b"{}"}
    )

    assert outcomes(content) == [("run.gpx", "ok")]
    kinds = {"settings": 6, "monitoring": 6, "metrics": 6, "sleep": 6, "hrv": 6}
    assert skipped(content) == {**kinds, "route": 1, "system": 1, "json": 1}
    assert outcomes(inner) == []


def test_outside_of_an_archive_such_a_file_is_none_of_hers():
    assert outcomes(activity_file(file_type=32).build(), "daily.fit") == [(None, "not_an_activity")]


def test_one_bad_member_costs_no_other(run, zipped):
    content = zipped(
        {"a.fit": b"\xff\xd8\xff a picture", "b.gpx": run, "c.gpx": b"", "d.tcx": b"<html></html>"}
    )

    assert outcomes(content) == [
        ("a.fit", "unknown_format"),
        ("b.gpx", "ok"),
        ("c.gpx", "empty_activity"),
        ("d.tcx", "unknown_format"),
    ]


@pytest.mark.parametrize(
    "members", [{}, {"notes.txt": b"hello"}, {"inner.zip": None}], ids=["none", "text", "nested"]
)
def test_an_archive_without_activities_says_so(members, zipped):
    content = zipped({name: zipped({}) if inner is None else inner for name, inner in members.items()})

    assert outcomes(content) == [(None, "not_an_activity")]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("../../etc/passwd.gpx", "etc/passwd.gpx"),
        ("/etc/cron.d/run.gpx", "etc/cron.d/run.gpx"),
        ("C:\\Users\\anna\\run.gpx", "Users/anna/run.gpx"),
        ("a/./..//b/run\x1b[31m.gpx", "a/b/run[31m.gpx"),
        ("a\u202egpx.run.gpx", "agpx.run.gpx"),
        ("x" * 300 + ".gpx", ("x" * 300 + ".gpx")[-160:]),
    ],
)
def test_no_name_of_a_member_is_trusted(name, label, run, zipped):
    assert outcomes(zipped({name: run})) == [(label, "ok")]


def test_a_locked_member_says_so(run, zipped):
    content = bytearray(zipped({"run.gpx": run, "notes.txt": b"x"}))
    for signature, flags_at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(signature)
        while place >= 0:
            content[place + flags_at] |= 1
            place = content.find(signature, place + 4)

    results = list(read_activities(bytes(content), "export.zip"))

    assert [(result.member, result.error.code) for result in results if result.error] == [
        ("run.gpx", "unreadable")
    ]
    assert "password" in results[0].error.message


def test_a_rare_packing_says_so(run, zipped):
    assert outcomes(zipped({"run.gpx": run}, zipfile.ZIP_LZMA)) == [("run.gpx", "unreadable")]


def test_a_member_with_a_wrong_checksum_is_damaged(run, zipped):
    content = bytearray(zipped({"run.gpx": run}, zipfile.ZIP_STORED))
    content[content.find(b"<trkpt") + 3] ^= 1

    assert outcomes(bytes(content)) == [("run.gpx", "corrupt_file")]


@pytest.mark.parametrize("keep", [10, 200, -10])
def test_a_cut_zip_is_damaged(keep, run, zipped):
    assert outcomes(zipped({"run.gpx": run})[:keep]) == [(None, "corrupt_file")]


def test_gzip_of_several_parts_is_one_file(run):
    half = len(run) // 2

    assert outcomes(gzip.compress(run[:half]) + gzip.compress(run[half:])) == [(None, "ok")]


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda packed: packed[: len(packed) * 3 // 4], "truncated"),
        (lambda packed: packed[:-6] + b"\0\0" + packed[-4:], "damaged_part"),
    ],
    ids=["cut", "checksum"],
)
def test_what_comes_out_of_damaged_gzip_is_read_and_marked(damage, code, gpx, straight):
    packed = gzip.compress(gpx(straight(2_000, 2.5, ele=lambda second: hash(second) % 97)))

    (result,) = read_activities(damage(packed), "run.gpx.gz")

    assert result.activity is not None
    assert result.activity.samples.height > 500
    assert code in {note.code for note in result.activity.quality}


def test_gzip_of_nothing_and_of_noise(run):
    assert outcomes(gzip.compress(b"")) == [(None, "empty_activity")]
    assert outcomes(b"\x1f\x8b\x08\x00 noise") == [(None, "corrupt_file")]
    assert outcomes(b"\x1f\x8b") == [(None, "corrupt_file")]


def test_nesting_has_an_end(run, zipped):
    content = run
    for _ in range(4):
        content = zipped({"inner.zip": content}) if content is not run else zipped({"run.gpx": content})
    assert [code for _, code in outcomes(content)] == ["ok"]

    assert [code for _, code in outcomes(zipped({"inner.zip": content}))] == ["unsafe_archive"]


def test_an_archive_in_itself_does_not_go_on_for_ever(zipped):
    content = gzip.compress(b"x")
    for _ in range(30):
        content = gzip.compress(content)

    assert outcomes(content) == [(None, "unsafe_archive")]


def test_a_bomb_is_refused_before_it_bursts(zipped):
    bomb = zipped({"run.gpx": b"<gpx>" + b" " * (40 * MIB)})

    assert outcomes(bomb) == [("run.gpx", "unsafe_archive")]
    assert outcomes(gzip.compress(b"<gpx>" + b" " * (40 * MIB))) == [(None, "unsafe_archive")]


def test_a_member_that_lies_about_its_size_gives_no_more_than_it_says(run, zipped):
    content = bytearray(zipped({"run.gpx": run}))
    for signature, size_at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", content, content.find(signature) + size_at, 100)

    assert outcomes(bytes(content)) == [("run.gpx", "corrupt_file")]


def test_limits_hold_over_all_members_together(run, zipped):
    content = zipped({f"{number}.gpx": run for number in range(10)}, zipfile.ZIP_STORED)
    found = list(unpack(content, Limits(total_bytes=3 * len(run) + 10)))

    assert [isinstance(item, IngestError) for item in found] == [False, False, False, True]
    assert found[-1].code == "unsafe_archive"


def test_too_many_members_are_refused_unopened(zipped):
    content = zipped({f"{number}.txt": b"" for number in range(50)})

    (error,) = unpack(content, Limits(members=49))

    assert isinstance(error, IngestError)
    assert error.code == "unsafe_archive"


def test_members_of_nested_archives_count_too(run, zipped):
    content = zipped({f"{number}.zip": zipped({"a.gpx": run, "b.gpx": run}) for number in range(5)})

    found = list(unpack(content, Limits(members=8)))

    assert found[-1].code == "unsafe_archive"
    assert len(found) == 6


def test_a_file_larger_than_any_watch_writes_is_refused(run, zipped):
    content = zipped({"run.gpx": run}, zipfile.ZIP_STORED)

    (error,) = unpack(content, Limits(file_bytes=1_000))

    assert error.code == "too_large"
    assert error.member == "run.gpx"


def test_members_are_opened_one_by_one(run, zipped, monkeypatch):
    content = zipped({"a.gpx": run, "b.gpx": run})
    opened: list[str] = []
    open_member = zipfile.ZipFile.open

    def watched(self, info):
        opened.append(info.filename)
        return open_member(self, info)

    monkeypatch.setattr(zipfile.ZipFile, "open", watched)
    results = read_activities(content, "export.zip")

    assert next(results).member == "a.gpx"
    assert opened == ["a.gpx"]
    assert next(results).member == "b.gpx"
    assert opened == ["a.gpx", "b.gpx"]
