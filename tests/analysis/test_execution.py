# ruff: noqa: E501 -- a row of the table is read across
"""Sessions as prescribed, and every way of doing something else."""

from dataclasses import replace

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from analysis.execution import compare_execution

PLAN = "W5:00 4x(R1:00 W1:30) W5:00"
LADDER = "W5:00 R3:00 W1:30 R5:00 W2:30 R3:00 W1:30 R5:00 W5:00"
HALVES = "R0:30 W4:30 R0:30 W4:30 R0:30 W4:30 R0:30 W4:30"

# what is shown, prescribed, done, outcome, run rows in order, reasons
SPEC = [
    ("all of it", PLAN, "W5:00 3x(R1:00 W1:30) R1:00 W6:30", "as_prescribed", "done done done done", ""),
    ("jitter of the edges", PLAN, "W5:03 R0:58 W1:32 R1:02 W1:27 R0:59 W1:31 R1:01 W6:20", "as_prescribed", "done done done done", ""),
    ("watch started at the first run", PLAN, "3x(R1:00 W1:30) R1:00", "as_prescribed", "done done done done", ""),
    ("longer walks", PLAN, "W9:00 3x(R1:00 W4:00) R1:00 W20:00", "as_prescribed", "done done done done", ""),
    ("standing instead of walking", PLAN, "W5:00 R1:00 S1:30 R1:00 W1:00 S0:30 R1:00 P1:30 R1:00", "as_prescribed", "done done done done", ""),
    ("first missing", PLAN, "W7:30 2x(R1:00 W1:30) R1:00 W6:30", "partly", "missing done done done", "run_step_missing run_total_under"),
    ("middle missing, walked through", PLAN, "W5:00 R1:00 W4:00 R1:00 W1:30 R1:00 W6:30", "partly", "done missing done done", "run_step_missing run_total_under"),
    ("last missing, walked home", PLAN, "W5:00 3x(R1:00 W1:30) W7:30", "partly", "done done done missing", "run_step_missing run_total_under"),
    ("one missing, nobody knows which", PLAN, "W5:00 2x(R1:00 W1:30) R1:00 W6:30", "partly", "done done done missing", "run_step_missing run_total_under"),
    ("one of a ladder missing", LADDER, "W5:00 R3:00 W2:30 R3:00 W1:30 R5:00 W5:00", "partly", "done missing done done", "run_step_missing run_total_under"),
    ("stopped early", PLAN, "W5:00 R1:00 W1:30 R1:00 W0:20", "partly", "done done missing missing", "run_step_missing run_step_missing run_total_under"),
    ("one cut short", PLAN, "W5:00 R1:00 W1:30 R0:40 W1:50 R1:00 W1:30 R1:00 W6:30", "partly", "done short done done", "run_step_short"),
    ("each a little short", "4x(R5:00 W2:00)", "4x(R4:28 W2:00)", "partly", "short short short short", "run_step_short run_step_short run_step_short run_step_short run_total_under"),
    ("all walked", PLAN, "W20:00", "partly", "missing missing missing missing", "run_step_missing run_step_missing run_step_missing run_step_missing run_total_under"),
    ("pause in the middle of a bout", PLAN, "W5:00 R1:00 W1:30 R0:25 P0:10 R0:35 W1:30 R1:00 W1:30 R1:00 W6:30", "as_prescribed", "done done done done", ""),
    ("long pause in the middle of a bout", PLAN, "W5:00 R1:00 W1:30 R0:25 P0:40 R0:35 W1:30 R1:00 W1:30 R1:00 W6:30", "partly", "done short done done", "run_step_broken"),
    ("a walk in a long run", "W5:00 R15:00 W5:00", "W5:00 R10:00 W1:00 R5:00 W5:00", "partly", "short", "run_step_broken"),
    ("a long walk in a long run", "W5:00 R10:00 W5:00", "W5:00 R5:00 W4:00 R5:00 W5:00", "partly", "short", "run_step_broken"),
    ("one extra", PLAN, "W5:00 4x(R1:00 W1:30) R1:00 W6:30", "exceeded", "done done done done extra", "run_extra run_total_over"),
    ("one extra, each a little short", PLAN, "W5:00 4x(R0:50 W1:30) R0:50 W6:30", "exceeded", "short short short short extra", "run_extra run_step_short run_step_short run_step_short run_step_short"),
    ("one too long", PLAN, "W5:00 R1:00 W1:30 R1:12 W1:30 R1:00 W1:30 R1:00 W6:30", "exceeded", "done long done done", "run_step_long"),
    ("one too long, the last missing", PLAN, "W5:00 R1:00 W1:30 R1:20 W1:30 R1:00 W6:30", "exceeded", "done long done missing", "run_step_long run_step_missing run_total_under"),
    ("went on running", PLAN, "W5:00 3x(R1:00 W1:30) R4:00", "exceeded", "done done done long", "run_step_long run_total_over"),
    ("two run through as one", PLAN, "W5:00 R1:00 W1:30 R3:30 W1:30 R1:00 W6:30", "exceeded", "done long long done", "runs_merged run_total_over"),
    ("a break left out", PLAN, "W5:00 R1:00 W1:30 R2:00 W1:30 R1:00 W6:30", "exceeded", "done done done done", "runs_merged"),
    ("a break cut short", PLAN, "W5:00 R1:00 W1:30 R1:00 W0:20 R1:00 W1:30 R1:00 W6:30", "exceeded", "done done done done", "break_short"),
    ("a break of a few steps", PLAN, "W5:00 R1:00 W1:30 R1:00 W0:08 R1:00 W1:30 R1:00 W6:30", "exceeded", "done done done done", "runs_merged"),
    ("continuous run", PLAN, "R20:00", "exceeded", "long long long long", "runs_merged run_total_over"),
    ("wrong order", LADDER, "W5:00 R5:00 W1:30 R3:00 W2:30 R5:00 W1:30 R3:00 W5:00", "exceeded", "missing done done done extra", "run_extra run_step_missing"),
    ("a dash across the road", PLAN, "W2:00 R0:08 W2:52 3x(R1:00 W1:30) R1:00 W6:30", "as_prescribed", "extra done done done done", ""),
    ("stage one", HALVES, "4x(R0:30 W4:30)", "as_prescribed", "done done done done", ""),
    ("stage one, edges 2 s in", HALVES, "4x(R0:26 W4:34)", "as_prescribed", "done done done done", ""),
    ("stage one, edges 2 s out", HALVES, "4x(R0:34 W4:26)", "as_prescribed", "done done done done", ""),
    ("stage one, edges 2 s off both ways", HALVES, "R0:26 W4:34 R0:34 W4:26 R0:28 W4:30 R0:32 W4:30", "as_prescribed", "done done done done", ""),
    ("stage one, one of 40 s", HALVES, "R0:30 W4:30 R0:40 W4:20 R0:30 W4:30 R0:30 W4:30", "exceeded", "done long done done", "run_step_long"),
    ("by distance", "2x(R400m W84m)", "R2:47 W1:00 R2:45 W2:00", "as_prescribed", "done done", ""),
    ("by distance, short", "2x(R400m W84m)", "R2:47 W1:00 R2:10 W2:00", "partly", "done short", "run_step_short run_total_under"),
    ("by distance, long", "2x(R400m W84m)", "R2:47 W1:00 R3:20 W2:00", "exceeded", "done long", "run_step_long run_total_over"),
    ("foundation walk", "W20:00", "W12:00 S1:00 W8:30", "as_prescribed", "", ""),
    ("foundation walk, a longer one", "W20:00", "W45:00", "as_prescribed", "", ""),
    ("foundation walk, cut short", "W20:00", "W15:00", "partly", "", "walk_step_short"),
    ("foundation walk with a run", "W20:00", "W12:00 R0:40 W8:00", "exceeded", "extra", "run_extra run_total_over walk_step_short"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("plan", "done", "outcome", "runs", "reasons"),
    [pytest.param(*row[1:], id=row[0]) for row in SPEC],
)
def test_sessions_against_their_prescription(
    bouts, prescribed, tolerances, plan: str, done: str, outcome: str, runs: str, reasons: str
) -> None:
    execution = compare_execution(bouts(done), prescribed(plan), tolerances=tolerances)

    rows = execution.steps.filter(pl.col("kind") == "run")
    assert execution.outcome == outcome
    assert rows["status"].to_list() == runs.split()
    assert [reason.code for reason in execution.reasons] == reasons.split()


def test_steps_tell_what_was_done_of_each(bouts, prescribed, tolerances) -> None:
    done = bouts("W5:00 R0:50~4 W1:40 R1:00 W6:00")

    execution = compare_execution(done, prescribed("W5:00 2x(R1:00 W1:30) W5:00"), tolerances=tolerances)

    step = execution.steps.row(1, named=True)
    assert step["step_index"] == 1
    assert (step["start_s"], step["end_s"]) == (300, 350)
    assert (step["prescribed_s"], step["actual_s"], step["share"]) == (60, 50, pytest.approx(50 / 60))
    assert (step["certain_s"], step["uncertain_s"], step["unbroken_s"]) == (46, 4, 50)
    assert (step["actual_m"], step["cadence_spm"]) == (pytest.approx(120), 160)
    assert step["pace_s_per_km"] == pytest.approx(1000 / 2.4)
    assert execution.run_s == 110
    assert execution.uncertain_s == 4
    assert execution.source == "detected"


def test_walking_beside_the_runs_is_told_and_holds_only_where_the_plan_says_so(
    bouts, prescribed, tolerances
) -> None:
    done, plan = bouts("W1:00 R1:00 W1:30 R1:00 W1:00"), prescribed("W5:00 2x(R1:00 W1:30) W5:00")

    lenient = compare_execution(done, plan, tolerances=tolerances)
    strict = compare_execution(done, plan, tolerances=replace(tolerances, walk_min_share=0.5))

    assert lenient.outcome == "as_prescribed"
    assert lenient.steps["status"][0] == "short"
    assert strict.outcome == "partly"
    assert [(r.code, r.value, r.limit) for r in strict.reasons] == [
        ("walk_step_short", 60, 150),
        ("walk_step_short", 60, 195),
    ]


def test_warm_up_left_out_holds_where_the_plan_says_so(bouts, prescribed, tolerances) -> None:
    execution = compare_execution(
        bouts("R1:00 W1:30 R1:00 W6:30"),
        prescribed("W5:00 2x(R1:00 W1:30) W5:00"),
        tolerances=replace(tolerances, walk_min_share=0.5),
    )

    assert execution.outcome == "partly"
    assert [reason.code for reason in execution.reasons] == ["walk_step_short"]


def test_a_crossed_break_is_missing_and_the_long_run_is_shared_out(bouts, prescribed, tolerances) -> None:
    execution = compare_execution(
        bouts("W5:00 R3:30 W5:00"), prescribed("W5:00 R1:00 W1:30 R1:00 W5:00"), tolerances=tolerances
    )

    middle = execution.steps.slice(1, 3)
    assert middle["status"].to_list() == ["long", "missing", "long"]
    assert middle["actual_s"].to_list() == [105, 0, 105]
    assert (execution.reasons[0].code, execution.reasons[0].value) == ("runs_merged", 210)


@pytest.mark.parametrize(
    ("band", "expected"),
    [
        ({}, None),
        ({"cadence_min_spm": 150.0, "cadence_max_spm": 170.0}, "in_band"),
        ({"cadence_min_spm": 160.0}, "in_band"),
        ({"cadence_min_spm": 161.0}, "below"),
        ({"cadence_max_spm": 160.0}, "in_band"),
        ({"cadence_max_spm": 159.0}, "above"),
    ],
)
def test_cadence_bands_are_told_and_do_not_gate(bouts, prescribed, tolerances, band, expected) -> None:
    execution = compare_execution(bouts("R1:00"), prescribed("R1:00", **band), tolerances=tolerances)

    assert execution.steps["cadence_band"].to_list() == [expected]
    assert execution.outcome == "as_prescribed"


def test_cadence_that_nobody_measured_is_unknown(bouts, prescribed, tolerances) -> None:
    silent = bouts("R1:00").with_columns(cadence_spm=pl.lit(None, pl.Float64))

    execution = compare_execution(silent, prescribed("R1:00", cadence_min_spm=150.0), tolerances=tolerances)

    assert execution.steps["cadence_band"].to_list() == ["unknown"]


@pytest.mark.parametrize(
    ("ceiling_s_per_km", "band", "outcome"),
    [
        (400.0, "in_band", "as_prescribed"),
        (416.0, "in_band", "as_prescribed"),
        (438.0, "in_band", "as_prescribed"),
        (439.0, "above", "exceeded"),
        (480.0, "above", "exceeded"),
    ],
)
def test_faster_than_the_ceiling_is_exceeding(
    bouts, prescribed, tolerances, ceiling_s_per_km, band, outcome
) -> None:
    """The runs are at 416.7 s/km; 5 % faster than a ceiling of 438.6 is its limit."""
    plan = prescribed("R2:00 W1:00", pace_ceiling_s_per_km=ceiling_s_per_km)

    execution = compare_execution(bouts("R2:00 W1:00"), plan, tolerances=tolerances)

    assert execution.steps["pace_band"].to_list() == [band, None]
    assert execution.outcome == outcome


@pytest.mark.parametrize(
    ("done", "outcome", "codes"),
    [
        ("R2:00 W1:00", "not_comparable", ["pace_unknown"]),
        ("R1:00 W1:00", "partly", ["run_step_short", "run_total_under", "pace_unknown"]),
        ("R4:00 W1:00", "exceeded", ["run_step_long", "run_total_over", "pace_unknown"]),
    ],
)
def test_an_unknown_pace_under_a_ceiling_is_never_as_prescribed(
    bouts, prescribed, tolerances, done, outcome, codes
) -> None:
    plan = prescribed("R2:00 W1:00", pace_ceiling_s_per_km=400.0)

    execution = compare_execution(bouts(done, run_mps=None), plan, tolerances=tolerances)

    assert execution.outcome == outcome
    assert [reason.code for reason in execution.reasons] == codes


def test_steps_by_distance_need_a_distance(bouts, prescribed, tolerances) -> None:
    execution = compare_execution(
        bouts("R2:47 W1:00", run_mps=None), prescribed("R400m W84m"), tolerances=tolerances
    )

    assert execution.outcome == "not_comparable"
    assert [reason.code for reason in execution.reasons] == ["distance_unknown"]
    assert execution.steps.is_empty()
    assert execution.confidence_0_1 == 0
    assert execution.run_s == 167


@pytest.mark.parametrize(
    ("done", "plan", "code"),
    [
        ("P10:00", PLAN, "nothing_recorded"),
        ("S10:00", PLAN, "nothing_recorded"),
        ("R1:00", "", "nothing_prescribed"),
        ("R5:00", "R1:00 R400m", "units_mixed"),
    ],
)
def test_what_cannot_be_compared_says_why(bouts, prescribed, tolerances, done, plan, code) -> None:
    execution = compare_execution(bouts(done), prescribed(plan), tolerances=tolerances)

    assert execution.outcome == "not_comparable"
    assert [reason.code for reason in execution.reasons] == [code]


def test_an_empty_recording_is_not_comparable(bouts, prescribed, tolerances) -> None:
    execution = compare_execution(bouts("R1:00").clear(), prescribed(PLAN), tolerances=tolerances)

    assert execution.outcome == "not_comparable"


def test_steps_by_time_and_by_distance_may_stand_in_one_session(bouts, prescribed, tolerances) -> None:
    plan = prescribed("R1:00 W1:00 R240m W1:00")

    execution = compare_execution(bouts("R1:00 W1:00 R1:40 W1:00"), plan, tolerances=tolerances)

    assert execution.outcome == "as_prescribed"
    assert execution.run_total is None


def test_the_total_carries_its_limits(bouts, prescribed, tolerances) -> None:
    execution = compare_execution(
        bouts("2x(R1:00~3 W1:30~20)"), prescribed("2x(R1:00 W1:30)"), tolerances=tolerances
    )

    total = execution.run_total
    assert total is not None
    assert (total.unit, total.prescribed, total.lower, total.upper) == ("s", 120, 108, 135)
    assert (total.least, total.actual, total.most) == (114, 120, 160)


def test_confidence_is_that_of_the_bouts_less_the_uncertain_share(bouts, prescribed, tolerances) -> None:
    execution = compare_execution(
        bouts("R1:00~6 W1:00 P5:00"), prescribed("R1:00 W1:00"), tolerances=tolerances
    )

    assert execution.confidence_0_1 == pytest.approx(0.95 * (1 - 6 / 120))


def test_the_frames_given_stay_as_they_were(bouts, prescribed, tolerances) -> None:
    done, plan = bouts("W5:00 R1:00~3 W8:00"), prescribed(PLAN)
    before = done.clone(), plan.clone()

    compare_execution(done, plan, tolerances=tolerances)

    assert_frame_equal(done, before[0])
    assert_frame_equal(plan, before[1])


@pytest.mark.parametrize("field", ["step_s", "over_share", "run_gap_s", "edge_s"])
def test_a_tolerance_below_zero_is_refused(tolerances, field: str) -> None:
    with pytest.raises(ValueError, match=field):
        replace(tolerances, **{field: -0.1})


@pytest.mark.parametrize("field", ["step_share", "break_min_share", "walk_min_share", "pace_share"])
def test_a_share_above_one_is_refused(tolerances, field: str) -> None:
    with pytest.raises(ValueError, match="share between 0 and 1"):
        replace(tolerances, **{field: 90})
