"""Where the watch stood still, from gaps between stretches and from the laps' own totals."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ingest.activity import Pauses
from ingest.frames import empty_frame, schema_of

Floats = NDArray[np.float64]

#: A gap between two stretches is a pause from this length on, and from this many usual intervals;
#: shorter ones are the ordinary interval across a lap or a segment boundary.
SHORTEST_S = 5.0
USUAL_INTERVALS = 3.0


def rest_index(time_s: Floats, stretch: NDArray[np.int32]) -> NDArray[np.int64]:
    """Counts up at each sample before which the watch was paused between two stretches."""
    gap_s = np.diff(time_s)
    return np.concatenate(([0], np.cumsum((np.diff(stretch) != 0) & (gap_s >= _shortest_s(gap_s)))))


def segment_pauses(time_s: Floats, rest: NDArray[np.int64]) -> pl.DataFrame:
    """The pauses that `rest_index` found, as a `Pauses` frame."""
    after = np.flatnonzero(np.diff(rest)) + 1
    return pauses_frame(time_s[after - 1], time_s[after], "segment_gap")


def lap_total_pauses(
    time_s: Floats, lap_start_s: Floats, lap_end_s: Floats, lap_timer_s: Floats, known: pl.DataFrame
) -> tuple[pl.DataFrame, float]:
    """Pauses that only the laps' timer totals tell of, and the seconds that found no place.

    What a lap lasted beyond its timer time, less the pauses already `known` in it, is laid into
    the longest silences between its samples.
    """
    starts: list[float] = []
    ends: list[float] = []
    unplaced_s = 0.0
    gap_s = np.diff(time_s)
    silent = np.flatnonzero(gap_s >= _shortest_s(gap_s))
    silent = silent[~np.isin(time_s[silent], known["start_s"].to_numpy())]
    known_start_s, known_s = known["start_s"].to_numpy(), (known["end_s"] - known["start_s"]).to_numpy()
    for begin_s, end_s, timer_s in zip(lap_start_s, lap_end_s, lap_timer_s, strict=True):
        inside = slice(*np.searchsorted(known_start_s, (begin_s, end_s)))
        missing_s = end_s - begin_s - timer_s - float(known_s[inside].sum())
        if not missing_s >= SHORTEST_S:
            continue
        of_lap = silent[slice(*np.searchsorted(time_s[silent], (begin_s, end_s)))]
        for index in of_lap[np.argsort(-gap_s[of_lap], kind="stable")].tolist():
            if missing_s < 1.0:
                break
            length_s = min(missing_s, float(gap_s[index]))
            starts.append(float(time_s[index]))
            ends.append(float(time_s[index]) + length_s)
            missing_s -= length_s
        unplaced_s += missing_s if missing_s >= SHORTEST_S else 0.0
    order = np.argsort(starts)
    return pauses_frame(np.array(starts)[order], np.array(ends)[order], "timer_total"), unplaced_s


def paused_before_s(time_s: Floats, pauses: pl.DataFrame) -> Floats:
    """Seconds of pause up to each instant."""
    start_s, end_s = pauses["start_s"].to_numpy(), pauses["end_s"].to_numpy()
    if not len(start_s):
        return np.zeros(len(time_s))
    total_s = np.concatenate(([0.0], np.cumsum(end_s - start_s)))
    number = np.searchsorted(start_s, time_s, side="left")
    running_over_s = np.where(number > 0, np.maximum(end_s[number - 1] - time_s, 0.0), 0.0)
    return total_s[number] - running_over_s


def pauses_frame(start_s: Floats, end_s: Floats, source: str) -> pl.DataFrame:
    """A frame of the `Pauses` contract from two arrays."""
    if not len(start_s):
        return empty_frame(Pauses)
    columns = {"start_s": start_s, "end_s": end_s, "source": [source] * len(start_s)}
    return pl.DataFrame(columns, schema=schema_of(Pauses))


def _shortest_s(gap_s: Floats) -> float:
    return max(SHORTEST_S, USUAL_INTERVALS * float(np.median(gap_s))) if len(gap_s) else SHORTEST_S
