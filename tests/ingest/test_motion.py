import numpy as np
import pytest

from ingest.motion import (
    FOOT_LIMIT_MPS,
    SPIKE_POINTS,
    Track,
    distance_along_m,
    find_spikes,
    speed_along_mps,
)

SPEED_MPS = 3.0
POINTS = 60
DEGREES_PER_M = 1 / 110_574.4


def track_with(moved_m: dict[int, float], points: int = POINTS, rest: np.ndarray | None = None) -> Track:
    """A straight run north at 3 m/s and 1 Hz; the points named are moved east."""
    time_s = np.arange(points, dtype=float)
    lon = np.zeros(points)
    for index, metres in moved_m.items():
        lon[index] = metres * DEGREES_PER_M
    return Track(
        time_s, time_s * SPEED_MPS * DEGREES_PER_M, lon, np.zeros(points, dtype=int) if rest is None else rest
    )


@pytest.mark.parametrize(
    "spikes",
    [
        [30],
        [0],
        [POINTS - 1],
        [30, 31, 32],
        [10, 20, 30, 40, 50],
        [10, 12, 14, 16],
        [0, 1, 2, POINTS - 1],
    ],
    ids=["one", "the first", "the last", "a burst", "every tenth", "every other", "both ends"],
)
def test_spikes_are_found_and_nothing_else(spikes):
    track = track_with(dict.fromkeys(spikes, 500.0))

    found = find_spikes(track, FOOT_LIMIT_MPS)

    assert np.flatnonzero(found).tolist() == spikes
    distance_m, jumps = distance_along_m(track.without(found), FOOT_LIMIT_MPS)
    assert len(jumps) == 0
    expected_m = SPEED_MPS * (np.flatnonzero(~found)[-1] - np.flatnonzero(~found)[0])
    assert np.nanmax(distance_m) == pytest.approx(expected_m, rel=1e-3)


def test_a_bad_first_point_does_not_cost_the_track():
    track = track_with({0: 1_000_000.0})

    assert np.flatnonzero(find_spikes(track, FOOT_LIMIT_MPS)).tolist() == [0]


def test_a_true_jump_keeps_both_sides_and_is_not_counted_as_distance():
    track = track_with(dict.fromkeys(range(30, POINTS), 5000.0))

    spikes = find_spikes(track, FOOT_LIMIT_MPS)
    distance_m, jumps = distance_along_m(track, FOOT_LIMIT_MPS)

    assert not spikes.any()
    assert jumps.tolist() == [pytest.approx(5000.0, rel=1e-2)]
    assert distance_m[-1] == pytest.approx(SPEED_MPS * (POINTS - 2), rel=1e-3)


@pytest.mark.parametrize(("points", "is_spike"), [(SPIKE_POINTS - 1, True), (SPIKE_POINTS, False)])
def test_a_detour_is_a_spike_only_while_it_is_short(points, is_spike):
    track = track_with(dict.fromkeys(range(20, 20 + points), 500.0))

    assert find_spikes(track, FOOT_LIMIT_MPS).any() == is_spike


def test_ordinary_noise_is_no_spike():
    noise_m = np.random.default_rng(7).normal(0, 3, POINTS)

    assert not find_spikes(track_with(dict(enumerate(noise_m))), FOOT_LIMIT_MPS).any()


def test_hopeless_positions_are_left_alone_in_reasonable_time():
    track = track_with({index: 400.0 * (index % 7) for index in range(20_000)}, points=20_000)

    assert not find_spikes(track, FOOT_LIMIT_MPS).any()


def test_nothing_is_added_across_a_pause():
    rest = (np.arange(POINTS) >= 30).astype(int)

    distance_m, _ = distance_along_m(track_with({}, rest=rest), FOOT_LIMIT_MPS)

    assert distance_m[-1] == pytest.approx(SPEED_MPS * (POINTS - 2), rel=1e-3)


def test_a_track_without_positions_has_no_distance():
    nowhere = np.full(5, np.nan)
    track = Track(np.arange(5.0), nowhere, nowhere, np.zeros(5, dtype=int))

    distance_m, jumps = distance_along_m(track, FOOT_LIMIT_MPS)

    assert np.isnan(distance_m).all()
    assert len(jumps) == 0
    assert not find_spikes(track, FOOT_LIMIT_MPS).any()


def test_speed_is_that_of_the_way_on_either_side_of_a_pause():
    time_s = np.concatenate((np.arange(60.0), np.arange(300.0, 360.0)))
    distance_m = np.concatenate((np.arange(60) * 3.0, 177.0 + np.arange(60) * 1.5))
    rest = np.repeat([0, 1], 60)

    speed_mps = speed_along_mps(time_s, distance_m, rest)

    assert speed_mps[:60] == pytest.approx(3.0)
    assert speed_mps[60:] == pytest.approx(1.5)


def test_speed_is_smoothed_over_ten_seconds():
    time_s = np.arange(100.0)
    distance_m = np.cumsum(np.where(np.arange(100) % 2, 2.0, 4.0))

    speed_mps = speed_along_mps(time_s, distance_m, np.zeros(100, dtype=int))

    assert speed_mps[10:90] == pytest.approx(3.0)


def test_speed_is_unknown_where_distance_is_and_for_a_lone_sample():
    time_s = np.array([0.0, 1.0, 2.0, 500.0])
    distance_m = np.array([0.0, np.nan, 6.0, 9.0])

    speed_mps = speed_along_mps(time_s, distance_m, np.zeros(4, dtype=int))

    assert speed_mps[[0, 2]] == pytest.approx(3.0)
    assert np.isnan(speed_mps[[1, 3]]).all()
