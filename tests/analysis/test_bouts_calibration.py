import numpy as np
import polars as pl
import pytest

from analysis import calibrate, history_of


def history(walk_spm: float, run_spm: float, *, walk_s: int = 1200, run_s: int = 1200) -> pl.DataFrame:
    rng = np.random.default_rng(7)
    cadence = np.append(rng.normal(walk_spm, 3, walk_s), rng.normal(run_spm, 3, run_s))
    speed = np.append(np.full(walk_s, 1.4), np.full(run_s, 2.3))
    return pl.DataFrame({"cadence_spm": cadence, "speed_mps": speed, "weight_s": np.ones(walk_s + run_s)})


@pytest.mark.parametrize(
    ("walk_spm", "run_spm", "border_spm"),
    [
        pytest.param(108, 165, 136.5, id="usual: half way"),
        pytest.param(105, 140, 122.5, id="slow steps: lower"),
        pytest.param(130, 172, 151, id="quick walk: higher"),
    ],
)
def test_the_border_lies_between_the_runners_two_gaits(
    walk_spm: float, run_spm: float, border_spm: float
) -> None:
    found = calibrate(history(walk_spm, run_spm))

    assert found.border_spm == pytest.approx(border_spm, abs=2)
    assert found.walk_s == pytest.approx(1200, abs=10)
    assert found.run_s == pytest.approx(1200, abs=10)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(history(108, 165, run_s=500), id="too little running"),
        pytest.param(history(108, 165, walk_s=500), id="too little walking"),
        pytest.param(history(108, 122), id="two walks"),
        pytest.param(history(150, 170), id="two runs"),
        pytest.param(history(132, 142), id="too near to tell apart"),
        pytest.param(history(108, 165).clear(), id="nothing yet"),
    ],
)
def test_without_two_clear_gaits_there_is_no_border(rows: pl.DataFrame) -> None:
    found = calibrate(rows)

    assert found.border_spm is None
    assert (found.walk_s, found.run_s) == (0.0, 0.0)


def test_seconds_with_impossible_steps_do_not_count() -> None:
    """A hike counted twice now and then: 156 steps a minute at 0.9 m/s is a sensor, not a run."""
    rows = history(84, 156).with_columns(speed_mps=pl.lit(0.9))

    assert calibrate(rows).border_spm is None


def test_unknown_speed_is_no_objection() -> None:
    rows = history(108, 165).with_columns(speed_mps=pl.lit(None, pl.Float64))

    assert calibrate(rows).border_spm is not None


def test_each_sample_weighs_the_time_to_the_next() -> None:
    samples = pl.DataFrame(
        {"elapsed_s": [0.0, 1.0, 5.0, 60.0], "cadence_spm": [160.0] * 4, "speed_mps": [2.4] * 4}
    )

    assert history_of(samples)["weight_s"].to_list() == [1.0, 4.0, 10.0, 1.0]
