import numpy as np
import pytest

from ingest.cadence import infer_cadence_unit


def infer(cadence: float | list[float], speed_mps: float, seconds: int = 60):
    time_s = np.arange(float(seconds))
    return infer_cadence_unit(
        time_s, np.full(seconds, speed_mps), np.resize(np.atleast_1d(cadence), seconds).astype(float)
    )


@pytest.mark.parametrize(
    ("median", "unit"),
    [
        (64.9, "unknown"),
        (65.0, "strides"),
        (85.0, "strides"),
        (105.0, "strides"),
        (105.1, "unknown"),
        (129.9, "unknown"),
        (130.0, "steps"),
        (172.0, "steps"),
        (210.0, "steps"),
        (210.1, "unknown"),
    ],
)
def test_running_samples_tell_the_unit(median, unit):
    assert infer(median, 3.0).unit == unit


@pytest.mark.parametrize(
    ("cadence", "speed_mps", "seconds", "unit", "why"),
    [
        (110.0, 2.3, 60, "unknown", "2.3 m/s itself is not fast"),
        (85.0, 3.0, 31, "strides", "half a minute of running is enough"),
        (85.0, 3.0, 29, "unknown", "less is not"),
        (160.0, 1.8, 60, "steps", "a slow runner: no leg swings 160 times a minute"),
        (160.0, 1.8, 20, "unknown", "twenty seconds may be a fault of the sensor"),
        (54.0, 1.4, 60, "strides", "walking 54 to the minute would need steps of 1.6 m"),
        (108.0, 1.4, 60, "unknown", "both legs strolling or one leg running"),
        (78.0, 2.0, 60, "strides", "a slow run of one leg: both would need steps of 1.5 m"),
        (95.0, 2.0, 60, "unknown", "steps of 1.26 m are beyond most, but not beyond doubt"),
        (85.0, 9.0, 60, "unknown", "a ride: as strides that would be steps of 3.2 m"),
        (0.0, 3.0, 60, "unknown", "a stopped sensor says nothing"),
        (float("nan"), 3.0, 60, "unknown", "no value says nothing"),
    ],
)
def test_other_evidence_counts_only_beyond_doubt(cadence, speed_mps, seconds, unit, why):
    assert infer(cadence, speed_mps, seconds).unit == unit, why


def test_speed_that_is_unknown_is_no_evidence():
    assert infer(85.0, float("nan")).unit == "unknown"


def test_walking_breaks_do_not_hide_the_running():
    time_s = np.arange(600.0)
    is_run = (time_s // 60) % 2 == 0
    unit = infer_cadence_unit(time_s, np.where(is_run, 2.8, 1.4), np.where(is_run, 79.0, 55.0))

    assert unit.unit == "strides"
    assert unit.factor == 2
    assert "79" in unit.reason


def test_sparse_samples_speak_for_ten_seconds_at_most():
    time_s = np.arange(4) * 300.0

    unit = infer_cadence_unit(time_s, np.full(4, 3.0), np.full(4, 85.0))

    assert unit.unit == "strides"  # three samples of ten seconds; the last one speaks for none
    assert infer_cadence_unit(time_s[:3], np.full(3, 3.0), np.full(3, 85.0)).unit == "unknown"


@pytest.mark.parametrize(("unit", "factor"), [(85.0, 2.0), (170.0, 1.0), (115.0, None)])
def test_the_factor_makes_steps_of_both_legs(unit, factor):
    found = infer(unit, 3.0)

    assert found.factor == factor
    assert found.reason.endswith(".")
