"""A plan that was kept before there were bounds, or that is none: read all the same, and told."""

import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weeks import clean_week

from program import case_from, decide, plan_text, shipped_plans, start_individual
from program.errors import Fault
from program.individual import to_toml
from program.kept import CANNOT_BE_READ, read_kept_plan
from program.load import floor
from program.model import Action
from program.plan import Plan

OTHERWISE = shipped_plans()["postnatal-graded", 1]
OWN = start_individual(plan_text("postnatal-graded", 1), "postnatal-graded-own")
DATA: dict[str, Any] = tomllib.loads(OWN)


def _read(text: str) -> tuple[Plan, list[str]]:
    plan, faults = read_kept_plan(text, "postnatal-graded-own", 3, OTHERWISE)
    return plan, [str(fault) for fault in faults]


def _setting(value: float, unit: str) -> dict[str, Any]:
    return {"value": value, "unit": unit, "because": "mine", "source": "me", "evidence": "configured"}


def _answers_a_sign(plan: Plan, stage: str) -> bool:
    data = clean_week("postnatal-graded", "run-04") | {"plan": plan.id, "plan_version": plan.version}
    data |= {"stage": stage}
    data["clearance"] |= {"plan": plan.id, "plan_version": plan.version}
    data["symptoms"][0]["signs"] = ["chest_pain"]
    return decide(case_from(data), plan).action is Action.STOP


def test_a_plan_without_fault_is_read_as_it_is() -> None:
    plan, faults = _read(OWN)
    assert faults == []
    assert (plan.stages, plan.gates) == (OTHERWISE.stages, OTHERWISE.gates)


@pytest.mark.parametrize(
    ("steps", "says"),
    [("run 60:00", "the first running stage begins"), ("run 9999:00", "a step is 5 s to 180 min")],
)
def test_a_plan_beyond_its_bounds_is_read_with_its_faults(steps: str, says: str) -> None:
    data = tomllib.loads(OWN)
    data["stages"][5]["sessions"][0]["steps"] = steps
    plan, faults = _read(to_toml(data))
    assert any(says in fault for fault in faults)
    assert plan.stage("run-01").sessions[0].steps_text == steps
    assert _answers_a_sign(plan, "run-01")


@pytest.mark.parametrize(
    ("name", "value", "unit"),
    [
        ("next_morning_from_h", 1e300, "h"),
        ("rest_days_between_runs", 1e12, "d"),
        ("clearance_days", -1e9, "d"),
        ("evidence_days", 29, "d"),
        ("evidence_days", 14, "h"),
        ("moon", 1, "d"),
    ],
)
def test_a_number_out_of_its_range_is_told_and_not_used(name: str, value: float, unit: str) -> None:
    stage = DATA["stages"][5] | {"settings": {name: _setting(value, unit)}}
    data = DATA | {"settings": {name: _setting(value, unit)}}
    data["stages"] = [*DATA["stages"][:5], stage, *DATA["stages"][6:]]
    plan, faults = _read(to_toml(data))
    assert any(f"settings.{name}" in fault for fault in faults)
    assert plan.settings == floor().settings
    assert plan.stage("run-01").settings == {}
    assert _answers_a_sign(plan, "run-04")


@pytest.mark.parametrize(
    ("name", "value", "unit", "is_used"),
    [
        ("symptom_days", 10, "d", True),
        ("symptom_days", 7, "d", True),
        ("symptom_days", 28, "d", True),
        ("symptom_days", 6.9, "d", False),
        ("symptom_days", 28.1, "d", False),
        ("symptom_days", 10, "h", False),
        ("moon", 10, "d", False),
        ("earliest_days_since_birth", 0, "d", True),
        ("earliest_days_since_birth", 730, "d", True),
        ("earliest_days_since_birth", -1, "d", False),
        ("earliest_days_since_birth", 731, "d", False),
    ],
)
def test_of_a_plan_with_a_fault_each_number_within_its_range_is_used(
    name: str, value: float, unit: str, is_used: bool
) -> None:
    """What holds for running alone may be less in the weeks of walking, and never under nothing."""
    walks = DATA["stages"][0] | {"settings": {name: _setting(value, unit)}}
    beyond = {"evidence_days": _setting(29, "d")}
    plan, faults = _read(to_toml(DATA | {"settings": beyond, "stages": [walks, *DATA["stages"][1:]]}))
    assert any("evidence_days" in fault for fault in faults)
    used = plan.stages[0].settings.get(name)
    assert (used is not None and used.value == value) is is_used
    assert plan.settings == floor().settings


