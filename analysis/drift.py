"""How cadence, pace and footfall change within one session: an early sign of tiring."""

from dataclasses import dataclass

import polars as pl

from analysis.weights import ACTIVITY, DROPOUT_SPM, LEAST_PACE_M, weigh_samples

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
    index = pl.lit(0).alias(ACTIVITY)
    running = (
        weigh_samples(samples.lazy().with_columns(index), bouts.lazy().with_columns(index), _CHANNELS)
        .filter(pl.col("kind") == "run")
        .with_columns(middle_s=pl.col("weight_s").cum_sum() - pl.col("weight_s") / 2)
        .with_columns(third=(pl.col("middle_s") / pl.col("weight_s").sum() * _THIRDS).floor())
        .collect()
    )
    has_cadence = bouts["cadence_spm"].is_not_null().any()
    steps = running.filter(pl.col("cadence_spm") >= DROPOUT_SPM)
    if running["weight_s"].sum() < LEAST_THIRD_S * _THIRDS:
        return Drift(None, None, None, None, None)
    return Drift(
        cadence_drift_spm=_change(steps, pl.col("cadence_spm").median()) if has_cadence else None,
        pace_drift_s_per_km=_change(running, 1000 / _mean_speed_mps()),
        stance_time_drift_ms=_change(running, pl.col("stance_time_ms").median()),
        stance_balance_pct=running.select(pl.col("stance_balance_pct").median()).item(),
        stance_balance_drift_pct=_change(running, pl.col("stance_balance_pct").median()),
    )


def _mean_speed_mps() -> pl.Expr:
    metres = (pl.col("speed_mps") * pl.col("weight_s")).sum()
    known_s = pl.col("weight_s").filter(pl.col("speed_mps").is_not_null()).sum()
    return pl.when(metres >= LEAST_PACE_M).then(metres / known_s)


def _change(running: pl.DataFrame, figure: pl.Expr) -> float | None:
    """The figure of the last third less that of the first; null where either is unknown."""
    first, last = (
        running.filter(pl.col("third") == third).select(figure).item() for third in (0, _THIRDS - 1)
    )
    return None if first is None or last is None else last - first
