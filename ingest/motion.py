"""From positions to distance and speed, and the positions out of which neither can be made."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ingest.geo import Floats, apart_m, earth_centred_m

#: What a person on foot cannot outrun, and what nothing that carries a sports watch does.
FOOT_LIMIT_MPS = 10.0
RIDE_LIMIT_MPS = 40.0
#: How far a good receiver jumps between two samples without having moved.
NOISE_M = 10.0
#: A stretch between two impossible jumps is a spike when it has fewer points than this.
SPIKE_POINTS = 10
#: Where more than this share would have to go, the track is not spiky but useless as a whole.
TOO_MANY = 0.05
#: Pieces looked back at when the way around a spike is sought.
_LOOK_BACK = 32
#: With more pieces than this, nothing can be mended, and seeking would take long.
_MOST_PIECES = 5_000
#: Half the time over which speed is taken, and the silence across which none is.
HALF_WINDOW_S = 5.0
SILENCE_S = 60.0


@dataclass(frozen=True)
class Track:
    """Positions in order of time, in degrees, NaN where unknown.

    `rest` counts up at each pause; nothing is measured across one.
    """

    time_s: Floats
    lat_deg: Floats
    lon_deg: Floats
    rest: NDArray[np.int64]

    @cached_property
    def known(self) -> NDArray[np.int64]:
        """The indices of the samples that have a position."""
        return np.flatnonzero(np.isfinite(self.lat_deg) & np.isfinite(self.lon_deg))

    @cached_property
    def position_m(self) -> Floats:
        """The known positions, earth-centred, of shape (3, known)."""
        return earth_centred_m(self.lat_deg[self.known], self.lon_deg[self.known])

    def without(self, points: NDArray[np.bool_]) -> "Track":
        """The track with no position at the points."""
        return replace(self, lat_deg=np.where(points, np.nan, self.lat_deg))


def find_spikes(track: Track, limit_mps: float) -> NDArray[np.bool_]:
    """True for each point that lies off a track on which nobody moves faster than `limit_mps`.

    The track is cut at every jump faster than the limit (less `NOISE_M`); of the pieces the
    largest set stays that can be joined without such a jump. So one bad point never costs the
    good ones after it, wherever it stands, the first included. A piece of `SPIKE_POINTS` or more
    always stays: then the jump is true or the fault too large to mend.
    """
    known, position_m = track.known, track.position_m
    time_s = track.time_s[known]
    spikes = np.zeros(len(track.time_s), dtype=bool)
    too_far = apart_m(position_m[:, 1:], position_m[:, :-1]) > limit_mps * np.diff(time_s) + NOISE_M
    if not 0 < too_far.sum() < _MOST_PIECES:
        return spikes
    first = np.concatenate(([0], np.flatnonzero(too_far) + 1))
    last = np.append(first[1:], len(known)) - 1
    kept = _largest_chain(time_s, position_m, first, last, limit_mps)
    spikes[known] = np.repeat(~kept, last - first + 1)
    return spikes


def _largest_chain(
    time_s: Floats, position_m: Floats, first: NDArray[np.int64], last: NDArray[np.int64], limit_mps: float
) -> NDArray[np.bool_]:
    size = last - first + 1
    before = np.arange(len(size))[:, None] - np.arange(1, _LOOK_BACK + 1)
    is_there = before >= 0
    before = np.maximum(before, 0)
    ends, starts = last[before], first[:, None]
    way_m = apart_m(position_m[:, ends], position_m[:, starts])
    joins = way_m <= limit_mps * (time_s[starts] - time_s[ends]) + NOISE_M
    joins |= (size[before] >= SPIKE_POINTS) & (size[:, None] >= SPIKE_POINTS)
    joins &= is_there
    best: list[int] = []
    came_from: list[int] = []
    for piece, points in enumerate(size.tolist()):
        earlier = max(before[piece, joins[piece]].tolist(), key=best.__getitem__, default=-1)
        best.append(points + (best[earlier] if earlier >= 0 else 0))
        came_from.append(earlier)
    kept = size >= SPIKE_POINTS
    piece = int(np.argmax(best))
    while piece >= 0:
        kept[piece] = True
        piece = came_from[piece]
    return kept


def distance_along_m(track: Track, limit_mps: float) -> tuple[Floats, Floats]:
    """Metres since the first position, NaN where there is none, and the metres of each jump not counted.

    Nothing is added across a pause or a jump faster than `limit_mps`.
    """
    distance_m = np.full(len(track.time_s), np.nan)
    known = track.known
    if not len(known):
        return distance_m, np.empty(0)
    steps_m = apart_m(track.position_m[:, 1:], track.position_m[:, :-1])
    jumps = steps_m > limit_mps * np.diff(track.time_s[known]) + NOISE_M
    paused = np.diff(track.rest[known]) != 0
    jumped_m = steps_m[jumps & ~paused]
    steps_m[jumps | paused] = 0.0
    distance_m[known] = np.concatenate(([0.0], np.cumsum(steps_m)))
    return distance_m, jumped_m


def moved_across_m(track: Track, start_s: Floats, end_s: Floats) -> Floats:
    """How far apart the last position before each span and the first one after it lie, NaN where unknown."""
    known_s = track.time_s[track.known]
    moved_m = np.full(len(start_s), np.nan)
    before = np.searchsorted(known_s, start_s, side="right") - 1
    after = np.searchsorted(known_s, end_s, side="left")
    inside = np.flatnonzero((before >= 0) & (after < len(known_s)))
    if len(inside):
        position_m = track.position_m
        moved_m[inside] = apart_m(position_m[:, after[inside]], position_m[:, before[inside]])
    return moved_m


def speed_along_mps(time_s: Floats, distance_m: Floats, rest: NDArray[np.int64]) -> Floats:
    """Metres a second over a window of ten seconds, cut at pauses and at a minute's silence.

    NaN where the distance is NaN or a stretch has one sample only.
    """
    speed_mps = np.full(len(time_s), np.nan)
    known = np.flatnonzero(np.isfinite(distance_m))
    if not len(known):
        return speed_mps
    at_s, way_m = time_s[known], distance_m[known]
    cut = (np.diff(at_s) > SILENCE_S) | (np.diff(rest[known]) != 0)
    stretch = np.concatenate(([0], np.cumsum(cut)))
    first = np.concatenate(([0], np.flatnonzero(cut) + 1))
    last = np.append(first[1:] - 1, len(known) - 1)
    begin_s = np.maximum(at_s - HALF_WINDOW_S, at_s[first][stretch])
    end_s = np.minimum(at_s + HALF_WINDOW_S, at_s[last][stretch])
    covered_m = np.interp(end_s, at_s, way_m) - np.interp(begin_s, at_s, way_m)
    span_s = end_s - begin_s
    speed_mps[known] = np.divide(covered_m, span_s, out=np.full(len(known), np.nan), where=span_s > 0)
    return speed_mps
