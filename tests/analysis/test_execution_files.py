"""The guided workout of a watch file, from its bytes to the steps."""

from pathlib import Path

import polars as pl
import pytest

import sample_data
from analysis.bouts import find_bouts
from analysis.execution import Execution, compare_execution
from ingest import read_activity

FILES = Path(sample_data.__file__).parent / "files"
HALVES = "W5:00 4x(R0:30 W4:30) W5:00"


@pytest.fixture
def held(prescribed, tolerances):
    def held(name: str, plan: str) -> Execution:
        activity = read_activity((FILES / name).read_bytes(), name)
        bouts = find_bouts(
            activity.samples,
            elapsed_time_s=activity.elapsed_time_s,
            pauses=activity.pauses,
            device_splits=activity.device_splits,
            cadence_known=True,
        )
        return compare_execution(
            bouts,
            prescribed(plan),
            tolerances=tolerances,
            laps=activity.laps,
            workout_steps=activity.workout_steps,
        )

    return held


@pytest.mark.parametrize(
    ("name", "plan"),
    [("week1-run1.fit", HALVES), ("week6-run1.fit", "W5:00 4x(R2:00 W3:00) W5:00")],
)
def test_a_guided_run_is_read_by_its_workout(held, name: str, plan: str) -> None:
    execution = held(name, plan)

    assert execution.source == "workout"
    assert execution.outcome == "as_prescribed"
    assert set(execution.steps.filter(pl.col("kind") == "run")["status"]) == {"done"}


def test_laps_at_each_kilometre_do_not_lead(held) -> None:
    execution = held("week1-run2.fit", HALVES)

    assert execution.source == "detected"
    assert execution.outcome == "as_prescribed"


def test_a_workout_of_another_session_does_not_lead(held) -> None:
    execution = held("week1-run1.fit", "W5:00 4x(R1:00 W4:00) W5:00")

    assert execution.source == "detected"
    assert execution.outcome == "partly"
    assert execution.steps.filter(pl.col("kind") == "run")["status"].to_list() == ["short"] * 4
