"""The channels of one recording: positions to distance and speed, samples of one instant joined."""

from dataclasses import dataclass

import numpy as np

from ingest.activity import FOOT_SPORTS, QualityNote
from ingest.cadence_source import is_outlived
from ingest.motion import (
    FOOT_LIMIT_MPS,
    RIDE_LIMIT_MPS,
    TOO_MANY,
    Floats,
    Track,
    distance_along_m,
    find_spikes,
    moved_across_m,
    speed_along_mps,
)
from ingest.xml.pauses import rest_index
from ingest.xml.points import Points

#: Faster than this for most of the time is not on foot; the marathon record is 5.8 m/s.
TOO_FAST_FOR_FOOT_MPS = 6.5
#: Leaps of a receiver are over in less.
RIDE_S = 60.0
#: How far the file's own distance and that of its positions may be apart, as a factor.
SAME_DISTANCE = (0.5, 2.0)
SAME_SPEED = (0.6, 1.6)
KMH_PER_MPS = 3.6
#: Below these, a comparison says nothing.
_COMPARABLE_M = 100.0
_COMPARABLE_MPS = 0.5
#: A total that falls by half and by this much begins anew; more often than any run has laps, it is noise.
_RESTART_M = 20.0
_MOST_RESTARTS = 200
#: So few spikes are no sign of a useless receiver, however short the track.
_FEW_SPIKES = 3
_MS_PER_S = 1_000


@dataclass
class Measured:
    """One value per sample, NaN where unknown; `time_s` since the first sample, strictly rising."""

    start_ms: int
    time_s: Floats
    rest: np.ndarray
    distance_m: Floats
    #: At the first sample after a pause, how far it lies from the last position before.
    moved_m: Floats
    speed_mps: Floats
    cadence: Floats
    heart_rate_bpm: Floats
    altitude_m: Floats
    power_w: Floats
    #: The file has a cadence of its own for running.
    has_run_cadence: bool


