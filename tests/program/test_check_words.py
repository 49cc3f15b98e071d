"""The faults of a plan, word for word: path and sentence, no more and no fewer."""

import tomllib
from typing import Any

import pytest

from program import check_plan, plan_text, shipped_plans
from program.check import covers, probes
from program.individual import to_toml

BASE = tomllib.loads(plan_text("postnatal-graded", 1))
PLAN = shipped_plans()["postnatal-graded", 1]
HOLD, GO = {"then": "hold"}, {"then": "progress"}
UNKNOWN = {"unknown": True, **HOLD}
ELSE = {"otherwise": True, **GO}


def _gate(gate_id: str, **changes: Any) -> dict[str, Any]:
    gate = PLAN.gate(gate_id)
    data = gate.model_dump(by_alias=True, exclude_none=True, exclude_unset=True, mode="json")
    return {key: value for key, value in {**data, **changes}.items() if value is not None}


def _faults(*gates: dict[str, Any], **changes: Any) -> list[tuple[str, str]]:
    data = {**BASE, "gates": [*BASE["gates"], *gates], **changes}
    return [(fault.path.removeprefix("mine: "), fault.message) for fault in check_plan(to_toml(data), "mine")]


def _setting(value: float, unit: str) -> dict[str, Any]:
    return {
        "value": value,
        "unit": unit,
        "because": "as I like",
        "source": "me too",
        "evidence": "configured",
    }


SLEEP = "gates[2] (sleep).rows"
NEW = {"id": "own"}


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        (
            [{"less_than": 5, **HOLD}, ELSE],
            ["exactly one row says what follows where the answer is not known"],
        ),
        (
            [{"less_than": 5, **HOLD}, {"unknown": True, **GO}, ELSE],
            ["unknown never lets a runner progress"],
        ),
        (
            [UNKNOWN, {"less_than": 5, "then": "regress"}, ELSE],
            ["rows stand from the worst to the best, and no later row is more cautious"],
        ),
        ([{"less_than": 5, **HOLD}, UNKNOWN], ["the last row, and no other, is `otherwise`"]),
        (
            [{"at_least": 5, **HOLD}, {"more_than": 4, **HOLD}, UNKNOWN, ELSE],
            ["a lower sleep_hours_per_night is worse: a row uses at_most or less_than"] * 2,
        ),
        ([{"less_than": "$moon", **HOLD}, UNKNOWN, ELSE], ["there is no setting called moon"]),
        (
            [{"less_than": 6, **HOLD}, {"less_than": 6, **HOLD}, UNKNOWN, ELSE],
            ["at stage weeks-0-2 a row can never be reached"],
        ),
        ([{"less_than": 6, "then": "regress"}, {"less_than": 7, **HOLD}, UNKNOWN, ELSE], []),
        ([{"less_than": 5, **HOLD}, UNKNOWN, ELSE], []),
        ([{"at_most": 5, **HOLD}, UNKNOWN, ELSE], []),
        (
            [{"less_than": 4.5, **HOLD}, UNKNOWN, ELSE],
            ["looser than the floor at stage weeks-0-2: 4.5 gives progress"],
        ),
        (
            [{"at_most": 4, **HOLD}, UNKNOWN, ELSE],
            ["looser than the floor at stage weeks-0-2: 4 gives progress"],
        ),
        ([{"at_most": 4.9999995, **HOLD}, UNKNOWN, ELSE], []),
    ],
)
def test_rows_of_numbers(rows: list[dict[str, Any]], faults: list[str]) -> None:
    found = _faults(_gate("sleep", rows=rows))
    if faults and "4 gives" in faults[0]:
        assert found[0][0] == SLEEP
        assert "gives progress" in found[0][1]
    else:
        assert found == [(SLEEP, message) for message in faults]


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        ([{"more_than": 6, "then": "regress"}, {"more_than": 5, **HOLD}, UNKNOWN, ELSE], []),
        (
            [{"more_than": 5, "then": "regress"}, {"more_than": 5, **HOLD}, UNKNOWN, ELSE],
            ["at stage run-01 a row can never be reached"],
        ),
        (
            [{"more_than": 5, "then": "regress"}, {"more_than": 6, **HOLD}, UNKNOWN, ELSE],
            ["at stage run-01 a row can never be reached"],
        ),
        (
            [{"less_than": 5, **HOLD}, UNKNOWN, ELSE],
            ["a higher effort_0_10 is worse: a row uses at_least or more_than"],
        ),
    ],
)
def test_rows_of_numbers_that_are_worse_when_higher(rows: list[dict[str, Any]], faults: list[str]) -> None:
    found = _faults(_gate("effort", id="own", rows=rows))
    if "can never" in "".join(faults):
        assert [path for path, _ in found] == ["gates[2] (own).rows"]
        assert "a row can never be reached" in found[0][1]
    else:
        assert found == [("gates[2] (own).rows", message) for message in faults]


