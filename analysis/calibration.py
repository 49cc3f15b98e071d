"""Where walking ends and running begins for one runner, from what she did herself."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis.bouts.borders import cadence_border
from analysis.bouts.settings import DEFAULT_BORDER_SPM
from analysis.steps import step_length_m
from analysis.weights import LONGEST_SAMPLE_S

#: Seconds that each gait must have been seen for.
LEAST_HISTORY_S = 600.0
#: Steps out of these bounds, in metres, at a running and at a walking cadence: the sensor doubles or halves.
_SHORTEST_RUN_STEP_M = 0.45
_LONGEST_WALK_STEP_M = 1.25
_RUN_SPM = 126.0


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
    unknown) and `weight_s`, the seconds that the sample stands for. The border lies half way between
    her two gaits, as in one recording; ten minutes of each are needed. Hand it on as
    `BoutSettings(border_spm=...)`.
    """
    cadence_spm, speed_mps, weight_s = (
        history[name].cast(pl.Float64).to_numpy() for name in ("cadence_spm", "speed_mps", "weight_s")
    )
    step_m = step_length_m(speed_mps, cadence_spm)
    doubled = (cadence_spm >= _RUN_SPM) & (step_m < _SHORTEST_RUN_STEP_M)
    halved = (cadence_spm < _RUN_SPM) & (step_m > _LONGEST_WALK_STEP_M)
    cadence_spm = np.where(doubled | halved, np.nan, cadence_spm)
    border = cadence_border(cadence_spm, weight_s, DEFAULT_BORDER_SPM)
    is_run = cadence_spm >= border.spm
    is_walk = cadence_spm < border.spm
    walk_s, run_s = float(weight_s[is_walk].sum()), float(weight_s[is_run].sum())
    if not border.is_own or min(walk_s, run_s) < LEAST_HISTORY_S:
        return Calibration(None, 0.0, 0.0)
    return Calibration(border.spm, walk_s, run_s)
