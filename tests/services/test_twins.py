"""The same run by another clock: told from another run of the same prescription, second by second."""

import polars as pl
import pytest

from ingest import read_activities
from services.twins import is_same_shape
from tests.services.building import gpx_run, lively_run

STEPS = ((1.4, 110, 120), *(((2.6, 162, 60), (1.4, 110, 60)) * 4), (1.4, 110, 60))


def samples(content: bytes) -> pl.DataFrame:
    (result,) = read_activities(content, "run.gpx")
    assert result.activity is not None
    return result.activity.samples


def test_the_same_run_again_is_the_same() -> None:
    assert is_same_shape(samples(lively_run(spans=STEPS)), samples(lively_run(spans=STEPS)))


def test_the_same_steps_run_another_time_are_not() -> None:
    assert not is_same_shape(samples(lively_run(spans=STEPS)), samples(lively_run(spans=STEPS, seed=2)))


@pytest.mark.parametrize("lag_s", [0, 2, 40])
def test_one_recording_may_begin_a_little_later(lag_s: int) -> None:
    whole = samples(lively_run(spans=STEPS))
    later = whole[lag_s:].with_columns(pl.col("elapsed_s", "timer_s") - lag_s)
    assert is_same_shape(later, whole, lag_s)
    assert is_same_shape(whole, later, -lag_s)
    assert lag_s <= 3 or not is_same_shape(later, whole)


def test_what_never_varies_tells_nothing() -> None:
    assert not is_same_shape(samples(gpx_run(spans=STEPS)), samples(gpx_run(spans=STEPS)))


def test_a_recording_of_every_third_second_is_the_same_run() -> None:
    whole = samples(lively_run(spans=((2.6, 160, 900),)))
    assert is_same_shape(whole, whole[::3])
    assert not is_same_shape(samples(lively_run(spans=((2.6, 160, 900),), seed=2)), whole[::3])
