"""The contracted samples frame out of the records of one activity."""

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass

import numpy as np
import polars as pl

from ingest.activity import Samples
from ingest.cadence import Cadence, Unit, read_cadence
from ingest.fit.profile import CHANNELS, FIT_EPOCH_S
from ingest.fit.records import Records
from ingest.frames import frame
from ingest.motion import (
    FOOT_LIMIT_MPS,
    RIDE_LIMIT_MPS,
    Track,
    distance_along_m,
    find_spikes,
    moved_across_m,
    speed_along_mps,
)
from ingest.pauses import Pause, timer_s

_MS_PER_S = 1000
#: So many records below half of the ones before tell a distance that began again from a bad value.
_RESTART_RECORDS, _MAX_RESTARTS = 10, 100

Floats = np.ndarray


@dataclass(frozen=True)
class Sampled:
    """The samples by the contract, what was left out of them and why, and the last distance that is known."""

    samples: pl.DataFrame
    dropped: Counter[str]
    #: Metres of GPS that jumped, which are not in the distance.
    jumped_m: float
    distance_m: float | None
    cadence: Cadence
    #: For each pause, how far apart the positions before and after it lie; NaN where unknown.
    moved_m: tuple[float, ...]


def samples_of(
    records: Records, start_s: float, pauses: list[Pause], way_before_m: float, *, on_foot: bool
) -> Sampled:
    """The samples of one activity.

    `start_s` is the activity's start in FIT seconds; `way_before_m` is taken off the distance.
    """
    dropped: Counter[str] = Counter({"same_second": records.same_second})
    jumped_m = 0.0
    elapsed_s = records.time_s - start_s
    channels = _possible(records, dropped)
    rest = np.searchsorted([pause.end_s for pause in pauses], elapsed_s, side="right")
    latitude, longitude = channels.pop("latitude_deg", None), channels.pop("longitude_deg", None)
    moved_m = np.full(len(pauses), np.nan)
    if pauses and latitude is not None and longitude is not None:
        track = Track(elapsed_s, latitude, longitude, rest)
        ends = np.array([[pause.start_s, pause.end_s] for pause in pauses])
        moved_m = moved_across_m(track, ends[:, 0], ends[:, 1])
    if "distance_m" in channels:
        if way_before_m:
            channels["distance_m"] = np.maximum(channels["distance_m"] - way_before_m, 0.0)
        channels["distance_m"] = rising(channels["distance_m"], dropped)
    elif latitude is not None and longitude is not None:
        track = Track(elapsed_s, latitude, longitude, rest)
        channels["distance_m"], jumped_m = _way_m(track, dropped, on_foot=on_foot)
    if "distance_m" in channels and "speed_mps" not in channels:
        channels["speed_mps"] = speed_along_mps(elapsed_s, channels["distance_m"], rest)
    unit: Unit = "steps" if records.counts_steps else "strides"
    raw, speed_mps = channels.pop("cadence_rpm", None), channels.get("speed_mps")
    cadence = read_cadence("fit", elapsed_s, speed_mps, raw, on_foot=on_foot, declared=unit)
    dropped["cadence_impossible"] += cadence.impossible
    if cadence.steps_per_min is not None:
        channels["cadence_spm"] = cadence.steps_per_min
    if "altitude_m" in channels:
        altitude = channels.pop("altitude_m")
        channels["relative_altitude_m"] = altitude - altitude[np.argmax(np.isfinite(altitude))]
    time_ms = np.round((records.time_s + FIT_EPOCH_S) * _MS_PER_S).astype(np.int64)
    channels |= {"time_utc": time_ms, "elapsed_s": elapsed_s, "timer_s": timer_s(elapsed_s, pauses)}
    known_m = channels.get("distance_m", np.empty(0))
    known_m = known_m[np.isfinite(known_m)]
    last_m = float(known_m[-1]) if len(known_m) else None
    samples = frame(Samples, len(time_ms), **channels)
    return Sampled(samples, dropped, jumped_m, last_m, cadence, tuple(moved_m.tolist()))


def _possible(records: Records, dropped: Counter[str]) -> dict[str, Floats]:
    """The channels that hold any value, with NaN for impossible ones, which are counted; cadence is raw."""
    channels: dict[str, Floats] = {}
    for channel in CHANNELS:
        values = records.channels.get(channel.name)
        if values is None:
            continue
        name, (low, high) = channel.name, channel.possible
        if name == "heart_rate_bpm":
            values = np.where(values == 0, np.nan, values)  # how many watches write "no reading"
        impossible = (values < low) | (values > high)
        if impossible.any():
            dropped[f"{name.rpartition('_')[0]}_impossible"] += int(impossible.sum())
            values = np.where(impossible, np.nan, values)
        if np.isfinite(values).any():
            channels[name] = values
    return channels


def _way_m(track: Track, dropped: Counter[str], *, on_foot: bool) -> tuple[Floats, float]:
    """Metres along the positions, without those that lie off the track, which are counted, and of jumps."""
    limit_mps = FOOT_LIMIT_MPS if on_foot else RIDE_LIMIT_MPS
    track = track.without((track.lat_deg == 0) & (track.lon_deg == 0))  # how receivers write "no position"
    spikes = find_spikes(track, limit_mps)
    if spikes.any():
        dropped["gps_spike"] += int(spikes.sum())
        track = track.without(spikes)
    distance_m, jumped_m = distance_along_m(track, limit_mps)
    dropped["gps_jump"] += len(jumped_m)
    return distance_m, float(jumped_m.sum())


def rising(distance: Floats, dropped: Counter[str]) -> Floats:
    """The distance as one count that never falls.

    Where it begins again from little and stays there for a while, it is counted on. Else it is NaN
    at the fewest values that must go, and those are counted in `dropped`.
    """
    known = np.flatnonzero(np.isfinite(distance))
    values = distance[known]
    if not (np.diff(values) < 0).any():
        return distance
    values = _without_restarts(values)
    rise = _longest_rise(values.tolist())
    dropped["distance_falls"] += len(known) - len(rise)
    risen = np.full(len(distance), np.nan)
    risen[known[rise]] = values[rise]
    return risen


def _without_restarts(values: Floats) -> Floats:
    restarts = np.flatnonzero(values[1:] < values[:-1] / 2) + 1
    added = np.zeros(len(values))
    for place in restarts[:_MAX_RESTARTS].tolist():
        before = values[max(0, place - _RESTART_RECORDS) : place]
        after = values[place : place + _RESTART_RECORDS]
        if len(after) == _RESTART_RECORDS and (after < np.median(before) / 2).all():
            added[place:] += values[place - 1]
    return values + added


def _longest_rise(values: list[float]) -> list[int]:
    """Places of the longest subsequence that never falls, by patience sorting."""
    tops: list[float] = []
    top_places: list[int] = []
    before: list[int] = []
    for place, value in enumerate(values):
        pile = bisect_right(tops, value)
        before.append(top_places[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(value)
            top_places.append(place)
        else:
            tops[pile] = value
            top_places[pile] = place
    rise = []
    place = top_places[-1]
    while place >= 0:
        rise.append(place)
        place = before[place]
    return rise[::-1]
