"""A steady run of five minutes in each format, with whatever its clock wrote for each second."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import numpy as np

from ingest import read_activities
from ingest.activity import Activity, Samples
from tests.ingest.fit_builder import (
    CADENCE,
    DISTANCE,
    RECORD,
    SPEED,
    START_S,
    TIMESTAMP,
    FitFile,
    activity_file,
    add_session,
    add_timer_event,
)

SECONDS, SPEED_MPS = 300, 2.5
DAY_S = 86_400
_START = datetime(2026, 5, 14, 4, tzinfo=UTC)
_DEGREES_PER_M = 1 / 110_574.4

Stamps = np.ndarray
Write = Callable[[Stamps], bytes]


def set_by(*jumps: tuple[int, int], paused: Sequence[tuple[int, int]] = ()) -> Stamps:
    """What the clock writes: set by so many seconds before the point; `paused` lets time pass there first."""
    stamps = np.arange(SECONDS)
    for point, by_s in (*paused, *jumps):
        stamps[point:] += by_s
    return stamps


def fit(
    stamps: Stamps,
    *,
    told_s: int | None = SECONDS,
    timer_s: int | None = None,
    start_s: int | None = None,
    events: Sequence[tuple[int, int]] = (),
    with_distance: bool = True,
) -> bytes:
    """FIT with a session of `told_s` elapsed seconds, none where null; events are stamps and kinds."""
    file: FitFile = activity_file(sport=1)
    file.define(0, RECORD, (TIMESTAMP, DISTANCE, SPEED, CADENCE) if with_distance else (TIMESTAMP, CADENCE))
    for second, stamp in enumerate(stamps.tolist()):
        values = (int(100 * SPEED_MPS * second), int(1000 * SPEED_MPS)) if with_distance else ()
        file.add(0, START_S + stamp, *values, 80)
    for stamp, kind in events:
        add_timer_event(file, stamp, kind)
    if told_s is not None:
        add_session(
            file,
            start_s=START_S + int(stamps[0] if start_s is None else start_s),
            elapsed_ms=1000 * told_s,
            timer_ms=1000 * (told_s if timer_s is None else timer_s),
            distance_cm=int(100 * SPEED_MPS * SECONDS),
        )
    return file.build()


def gpx(stamps: Stamps, *, zone: str = "Z", segments: Sequence[int] = (), places: bool = True) -> bytes:
    """GPX that goes north; a new segment begins at each of `segments`."""
    body = ""
    for second, stamp in enumerate(stamps.tolist()):
        body += "</trkseg><trkseg>" if second in segments else ""
        place = f' lat="{second * SPEED_MPS * _DEGREES_PER_M:.9f}" lon="7.5"' if places else ""
        body += (
            f"<trkpt{place}><time>{_text(stamp)}{zone}</time><extensions><cad>80</cad></extensions></trkpt>"
        )
    return f"<gpx version='1.1'><trk><type>running</type><trkseg>{body}</trkseg></trk></gpx>".encode()


def tcx(stamps: Stamps, *, laps: Sequence[int] = (0,)) -> bytes:
    """TCX with a lap from each of the points in `laps` on."""
    body = ""
    for first, stop in zip(laps, [*laps[1:], len(stamps)], strict=True):
        points = "".join(
            f"<Trackpoint><Time>{_text(stamps[second])}Z</Time>"
            f"<DistanceMeters>{second * SPEED_MPS}</DistanceMeters><Cadence>80</Cadence></Trackpoint>"
            for second in range(first, stop)
        )
        body += (
            f'<Lap StartTime="{_text(stamps[first])}Z"><TotalTimeSeconds>{stop - first}</TotalTimeSeconds>'
            f"<DistanceMeters>{(stop - first) * SPEED_MPS}</DistanceMeters><Track>{points}</Track></Lap>"
        )
    return (
        "<TrainingCenterDatabase><Activities><Activity Sport='Running'>"
        f"{body}</Activity></Activities></TrainingCenterDatabase>"
    ).encode()


def _text(stamp: int) -> str:
    return (_START + timedelta(seconds=int(stamp))).strftime("%Y-%m-%dT%H:%M:%S")


def activities_of(content: bytes) -> list[Activity]:
    """Every activity of the content, its samples held against their contract."""
    activities = [result.activity for result in read_activities(content, "run")]
    assert all(activities)
    for activity in activities:
        Samples.validate(activity.samples)
    return activities


def codes_of(activity: Activity) -> set[str]:
    return {note.code for note in activity.quality}
