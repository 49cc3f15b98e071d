"""The figures of one activity."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis.schema import BOUT_KINDS
from analysis.weights import DROPOUT_SPM, LEAST_PACE_M, floats_of, kinds_of, lies_in, weights_s


@dataclass(frozen=True)
class RunSummary:
    """What an activity came to, in SI units; null is unknown, or not a run.

    Run, walk, stand, pause, unknown and not-on-foot time add up to the elapsed time; `uncertain_time_s` is
    the part of it that may have been run, or may not. Without running the run times, distance and counts are
    0 while cadence and pace are null. Where nobody is known to have been on foot (a ride, a swim, a file
    without records) every field of running, walking and standing is null.
    """

    elapsed_time_s: float
    timer_time_s: float
    distance_m: float | None
    run_time_s: float | None
    walk_time_s: float | None
    stand_time_s: float | None
    pause_time_s: float
    unknown_time_s: float
    not_on_foot_time_s: float
    uncertain_time_s: float
    run_distance_m: float | None
    run_bout_count: int | None
    longest_run_bout_s: float | None
    run_cadence_spm: float | None
    run_pace_s_per_km: float | None
    mean_heart_rate_bpm: float | None
    bouts_source: str | None


_ON_FOOT = ("run", "walk", "stand")


def summarise(
    samples: pl.DataFrame,
    bouts: pl.DataFrame | None,
    pauses: pl.DataFrame,
    *,
    elapsed_time_s: float,
    distance_m: float | None,
) -> RunSummary:
    """Sum up one activity.

    `bouts` is null for a ride or a swim, whose cadence counts no steps, and empty where nothing was
    recorded. Where the bouts carry no cadence (its unit is unknown) the summary carries none either.
    """
    if bouts is None or bouts.is_empty():
        on_foot = bouts is not None
        return _without_bouts(samples, pauses, elapsed_time_s, distance_m, is_on_foot=on_foot)
    kind, lasted_s = kinds_of(bouts), floats_of(bouts, "end_s") - floats_of(bouts, "start_s")
    seconds = {name: float(lasted_s[kind == name].sum()) for name in BOUT_KINDS}
    is_run = kind == "run"
    is_known = any(seconds[name] for name in _ON_FOOT) or not (seconds["unknown"] or seconds["not_on_foot"])
    run_m = float(floats_of(bouts, "distance_m")[is_run].sum()) if is_known else np.nan
    has_cadence = np.isfinite(floats_of(bouts, "cadence_spm")[is_run]).any()
    return RunSummary(
        elapsed_time_s=elapsed_time_s,
        timer_time_s=elapsed_time_s - seconds["pause"],
        distance_m=distance_m,
        run_time_s=seconds["run"] if is_known else None,
        walk_time_s=seconds["walk"] if is_known else None,
        stand_time_s=seconds["stand"] if is_known else None,
        pause_time_s=seconds["pause"],
        unknown_time_s=seconds["unknown"],
        not_on_foot_time_s=seconds["not_on_foot"],
        uncertain_time_s=float(floats_of(bouts, "uncertain_s").sum()),
        run_distance_m=None if np.isnan(run_m) else run_m,
        run_bout_count=int(is_run.sum()) if is_known else None,
        longest_run_bout_s=float(lasted_s[is_run].max(initial=0.0)) if is_known else None,
        run_cadence_spm=_run_cadence_spm(samples, bouts) if has_cadence else None,
        run_pace_s_per_km=seconds["run"] / run_m * 1000 if run_m >= LEAST_PACE_M else None,
        mean_heart_rate_bpm=_mean_heart_rate_bpm(samples, bouts),
        bouts_source="device" if "device" in bouts.get_column("source").to_list() else "detected",
    )


def _without_bouts(
    samples: pl.DataFrame,
    pauses: pl.DataFrame,
    elapsed_time_s: float,
    distance_m: float | None,
    *,
    is_on_foot: bool,
) -> RunSummary:
    """All but the pauses is unknown, or was not on foot; an outing of no length has zeros."""
    paused_s = float((floats_of(pauses, "end_s") - floats_of(pauses, "start_s")).sum())
    rest_s = elapsed_time_s - paused_s
    nothing_s = 0.0 if is_on_foot and not rest_s else None
    return RunSummary(
        elapsed_time_s=elapsed_time_s,
        timer_time_s=rest_s,
        distance_m=distance_m,
        run_time_s=nothing_s,
        walk_time_s=nothing_s,
        stand_time_s=nothing_s,
        pause_time_s=paused_s,
        unknown_time_s=rest_s if is_on_foot else 0.0,
        not_on_foot_time_s=0.0 if is_on_foot else rest_s,
        uncertain_time_s=rest_s if is_on_foot else 0.0,
        run_distance_m=None,
        run_bout_count=None if nothing_s is None else 0,
        longest_run_bout_s=nothing_s,
        run_cadence_spm=None,
        run_pace_s_per_km=None,
        mean_heart_rate_bpm=_mean_heart_rate_bpm(samples, None),
        bouts_source=None,
    )


def _run_cadence_spm(samples: pl.DataFrame, bouts: pl.DataFrame) -> float | None:
    """The time-weighted median over the samples in run bouts, drop-outs left out."""
    elapsed_s, cadence_spm = floats_of(samples, "elapsed_s"), floats_of(samples, "cadence_spm")
    counts = lies_in(bouts, elapsed_s, "run") & (cadence_spm >= DROPOUT_SPM)
    if not counts.any():
        return None
    cadence_spm, weight_s = cadence_spm[counts], weights_s(elapsed_s)[counts]
    rank = np.argsort(cadence_spm, kind="stable")
    so_far_s = np.cumsum(weight_s[rank])
    return float(cadence_spm[rank][np.searchsorted(so_far_s, so_far_s[-1] / 2)])


def _mean_heart_rate_bpm(samples: pl.DataFrame, bouts: pl.DataFrame | None) -> float | None:
    """The mean over time outside of pauses, zeros left out."""
    elapsed_s, beats_bpm = floats_of(samples, "elapsed_s"), floats_of(samples, "heart_rate_bpm")
    counts = beats_bpm > 0
    if bouts is not None:
        counts &= ~lies_in(bouts, elapsed_s, "pause")
    weight_s = weights_s(elapsed_s)[counts]
    return float((beats_bpm[counts] * weight_s).sum() / weight_s.sum()) if weight_s.any() else None
