"""Where walking ends and running begins for one runner, from her own cadence."""

from dataclasses import dataclass

import numpy as np
import polars as pl


@dataclass(frozen=True)
class CalibrationSettings:
    """When two gaits stand apart clearly enough to put a border between them.

    Configured and checked on the generated runs; the limits keep every border near the
    published 134 to 141 steps a minute (treadmill study, n = 28, Human Movement Science 2023).
    """

    #: The border is sought here and nowhere else.
    lowest_border_spm: float = 126.0
    highest_border_spm: float = 148.0
    #: Cadences that are steps of a walk or a run; the rest are stops and faults.
    lowest_spm: float = 84.0
    highest_spm: float = 200.0
    #: A second with shorter or longer steps is a sensor that doubles or halves.
    shortest_step_m: float = 0.45
    longest_walk_step_m: float = 1.25
    #: Seconds that each gait must have been seen for, in one session and in a history.
    session_s: float = 45.0
    history_s: float = 600.0
    #: How deep the valley must be against the lower of the two peaks.
    valley_share: float = 0.4
    #: The faster gait's median must be a run by the published cuts, and well apart from the walk.
    lowest_run_median_spm: float = 137.0
    least_difference_spm: float = 18.0
    smoothing_spm: float = 3.0


DEFAULT_CALIBRATION = CalibrationSettings()


@dataclass(frozen=True)
class Calibration:
    """A runner's border; `border_spm` is null where the two gaits could not be told apart.

    `walk_s` and `run_s` are the seconds on either side of the border, or of the published one.
    """

    border_spm: float | None
    walk_s: float
    run_s: float


def calibrate(history: pl.DataFrame, settings: CalibrationSettings = DEFAULT_CALIBRATION) -> Calibration:
    """Find a runner's walk-run border in the seconds of her past activities.

    `history` has a row per sample with `cadence_spm`, `speed_mps` (null where unknown) and
    `weight_s`, the seconds that the sample stands for. The border is the deepest place between
    her two cadence peaks. Hand it on as `BoutSettings(border_spm=...)`.
    """
    border_spm = find_border(
        history["cadence_spm"].cast(pl.Float64).to_numpy(),
        history["speed_mps"].cast(pl.Float64).to_numpy(),
        history["weight_s"].cast(pl.Float64).to_numpy(),
        least_s=settings.history_s,
        settings=settings,
    )
    split = (
        (settings.lowest_border_spm + settings.highest_border_spm) / 2 if border_spm is None else border_spm
    )
    is_run = pl.col("cadence_spm") >= split
    run_s, walk_s = history.select(
        pl.col("weight_s").filter(is_run).sum(), pl.col("weight_s").filter(~is_run).sum()
    ).row(0)
    return Calibration(border_spm=border_spm, walk_s=walk_s, run_s=run_s)


def find_border(
    cadence_spm: np.ndarray,
    speed_mps: np.ndarray,
    weight_s: np.ndarray,
    *,
    least_s: float,
    settings: CalibrationSettings = DEFAULT_CALIBRATION,
) -> float | None:
    """The valley between the walking and the running peak of cadence; None where there are not two."""
    with np.errstate(invalid="ignore", divide="ignore"):
        step_m = speed_mps * 60 / cadence_spm
        usable = (cadence_spm >= settings.lowest_spm) & (cadence_spm <= settings.highest_spm)
        usable &= ~(step_m < settings.shortest_step_m)
        usable &= ~((cadence_spm < settings.lowest_border_spm) & (step_m > settings.longest_walk_step_m))
    cadence, weight = cadence_spm[usable], weight_s[usable]
    grid = np.arange(settings.lowest_spm, settings.highest_spm + 1)
    density = _smooth_histogram(cadence, weight, grid, settings.smoothing_spm)

    inside = (grid >= settings.lowest_border_spm) & (grid <= settings.highest_border_spm)
    valley = density[inside].min()
    # A wide empty stretch has no deepest point: take its middle.
    border = float(np.mean(grid[inside][density[inside] <= valley + 0.02 * density.max()]))
    is_run = cadence >= border
    if min(weight[is_run].sum(), weight[~is_run].sum()) < least_s:
        return None
    peaks = density[grid < border].max(), density[grid >= border].max()
    run_spm, walk_spm = np.median(cadence[is_run]), np.median(cadence[~is_run])
    stands_apart = (
        valley <= settings.valley_share * min(peaks)
        and run_spm >= settings.lowest_run_median_spm
        and run_spm - walk_spm >= settings.least_difference_spm
    )
    return border if stands_apart else None


def _smooth_histogram(
    values: np.ndarray, weights: np.ndarray, grid: np.ndarray, smoothing: float
) -> np.ndarray:
    edges = np.append(grid - 0.5, grid[-1] + 0.5)
    counts, _ = np.histogram(values, bins=edges, weights=weights)
    reach = np.arange(-3 * smoothing, 3 * smoothing + 1)
    bell = np.exp(-0.5 * (reach / smoothing) ** 2)
    return np.convolve(counts, bell / bell.sum(), mode="same")
