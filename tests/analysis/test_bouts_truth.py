"""Bout detection against outings whose gait is known, and real files whose gait is plain."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from analysis import find_bouts
from benchmarks.bouts import BASELINES, detected, score_all
from benchmarks.gait_truth import Outing
from benchmarks.outings import continuous_outings, run_walk_outings, walk_outings
from ingest import read_activity

SEEDS = 2


@pytest.fixture(scope="module")
def run_walks() -> list[tuple[str, Outing]]:
    return list(run_walk_outings(SEEDS))


def test_run_walks_are_found_to_the_second(run_walks: list[tuple[str, Outing]]) -> None:
    scores = score_all(run_walks)
    ours = scores["all"]["ours"]

    assert ours.f1 >= 0.97
    assert scores["all"]["against labels"].f1 >= 0.98
    # The generated watch tells steps and speed late, which moves both ends of a bout alike.
    assert np.median(ours.edges_s) <= 2.0
    assert np.mean(np.abs(ours.time_errors)) <= 0.02
    assert ours.lost_edges <= 2
    for scenario, by_way in scores.items():
        best = max(by_way[name].f1 for name in BASELINES)
        assert by_way["ours"].f1 >= best - 0.01, scenario
    assert ours.f1 >= max(scores["all"][name].f1 for name in BASELINES) + 0.04


def test_each_thirty_second_run_is_as_long_as_it_was(run_walks: list[tuple[str, Outing]]) -> None:
    """Within the 5 s that edges may be off together: neither short nor exceeded."""
    for scenario, outing in run_walks:
        if scenario != "30 s bouts":
            continue
        true, found = (
            frame.filter(pl.col("kind").cast(pl.String) == "run").select(pl.col("end_s") - pl.col("start_s"))
            for frame in (outing.truth, detected(outing))
        )
        assert found["end_s"].to_list() == pytest.approx(true["end_s"].to_list(), abs=5)


def test_walks_hold_no_running() -> None:
    for scenario, by_way in score_all(walk_outings(SEEDS)).items():
        ours = by_way["ours"]
        assert ours.found_s - ours.uncertain_s < 0.01 * ours.moving_s, scenario


def test_runs_hold_no_walking() -> None:
    for scenario, by_way in score_all(continuous_outings(SEEDS)).items():
        ours = by_way["ours"]
        assert ours.right_s + ours.uncertain_s > 0.97 * ours.true_s, scenario


def run_share(path: Path) -> float:
    activity = read_activity(path.read_bytes(), path.name)
    bouts = find_bouts(
        activity.samples,
        elapsed_time_s=activity.elapsed_time_s,
        pauses=activity.pauses,
        cadence_known=True,
    )
    certain_s = pl.col("end_s") - pl.col("start_s") - pl.col("uncertain_s")
    seconds = bouts.group_by(pl.col("kind").cast(pl.String)).agg(certain_s.sum().alias("s"))
    by_kind = dict(seconds.rows())
    run_s, walk_s = by_kind.get("run", 0.0), by_kind.get("walk", 0.0)
    return run_s / (run_s + walk_s)


def only(corpus: Path, pattern: str) -> Path:
    (path,) = corpus.glob(pattern)
    return path


@pytest.mark.corpus
@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param("fit/*CoreTemp-Walk.fit", id="walk"),
        pytest.param("fit/*Move_2020_01_15*", id="walk recorded as a run"),
        pytest.param("fit/*2020-08-20*", id="hike with climbs counted twice"),
        pytest.param("fit/*2020-08-28*", id="hike"),
        pytest.param("fit/*muggenbrunn*", id="hike in smart recording"),
    ],
)
def test_a_real_walk_holds_no_running(corpus: Path, pattern: str) -> None:
    assert run_share(only(corpus, pattern)) < 0.015


@pytest.mark.corpus
@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param("fit/*14211916346*", id="FR955"),
        pytest.param("fit/*Fr955v19.28andStryd.fit", id="FR955 with a pod"),
        pytest.param("fit/*test-rides-HRV-Data.fit", id="jog at 2 m/s with climbs"),
        pytest.param("fit/*developer-types-sample*", id="jog at 2 m/s"),
        pytest.param("fit/*forerunner45_run_error_1*", id="smart recording"),
        pytest.param("fit/*Move_2019_03_17*", id="cadence halved for minutes"),
        pytest.param("fit/*track_cs_777501*", id="fenix 6"),
        pytest.param("fit/*1378220136*", id="fenix 3"),
        pytest.param("fit/*IpBike-HRV*", id="phone"),
        pytest.param("gpx/*georust_gpx__tests-fixtures-garmin-activity.gpx", id="GPX"),
    ],
)
def test_a_real_run_holds_no_walking(corpus: Path, pattern: str) -> None:
    assert run_share(only(corpus, pattern)) > 0.97
