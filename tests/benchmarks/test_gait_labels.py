"""What is held to be true of a recorded outing, by hand."""

import numpy as np
import polars as pl
import pytest

from benchmarks.gait_labels import (
    contact_truth,
    corrected_labels,
    label_truth,
    nearest,
    prompt_truth,
    spans_of,
    tidied,
)
from tests.benchmarks.made_signals import ELAPSED_S, LABELS, NO_PAUSES, runs, splits_of


@pytest.mark.parametrize(
    ("labels", "corrected"),
    [
        pytest.param(
            LABELS, [("walk", 0, 100), ("run", 100, 200), ("walk", 200, 299)], id="a run ends 6 s earlier"
        ),
        pytest.param(
            [("walk", 0, 49), ("stand", 50, 80)],
            [("walk", 0, 44), ("stand", 44, 80)],
            id="a walk before a stand too",
        ),
        pytest.param(
            [("walk", 0, 49), ("run", 50, 80)], [("walk", 0, 50), ("run", 50, 74)], id="one before a run not"
        ),
        pytest.param(
            [("run", 0, 3), ("walk", 4, 60)], [("run", 0, 1), ("walk", 1, 60)], id="a second of it stays"
        ),
        pytest.param(
            [("run", 0, 30), ("walk", 40, 60)],
            [("run", 0, 24), ("walk", 40, 60)],
            id="nothing was said between",
        ),
    ],
)
def test_late_ends_are_taken_back(
    labels: list[tuple[str, float, float]], corrected: list[tuple[str, float, float]]
) -> None:
    found = corrected_labels(splits_of([(kind, float(start), float(end)) for kind, start, end in labels]))

    assert found.select("kind", "start_s", "end_s").rows() == corrected


@pytest.mark.parametrize(("end_s", "is_bout"), [(14.0, False), (15.0, True)])
def test_a_label_of_less_than_ten_seconds_is_no_bout(end_s: float, is_bout: bool) -> None:
    """The label lasts to the next one, a second later, and 6 s of it are the watch's."""
    labels = splits_of([("run", 0.0, end_s), ("walk", end_s + 1, 60.0)])

    truth = label_truth(labels, np.arange(61.0), NO_PAUSES, 60)

    assert truth.is_run.sum() == (10 if is_bout else 0)


def test_only_what_was_labelled_and_recorded_is_judged() -> None:
    time_s = np.append(np.arange(0, 100.0), np.arange(150, 300.0))
    pauses = pl.DataFrame({"start_s": [220.0], "end_s": [230.0]})
    labels = splits_of([("run", 0.0, 199.0), ("walk", 200.0, 279.0)])

    truth = label_truth(labels, time_s, pauses, ELAPSED_S)

    silent = runs(ELAPSED_S, (109, 140), (220, 230), (279, 300))
    assert (truth.is_counted == ~silent).all()


def test_contact_time_is_written_only_while_running() -> None:
    time_s = np.arange(0, 300.0)
    contact_ms = np.where((time_s >= 100) & (time_s < 200), 280.0, np.nan)

    truth = contact_truth(contact_ms, time_s, NO_PAUSES, ELAPSED_S)

    assert truth is not None
    assert spans_of(truth.is_run).tolist() == [[100, 200]]
    assert contact_truth(np.full(300, np.nan), time_s, NO_PAUSES, ELAPSED_S) is None


def test_a_prompt_holds_until_the_next() -> None:
    truth = prompt_truth(np.array([0.0, 5.0, 10.0]), np.array([False, True, False]), 20)

    assert spans_of(truth.is_run).tolist() == [[5, 10]]


@pytest.mark.parametrize(
    ("spans", "left"),
    [
        pytest.param([(0, 50), (57, 90)], [[0, 90]], id="a break of 7 s is filled"),
        pytest.param([(0, 50), (58, 90)], [[0, 50], [58, 90]], id="one of 8 s stays"),
        pytest.param([(10, 19)], [], id="a run of 9 s is left out"),
        pytest.param([(10, 20)], [[10, 20]], id="one of 10 s stays"),
        pytest.param([(10, 15), (20, 26)], [[10, 26]], id="breaks come first"),
    ],
)
def test_short_spells_are_tidied(spans: list[tuple[int, int]], left: list[list[int]]) -> None:
    assert spans_of(tidied(runs(100, *spans))).tolist() == left


def test_the_nearest_known_value_is_read() -> None:
    values = nearest(np.array([0.0, 4.0, 8.0]), np.array([1.0, np.nan, 3.0]), np.array([3.5, 4.5, 20.0]), 5)

    assert values[:2].tolist() == [1.0, 3.0]
    assert np.isnan(values[2])
