"""Damaged FIT files: what can be saved is saved and marked, everything else is one clear refusal."""

import json
import struct
from pathlib import Path

import pytest

from ingest.activity import Activity, Samples
from ingest.errors import IngestError
from ingest.fit import container, layout, read_fit, walk
from ingest.read import read_activities
from tests.ingest.fit_builder import (
    ENUM,
    HEART_RATE,
    RECORD,
    START_S,
    TIMESTAMP,
    FitFile,
    activity_file,
    add_session,
    run_file,
)


def only(content: bytes) -> Activity:
    (activity,) = read_fit(content)
    Samples.validate(activity.samples)
    return activity


def codes(activity: Activity) -> list[str]:
    return [note.code for note in activity.quality]


def heart_rates(count: int, *, from_second: int = 0, file: FitFile | None = None) -> FitFile:
    """Records of a rising heart rate, defined anew."""
    file = file or activity_file(sport=1)
    file.define(0, RECORD, (TIMESTAMP, HEART_RATE))
    for second in range(from_second, from_second + count):
        file.add(0, START_S + second, 100 + second)
    return file


GOOD = add_session(run_file(seconds=60)).build()


@pytest.mark.parametrize("stored", [0, 0x1234])
def test_a_wrong_checksum_is_a_warning(stored: int):
    activity = only(add_session(run_file(seconds=60)).build(crc=stored))
    assert activity.samples.equals(only(GOOD).samples)
    assert codes(activity) == ["crc_bad"]


@pytest.mark.parametrize("header_size", [12, 14, 16])
def test_headers_of_any_size(header_size: int):
    assert only(add_session(run_file(seconds=60)).build(header_size=header_size)).samples.height == 60


@pytest.mark.parametrize("header_crc", [b"\0\0", b"\x12\x34"])
def test_the_headers_own_checksum_does_not_matter(header_crc: bytes):
    content = GOOD[:12] + header_crc + GOOD[14:-2]
    activity = only(content + struct.pack("<H", container.crc16(content)))
    assert (activity.samples.height, codes(activity)) == (60, [])


def test_a_cut_tail_loses_only_the_tail():
    content = run_file(seconds=60).build()
    activity = only(content[:-20])
    assert activity.samples.height == 58
    assert codes(activity) == ["truncated"]