class Measuring:
    """Takes one recording apart; what was left out and why gathers in `dropped` and `notes`."""

    def __init__(self, sport: str) -> None:
        self.sport = sport
        self.dropped: dict[str, int] = {}
        self.dropped_m: dict[str, float] = {}
        self.notes: list[QualityNote] = []

    def measure(self, points: Points) -> Measured:
        """The channels of points in order of time, as `to_values` gives them."""
        time_ms = points.time_ms
        time_s = (time_ms - time_ms[0]) / _MS_PER_S
        rest = rest_index(time_s, points.stretch)
        gps_m, gps_share, moved_m = self._gps_distance(points, time_s, rest)
        own_m = _one_total(time_s, points.channel("distance"))
        distance_m = own_m if _is_trusted(own_m, gps_m, gps_share) else gps_m
        run_cadence, cadence = points.channel("run_cadence"), points.channel("cadence")
        has_run_cadence = bool(np.isfinite(run_cadence).any())
        is_other = np.isfinite(cadence).any() and (not has_run_cadence or is_outlived(run_cadence, cadence))
        columns = {
            "time_ms": time_ms,
            "rest": rest,
            "distance": distance_m,
            "moved": moved_m,
            "speed": points.channel("speed"),
            "cadence": cadence if is_other else run_cadence,
            "heart_rate": points.channel("heart_rate"),
            "altitude": points.channel("altitude"),
            "power": points.channel("power"),
        }
        columns = self._one_row_per_instant(columns)
        time_s = (columns["time_ms"] - time_ms[0]) / _MS_PER_S
        derived_mps = speed_along_mps(time_s, columns["distance"], columns["rest"])
        return Measured(
            start_ms=int(time_ms[0]),
            time_s=time_s,
            rest=columns["rest"],
            distance_m=columns["distance"],
            moved_m=columns["moved"],
            speed_mps=self._speed(columns["speed"], derived_mps),
            cadence=columns["cadence"],
            heart_rate_bpm=columns["heart_rate"],
            altitude_m=columns["altitude"],
            power_w=columns["power"],
            has_run_cadence=has_run_cadence,
        )

    def count(self, reason: str, number: int) -> None:
        if number:
            self.dropped[reason] = self.dropped.get(reason, 0) + number

    def note(self, code: str, message: str) -> None:
        self.notes.append(QualityNote(code, message))

    def _gps_distance(self, points: Points, time_s: Floats, rest: np.ndarray) -> tuple[Floats, float, Floats]:
        lat, lon = points.channel("lat"), points.channel("lon")
        track = Track(time_s, lat, lon, rest)
        nowhere = (lat == 0) & (lon == 0)  # in the sea off Ghana: how receivers write "no position"
        if nowhere.any():
            track = track.without(nowhere)
        limit_mps = self._limit_mps(track)
        few = max(TOO_MANY * len(track.known), _FEW_SPIKES)
        spikes = find_spikes(track, limit_mps)
        is_usable = spikes.sum() <= few
        if is_usable and spikes.any():
            self.count("gps_spike", int(spikes.sum()))
            track = track.without(spikes)
        distance_m, jumped_m = distance_along_m(track, limit_mps)
        jumps = len(jumped_m)
        if jumps:
            self.count("gps_jump", jumps)
            self.dropped_m["gps_jump"] = float(jumped_m.sum())
        if not is_usable or jumps > few:
            self.note("gps_unreliable", "The GPS jumps so often that its distance cannot be trusted.")
        elif jumps:
            self.note(
                "gps_jump", f"The GPS jumps further than anyone moves, {jumps} times; that is not counted."
            )
        moved_m = np.full(len(time_s), np.nan)
        after = np.flatnonzero(np.diff(rest)) + 1
        moved_m[after] = moved_across_m(track, time_s[after - 1], time_s[after])
        return distance_m, float(np.isfinite(distance_m).mean()), moved_m

    def _limit_mps(self, track: Track) -> float:
        """What nothing outruns: a vehicle's limit where one must have carried the receiver for a while."""
        if self.sport not in FOOT_SPORTS:
            return RIDE_LIMIT_MPS
        distance_m, _ = distance_along_m(track, RIDE_LIMIT_MPS)
        speed_mps = speed_along_mps(track.time_s, distance_m, track.rest)
        is_ridden = self.sport == "generic" and _median(speed_mps) > TOO_FAST_FOR_FOOT_MPS
        return RIDE_LIMIT_MPS if is_ridden or _lasts(speed_mps, track.time_s) else FOOT_LIMIT_MPS

    def _one_row_per_instant(self, columns: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        """Rows of the same instant joined, the first value of each channel kept."""
        firsts = np.flatnonzero(np.diff(columns["time_ms"], prepend=-1.0))
        doubled = len(columns["time_ms"]) - len(firsts)
        if not doubled:
            return columns
        self.count("time_doubled", doubled)
        joined = {name: _first_known(values, firsts) for name, values in columns.items()}
        return joined | {"distance": np.fmax.reduceat(columns["distance"], firsts)}

    def _speed(self, own_mps: Floats, derived_mps: Floats) -> Floats:
        """The file's own speed where it agrees with its distance, else that of the distance."""
        both = np.isfinite(own_mps) & (derived_mps > _COMPARABLE_MPS)
        ratio = _median(own_mps[both] / derived_mps[both]) if both.any() else 1.0
        if SAME_SPEED[0] <= ratio / KMH_PER_MPS <= SAME_SPEED[1]:
            self.note(
                "speed_in_kmh", "The file's speeds are in km/h, against its format; they were converted."
            )
            own_mps = own_mps / KMH_PER_MPS
        elif not SAME_SPEED[0] <= ratio <= SAME_SPEED[1]:
            self.count("speed_contradicts_distance", int(np.isfinite(own_mps).sum()))
            own_mps = np.full(len(own_mps), np.nan)
        return np.where(np.isfinite(own_mps), own_mps, derived_mps)


def _lasts(speed_mps: Floats, time_s: Floats) -> bool:
    """Whether it is faster than feet for so long in one go that no leap of the receiver explains it."""
    is_fast = speed_mps > FOOT_LIMIT_MPS
    changes = np.flatnonzero(np.diff(is_fast, prepend=False, append=False))
    if not len(changes):
        return False
    first, last = changes[::2], changes[1::2] - 1
    return bool((time_s[last] - time_s[first]).max() >= RIDE_S)


def _first_known(values: np.ndarray, firsts: np.ndarray) -> np.ndarray:
    """The first value that is not NaN in each group of rows, which begin at `firsts`."""
    known = np.where(np.isnan(values), len(values), np.arange(len(values)))
    places = np.minimum.reduceat(known, firsts)
    ends = np.append(firsts[1:], len(values))
    return values[np.where(places < ends, places, firsts)]


def _one_total(time_s: Floats, own_m: Floats) -> Floats:
    """The file's distance as one total that never falls, though laps may each begin at zero."""
    total_m = np.full(len(own_m), np.nan)
    known = np.flatnonzero(np.isfinite(own_m))
    if not len(known):
        return total_m
    way_m = own_m[known].copy()
    if way_m[0] > _COMPARABLE_M and time_s[known[0]] < way_m[0] / FOOT_LIMIT_MPS:
        way_m -= way_m[0]
    restarts = np.flatnonzero((way_m[1:] < way_m[:-1] / 2) & (np.diff(way_m) < -_RESTART_M)) + 1
    if len(restarts) <= _MOST_RESTARTS:
        before_m = np.zeros(len(way_m))
        before_m[restarts] = way_m[restarts - 1]
        way_m += np.cumsum(before_m)
    total_m[known] = np.maximum.accumulate(np.maximum(way_m, 0.0))
    return total_m


def _is_trusted(own_m: Floats, gps_m: Floats, gps_share: float) -> bool:
    """Whether the file's own distance is better than that of its positions."""
    known = own_m[np.isfinite(own_m)]
    if len(known) < 2 or known[-1] <= 0:  # noqa: PLR2004 - one value is no way
        return False
    gps_total_m = np.nanmax(gps_m) if gps_share > 0 else 0.0
    if gps_share < 0.5 or gps_total_m < _COMPARABLE_M:  # noqa: PLR2004 - mostly without GPS
        return True
    return bool(SAME_DISTANCE[0] <= known[-1] / gps_total_m <= SAME_DISTANCE[1])


def _median(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else 0.0
