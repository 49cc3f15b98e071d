"""One file, how many activities? Points put in order of time, and cut where one recording ends."""

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import pairwise
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from ingest.activity import CLOCK_SET, Activity, QualityNote
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
#: So many points without a time are worth a word.
MISSING_SHARE = 0.1


@dataclass(frozen=True)
class Lost:
    """What was left out of a file, or of some of its tracks, by reason: how many, and seconds where known."""

    counts: Counter[str] = field(default_factory=Counter)
    seconds_s: dict[str, float] = field(default_factory=dict)

    def clock_set(self, leapt_s: Floats) -> None:
        """Note that a clock was set so many times, each by so many seconds."""
        if len(leapt_s):
            self.counts[CLOCK_SET] += len(leapt_s)
            summed_s = self.seconds_s.get(CLOCK_SET, 0.0) + float(np.nansum(np.abs(leapt_s)))
            self.seconds_s[CLOCK_SET] = summed_s

    def add(self, other: "Lost") -> None:
        """Take on what was left out elsewhere."""
        self.counts.update(other.counts)
        for reason, seconds in other.seconds_s.items():
            self.seconds_s[reason] = self.seconds_s.get(reason, 0.0) + seconds

    def with_activity(self, activity: Activity) -> Activity:
        """The activity as the one that is told to have lost this."""
        origin = activity.provenance
        dropped = dict(Counter(origin.dropped) + self.counts)
        told = replace(
            origin,
            dropped=MappingProxyType(dropped),
            dropped_s=MappingProxyType({**origin.dropped_s, **self.seconds_s}),
        )
        return replace(activity, provenance=told) if self.counts else activity


def recordings(points: Points, lost: Lost) -> list[Points]:
    """The timed points of one sport, one `Points` per activity, each in order of time.

    A point whose clock runs against the others, or that has a day to itself, is dropped and
    counted in `lost`; the others stay, wherever the bad one stands.
    """
    is_timed = np.isfinite(points.time_ms)
    timed = points if is_timed.all() else points.take(is_timed)
    lost.counts["time_missing"] += len(points) - len(timed)
    if not len(timed):
        return []
    ordered = _in_order(timed)
    if away := len(timed) - len(ordered):
        lost.counts["time_not_in_order"] += away
        lost.seconds_s["time_not_in_order"] = away * _usual_s(timed)
    time_ms = ordered.time_ms
    gap_ms = np.diff(time_ms)
    cuts = [0, *(np.flatnonzero(gap_ms > APART_MS) + 1).tolist(), len(ordered)]
    found = [(first, stop) for first, stop in pairwise(cuts) if time_ms[stop - 1] > time_ms[first]]
    found = found or [(0, cuts[1])]
    lost.counts["time_far_from_others"] += len(ordered) - sum(stop - first for first, stop in found)
    return [ordered.take(slice(first, stop)) for first, stop in found]


def lost_notes(points: Points, lost: Lost) -> tuple[QualityNote, ...]:
    """What to say where many points have no time, or more than a few of a stretch fall back in time."""
    notes = []
    away, missing = lost.counts["time_not_in_order"], lost.counts["time_missing"]
    step_ms = np.diff(points.time_ms)
    falls = (step_ms < -JITTER_S * _MS_PER_S) & (np.diff(points.stretch) == 0)
    if away > max(FEW_POINTS, LOST_SHARE * len(points)) and falls.any():
        notes.append(unrepaired(lost.seconds_s["time_not_in_order"]))
    if missing > MISSING_SHARE * len(points):
        words = f"{missing} points without a readable time were left out."
        notes.append(QualityNote("time_missing", words))
    return tuple(notes)


def _usual_s(points: Points) -> float:
    step_ms = np.diff(points.time_ms)
    return float(np.median(step_ms[step_ms > 0])) / _MS_PER_S if (step_ms > 0).any() else 0.0


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
