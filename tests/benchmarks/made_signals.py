"""An outing of 300 s whose running from 100 s to 200 s is known, and its parts."""

import numpy as np
import polars as pl

from benchmarks.gait_labels import Truth
from benchmarks.signal_faults import Signals

NO_PAUSES = pl.DataFrame(schema={"start_s": pl.Float64, "end_s": pl.Float64, "source": pl.String})
ELAPSED_S = 300
#: Truly running from 100 s to 200 s; the watch holds its label to the second 205.
LABELS = [("walk", 0.0, 99.0), ("run", 100.0, 205.0), ("walk", 206.0, 299.0)]


def runs(seconds: int, *spans: tuple[int, int]) -> np.ndarray:
    found = np.zeros(seconds, dtype=bool)
    for start, end in spans:
        found[start:end] = True
    return found


def truth_of(is_run: np.ndarray, counted: np.ndarray | None = None) -> Truth:
    return Truth(is_run, np.ones(is_run.shape, dtype=bool) if counted is None else counted)


def splits_of(labels: list[tuple[str, float, float]]) -> pl.DataFrame:
    return pl.DataFrame(labels, schema=["kind", "start_s", "end_s"], orient="row")


def signals_made(step_s: float = 1.0, cadence_spm: float = 160.0) -> Signals:
    """Running from 100 s to 200 s at `cadence_spm` and 2.5 m/s, else walking at 110 and 1.4."""
    time_s = np.arange(0, ELAPSED_S, step_s)
    is_run = (time_s >= 100) & (time_s < 200)
    speed_mps = np.where(is_run, 2.5, 1.4)
    return Signals(
        time_s=time_s,
        cadence_per_min=np.where(is_run, cadence_spm, 110.0),
        speed_mps=speed_mps,
        distance_m=np.cumsum(speed_mps * step_s),
        relative_altitude_m=np.zeros(time_s.shape),
        pauses=NO_PAUSES,
        elapsed_time_s=ELAPSED_S,
        is_run=runs(ELAPSED_S, (100, 200)),
    )
