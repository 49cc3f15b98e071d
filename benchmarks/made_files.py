"""Watch files made here, for where there are no real ones: the sample runner's gait, in FIT, GPX and TCX.

A FIT record holds what a running watch with a chest strap writes, so that a file of so many records is
about as large as a real one. `sample_data` writes whole activities, at a millisecond and a half a record;
these are for speed, and are written in one go.
"""

import gzip
import shutil
import struct
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sample_data.gait import Second, Span, simulate
from sample_data.gpx_file import write_gpx
from sample_data.track import position
from tests.ingest.fit_builder import (
    CADENCE,
    DISTANCE,
    FRACTION,
    HEART_RATE,
    RECORD,
    SINT8,
    SINT32,
    SPEED,
    START_S,
    TIMESTAMP,
    UINT16,
    UINT32,
    activity_file,
    add_session,
)

SAMPLE_FILES = Path(__file__).parent.parent / "sample_data" / "files"
#: Seconds of an outing, which are its records: about the sizes that the goals speak of.
SIZES = (1_000, 5_000, 24_000)
SEED_SECONDS = 120
START = datetime(2026, 3, 1, 8, tzinfo=UTC)
RUN_S, WALK_S = 240, 60
MOST_BPM = 180
SEMICIRCLES_PER_DEGREE = 2**31 / 180
RECORD_FIELDS = (
    TIMESTAMP, (0, SINT32), (1, SINT32), DISTANCE, SPEED, HEART_RATE, CADENCE, FRACTION,
    (73, UINT32), (78, UINT32), (7, UINT16), (29, UINT32), (13, SINT8),
    (39, UINT16), (40, UINT16), (41, UINT16), (83, UINT16), (85, UINT16),
)  # fmt: skip
RECORD_CODES = "<BIiiIHBBBIIHIbHHHHH"
#: What a watch without GPS and strap writes: an hour of it has 50 kB.
LEAN_FIELDS = (TIMESTAMP, DISTANCE, SPEED, HEART_RATE, CADENCE, FRACTION)
LEAN_CODES = "<BIIHBBB"
HOUR_S = 3_600

TCX_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<TrainingCenterDatabase '
    'xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2" '
    'xmlns:ns3="http://www.garmin.com/xmlschemas/ActivityExtension/v2"><Activities>'
    '<Activity Sport="Running"><Id>{start}</Id><Lap StartTime="{start}">'
    "<TotalTimeSeconds>{seconds}</TotalTimeSeconds><DistanceMeters>{distance:.2f}</DistanceMeters>"
    "<Intensity>Active</Intensity><TriggerMethod>Manual</TriggerMethod><Track>\n"
)
TCX_POINT = (
    "<Trackpoint><Time>{time}</Time><Position><LatitudeDegrees>{lat:.6f}</LatitudeDegrees>"
    "<LongitudeDegrees>{lon:.6f}</LongitudeDegrees></Position>"
    "<DistanceMeters>{distance:.2f}</DistanceMeters><HeartRateBpm><Value>{hr}</Value></HeartRateBpm>"
    "<Extensions><ns3:TPX><ns3:Speed>{speed:.3f}</ns3:Speed><ns3:RunCadence>{cad}</ns3:RunCadence>"
    "</ns3:TPX></Extensions></Trackpoint>\n"
)
TCX_TAIL = "</Track></Lap></Activity></Activities></TrainingCenterDatabase>\n"


def outing(length_s: int) -> list[Second]:
    """Four minutes of running and one of walking, over and over."""
    spans: list[Span] = []
    for start_s in range(0, length_s, RUN_S + WALK_S):
        left_s = length_s - start_s
        spans.append(Span("run", min(RUN_S, left_s)))
        if left_s > RUN_S:
            spans.append(Span("walk", min(WALK_S, left_s - RUN_S)))
    seconds = simulate(spans, seed=length_s)
    return [replace(second, heart_rate_bpm=min(second.heart_rate_bpm, MOST_BPM)) for second in seconds]


