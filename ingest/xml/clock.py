"""The clock of each track of a GPX or TCX file, held against the way from point to point."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from ingest.activity import QualityNote
from ingest.clock import put_back
from ingest.geo import Floats, earth_centred_m
from ingest.leaps import DOUBTFUL_S, doubt, doubtful
from ingest.repair import note_of
from ingest.trail import JITTER_S, Trail
from ingest.xml.points import Points

_MS_PER_S = 1_000
#: With more of its steps going back, a track is written newest first.
NEWEST_FIRST_SHARE = 0.75


@dataclass(frozen=True)
class Clocked:
    """Points on one clock; `shift_ms` is what was taken off each raw time, null where nothing was.

    Each of `notes` comes with its track and the span of milliseconds since 1970 that it is about.
    `leapt_s` has for each track that was set the seconds of each time.
    """

    points: Points
    shift_ms: Floats | None = None
    notes: tuple[tuple[int, float, float, QualityNote], ...] = ()
    leapt_s: Mapping[int, Floats] = field(default_factory=dict)

    def notes_within(self, points: Points) -> tuple[QualityNote, ...]:
        """The notes on any of these points, which are in order of time."""
        first_ms, last_ms = points.time_ms[[0, -1]].tolist()
        tracks = set(np.unique(points.track).tolist())
        return tuple(
            note
            for track, from_ms, to_ms, note in self.notes
            if track in tracks and from_ms <= last_ms and to_ms >= first_ms
        )


def on_one_clock(points: Points, *, is_local: bool) -> Clocked:
    """Points in the order of the file, each track on the clock that it was last set to.

    Local stamps (`is_local`) keep the first: what sets them back is the end of summer time. A track
    that only ever runs on is left as it is; where it leaps in stride, that is noted.
    """
    step_ms = np.diff(points.time_ms)
    odd = (step_ms < -JITTER_S * _MS_PER_S) | (step_ms > DOUBTFUL_S * _MS_PER_S)
    odd &= np.diff(points.track) == 0
    # A step to or from a point without a time is NaN, and hides no other.
    if not odd.any() and np.isfinite(points.time_ms).all():
        return Clocked(points)
    shift_ms = np.zeros(len(points))
    notes: list[tuple[int, float, float, QualityNote]] = []
    leapt_s: dict[int, Floats] = {}
    for track in np.unique(points.track).tolist():
        rows = np.flatnonzero((points.track == track) & np.isfinite(points.time_ms))
        if len(rows):
            leapt_s[track] = _judge(points, rows, shift_ms, notes, is_local=is_local)
    if not shift_ms.any():
        return Clocked(points, None, tuple(notes))
    on_clock = replace(points, time_ms=points.time_ms - shift_ms)
    return Clocked(on_clock, shift_ms, tuple(notes), leapt_s)


def _judge(
    points: Points,
    rows: np.ndarray,
    shift_ms: Floats,
    notes: list[tuple[int, float, float, QualityNote]],
    *,
    is_local: bool,
) -> Floats:
    """Judge the points of one track, all with a time, and return the seconds of each time it was set.

    What is found goes into `shift_ms` and `notes`.
    """
    time_s = points.time_ms[rows] / _MS_PER_S
    step_s = np.diff(time_s)
    falls = step_s < -JITTER_S
    if (step_s < 0).mean() > NEWEST_FIRST_SHARE or not (falls.any() or (step_s > DOUBTFUL_S).any()):
        return np.empty(0)  # nothing is odd, or the file is written newest first
    trail = Trail(time_s, _place_m(points, rows), np.diff(points.stretch[rows]) != 0)
    track = int(points.track[rows[0]])
    leapt_s = np.empty(0)
    repair = put_back(trail)
    if repair is not None and (repair.set_at or repair.is_failed):
        repair = repair if is_local else repair.on_last_clock()
        shift_ms[rows] = np.nan_to_num(repair.shift_s * _MS_PER_S)
        leapt_s = repair.leapt_s
        notes.extend((track, -np.inf, np.inf, note) for note in note_of(repair))
        trail = replace(trail, time_s=time_s - shift_ms[rows] / _MS_PER_S)
    if (trail.step_s < -JITTER_S).any():
        return leapt_s
    for step in doubtful(trail, np.zeros(len(step_s), dtype=bool)):
        from_s, to_s = trail.time_s[step : step + 2].tolist()
        notes.append((track, from_s * _MS_PER_S, to_s * _MS_PER_S, doubt(to_s - from_s)))
    return leapt_s


def _place_m(points: Points, rows: np.ndarray) -> Floats | None:
    """The file's own distance, else the positions; null where most points have neither."""
    distance_m = points.channel("distance")[rows]
    if np.isfinite(distance_m).mean() > 0.5:  # noqa: PLR2004 - most
        return distance_m[np.newaxis]
    lat_deg, lon_deg = points.channel("lat")[rows], points.channel("lon")[rows]
    is_place = np.isfinite(lat_deg) & np.isfinite(lon_deg) & ((lat_deg != 0) | (lon_deg != 0))
    if is_place.mean() <= 0.5:  # noqa: PLR2004 - most
        return None
    return earth_centred_m(np.where(is_place, lat_deg, np.nan), lon_deg)
