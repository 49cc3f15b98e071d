"""Every cap refuses one more than it allows, and allows what it allows."""

import gzip
import os
from collections.abc import Callable
from importlib import import_module

import pytest

from ingest import IngestError, read_activities
from ingest.archive import Limits, unpack
from tests.ingest.conftest import time_text
from tests.ingest.fit_builder import ENUM, LAP, START_S, UINT32, run_file


def gpx(points: int, *, every_s: int = 1, tracks: int = 1, ballast: int = 0) -> bytes:
    body = "".join(
        f'<trkpt lat="0.{number:05}" lon="7.5"><time>{time_text(number * every_s)}</time></trkpt>'
        for number in range(points)
    )
    names = f"<name>{'x' * ballast}</name>"
    return f"<gpx>{names}{'<trk/>' * (tracks - 1)}<trk><trkseg>{body}</trkseg></trk></gpx>".encode()


def tcx(laps: int) -> bytes:
    lap = f'<Lap StartTime="{time_text(0)}"/>'
    points = "".join(f"<Trackpoint><Time>{time_text(second)}</Time></Trackpoint>" for second in range(9))
    return (
        f'<TrainingCenterDatabase><Activities><Activity Sport="Running">{lap * (laps - 1)}'
        f'<Lap StartTime="{time_text(0)}"><Track>{points}</Track></Lap></Activity></Activities>'
        "</TrainingCenterDatabase>"
    ).encode()


def fit_with_laps(laps: int) -> bytes:
    file = run_file().define(1, LAP, ((253, UINT32), (24, ENUM)))
    for second in range(laps):
        file.add(1, START_S + second, 0)
    return file.build()


def code_of(content: bytes) -> str:
    (result,) = read_activities(content, "run")
    return result.error.code if result.error else "ok"


@pytest.mark.parametrize(
    ("cap", "make"),
    [
        ("fit.records.MAX_RECORDS", lambda count: run_file(count).build()),
        ("fit.summary.MAX_SUMMARIES", fit_with_laps),
        ("xml.target.MAX_POINTS", gpx),
        ("xml.shapes.MAX_POINTS", lambda count: gpx(count, ballast=64_000)),
        ("xml.target.MAX_ELEMENTS", lambda count: gpx((count - 4) // 2)),
        ("xml.target.MAX_TRACKS", lambda count: gpx(9, tracks=count)),
        ("xml.target.MAX_LAPS", tcx),
        ("xml.activity.LONGEST_DAYS", lambda count: gpx(8 * count, every_s=3 * 3_600)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_cap_of_a_reader(cap: str, make: Callable[[int], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    module, _, name = cap.rpartition(".")
    for holder in ("xml.tcx", module):  # which imports it by name
        if hasattr(import_module(f"ingest.{holder}"), name):
            monkeypatch.setattr(import_module(f"ingest.{holder}"), name, 20)

    assert (code_of(make(20)), code_of(make(22))) == ("ok", "too_large")


NOISE = os.urandom(3 << 20)


@pytest.mark.parametrize(
    ("limits", "content", "code"),
    [
        (Limits(depth=2), gzip.compress(gzip.compress(gzip.compress(b"<gpx/>"))), "unsafe_archive"),
        (Limits(ratio=50), gzip.compress(NOISE[: 20 << 10] + bytes(2 << 20)), "unsafe_archive"),
        (Limits(file_bytes=2 << 20), gzip.compress(NOISE), "too_large"),
        (
            Limits(nested_archive_bytes=2 << 20, file_bytes=4 << 20),
            gzip.compress(b"PK\x03\x04" + NOISE),
            "too_large",
        ),
        (Limits(total_bytes=2 << 20), gzip.compress(NOISE), "unsafe_archive"),
    ],
    ids=["depth", "ratio", "bytes of a file", "bytes of an archive inside", "bytes in all"],
)
def test_a_cap_of_an_archive(limits: Limits, content: bytes, code: str) -> None:
    (refused,) = unpack(content, limits)

    assert isinstance(refused, IngestError)
    assert refused.code == code
    assert getattr(next(unpack(content)), "code", "read") != code
