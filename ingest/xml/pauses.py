"""Where the watch stood still, from gaps between stretches and from the laps' own totals."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.motion import Floats
from ingest.pauses import Pause

#: A gap between two stretches is a pause from this length on, and from this many usual intervals;
#: shorter ones are the ordinary interval across a lap or a segment boundary.
SHORTEST_S = 5.0
USUAL_INTERVALS = 3.0


def rest_index(time_s: Floats, stretch: NDArray[np.int32]) -> NDArray[np.int64]:
    """Counts up at each sample before which the watch was paused between two stretches."""
    gap_s = np.diff(time_s)
    return np.concatenate(([0], np.cumsum((np.diff(stretch) != 0) & (gap_s >= _shortest_s(gap_s)))))


def segment_pauses(time_s: Floats, rest: NDArray[np.int64], moved_m: Floats) -> list[Pause]:
    """The pauses that `rest_index` found; `moved_m` is how far away each sample lies from the one before."""
    after = np.flatnonzero(np.diff(rest)) + 1
    spans = zip(time_s[after - 1].tolist(), time_s[after].tolist(), moved_m[after].tolist(), strict=True)
    return [Pause(start_s, end_s, "segment_gap", way_m) for start_s, end_s, way_m in spans]


def lap_total_pauses(
    time_s: Floats, lap_start_s: Floats, lap_end_s: Floats, lap_timer_s: Floats, known: Sequence[Pause]
) -> tuple[list[Pause], float]:
    """Pauses that only the laps' timer totals tell of, and the seconds that found no place.

    What a lap lasted beyond its timer time, less the pauses already `known` in it, is laid into
    the longest silences between its samples.
    """
    found: list[Pause] = []
    unplaced_s = 0.0
    gap_s = np.diff(time_s)
    silent = np.flatnonzero(gap_s >= _shortest_s(gap_s))
    known_start_s = np.array([pause.start_s for pause in known])
    known_s = np.array([pause.length_s for pause in known])
    silent = silent[~np.isin(time_s[silent], known_start_s)]
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
            start_s = float(time_s[index])
            found.append(Pause(start_s, start_s + length_s, "timer_total"))
            missing_s -= length_s
        unplaced_s += missing_s if missing_s >= SHORTEST_S else 0.0
    return sorted(found), unplaced_s


def _shortest_s(gap_s: Floats) -> float:
    return max(SHORTEST_S, USUAL_INTERVALS * float(np.median(gap_s))) if len(gap_s) else SHORTEST_S
