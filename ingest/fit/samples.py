"""The contracted samples frame out of the records of one activity."""

from collections import Counter

import numpy as np
import polars as pl

from ingest.activity import Samples
from ingest.fit.pauses import Pause
from ingest.fit.profile import FIT_EPOCH_S
from ingest.fit.records import Records
from ingest.frames import schema_of
from ingest.motion import (
    FOOT_LIMIT_MPS,
    RIDE_LIMIT_MPS,
    Track,
    distance_along_m,
    find_spikes,
    speed_along_mps,
)

#: Nobody takes more steps a minute; such values are faults of the sensor.
MAX_CADENCE_SPM = 260.0

Floats = np.ndarray


def samples_of(
    records: Records, start_s: float, pauses: list[Pause], *, on_foot: bool
) -> tuple[pl.DataFrame, Counter[str]]:
    """The samples by the contract, and how many values were left out of them and why."""
    dropped: Counter[str] = Counter()
    elapsed_s = records.time_s - start_s
    channels = {
        "elapsed_s": elapsed_s,
        "timer_s": timer_s(elapsed_s, pauses),
        **_measured(records.channels, dropped, on_foot=on_foot),
    }
    _add_way(channels, records, elapsed_s, pauses, dropped, on_foot=on_foot)
    schema = schema_of(Samples)
    time_ms = ((records.time_s + FIT_EPOCH_S) * 1000).astype(np.int64)
    absent = pl.repeat(None, len(elapsed_s), dtype=pl.Float64, eager=True)
    series = [pl.Series("time_utc", time_ms).cast(schema["time_utc"])]
    for name in schema.names()[1:]:
        values = channels.get(name)
        series.append(absent.alias(name) if values is None else pl.Series(name, values, nan_to_null=True))
    return pl.DataFrame(series), +dropped


def timer_s(elapsed_s: Floats, pauses: list[Pause]) -> Floats:
    """Elapsed seconds less the pauses before each of them."""
    running_s = elapsed_s
    for pause in pauses:
        running_s = running_s - np.clip(elapsed_s - pause.start_s, 0, pause.end_s - pause.start_s)
    return running_s


def _measured(channels: dict[str, Floats], dropped: Counter[str], *, on_foot: bool) -> dict[str, Floats]:
    measured = {name: values for name, values in channels.items() if name not in _RAW}
    if "cadence_rpm" in channels:
        cadence = channels["cadence_rpm"] * (2 if on_foot else 1)
        measured["cadence_spm"] = _within(cadence, 0, MAX_CADENCE_SPM, "cadence_too_high", dropped)
    if "heart_rate_bpm" in measured:
        measured["heart_rate_bpm"] = _within(measured["heart_rate_bpm"], 1, 255, "heart_rate_zero", dropped)
    if "stance_balance_pct" in measured:
        measured["stance_balance_pct"] = _within(
            measured["stance_balance_pct"], 0, 100, "stance_balance", dropped
        )
    altitude = measured.get("relative_altitude_m")
    if altitude is not None:
        known = np.flatnonzero(np.isfinite(altitude))
        if len(known):
            measured["relative_altitude_m"] = altitude - altitude[known[0]]
    return measured


_RAW = frozenset({"cadence_rpm", "latitude_deg", "longitude_deg"})


def _within(values: Floats, low: float, high: float, reason: str, dropped: Counter[str]) -> Floats:
    """The values with NaN for those outside, which are counted."""
    outside = (values < low) | (values > high)
    if not outside.any():
        return values
    dropped[reason] += int(outside.sum())
    return np.where(outside, np.nan, values)


def _add_way(
    channels: dict[str, Floats],
    records: Records,
    elapsed_s: Floats,
    pauses: list[Pause],
    dropped: Counter[str],
    *,
    on_foot: bool,
) -> None:
    """Make the distance rise, and derive distance and speed where the watch recorded none."""
    distance = channels.get("distance_m")
    latitude, longitude = records.channels.get("latitude_deg"), records.channels.get("longitude_deg")
    rest = np.searchsorted([pause.end_s for pause in pauses], elapsed_s, side="right")
    if distance is not None and np.isfinite(distance).any():
        channels["distance_m"] = rising(distance, dropped)
    elif latitude is not None and longitude is not None:
        limit_mps = FOOT_LIMIT_MPS if on_foot else RIDE_LIMIT_MPS
        track = Track(elapsed_s, latitude, longitude, rest)
        spikes = find_spikes(track, limit_mps)
        if spikes.any():
            dropped["gps_spike"] += int(spikes.sum())
            track = Track(elapsed_s, np.where(spikes, np.nan, latitude), longitude, rest)
        channels["distance_m"] = distance_along_m(track, limit_mps)[0]
    speed = channels.get("speed_mps")
    if "distance_m" in channels and (speed is None or not np.isfinite(speed).any()):
        channels["speed_mps"] = speed_along_mps(elapsed_s, channels["distance_m"], rest)


def rising(distance: Floats, dropped: Counter[str]) -> Floats:
    """The distance with NaN where it is less than before; what falls is counted."""
    known = np.where(np.isnan(distance), -np.inf, distance)
    falls = known < np.maximum.accumulate(known)
    falls &= np.isfinite(distance)
    if not falls.any():
        return distance
    dropped["distance_falls"] += int(falls.sum())
    return np.where(falls, np.nan, distance)
