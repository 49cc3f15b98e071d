# ruff: noqa: E501 -- a row of the table is read across
"""Uncertain gait: run when asking "exceeded?", not run when asking "done?"."""

from dataclasses import replace

import pytest

from analysis.execution import compare_execution

PLAN = "W5:00 3x(R1:00 W1:30) W5:00"
DONE = "W5:00{} R1:00{} W1:30{} R1:00{} W1:30{} R1:00{} W6:30{}"

# what is shown, uncertain seconds of walk run walk run walk run walk, outcome, reasons
SPEC = [
    ("none", "0 0 0 0 0 0 0", "as_prescribed", ""),
    ("a run still long enough without them", "0 6 0 0 0 0 0", "as_prescribed", ""),
    ("a run too short without them", "0 7 0 0 0 0 0", "partly", "run_step_short"),
    ("all of a run", "0 60 0 0 0 0 0", "partly", "run_step_short run_total_under"),
    ("every run a little", "0 6 0 6 0 6 0", "as_prescribed", ""),
    ("every run too much", "0 7 0 7 0 7 0", "partly", "run_step_short run_step_short run_step_short run_total_under"),
    ("a walk, no more than a dash", "0 0 10 0 0 0 0", "as_prescribed", ""),
    ("a walk, enough to make a run longer", "0 0 11 0 0 0 0", "exceeded", "run_step_long run_step_long"),
    ("the warm-up", "11 0 0 0 0 0 0", "exceeded", "run_step_long"),
    ("the cool-down", "0 0 0 0 0 0 11", "exceeded", "run_step_long"),
    ("two walks, a dash each, too much together", "0 0 10 0 10 0 0", "exceeded", "run_total_over"),
    ("most of a break", "0 0 50 0 0 0 0", "exceeded", "run_step_long run_step_long break_short run_total_over"),
    ("a run and a walk", "0 20 30 0 0 0 0", "exceeded", "run_step_long run_step_long run_total_over run_step_short run_total_under"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("uncertain", "outcome", "reasons"), [pytest.param(*row[1:], id=row[0]) for row in SPEC]
)
def test_uncertain_seconds_count_against_the_runner_both_ways(
    bouts, prescribed, tolerances, uncertain: str, outcome: str, reasons: str
) -> None:
    done = bouts(DONE.format(*(f"~{seconds}" for seconds in uncertain.split())))

    execution = compare_execution(done, prescribed(PLAN), tolerances=tolerances)

    assert execution.outcome == outcome
    assert [reason.code for reason in execution.reasons] == reasons.split()


@pytest.mark.parametrize(
    ("done", "outcome"),
    [
        ("W20:00~15", "as_prescribed"),
        ("W20:00~16", "exceeded"),
        ("W19:00~55", "exceeded"),
        ("W18:12~12", "as_prescribed"),
        ("W18:12~13", "partly"),
    ],
)
def test_walking_that_may_have_been_running(bouts, prescribed, tolerances, done: str, outcome: str) -> None:
    """A foundation walk of 18:00 or more is done, and more than 15 s of running too much."""
    execution = compare_execution(bouts(done), prescribed("W20:00"), tolerances=tolerances)

    assert execution.outcome == outcome


@pytest.mark.parametrize(
    ("done", "outcome"),
    [
        ("R2:47 W1:00", "as_prescribed"),
        ("R2:47~15 W1:00", "as_prescribed"),
        ("R2:47~18 W1:00", "partly"),
        ("R2:47 W1:00~20", "exceeded"),
    ],
)
def test_uncertain_seconds_are_metres_for_a_step_by_distance(
    bouts, prescribed, tolerances, done: str, outcome: str
) -> None:
    """400 m at 2.4 m/s: done from 360 m, exceeded beyond 440 m, 2.4 m for each second."""
    execution = compare_execution(bouts(done), prescribed("R400m W84m"), tolerances=tolerances)

    assert execution.outcome == outcome


@pytest.mark.parametrize(
    ("done", "outcome"),
    [
        ("W5:00 R1:00 W0:30 S1:00~10 R1:00 W1:30 R1:00 W6:30", "as_prescribed"),
        ("W5:00 R1:00 W0:30 S1:00~11 R1:00 W1:30 R1:00 W6:30", "exceeded"),
        ("W5:00 R1:00 W0:30 P1:00 R1:00 W1:30 R1:00 W6:30", "as_prescribed"),
    ],
)
def test_standing_that_may_have_been_running(bouts, prescribed, tolerances, done: str, outcome: str) -> None:
    """A sensor that fell silent looks like standing; a watch that was paused says so itself."""
    execution = compare_execution(bouts(done), prescribed(PLAN), tolerances=tolerances)

    assert execution.outcome == outcome


def test_a_total_off_by_the_edges_of_many_short_runs_is_no_finding(bouts, prescribed, tolerances) -> None:
    done, plan = bouts("8x(R0:26 W4:34)"), prescribed("8x(R0:30 W4:30)")
    exact = replace(tolerances, edge_s=0)

    assert compare_execution(done, plan, tolerances=tolerances).outcome == "as_prescribed"
    assert [r.code for r in compare_execution(done, plan, tolerances=exact).reasons] == ["run_total_under"]