def make_fit(seconds: Sequence[Second]) -> bytes:
    file = activity_file(sport=1).define(0, RECORD, RECORD_FIELDS)
    file.raw(b"".join(map(_record, seconds)))
    length_ms = len(seconds) * 1000
    distance_cm = round(seconds[-1].distance_m * 100)
    return add_session(file, elapsed_ms=length_ms, timer_ms=length_ms, distance_cm=distance_cm).build()


def _record(second: Second) -> bytes:
    lat, lon = (round(degrees * SEMICIRCLES_PER_DEGREE) for degrees in position(second.distance_m))
    strides, odd_step = divmod(second.cadence_spm, 2)
    speed_mmps = round(second.speed_mps * 1000)
    dynamics = (80, 7_400, 2_600 + second.at_s % 90, 850, speed_mmps // 3)
    return struct.pack(
        RECORD_CODES, 0, START_S + second.at_s, lat, lon, round(second.distance_m * 100), speed_mmps,
        second.heart_rate_bpm, strides, odd_step * 64, speed_mmps, 2_500 + second.at_s % 40,
        180 + second.at_s % 60, 200 * second.at_s, 21, *dynamics,
    )  # fmt: skip


def make_lean_hour() -> bytes:
    """An hour in a FIT file of 50 kB."""
    seconds = outing(HOUR_S)
    file = activity_file(sport=1).define(0, RECORD, LEAN_FIELDS)
    file.raw(b"".join(map(_lean_record, seconds)))
    distance_cm = round(seconds[-1].distance_m * 100)
    hour_ms = HOUR_S * 1000
    return add_session(file, elapsed_ms=hour_ms, timer_ms=hour_ms, distance_cm=distance_cm).build()


def _lean_record(second: Second) -> bytes:
    strides, odd_step = divmod(second.cadence_spm, 2)
    way_cm, speed_mmps = round(second.distance_m * 100), round(second.speed_mps * 1000)
    values = (way_cm, speed_mmps, second.heart_rate_bpm, strides, odd_step * 64)
    return struct.pack(LEAN_CODES, 0, START_S + second.at_s, *values)


def make_gpx(seconds: Sequence[Second]) -> bytes:
    return write_gpx(START, seconds, cadence="strides", creator="Sample watch")


def make_tcx(seconds: Sequence[Second]) -> bytes:
    head = TCX_HEAD.format(start=_iso(0), seconds=len(seconds), distance=seconds[-1].distance_m)
    return (head + "".join(map(_trackpoint, seconds)) + TCX_TAIL).encode()


def _trackpoint(second: Second) -> str:
    lat, lon = position(second.distance_m)
    return TCX_POINT.format(
        time=_iso(second.at_s),
        lat=lat,
        lon=lon,
        distance=second.distance_m,
        hr=second.heart_rate_bpm,
        speed=second.speed_mps,
        cad=second.cadence_spm // 2,
    )


def _iso(at_s: int) -> str:
    return f"{START + timedelta(seconds=at_s):%Y-%m-%dT%H:%M:%SZ}"


MAKERS: dict[str, Callable[[Sequence[Second]], bytes]] = {
    ".fit": make_fit,
    ".gpx": make_gpx,
    ".tcx": make_tcx,
}


def make_files(folder: Path, endings: Sequence[str], *, smallest: bool = False) -> list[Path]:
    """Write a file of each ending and size, or of the smallest size alone, and give their paths."""
    paths = []
    for ending in endings:
        for length_s in SIZES[:1] if smallest else SIZES:
            path = folder / f"made_{length_s}{ending}"
            path.write_bytes(MAKERS[ending](outing(length_s)))
            paths.append(path)
    return paths


def make_seeds(folder: Path) -> None:
    """Put what a fuzzing campaign can begin with into a folder: the sample runner's files, and short ones."""
    shutil.copytree(SAMPLE_FILES, folder, dirs_exist_ok=True)
    for ending, make in MAKERS.items():
        content = make(outing(SEED_SECONDS))
        (folder / f"made{ending}").write_bytes(content)
        (folder / f"made{ending}.gz").write_bytes(gzip.compress(content))
