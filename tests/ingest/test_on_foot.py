import numpy as np
import pytest

from ingest.on_foot import Motion, judge_sport, record_mps

NAN = float("nan")


def motion(speed_mps: float, cadence: float = NAN, *, seconds: int = 1_200, resting: float = 0.0) -> Motion:
    """Steady movement; for a share of the time the cadence rests."""
    time_s = np.arange(float(seconds))
    rests = time_s % 100 < 100 * resting
    return Motion(time_s, np.full(seconds, speed_mps), np.where(rests, 0.0, cadence))


def sport(named: str, moved: Motion):
    return judge_sport(named, None, moved, says_nothing=named in ("other", "training"))


@pytest.mark.parametrize(
    ("named", "speed_mps", "cadence", "expected"),
    [
        ("generic", 2.6, NAN, "generic"),
        ("generic", 3.8, NAN, "generic"),
        ("generic", 4.5, NAN, "other"),
        ("generic", 4.5, 85.0, "generic"),
        ("generic", 6.0, 85.0, "other"),
        ("generic", 3.4, 20.0, "other"),
        ("generic", 1.6, 28.0, "other"),
        ("generic", 1.4, 53.0, "generic"),
        ("generic", 1.4, 106.0, "generic"),
        ("generic", 0.9, 40.0, "generic"),
        ("running", 5.0, NAN, "running"),
        ("running", 7.0, NAN, "other"),
        ("running", 7.0, 85.0, "other"),
        ("running", 2.6, NAN, "running"),
        ("walking", 1.4, NAN, "walking"),
        ("walking", 2.6, NAN, "walking"),
        ("walking", 5.0, NAN, "other"),
        ("hiking", 8.0, NAN, "other"),
        ("other", 2.6, NAN, "generic"),
        ("other", 4.5, NAN, "other"),
        ("other", 1.0, NAN, "other"),
        ("other", 3.4, 20.0, "other"),
        ("training", 2.6, 80.0, "generic"),
        ("cycling", 6.0, 80.0, "cycling"),
        ("cycling", 2.6, 80.0, "generic"),
        ("rowing", 3.4, 22.0, "rowing"),
    ],
)
def test_the_label_holds_unless_the_movement_says_otherwise(named, speed_mps, cadence, expected):
    found = sport(named, motion(speed_mps, cadence))

    assert found.name == expected
    assert [note.code for note in found.notes] == ["sport_guessed"] * (expected != named)


def test_who_lets_the_pedals_rest_at_speed_rides_whatever_it_is_called():
    assert sport("running", motion(5.0, 85.0, resting=0.2)).name == "other"
    assert sport("running", motion(5.0, 85.0)).name == "running"
    assert sport("running", motion(2.6, 80.0, resting=0.3)).name == "running", "a sensor that drops out"


def test_a_short_sprint_may_be_faster_than_a_long_run():
    assert sport("generic", motion(5.5, seconds=40)).name == "generic"
    assert sport("generic", motion(5.5, seconds=600)).name == "other"


@pytest.mark.parametrize(
    ("moving_s", "mps"), [(1.0, 9.3), (755.0, 6.62), (1_200.0, 6.47), (3_600.0, 5.93), (1e6, 3.7)]
)
def test_the_longer_it_lasts_the_slower_is_the_record(moving_s, mps):
    assert record_mps(moving_s) == pytest.approx(mps, abs=0.02)


@pytest.mark.parametrize(
    ("named", "speed_mps", "cadence", "asked_s"),
    [
        ("generic", 4.5, NAN, 1_199),
        ("generic", 8.0, NAN, 0),
        ("generic", 3.4, 20.0, 0),
        ("other", 4.5, NAN, 1_199),
        ("walking", 5.0, NAN, 1_199),
        ("cycling", 2.0, 150.0, 1_199),
        ("cycling", 6.0, 85.0, 0),
        ("generic", 2.6, NAN, 0),
    ],
)
def test_what_may_have_been_running_is_asked_about(named, speed_mps, cadence, asked_s):
    assert sport(named, motion(speed_mps, cadence)).may_have_run_s == asked_s


def test_without_a_speed_the_label_holds():
    for named in ("running", "generic", "cycling", "other"):
        assert sport(named, motion(NAN, 80.0)).name == named
        assert sport(named, Motion(*[np.empty(0)] * 3)).name == named