def test_a_gate_that_is_looser_by_now_is_told_and_the_floors_stands_in_for_it() -> None:
    loose = {
        **{key: DATA["gates"][0][key] for key in DATA["gates"][0] if key != "rows"},
        "rows": [{"unknown": True, "then": "hold"}, {"otherwise": True, "then": "progress"}],
    }
    broken = {**loose, "id": "mine", "rows": [{"at_least": "$moon", "then": "hold"}, *loose["rows"]]}
    plan, faults = _read(to_toml({**DATA, "gates": [loose, broken, DATA["gates"][1]]}))
    assert faults
    assert plan.gate("pain") == next(gate for gate in floor().gates if gate.id == "pain")
    assert plan.gate("walk-30-min") == OTHERWISE.gate("walk-30-min")
    with pytest.raises(KeyError):
        plan.gate("mine")
    assert _answers_a_sign(plan, "run-04")


@pytest.mark.parametrize("steps", [f"run {'9' * 400} s", f"run {'9' * 400}:00", "hop"])
def test_in_place_of_a_plan_that_cannot_be_read_stands_the_one_it_was_made_from(steps: str) -> None:
    data = tomllib.loads(OWN)
    data["stages"][6]["sessions"][0]["steps"] = steps
    data["stages"].insert(8, {**data["stages"][7], "id": "run-03-again"})
    plan, faults = _read(to_toml(data))
    assert faults[0] == CANNOT_BE_READ
    assert (plan.id, plan.version) == ("postnatal-graded-own", 3)
    assert plan.stage("run-02").sessions == OTHERWISE.stage("run-02").sessions
    assert plan.stage("run-03-again").sessions == OTHERWISE.stage("run-03").sessions
    assert plan.after("run-03") == plan.stage("run-03-again")
    assert plan.after("run-03-again") == plan.stage("run-04")
    assert _answers_a_sign(plan, "run-03-again")
    assert "run-03-again" not in OTHERWISE.stage_index


def test_stages_of_a_plan_that_cannot_be_read_stand_behind_those_before_them() -> None:
    data = tomllib.loads(OWN)
    names = ["mine", "weeks-2-4", "run-02", "also-mine", "and-mine", "run-05", "last"]
    data["stages"] = [data["stages"][0] | {"id": name, "sessions": "none"} for name in names]
    couch = shipped_plans()["couch-to-5k", 1]
    plan, faults = read_kept_plan(to_toml(data), "postnatal-graded-own", 3, couch)
    ids = [stage.id for stage in plan.stages]
    assert faults[0] == Fault("", CANNOT_BE_READ)
    assert (plan.stage_maps, plan.based_on, plan.population) == ((), None, "postpartum")
    assert ids[:3] == ["weeks-0-2", "mine", "weeks-2-4"]
    assert [ids[ids.index("run-02") + place] for place in (1, 2, 3)] == ["also-mine", "and-mine", "run-03"]
    assert ids[ids.index("run-05") + 1] == "last"
    assert len(ids) == len(OTHERWISE.stages) + 4
    assert read_kept_plan("", "mine", 1, couch)[0].stages == couch.stages


@pytest.mark.parametrize(
    "text",
    [
        "",
        "id = ",
        "id = 1",
        f"version = {'9' * 5000}",
        "stages = 3",
        "stages = [3, {}, {id = 4}]",
        OWN.replace("version = 1", f"version = {10**400}"),
        OWN.replace("value = 3", "value = inf"),
        OWN.replace("value = 3", "value = nan"),
        OWN.replace("value = 3", f"value = {'9' * 400}"),
        OWN.replace("value = 3", "value = 1e400"),
        f"x = {'[' * 3000}{']' * 3000}",
    ],
)
def test_no_text_raises(text: str) -> None:
    plan, faults = _read(text)
    assert faults
    assert plan.stages
    assert _answers_a_sign(plan, "run-04")


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_plan_with_one_line_less_or_twice_never_raises(data: st.DataObject) -> None:
    lines = OWN.splitlines()
    place = data.draw(st.integers(0, len(lines) - 1))
    kept = data.draw(st.integers(0, 2))
    plan, _ = _read("\n".join([*lines[:place], *lines[place : place + 1] * kept, *lines[place + 1 :]]))
    assert _answers_a_sign(plan, plan.stages[-1].id)


def test_a_stage_that_is_there_twice_is_there_once() -> None:
    plan, faults = _read(to_toml({**DATA, "stages": [*DATA["stages"], DATA["stages"][-1]]}))
    assert any("is there twice" in fault for fault in faults)
    assert [stage.id for stage in plan.stages].count("run-16") == 1
    assert plan.stage(plan.stages[-1].id) is plan.stages[-1]
