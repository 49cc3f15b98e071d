"""How well found running agrees with a truth: by the second, by the bout, at the edges, in all.

One `OutingScore` for each outing and way of finding; scores of many outings are pooled by their counts,
and the uncertainty of a difference comes from drawing outings anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.gait_labels import Bools, Truth, spans_of

#: Shorter bouts are not events: labels of a few seconds are the watch's habit, not a run.
EVENT_FROM_S = 20
#: Shared seconds over all seconds of two bouts, from which one is the other.
OVERLAPS = (0.5, 0.8)
DRAWS = 1000


@dataclass(frozen=True)
class Events:
    """True bouts that were found, of how many; found bouts that are true, of how many."""

    true_hit: int
    true: int
    found_hit: int
    found: int


@dataclass(frozen=True)
class OutingScore:
    """Counts of one outing; `events` in the order of `OVERLAPS`."""

    true_s: int
    found_s: int
    right_s: int
    events: tuple[Events, ...]
    #: How far each true edge is from the nearest found one of its kind; infinite where none was found.
    edges_s: tuple[float, ...]


def score(truth: Truth, is_found: Bools) -> OutingScore:
    """Hold found running, of shape (seconds,), against the truth, over the seconds that are judged."""
    is_true, is_found = truth.is_run & truth.is_counted, is_found & truth.is_counted
    true, found = spans_of(is_true), spans_of(is_found)
    return OutingScore(
        true_s=int(is_true.sum()),
        found_s=int(is_found.sum()),
        right_s=int((is_true & is_found).sum()),
        events=tuple(_events(true, found, overlap) for overlap in OVERLAPS),
        edges_s=tuple(_edge_errors_s(true, found, truth.is_counted)),
    )


def _events(true: NDArray[np.int64], found: NDArray[np.int64], least_overlap: float) -> Events:
    """Long bouts of either side that have a partner, itself of any length, on the other."""
    shared_s = np.minimum(true[:, None, 1], found[None, :, 1]) - np.maximum(
        true[:, None, 0], found[None, :, 0]
    )
    shared_s = shared_s.clip(0)
    true_s, found_s = np.diff(true, axis=1)[:, 0], np.diff(found, axis=1)[:, 0]
    is_same = shared_s >= least_overlap * (true_s[:, None] + found_s[None, :] - shared_s)
    long_true, long_found = true_s >= EVENT_FROM_S, found_s >= EVENT_FROM_S
    return Events(
        true_hit=int(np.logical_or.reduce(is_same, axis=1)[long_true].sum()),
        true=int(long_true.sum()),
        found_hit=int(np.logical_or.reduce(is_same, axis=0)[long_found].sum()),
        found=int(long_found.sum()),
    )


def _edge_errors_s(true: NDArray[np.int64], found: NDArray[np.int64], is_counted: Bools) -> list[float]:
    """Of the starts and ends of long true bouts, but for those at the border of what is judged."""
    errors_s: list[float] = []
    for side in (0, 1):
        edges = true[np.diff(true, axis=1)[:, 0] >= EVENT_FROM_S, side]
        edges = edges[(edges > 0) & (edges < is_counted.size)]
        edges = edges[is_counted[edges - 1] & is_counted[edges]]
        off_s = np.abs(edges[:, None] - np.append(found[:, side].astype(float), np.inf)[None, :])
        errors_s += off_s.min(axis=1).tolist()
    return errors_s


def f1(scores: Sequence[OutingScore]) -> float:
    """Per-second F1 for running over all the outings together."""
    right_s = sum(each.right_s for each in scores)
    return 2 * right_s / max(sum(each.true_s + each.found_s for each in scores), 1)


def event_f1(scores: Sequence[OutingScore], overlap: float) -> float:
    """F1 for bouts of `EVENT_FROM_S` and more at one of `OVERLAPS`; 0 without any hit."""
    events = [each.events[OVERLAPS.index(overlap)] for each in scores]
    recall = sum(each.true_hit for each in events) / max(sum(each.true for each in events), 1)
    precision = sum(each.found_hit for each in events) / max(sum(each.found for each in events), 1)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def edge_errors_s(scores: Sequence[OutingScore]) -> tuple[float, float]:
    """Median and 90th percentile over all edges, seconds."""
    return _median_and_p90([error_s for each in scores for error_s in each.edges_s])


def time_errors_pct(scores: Sequence[OutingScore]) -> tuple[float, float]:
    """Median and 90th percentile, over outings with any running, of how far its time is off, per cent."""
    return _median_and_p90([100 * abs(each.found_s / each.true_s - 1) for each in scores if each.true_s])


def _median_and_p90(values: Sequence[float]) -> tuple[float, float]:
    """Values that do occur, no lines between them: some may be infinite."""
    if not values:
        return float("nan"), float("nan")
    median, p90 = np.quantile(values, (0.5, 0.9), method="inverted_cdf")
    return float(median), float(p90)


def difference_95(ours: Sequence[OutingScore], others: Sequence[OutingScore]) -> tuple[float, float]:
    """Where F1 of ours less that of others lies in 95 of 100 draws of the same outings, with replacement."""
    draws = np.random.default_rng(0).multinomial(len(ours), np.full(len(ours), 1 / len(ours)), DRAWS)
    drawn = [_drawn_f1(draws, scores) for scores in (ours, others)]
    low, high = np.quantile(drawn[0] - drawn[1], (0.025, 0.975))
    return float(low), float(high)


def _drawn_f1(draws: NDArray[np.int64], scores: Sequence[OutingScore]) -> NDArray[np.float64]:
    """F1 of each draw, of shape (draws,), where `draws` says how often each outing was drawn."""
    right_s = draws @ np.array([each.right_s for each in scores])
    total_s = draws @ np.array([each.true_s + each.found_s for each in scores])
    return 2 * right_s / np.maximum(total_s, 1)
