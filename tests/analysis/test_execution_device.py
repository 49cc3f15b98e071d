# ruff: noqa: E501 -- a row of a table is read across
"""Laps and guided workouts: which step a bout belongs to, never how much of it was run."""

from collections.abc import Sequence

import polars as pl
import pytest

from analysis.execution import compare_execution
from ingest.activity import Laps, WorkoutSteps

PLAN = "W3:00 3x(R1:00 W1:00) W2:00"
GUIDED = [0, 1, 2, 1, 2, 1, 2, 4]


def laps_of(
    bouts, text: str, steps: Sequence[int | None] | None = None, intensity: Sequence[str] | None = None
) -> pl.DataFrame:
    """Laps with the spans of `text`, cut by the workout steps of those indices."""
    spans = bouts(text)
    laps = {
        "lap_index": range(spans.height),
        "start_s": spans["start_s"],
        "end_s": spans["end_s"],
        "timer_time_s": spans["end_s"] - spans["start_s"],
        "distance_m": spans["distance_m"],
        "intensity": intensity or [None] * spans.height,
        "workout_step_index": steps or [None] * spans.height,
    }
    return Laps.validate(
        pl.DataFrame(laps | {"cadence_spm": None, "trigger": None}, schema=Laps.create_empty().schema)
    )


def workout_of(*rows: tuple[str, float | None, str | None] | tuple[int, int]) -> pl.DataFrame:
    """Steps as (duration type, seconds or metres, intensity), repeats as (from step, times in all)."""
    table = []
    for index, row in enumerate(rows):
        step: dict[str, object] = {"step_index": index}
        if len(row) == 2:
            step |= {"duration_type": "repeat", "repeat_from_index": row[0], "repeat_count": row[1]}
        else:
            kind, size, intensity = row
            step |= {"duration_type": kind, "intensity": intensity}
            step |= {"duration_s": size} if kind == "time" else {"distance_m": size}
        table.append(step)
    return WorkoutSteps.validate(pl.DataFrame(table, schema=WorkoutSteps.create_empty().schema))


WORKOUT = workout_of(
    ("time", 180.0, "warmup"),
    ("time", 60.0, "active"),
    ("time", 60.0, "rest"),
    (1, 3),
    ("time", 120.0, "cooldown"),
)


def run_statuses(execution) -> list[str]:
    return execution.steps.filter(pl.col("kind") == "run")["status"].to_list()


@pytest.mark.parametrize(
    ("laps", "source"),
    [
        pytest.param("W3:00 3x(R1:00 W1:00) W2:00", "laps", id="as the steps"),
        pytest.param("W3:00 3x(R1:00 W1:00) W2:00 W0:20", "laps", id="one more after the end"),
        pytest.param("W3:04 R0:57 W1:10 R1:02 W1:30 R1:00 W1:00 W4:00", "laps", id="pressed by hand"),
        pytest.param("W3:00 2x(R1:00 W1:00) R1:00 W3:00", "detected", id="too few"),
        pytest.param("W3:00 3x(R1:00 W1:00) W2:00 W0:20 W0:20", "detected", id="too many"),
        pytest.param("8x(W1:22)", "detected", id="one length"),
        pytest.param("W3:00 R1:00 W1:00 R1:20 W1:00 R1:00 W1:00 W2:00", "detected", id="a run too long"),
        pytest.param("W3:00 R1:00 W0:40 R1:00 W1:00 R1:00 W1:00 W2:00", "detected", id="a walk too short"),
    ],
)
def test_laps_lead_where_they_look_like_the_steps(
    bouts, prescribed, tolerances, laps: str, source: str
) -> None:
    execution = compare_execution(
        bouts("W3:00 3x(R1:00 W1:00) W2:00"),
        prescribed(PLAN),
        tolerances=tolerances,
        laps=laps_of(bouts, laps),
    )

    assert execution.source == source
    assert execution.outcome == "as_prescribed"


def test_laps_of_rest_where_a_run_is_prescribed_do_not_lead(bouts, prescribed, tolerances) -> None:
    laps = laps_of(bouts, "R1:00 W1:00", intensity=["rest", "active"])

    execution = compare_execution(
        bouts("R1:00 W1:00"), prescribed("R1:00 W1:00"), tolerances=tolerances, laps=laps
    )

    assert execution.source == "detected"


def test_laps_tell_which_repetition_a_run_was(bouts, prescribed, tolerances) -> None:
    """One run in the middle of a session, between the second and the third repetition in time."""
    done, plan = bouts("W3:30 R1:00 W3:00"), prescribed("3x(R1:00 W1:30)")
    laps = laps_of(bouts, "3x(R1:00 W1:30)")

    with_laps = compare_execution(done, plan, tolerances=tolerances, laps=laps)
    without = compare_execution(done, plan, tolerances=tolerances)

    assert run_statuses(with_laps) == ["missing", "done", "missing"]
    assert run_statuses(without) == ["missing", "missing", "done"]