def test_a_level_that_is_left_out_is_named() -> None:
    rows = [{"is": ["very_low"], **HOLD}, UNKNOWN, {"is": ["good"], **GO}]
    assert _faults(_gate("energy", rows=rows)) == [
        ("gates[2] (energy).rows", "the rows list all values of energy, worst first: very_low, low, good")
    ]


def test_each_faulty_gate_is_named_and_not_only_the_first() -> None:
    bold = [{"is": ["yes"], **HOLD}, UNKNOWN, {"is": ["no"], **GO}]
    assert _faults(_gate("limp", rows=bold), _gate("pain-builds-up", rows=bold)) == [
        ("gates[2] (limp).rows", "looser than the floor at stage weeks-0-2: yes gives hold"),
        ("gates[3] (pain-builds-up).rows", "looser than the floor at stage weeks-0-2: yes gives hold"),
    ]
    crossed = [{"less_than": 6, **HOLD}, {"less_than": 6, **HOLD}, UNKNOWN, ELSE]
    found = _faults(_gate("sleep", id="one", rows=crossed), _gate("sleep", id="two", rows=crossed))
    assert [path for path, _ in found] == ["gates[2] (one).rows", "gates[3] (two).rows"]


def test_another_measure_under_the_floors_name_is_one_fault_and_the_next_gate_is_still_read() -> None:
    bold = [{"is": ["yes"], **HOLD}, UNKNOWN, {"is": ["no"], **GO}]
    assert _faults(_gate("leak-urine", measure="leak_stool"), _gate("limp", rows=bold)) == [
        (
            "gates[2] (leak-urine)",
            "looser than the floor: it looks at something else than the floor's gate",
        ),
        ("gates[3] (limp).rows", "looser than the floor at stage weeks-0-2: yes gives hold"),
    ]


def test_what_opens_a_finding_goes_on_opening_it() -> None:
    assert _faults(_gate("leak-urine", opens=None)) == [
        ("gates[2] (leak-urine).opens", "looser than the floor: it opens a key_sign")
    ]
    assert _faults(_gate("leak-urine", opens="stop")) == [
        ("gates[2] (leak-urine).opens", "looser than the floor: it opens a key_sign")
    ]
    assert _faults(_gate("limp", opens="key_sign")) == []
    assert _faults(_gate("limp", changeable=True)) == [
        ("gates[2] (limp).changeable", "looser than the floor: this is not for the runner to change")
    ]
    assert _faults(_gate("leak-urine", id="own", changeable=True)) == [
        ("gates[2] (own).changeable", "what opens a finding is never offered as a thing to change")
    ]


def test_a_gate_may_be_loose_at_one_stage_only() -> None:
    """A literal limit that is right for the plan and too low where a stage asks for more."""
    rows = [{"less_than": 36, "then": "hold", "rest_days": 1}, UNKNOWN, ELSE]
    gate = _gate("hours-between-runs", rows=rows)
    assert _faults(gate) == []
    stages = [
        {**stage, "settings": {"hours_between_runs": _setting(60, "h")}} if stage["id"] == "run-05" else stage
        for stage in BASE["stages"]
    ]
    found = _faults(gate, stages=stages)
    assert found == [
        ("gates[2] (hours-between-runs).rows", "looser than the floor at stage run-05: 36 gives progress")
    ]


def test_rows_may_cross_at_one_stage_only() -> None:
    rows = [
        {"more_than": "$gap_regress_days", "then": "regress", "drop": 1},
        {"more_than": 10, **HOLD},
        UNKNOWN,
        ELSE,
    ]
    gate = _gate("gap", id="own", rows=rows)
    assert _faults(gate) == []
    stages = [
        {**stage, "settings": {"gap_regress_days": _setting(9, "d")}} if stage["id"] == "run-05" else stage
        for stage in BASE["stages"]
    ]
    assert _faults(gate, stages=stages) == [
        ("gates[2] (own).rows", "at stage run-05 a row can never be reached")
    ]


def test_the_days_of_a_week_are_a_setting_of_each_stage() -> None:
    rows = [{"more_than": "$sessions_per_week", "then": "hold", "rest_days": 1}, UNKNOWN, ELSE]
    assert _faults(_gate("runs-a-week", rows=rows)) == []


def test_probes_reach_each_side_of_each_limit() -> None:
    run = PLAN.stage("run-16")
    numbers = list(probes([PLAN.gate("effort")], PLAN, run))
    assert numbers == [4.0, 5 - 1e-6, 5.0, 5 + 1e-6, 6.0]
    assert probes([PLAN.gate("energy")], PLAN, run) == ["very_low", "low", "good"]
    assert covers(PLAN.gate("effort"), run)
    assert not covers(PLAN.gate("effort"), PLAN.stage("weeks-0-2"))
    some = PLAN.gate("effort").model_copy(update={"stages": ("run-01", "run-02")})
    assert [covers(some, PLAN.stage(name)) for name in ("run-01", "run-03")] == [True, False]