@pytest.mark.parametrize("kept_bytes", range(60, 200, 7))
def test_a_cut_anywhere_gives_what_was_there(kept_bytes: int):
    whole = heart_rates(30)
    start_of_records = len(FitFile(activity_file(sport=1).body).build()) - 2 + 12
    expected = max(0, (kept_bytes - start_of_records) // 6)
    content = whole.build()[:kept_bytes]
    if expected:
        assert only(content).samples.height == expected
    else:
        with pytest.raises(IngestError) as caught:
            read_fit(content)
        assert caught.value.code == "truncated_file"


def test_only_a_header_is_left():
    with pytest.raises(IngestError) as caught:
        read_fit(GOOD[:14])
    assert (caught.value.code, caught.value.offset) == ("truncated_file", 14)


@pytest.mark.parametrize("told", [0, 300, 100_000])
def test_a_header_that_lies_about_the_length(told: int):
    """The checksum covers the whole content, so it proves the header wrong."""
    whole = add_session(run_file(seconds=60)).build(data_size=told)
    activity = only(whole)
    assert (activity.samples.height, codes(activity)) == (60, ["size_wrong"])


def test_a_recording_that_was_never_closed():
    """Length and checksum are filled in at the end, so a crash leaves zeros."""
    content = run_file(seconds=60).build(data_size=0, crc=0)
    activity = only(content)
    assert activity.samples.height == 60
    assert "size_wrong" in codes(activity) or "crc_bad" in codes(activity)


def test_a_recording_without_even_a_checksum_loses_no_record():
    activity = only(run_file(seconds=60).build(data_size=0)[:-2])
    assert (activity.samples.height, codes(activity)) == (60, ["size_wrong", "truncated"])


def test_bytes_behind_the_file_are_left_out():
    activity = only(GOOD + b"uploaded by a script, with a greeting")
    assert (activity.samples.height, codes(activity)) == (60, ["trailing_bytes"])


def test_bytes_before_the_file_are_left_out():
    activity = only(b"\x00\x01rubbish" * 5 + GOOD)
    assert (activity.samples.height, codes(activity)) == (60, ["leading_bytes"])


def test_the_mark_of_the_header_is_overwritten():
    assert only(GOOD[:8] + b"XXXX" + GOOD[12:]).samples.height == 60


def test_data_of_an_undefined_type_is_stepped_over_to_the_next_definition():
    file = heart_rates(10).raw(b"\x07" + b"\xba\xdb" * 6)
    activity = only(heart_rates(10, from_second=10, file=file).build())
    assert activity.samples["heart_rate_bpm"].to_list() == [100 + second for second in range(20)]
    assert codes(activity) == ["damaged_part"]


def test_data_of_an_undefined_type_is_stepped_over_to_the_next_record():
    file = heart_rates(10).raw(b"\x07" + b"\xba\xdb" * 6)
    for second in range(10, 20):
        file.add(0, START_S + second, 100 + second)
    activity = only(file.build())
    assert activity.samples["heart_rate_bpm"].to_list() == [100 + second for second in range(20)]
    assert codes(activity) == ["damaged_part"]


def test_a_trashed_sector_in_the_middle():
    whole = heart_rates(100).build()
    middle = len(whole) // 2
    activity = only(whole[:middle] + b"\xa5\x5a\x99" * 20 + whole[middle + 60 :])
    assert 85 <= activity.samples.height < 100
    assert set(codes(activity)) == {"crc_bad", "damaged_part"}
    elapsed_s = activity.samples["elapsed_s"].to_list()
    assert elapsed_s[-1] == 99.0
    assert activity.samples["heart_rate_bpm"].to_list()[:40] == [100 + second for second in range(40)]


def test_records_without_a_time_are_no_damage():
    file = heart_rates(10).add(0, 0xFFFFFFFF, 99)
    activity = only(heart_rates(10, from_second=10, file=file).build(crc=0))
    assert activity.samples.height == 20
    assert activity.provenance.dropped["no_time"] == 1
    assert codes(activity) == ["crc_bad"]


def test_without_a_place_to_go_on_the_rest_is_given_up():
    activity = only(heart_rates(10).raw(b"\x07" + b"\xff" * 200_000).build())
    assert activity.samples.height == 10
    assert codes(activity) == ["truncated"]


def test_a_damaged_second_part_costs_only_itself():
    run, rest = read_fit(GOOD + heart_rates(10).build()[:-9])
    assert (codes(run), codes(rest)) == ([], ["truncated"])
    assert rest.samples.height == 8


@pytest.mark.parametrize(
    ("first", "records", "noted"),
    [
        (GOOD[:-300], 40, "truncated"),
        (run_file(seconds=60).build(data_size=0), 60, "size_wrong"),
        (run_file(seconds=60).build(data_size=0)[:-2], 60, "truncated"),
        (GOOD + bytes(7), 60, "trailing_bytes"),
    ],
    ids=["cut", "never closed", "never closed, without a checksum", "with rubbish behind"],
)
def test_a_damaged_first_part_does_not_swallow_the_second(first: bytes, records: int, noted: str):
    run, rest = read_fit(first + heart_rates(10).build())
    assert (run.samples.height, rest.samples.height) == (records, 10)
    assert noted in codes(run)
    assert codes(rest) == []


def refused(content: bytes) -> IngestError:
    with pytest.raises(IngestError) as caught:
        read_fit(content)
    assert caught.value.message.endswith(".")
    return caught.value


@pytest.mark.parametrize(
    "content", [b"", b"\0" * 500, b"\xff\xd8\xff\xe0" + b"JFIF" * 50, b"<gpx></gpx>", b"\x0e"]
)
def test_what_is_no_fit_file(content: bytes):
    assert refused(content).code == "unknown_format"


def test_nothing_but_rubbish_in_a_fit_file():
    assert refused(FitFile(b"\xff" * 500).build()).code in ("corrupt_file", "truncated_file")


def test_an_empty_shell():
    assert refused(FitFile().build()).code == "empty_activity"


def test_more_bytes_than_any_watch_writes(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(container, "MAX_BYTES", len(GOOD) - 1)
    assert refused(GOOD).code == "too_large"


def test_more_messages_than_any_watch_writes(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(walk, "MAX_MESSAGES", 50)
    assert refused(GOOD).code == "too_large"
    assert refused(GOOD[:-20]).code == "too_large"


def test_more_definitions_than_any_watch_writes(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(layout, "MAX_LAYOUTS", 3)
    file = activity_file()
    for number in range(4):
        file.message(0xFF00, **{f"f{number}": (ENUM, 1)})
    assert refused(file.build()).code == "corrupt_file"
    assert refused(file.build(crc=0)).code == "corrupt_file"


# The corpus of damaged files that chiptime keeps: each case tells what a tolerant reader saves.

#: How many samples we read where that differs, and why.
DEVIATIONS = {
    "frame-shift-insert": (
        [9],
        "we go on at the next record whose time follows, chiptime only at the next definition",
    ),
    "garbage-block-midfile": ([118], "the same, so seven records more are saved"),
    "non-monotonic-records": ([8], "two records of one second become one row"),
}
#: Contents without a session and without records: valid for chiptime, no activity for us.
NO_ACTIVITY = {
    "array-fields": "empty_activity",
    "float-nan-inf": "empty_activity",
    "float-sentinel-vs-nan": "empty_activity",
    "string-edges": "empty_activity",
    "uint64-fields": "empty_activity",
    "hr-event-timestamp-12": "empty_activity",
    "empty-shell": "empty_activity",
    "multi-string-arrays": "not_an_activity",
    "course-file": "not_an_activity",
    "monitoring-file": "not_an_activity",
    "workout-file": "not_an_activity",
    "timestamp16-rollover": "not_an_activity",
}
PREFIX = "MaxGrgrv_chiptime__corpus-cases-"


@pytest.mark.corpus
def test_the_corpus_of_damaged_files(corpus: Path):
    folder = corpus / "bad" / "chiptime"
    cases = sorted(folder.glob("*-case.json"))
    assert len(cases) == 72
    for path in cases:
        case = json.loads(path.read_text())
        content = path.with_name(path.name.replace("-case.json", "-input.fit")).read_bytes()
        expected = json.loads(path.with_name(path.name.replace("-case.json", "-expected.json")).read_text())
        results = list(read_activities(content, "damaged.fit"))
        activities = [result.activity for result in results if result.activity is not None]
        slug = case["slug"]
        if case["expect"] == "reject" or slug in NO_ACTIVITY:
            assert not activities, slug
            assert [result.error.code for result in results if result.error] == [
                NO_ACTIVITY.get(slug, results[0].error.code if results[0].error else None)
            ], slug
            continue
        sessions = [session for part in expected["parts"] for session in part["activity"]["sessions"]]
        wanted = DEVIATIONS.get(slug, ([(one.get("records") or {}).get("n", 0) for one in sessions], ""))[0]
        assert [activity.samples.height for activity in activities] == wanted, slug
        if case["expect"] == "partial":
            assert any(activity.quality for activity in activities), slug
        for activity, session in zip(activities, sessions, strict=True):
            declared = (session["declared"] or {}).get("distance_m")
            assert declared is None or activity.distance_m == pytest.approx(declared), slug
            Samples.validate(activity.samples)


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("pattern", "records", "code"),
    [
        ("*nick.fit", 14_383, "truncated"),
        ("*b1218918.fit", 2_673, "truncated"),
        ("*bad-endian.fit", 802, "crc_bad"),
    ],
)
def test_damaged_files_of_real_devices(corpus: Path, pattern: str, records: int, code: str):
    (path,) = (corpus / "bad").glob(pattern)
    activity = only(path.read_bytes())
    assert activity.samples.height == records
    assert code in codes(activity)
