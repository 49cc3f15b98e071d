"""Where walking ends and running begins for one runner, from what she did herself."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis.steps import step_length_m
from analysis.weights import LONGEST_SAMPLE_S


@dataclass(frozen=True)
class BorderSearch:
    """When two gaits stand apart so clearly in one quantity that a border can be put between them.

    Configured, and checked on the generated runs; the limits keep every border near the published
    ones.
    """

    #: The border is sought here and nowhere else.
    lowest_border: float
    highest_border: float
    #: Values outside are stops and faults.
    lowest: float
    highest: float
    bin_width: float
    smoothing: float
    #: The faster gait's median must be a run by the published cuts, and this far from the walk's.
    lowest_run_median: float
    least_difference: float
    #: How deep the valley must be against the lower of the two peaks.
    valley_share: float = 0.4


#: Steps a minute. Published best cuts: 134 to 141 (treadmill study, n = 28, Human Movement Science 2023).
BY_CADENCE = BorderSearch(
    lowest_border=126,
    highest_border=148,
    # Halves, for cadence comes in whole steps, which must not fall on the edge of a bin.
    lowest=83.5,
    highest=200.5,
    bin_width=1,
    smoothing=3,
    lowest_run_median=137,
    least_difference=18,
)
#: Metres a second, where there is no cadence. Published best cut: 1.9 to 2.0 (same study); over ground a
#: gap in speed separates the gaits within a session, between 1.9 and 3.0.
BY_SPEED = BorderSearch(
    lowest_border=1.75,
    highest_border=2.35,
    lowest=0.8,
    highest=6.0,
    bin_width=0.05,
    smoothing=0.1,
    lowest_run_median=2.0,
    least_difference=0.4,
)
#: Seconds that each gait must have been seen for, in one session and in a history.
LEAST_SESSION_S = 45.0
LEAST_HISTORY_S = 600.0
#: Steps out of these bounds, in metres, at a running and at a walking cadence: the sensor doubles or halves.
_SHORTEST_RUN_STEP_M = 0.45
_LONGEST_WALK_STEP_M = 1.25


@dataclass(frozen=True)
class Calibration:
    """A runner's border; null where her two gaits could not be told apart.

    `walk_s` and `run_s` are the seconds below and above it, both 0 without a border.
    """

    border_spm: float | None
    walk_s: float
    run_s: float


def history_of(samples: pl.DataFrame) -> pl.DataFrame:
    """The seconds of one activity as `calibrate` takes them; concatenate those of many.

    Leave out activities whose cadence has no known unit.
    """
    to_next_s = pl.col("elapsed_s").shift(-1) - pl.col("elapsed_s")
    return samples.select(
        "cadence_spm", "speed_mps", weight_s=to_next_s.clip(0, LONGEST_SAMPLE_S).fill_null(1.0)
    )


def calibrate(history: pl.DataFrame) -> Calibration:
    """Find a runner's walk-run border in the seconds of her past activities.

    `history` (see `history_of`) has a row per sample with `cadence_spm`, `speed_mps` (null where
    unknown) and `weight_s`, the seconds that the sample stands for. The border is the deepest
    place between her two cadence peaks; ten minutes of each gait are needed. Hand it on as
    `BoutSettings(border_spm=...)`.
    """
    cadence_spm, speed_mps, weight_s = (
        history[name].cast(pl.Float64).to_numpy() for name in ("cadence_spm", "speed_mps", "weight_s")
    )
    border_spm = find_cadence_border(cadence_spm, speed_mps, weight_s, least_s=LEAST_HISTORY_S)
    if border_spm is None:
        return Calibration(None, 0.0, 0.0)
    is_run = cadence_spm >= border_spm
    is_walk = (cadence_spm >= BY_CADENCE.lowest) & ~is_run
    return Calibration(border_spm, float(weight_s[is_walk].sum()), float(weight_s[is_run].sum()))


def find_cadence_border(
    cadence_spm: np.ndarray, speed_mps: np.ndarray, weight_s: np.ndarray, *, least_s: float
) -> float | None:
    """The border in steps a minute, seconds with impossible steps left out; None where there is none."""
    step_m = step_length_m(speed_mps, cadence_spm)
    doubled = step_m < _SHORTEST_RUN_STEP_M
    halved = (cadence_spm < BY_CADENCE.lowest_border) & (step_m > _LONGEST_WALK_STEP_M)
    return find_border(np.where(doubled | halved, np.nan, cadence_spm), weight_s, BY_CADENCE, least_s=least_s)


def find_border(
    values: np.ndarray, weight_s: np.ndarray, search: BorderSearch, *, least_s: float
) -> float | None:
    """The valley between the walking and the running peak; None where there are not two."""
    usable = (values >= search.lowest) & (values <= search.highest)
    values, weight_s = values[usable], weight_s[usable]
    edges = np.arange(search.lowest, search.highest + search.bin_width, search.bin_width)
    middles = edges[:-1] + search.bin_width / 2
    density = _smooth(np.histogram(values, bins=edges, weights=weight_s)[0], search)

    inside = (middles >= search.lowest_border) & (middles <= search.highest_border)
    valley = density[inside].min()
    # A wide empty stretch has no deepest point: take its middle.
    border = float(np.mean(middles[inside][density[inside] <= valley + 0.02 * density.max()]))
    is_run = values >= border
    if min(weight_s[is_run].sum(), weight_s[~is_run].sum()) < max(least_s, search.bin_width):
        return None
    lower_peak = min(density[middles < border].max(), density[middles >= border].max())
    run, walk = np.median(values[is_run]), np.median(values[~is_run])
    stands_apart = (
        valley <= search.valley_share * lower_peak
        and run >= search.lowest_run_median
        and run - walk >= search.least_difference
    )
    return border if stands_apart else None


def _smooth(counts: np.ndarray, search: BorderSearch) -> np.ndarray:
    reach = np.arange(-3 * search.smoothing, 3 * search.smoothing + search.bin_width, search.bin_width)
    bell = np.exp(-0.5 * (reach / search.smoothing) ** 2)
    return np.convolve(counts, bell / bell.sum(), mode="same")
