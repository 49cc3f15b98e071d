"""What samples stand for: the seconds of each, and the bout that it lies in."""

import numpy as np
import polars as pl

#: A sample speaks for the time to the next one, but for no longer than this.
LONGEST_SAMPLE_S = 10.0
#: Fewer steps a minute in a run are a drop-out of the sensor, not a cadence.
DROPOUT_SPM = 60.0
#: A shorter way has no pace.
LEAST_PACE_M = 1.0


def floats_of(frame: pl.DataFrame, name: str) -> np.ndarray:
    """A column of numbers, NaN where it is null."""
    return frame.get_column(name).cast(pl.Float64).to_numpy()


def kinds_of(bouts: pl.DataFrame) -> np.ndarray:
    """The kind of each bout, in words."""
    return np.array(bouts.get_column("kind").to_list(), dtype=np.str_)


def lies_in(bouts: pl.DataFrame, at_s: np.ndarray, *kinds: str) -> np.ndarray:
    """Whether the last bout that has begun at each instant in elapsed seconds is of one of the kinds."""
    begun = np.searchsorted(floats_of(bouts, "start_s"), at_s, side="right")
    return np.append(False, np.isin(kinds_of(bouts), kinds))[begun]


def weights_s(elapsed_s: np.ndarray) -> np.ndarray:
    """The seconds that each sample stands for: those to the next, ten at most; the last stands for one."""
    to_next_s = np.diff(elapsed_s).clip(0, LONGEST_SAMPLE_S)
    return np.append(to_next_s, 1.0)[: elapsed_s.size]
