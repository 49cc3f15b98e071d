"""Scores of found running, against figures that can be worked out by hand."""

import numpy as np
import pytest

from benchmarks.bout_scores import (
    Events,
    OutingScore,
    difference_95,
    edge_errors_s,
    event_f1,
    f1,
    score,
    time_errors_pct,
)
from tests.benchmarks.made_signals import runs, truth_of


def test_seconds_bouts_edges_and_time_by_hand() -> None:
    """Two true bouts of 100 s and 40 s. One is found 10 s early, the other is missed for one of 20 s."""
    true = runs(400, (100, 200), (250, 290))

    found = score(truth_of(true), runs(400, (90, 190), (350, 370)))

    assert (found.true_s, found.found_s, found.right_s) == (140, 120, 90)
    assert f1([found]) == pytest.approx(2 * 90 / 260)
    # 90 of 110 s shared: the same bout at a half and at four fifths.
    assert found.events == (Events(1, 2, 1, 2), Events(1, 2, 1, 2))
    assert event_f1([found], 0.8) == pytest.approx(0.5)
    # Starts at 100 and 250 beside 90 and 350; ends at 200 and 290 beside 190 and 370.
    assert found.edges_s == (10, 100, 10, 80)
    assert edge_errors_s([found]) == (10, 100)
    assert time_errors_pct([found]) == pytest.approx((100 * 20 / 140,) * 2)


def test_an_overlap_decides_and_short_bouts_are_partners_only() -> None:
    true = runs(300, (100, 120), (200, 219))

    found = score(truth_of(true), runs(300, (100, 114), (200, 220)))

    # 14 of 20 s: at a half, not at four fifths. 19 of 20 s: found is long enough, the true one is not.
    assert found.events == (Events(1, 1, 1, 1), Events(0, 1, 1, 1))
    assert event_f1([found], 0.5) == 1.0
    assert event_f1([found], 0.8) == 0.0


def test_what_is_not_judged_counts_nowhere() -> None:
    counted = ~runs(300, (150, 250))

    found = score(truth_of(runs(300, (100, 200)), counted), runs(300, (100, 300)))

    assert (found.true_s, found.found_s, found.right_s) == (50, 100, 50)
    assert found.edges_s == (0,)


def test_an_edge_that_nothing_is_near_is_lost() -> None:
    found = score(truth_of(runs(300, (100, 200))), runs(300))

    assert edge_errors_s([found]) == (np.inf, np.inf)
    assert (f1([found]), event_f1([found], 0.5)) == (0.0, 0.0)


def test_a_difference_is_drawn_over_outings() -> None:
    def made(right_s: int) -> OutingScore:
        return OutingScore(true_s=100, found_s=100, right_s=right_s, events=(), edges_s=())

    ours, others = [made(95) for _ in range(9)], [made(90) for _ in range(9)]

    assert difference_95(ours, ours) == (0.0, 0.0)
    assert difference_95(ours, others) == pytest.approx((0.05, 0.05))
    low, high = difference_95([made(95), made(50)] * 5, [made(90), made(60)] * 5)
    assert low < 0 < high
