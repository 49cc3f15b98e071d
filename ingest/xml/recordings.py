"""One file, how many activities? Points put in order of time, and cut where one recording ends."""

from bisect import bisect_right
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ingest.activity import QualityNote
from ingest.clock import FEW_POINTS
from ingest.leaps import APART_S
from ingest.motion import Floats
from ingest.repair import unrepaired
from ingest.trail import JITTER_S
from ingest.xml.points import Points

_MS_PER_S = 1_000
APART_MS = APART_S * _MS_PER_S
#: A larger share of the points out of order is a clock that nothing could put right.
LOST_SHARE = 0.02


def recordings(points: Points, dropped: dict[str, int]) -> list[Points]:
    """The timed points of one sport, one `Points` per activity, each in order of time.

    A point whose clock runs against the others, or that has a day to itself, is dropped and
    counted; the others stay, wherever the bad one stands.
    """
    is_timed = np.isfinite(points.time_ms)
    timed = points if is_timed.all() else points.take(is_timed)
    _count(dropped, "time_missing", len(points) - len(timed))
    if not len(timed):
        return []
    ordered = _in_order(timed)
    _count(dropped, "time_not_in_order", len(timed) - len(ordered))
    time_ms = ordered.time_ms
    gap_ms = np.diff(time_ms)
    cuts = [0, *(np.flatnonzero(gap_ms > APART_MS) + 1).tolist(), len(ordered)]
    found = [(first, stop) for first, stop in pairwise(cuts) if time_ms[stop - 1] > time_ms[first]]
    if not found:
        return [ordered.take(slice(0, cuts[1]))]
    _count(dropped, "time_far_from_others", len(ordered) - sum(stop - first for first, stop in found))
    return [ordered.take(slice(first, stop)) for first, stop in found]


def lost_notes(points: Points, dropped: dict[str, int]) -> tuple[QualityNote, ...]:
    """What to say where more than a few points were dropped because their times fall within a stretch."""
    lost = dropped.get("time_not_in_order", 0)
    step_ms = np.diff(points.time_ms)
    falls = (step_ms < -JITTER_S * _MS_PER_S) & (np.diff(points.stretch) == 0)
    if lost <= max(FEW_POINTS, LOST_SHARE * len(points)) or not falls.any():
        return ()
    return (unrepaired(lost * float(np.median(step_ms[step_ms > 0])) / _MS_PER_S),)


def _in_order(timed: Points) -> Points:
    if np.all(np.diff(timed.time_ms) >= 0):
        return timed
    if (np.diff(timed.time_ms) < 0).sum() > len(timed) / 2:
        timed = timed.take(slice(None, None, -1))  # written newest first
    # The median places a stretch even where its first point has the broken clock.
    stretches = np.split(timed.time_ms, np.flatnonzero(np.diff(timed.stretch)) + 1)
    median_ms = np.repeat([np.median(times) for times in stretches], [len(times) for times in stretches])
    timed = timed.take(np.argsort(median_ms, kind="stable"))
    return timed.take(longest_rising(timed.time_ms))


def longest_rising(values: Floats) -> NDArray[np.int64]:
    """The indices of the longest subsequence that never falls (patience sorting)."""
    tails: list[int] = []
    tail_indices: list[int] = []
    before = np.full(len(values), -1)
    for index, value in enumerate(values.tolist()):
        pile = bisect_right(tails, value)
        if pile:
            before[index] = tail_indices[pile - 1]
        if pile == len(tails):
            tails.append(value)
            tail_indices.append(index)
        else:
            tails[pile] = value
            tail_indices[pile] = index
    kept = np.empty(len(tails), dtype=np.int64)
    index = tail_indices[-1] if tail_indices else -1
    for place in range(len(tails) - 1, -1, -1):
        kept[place] = index
        index = int(before[index])
    return kept


def _count(dropped: dict[str, int], reason: str, number: int) -> None:
    if number:
        dropped[reason] = dropped.get(reason, 0) + number