@pytest.mark.parametrize(
    ("done", "outcome", "statuses"),
    [
        ("W9:00 W2:00", "partly", ["missing"] * 3),
        ("W3:00 R1:00 W1:00 W1:00 W1:00 R1:00 W3:00", "partly", ["done", "missing", "done"]),
        ("W3:00 R1:00 W1:00 R0:40 W1:20 R1:00 W3:00", "partly", ["done", "short", "done"]),
        ("W3:00 R1:00 W1:00 R1:25 W0:35 R1:00 W3:00", "exceeded", ["done", "long", "done"]),
        ("W3:00 R5:00 W3:00", "exceeded", ["long"] * 3),
        (
            "W3:00 R1:00 W1:00 R1:00 W1:00 R1:00 W1:00 R1:00 W1:00",
            "exceeded",
            ["done", "done", "done", "extra"],
        ),
    ],
)
def test_laps_never_tell_how_much_was_run(bouts, prescribed, tolerances, done, outcome, statuses) -> None:
    execution = compare_execution(
        bouts(done), prescribed(PLAN), tolerances=tolerances, laps=laps_of(bouts, PLAN)
    )

    assert execution.source == "laps"
    assert execution.outcome == outcome
    assert run_statuses(execution) == statuses


@pytest.mark.parametrize(
    ("laps", "steps", "source"),
    [
        pytest.param("W3:00 3x(R1:00 W1:00) W2:00", GUIDED, "workout", id="to the end"),
        pytest.param("W3:00 2x(R1:00 W1:00) R0:20", GUIDED[:6], "workout", id="stopped early"),
        pytest.param(
            "W3:00 3x(R1:00 W1:00) W2:00 W9:00", [*GUIDED, None], "workout", id="one more after the end"
        ),
        pytest.param(
            "W1:30 W1:30 3x(R1:00 W1:00) W2:00", [0, *GUIDED], "workout", id="a kilometre inside a step"
        ),
        pytest.param("W3:00 R1:00 R1:00 W1:00", [0, 1, 4, 2], "detected", id="out of order"),
        pytest.param("W3:00 R1:00 W1:00", [None, None, None], "detected", id="laps of nothing"),
    ],
)
def test_a_guided_workout_leads_where_it_is_the_prescription(
    bouts, prescribed, tolerances, laps: str, steps: list[int | None], source: str
) -> None:
    execution = compare_execution(
        bouts("W3:00 2x(R1:00 W1:00) R0:20"),
        prescribed(PLAN),
        tolerances=tolerances,
        laps=laps_of(bouts, laps, steps),
        workout_steps=WORKOUT,
    )

    assert execution.source == source
    assert run_statuses(execution) == ["done", "done", "short"]


@pytest.mark.parametrize(
    ("workout", "source"),
    [
        pytest.param(workout_of(("time", 60.0, "active"), ("time", 60.0, "recovery"), (0, 2)), "workout", id="the same"),
        pytest.param(workout_of(("time", 60.0, "active"), ("open", None, "recovery"), (0, 2)), "workout", id="walks until the button"),
        pytest.param(workout_of(("time", 90.0, "active"), ("time", 60.0, "recovery"), (0, 2)), "detected", id="longer runs"),
        pytest.param(workout_of(("time", 60.0, "active"), ("time", 60.0, "recovery"), (0, 3)), "detected", id="more of them"),
        pytest.param(workout_of(("time", 60.0, "rest"), ("time", 60.0, "active"), (0, 2)), "detected", id="walks first"),
        pytest.param(workout_of(("distance", 144.0, "active"), ("time", 60.0, "rest"), (0, 2)), "detected", id="by distance"),
        pytest.param(workout_of(("time", 60.0, "active"), (1, 2), ("time", 60.0, "rest")), "detected", id="a repeat of itself"),
    ],
)  # fmt: skip
def test_a_workout_with_other_steps_does_not_lead(
    bouts, prescribed, tolerances, workout, source: str
) -> None:
    text = "2x(R1:00 W1:00)"
    guided = [0, 1, 0, 1]

    execution = compare_execution(
        bouts(text),
        prescribed(text),
        tolerances=tolerances,
        laps=laps_of(bouts, "R1:00 W1:00 R1:00 W0:30", guided),
        workout_steps=workout,
    )

    assert execution.source == source
    assert execution.outcome == "as_prescribed"


def test_a_workout_by_distance_leads_for_steps_by_distance(bouts, prescribed, tolerances) -> None:
    execution = compare_execution(
        bouts("R2:46 W1:00 R2:48 W1:00"),
        prescribed("2x(R400m W84m)"),
        tolerances=tolerances,
        laps=laps_of(bouts, "R2:46 W1:00 R2:48 W1:00", [0, 1, 0, 1]),
        workout_steps=workout_of(("distance", 400.0, "active"), ("distance", 84.0, "rest"), (0, 2)),
    )

    assert execution.source == "workout"
    assert execution.outcome == "as_prescribed"
