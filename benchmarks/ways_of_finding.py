"""The ways of finding running that are held beside one another: bout detection, and two thresholds.

All three see one faulted outing. Detection gets what a reader would give: cadence in steps a minute where
the judge of `ingest` can tell its unit, and none where it cannot. The thresholds read the file as it is.
"""

import zlib

import numpy as np
import polars as pl

from analysis import find_bouts
from benchmarks.gait_labels import Bools, Floats, middles_s, nearest, tidied
from benchmarks.signal_faults import FAULTS, Signals
from ingest.activity import Pauses, Samples
from ingest.cadence import judge_cadence

#: The best cut of a treadmill study and the watch's own, and the lowest that was published.
THRESHOLDS_SPM = (140, 130)
OURS = "ours"
WAYS = (OURS, *(f"≥ {border}" for border in THRESHOLDS_SPM))
#: How long a recorded cadence stands for what is around it.
NEAREST_WITHIN_S = 5.0


def faulted(name: str, fault: str, signals: Signals) -> Signals:
    """The outing with the fault put in; the same name and fault give the same draws, whatever else is run."""
    rng = np.random.default_rng([zlib.crc32(fault.encode()), zlib.crc32(name.encode())])
    return FAULTS[fault].change(signals, rng)


def read_cadence(signals: Signals) -> Floats | None:
    """Steps a minute, shape (samples,), by the unit that `ingest` judges; none where it cannot tell."""
    found = judge_cadence(signals.time_s, signals.speed_mps, signals.cadence_per_min)
    return None if found.unit == "unknown" else found.factors * signals.cadence_per_min


def samples_of(signals: Signals, cadence_spm: Floats | None) -> pl.DataFrame:
    """The outing as a `Samples` frame, without contact time."""
    unknown = np.full(signals.time_s.shape, np.nan)
    paused_s = np.zeros(signals.time_s.shape)
    for start_s, end_s in signals.pauses.select("start_s", "end_s").iter_rows():
        paused_s += (signals.time_s - start_s).clip(0, end_s - start_s)
    channels = {
        "elapsed_s": signals.time_s,
        "timer_s": signals.time_s - paused_s,
        "distance_m": signals.distance_m,
        "speed_mps": signals.speed_mps,
        "cadence_spm": unknown if cadence_spm is None else cadence_spm,
        "relative_altitude_m": signals.relative_altitude_m,
    }
    start = pl.lit("2026-05-14T06:00:00Z").str.to_datetime(time_unit="ms", time_zone="UTC")
    frame = (
        pl.DataFrame(channels)
        .fill_nan(None)
        .with_columns(time_utc=start + pl.duration(milliseconds=(pl.col("elapsed_s") * 1000).round()))
    )
    missing = [name for name in Samples.column_names() if name not in frame.columns]
    return Samples.validate(frame.with_columns(pl.lit(None).alias(name) for name in missing), cast=True)


def found_in(
    samples: pl.DataFrame, pauses: pl.DataFrame, elapsed_time_s: float, *, cadence_known: bool
) -> Bools:
    """The seconds that bout detection calls running, shape (seconds,), without the watch's own labels."""
    bouts = find_bouts(
        samples,
        elapsed_time_s=elapsed_time_s,
        pauses=Pauses.validate(pauses, cast=True),
        cadence_known=cadence_known,
        use_device_splits=False,
    )
    at_s = middles_s(elapsed_time_s)
    place = np.searchsorted(bouts["start_s"].to_numpy(), at_s, side="right") - 1
    return (bouts["kind"].cast(pl.String) == "run").to_numpy()[place.clip(0)]


def by_detection(signals: Signals, cadence_spm: Floats | None) -> Bools:
    """What our own detection calls running, shape (seconds,), with the cadence that a reader gives."""
    return found_in(
        samples_of(signals, cadence_spm),
        signals.pauses,
        signals.elapsed_time_s,
        cadence_known=cadence_spm is not None,
    )


def by_threshold(signals: Signals, border_spm: float) -> Bools:
    """Running where the nearest recorded cadence is at or above the border, tidied as the truth is."""
    at_s = middles_s(signals.elapsed_time_s)
    cadence = nearest(signals.time_s, signals.cadence_per_min, at_s, NEAREST_WITHIN_S)
    return tidied(np.nan_to_num(cadence) >= border_spm)


def by_thresholds(signals: Signals) -> dict[str, Bools]:
    """The seconds called running, shape (seconds,), by each threshold."""
    return {f"≥ {border}": by_threshold(signals, border) for border in THRESHOLDS_SPM}


def ways(signals: Signals, cadence_spm: Floats | None) -> dict[str, Bools]:
    """The seconds called running, shape (seconds,), by each of `WAYS`."""
    return {OURS: by_detection(signals, cadence_spm), **by_thresholds(signals)}
