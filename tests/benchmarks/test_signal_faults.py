"""Each fault changes what it says and nothing else, and the same way each time."""

import numpy as np
import pytest

from benchmarks.gait_labels import spans_of
from benchmarks.signal_faults import FAULTS, RIDE_S
from benchmarks.ways_of_finding import faulted
from tests.benchmarks.made_signals import ELAPSED_S, runs, signals_made, truth_of


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_draws_the_same_whatever_else_is_run(fault: str) -> None:
    once, again = (faulted("one", fault, signals_made()) for _ in range(2))

    for name in ("time_s", "cadence_per_min", "speed_mps", "distance_m"):
        np.testing.assert_array_equal(getattr(once, name), getattr(again, name))
    assert once.is_run.size == int(once.elapsed_time_s) == ELAPSED_S + once.before_s + once.after_s
    assert (np.diff(once.time_s) > 0).all()
    assert (np.diff(once.distance_m[np.isfinite(once.distance_m)]) >= 0).all()


@pytest.mark.parametrize(
    ("fault", "share"),
    [("halved-spells", 0.2), ("doubled-spells", 0.2), ("missing", 0.25), ("zero", 0.25)],
)
def test_a_share_of_the_cadence_is_wrong(fault: str, share: float) -> None:
    clean = signals_made()

    wrong = faulted("one", fault, clean).cadence_per_min != clean.cadence_per_min

    assert share <= wrong.mean() < 2 * share + 0.01


@pytest.mark.parametrize(("fault", "times"), [("halved", 0.5), ("doubled", 2), ("tall", 0.88)])
def test_all_of_the_cadence_is_wrong(fault: str, times: float) -> None:
    clean = signals_made()

    assert faulted("one", fault, clean).cadence_per_min == pytest.approx(times * clean.cadence_per_min)


def test_a_frozen_cadence_repeats() -> None:
    clean = signals_made()

    cadence = faulted("one", "frozen", clean).cadence_per_min

    assert set(np.unique(cadence)) <= {110.0, 160.0}
    assert faulted("one", "frozen", clean).speed_mps is clean.speed_mps


def test_without_speed_there_is_no_distance() -> None:
    signals = faulted("one", "speed-missing", signals_made())

    assert np.isnan(signals.speed_mps).all()
    assert np.isnan(signals.distance_m).all()


def test_cadence_comes_eight_seconds_behind_speed() -> None:
    signals = faulted("one", "cadence-late", signals_made())

    assert spans_of(signals.speed_mps > 2).tolist() == [[92, 192]]
    assert spans_of(signals.cadence_per_min > 140).tolist() == [[100, 200]]


def test_a_slow_jogger_is_slow_where_she_runs_only() -> None:
    signals = faulted("one", "slow-jog", signals_made())

    assert np.unique(signals.cadence_per_min).tolist() == [110.0, 144.0]
    assert np.unique(signals.speed_mps).round(3).tolist() == [1.4, 1.8]


def test_a_ride_comes_before_or_after_and_shifts_what_is_known() -> None:
    rides = [faulted(f"outing {number}", "bus", signals_made()) for number in range(20)]

    assert {(ride.before_s, ride.after_s) for ride in rides} == {(RIDE_S, 0), (0, RIDE_S)}
    for ride in rides:
        truth = truth_of(runs(ELAPSED_S, (100, 200))).within(ride.before_s, ride.after_s)
        assert truth.is_counted.all()
        assert (truth.is_run == ride.is_run).all()
        assert (ride.cadence_per_min[ride.runs_at_samples] == 160).all()
        assert ride.speed_mps.max() > 7
