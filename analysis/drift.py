"""How cadence, pace and footfall change within one session: an early sign of tiring."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis.weights import DROPOUT_SPM, LEAST_PACE_M, floats_of, lies_in, weights_s

#: Each third of the run time must be this long for its median to mean anything (configured).
LEAST_THIRD_S = 60.0
_THIRDS = 3
_CHANNELS = ("cadence_spm", "speed_mps", "stance_time_ms", "stance_balance_pct")


@dataclass(frozen=True)
class Drift:
    """Last third of the run time against the first; null where a third is too short or not measured.

    A falling cadence is below 0, a slower pace above 0. `stance_balance_pct` is the left foot's
    share of the time on the ground over all running (50 is even).
    """

    cadence_drift_spm: float | None
    pace_drift_s_per_km: float | None
    stance_time_drift_ms: float | None
    stance_balance_pct: float | None
    stance_balance_drift_pct: float | None


def measure_drift(samples: pl.DataFrame, bouts: pl.DataFrame) -> Drift:
    """Compare the first and the last third of the time spent running.

    Walks, stands and pauses are left out, so thirds are of run time, not of the clock. Where the
    bouts carry no cadence (its unit is unknown) neither does the drift. Pace is from each
    third's mean speed; the other channels' thirds are medians weighted by time alone.
    """
    elapsed_s = floats_of(samples, "elapsed_s")
    is_run = lies_in(bouts, elapsed_s, "run")
    weight_s = weights_s(elapsed_s)[is_run]
    if weight_s.sum() < LEAST_THIRD_S * _THIRDS:
        return Drift(None, None, None, None, None)
    middle_s = np.cumsum(weight_s) - weight_s / 2
    third = (middle_s / weight_s.sum() * _THIRDS).astype(int)
    cadence_spm, speed_mps, stance_ms, balance_pct = (floats_of(samples, name)[is_run] for name in _CHANNELS)
    counts = (cadence_spm >= DROPOUT_SPM) & np.isfinite(floats_of(bouts, "cadence_spm")).any()
    first, last = third == 0, third == _THIRDS - 1
    return Drift(
        cadence_drift_spm=_change(_median(cadence_spm[first & counts]), _median(cadence_spm[last & counts])),
        pace_drift_s_per_km=_change(*(_pace(speed_mps[each], weight_s[each]) for each in (first, last))),
        stance_time_drift_ms=_change(_median(stance_ms[first]), _median(stance_ms[last])),
        stance_balance_pct=_median(balance_pct),
        stance_balance_drift_pct=_change(_median(balance_pct[first]), _median(balance_pct[last])),
    )


def _median(values: np.ndarray) -> float | None:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if known.size else None


def _pace(speed_mps: np.ndarray, weight_s: np.ndarray) -> float | None:
    """Seconds a kilometre at the mean speed; null without a way to speak of."""
    known = np.isfinite(speed_mps)
    metres = float((speed_mps[known] * weight_s[known]).sum())
    return 1000 / (metres / float(weight_s[known].sum())) if metres >= LEAST_PACE_M else None


def _change(first: float | None, last: float | None) -> float | None:
    return None if first is None or last is None else last - first
