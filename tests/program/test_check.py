"""A plan file: all faults at once, with paths; nothing looser than the floor."""

import tomllib
from itertools import pairwise
from typing import Any

import pytest

from program import PlanError, check_plan, load_plan, plan_text, shipped_plans
from program.individual import to_toml
from program.load import floor, on_floor
from program.model import Action

BASE = tomllib.loads(plan_text("postnatal-graded", 1))


def _faults(data: dict[str, Any]) -> list[str]:
    return [str(fault) for fault in check_plan(to_toml(data), "mine.toml")]


def _setting(value: float, unit: str = "d") -> dict[str, Any]:
    return {
        "value": value,
        "unit": unit,
        "because": "as I like",
        "source": "me too",
        "evidence": "configured",
    }


def _gate(gate_id: str, **changes: Any) -> dict[str, Any]:
    gate = shipped_plans()["postnatal-graded", 1].gate(gate_id)
    data = gate.model_dump(by_alias=True, exclude_none=True, exclude_unset=True, mode="json")
    return {**data, **changes}


def _with_gate(gate: dict[str, Any]) -> dict[str, Any]:
    return {**BASE, "gates": [*BASE["gates"], gate]}


def _with_stage(**changes: Any) -> dict[str, Any]:
    return {**BASE, "stages": [*BASE["stages"][:-1], {**BASE["stages"][-1], **changes}]}


@pytest.mark.parametrize("key", list(shipped_plans()), ids=str)
def test_shipped_plans_have_no_fault_and_are_called_after_themselves(key: tuple[str, int]) -> None:
    assert check_plan(plan_text(*key), "x") == ()
    assert load_plan(plan_text(*key), "x") == shipped_plans()[key]
    assert (shipped_plans()[key].id, shipped_plans()[key].version) == key


def test_the_five_plans_are_shipped() -> None:
    wanted = {"postnatal-graded", "couch-to-5k", "delaware-soreness", "soldier-walk-run", "physio-19"}
    assert {plan_id for plan_id, _ in shipped_plans()} == wanted
    with pytest.raises(KeyError, match="'postnatal-graded', 99"):
        plan_text("postnatal-graded", 99)


def test_text_that_is_no_toml_is_one_fault() -> None:
    assert len(check_plan("id = ", "mine.toml")) == 1
    assert check_plan("id = ", "mine.toml")[0].path == "mine.toml"
    with pytest.raises(PlanError, match="this is not TOML"):
        load_plan("id = ", "mine.toml")


SMALL_RANGE = {**_setting(7), "at_least": 1.0}


@pytest.mark.parametrize(
    ("data", "path", "says"),
    [
        ({**BASE, "colour": "red"}, "colour", "not known here"),
        ({**BASE, "sites": {"girdle": ["hip"]}}, "sites", "belong to the floor"),
        ({**BASE, "clearance": "none"}, "clearance", "looser than the floor"),
        ({**BASE, "version": 0}, "version", "greater"),
        ({**BASE, "id": "No Spaces"}, "id", "pattern"),
        ({**BASE, "stages": []}, "stages", "at least 1"),
        ({**BASE, "stages": [*BASE["stages"], BASE["stages"][-1]]}, "stages", "run-16 is there twice"),
        ({**BASE, "stages": BASE["stages"][::-1]}, "stages", "foundation stages stand before"),
        (
            {**BASE, "stages": [{**BASE["stages"][0], "kind": "running"}]},
            "stages[0]",
            "a running stage has a step",
        ),
        (_with_stage(kind="foundation"), "stages[20]", "a foundation stage has walking only"),
        (_with_stage(sessions_per_week=0), "stages[20].sessions_per_week", "greater"),
        (_with_stage(because=""), "stages[20].because", "at least 3"),
        (_with_stage(evidence="rumour"), "stages[20].evidence", "trial"),
        (
            _with_stage(sessions=[{"id": "a", "title": "A", "steps": "run 5"}]),
            "stages[20].sessions[0].steps",
            "char",
        ),
        (
            _with_stage(sessions=[{"id": "a", "title": "A", "steps": "run 5:00"}] * 2),
            "stages[20]",
            "a is there twice",
        ),
        (
            _with_stage(settings={"hand_recorded_sessions": _setting(3, "sessions")}),
            "stages[20] (run-16).settings.hand_recorded_sessions",
            "nothing measured",
        ),
        ({**BASE, "settings": {"moon": _setting(1)}}, "settings.moon", "no such setting"),
        (
            {**BASE, "settings": {"evidence_days": _setting(14, "weeks")}},
            "settings.evidence_days.unit",
            "is d",
        ),
        ({**BASE, "settings": {"evidence_days": _setting(29)}}, "settings.evidence_days.value", "at most 28"),
        ({**BASE, "settings": {"evidence_days": _setting(6)}}, "settings.evidence_days.value", "at least 7"),
        ({**BASE, "settings": {"evidence_days": SMALL_RANGE}}, "settings.evidence_days", "only the floor"),
        (
            {**BASE, "settings": {"earliest_days_since_birth": _setting(83)}},
            "settings.earliest_days_since_birth.value",
            "at least 84",
        ),
        (
            _with_stage(settings={"earliest_days_since_birth": _setting(83)}),
            "stages[20] (run-16).settings.earliest_days_since_birth.value",
            "at least 84",
        ),
        (_with_gate(_gate("sleep", unit="d")), "gates[2] (sleep).unit", "in h, not d"),
        (_with_gate(_gate("sleep", measure="dreams")), "gates[2].measure", "no fact called dreams"),
        (_with_gate(_gate("sleep", stages=["run-99"])), "gates[2] (sleep).stages", "no stage called run-99"),
        (
            _with_gate(_gate("leak-urine", changeable=True)),
            "gates[2] (leak-urine).changeable",
            "never offered",
        ),
        ({**BASE, "gates": [BASE["gates"][0]] * 2}, "gates", "the id pain is there twice"),
        ({**BASE, "based_on": "something"}, "based_on", "no released plan"),
        ({**BASE, "based_on": "couch-to-5k version 1"}, "population", "looser than the floor"),
        (
            {**BASE, "stage_maps": [{"from_version": 1, "stages": {"run-01": "run-99"}}]},
            "stage_maps[0].stages",
            "no stage called run-99",
        ),
        (
            {**BASE, "stage_maps": [{"from_version": 1, "stages": {}}]},
            "stage_maps[0].from_version",
            "older version",
        ),
    ],
)
def test_a_fault_is_named_with_its_path(data: dict[str, Any], path: str, says: str) -> None:
    faults = check_plan(to_toml(data), "mine.toml")
    assert any(fault.path.startswith(f"mine.toml: {path}") and says in fault.message for fault in faults), (
        faults
    )
    with pytest.raises(PlanError):
        load_plan(to_toml(data), "mine.toml")


HOLD, GO = {"then": "hold"}, {"then": "progress"}


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([{"less_than": 5, **HOLD}, {"otherwise": True, **GO}], "exactly one row says"),
        (
            [{"less_than": 5, **HOLD}, {"unknown": True, **HOLD}, {"unknown": True, **HOLD}],
            "exactly one row says",
        ),
        ([{"unknown": True, **GO}, {"otherwise": True, **GO}], "unknown never lets"),
        ([{"otherwise": True, **GO}, {"unknown": True, **HOLD}], "from the worst to the best"),
        ([{"less_than": 5, **HOLD}, {"unknown": True, **HOLD}], "the last row, and no other, is `otherwise`"),
        ([{"otherwise": True, **HOLD}, {"unknown": True, **HOLD}, {"otherwise": True, **GO}], "no other"),
        ([{"more_than": 5, **HOLD}, {"unknown": True, **HOLD}, {"otherwise": True, **GO}], "lower sleep"),
        ([{"is": ["x"], **HOLD}, {"unknown": True, **HOLD}, {"otherwise": True, **GO}], "lower sleep"),
        (
            [
                {"less_than": 5, "then": "regress", "drop": 1},
                {"less_than": 3, **HOLD},
                {"unknown": True, **HOLD},
                {"otherwise": True, **GO},
            ],
            "can never be reached",
        ),
        (
            [{"less_than": "$moon", **HOLD}, {"unknown": True, **HOLD}, {"otherwise": True, **GO}],
            "called moon",
        ),
        ([{"less_than": 5, "at_most": 4, **HOLD}, {"unknown": True, **HOLD}], "exactly one condition"),
        ([{**HOLD}, {"unknown": True, **HOLD}], "exactly one condition"),
        (
            [{"less_than": 5, "then": "progress", "drop": 1}, {"unknown": True, **HOLD}],
            "asks for nothing else",
        ),
        ([{"less_than": 5, "then": "stop"}, {"unknown": True, **HOLD}], "running_allowed = false"),
        ([{"less_than": 5, "then": "dance"}, {"unknown": True, **HOLD}], "'progress'"),
        ([{"unknown": True, **HOLD}], "at least 2"),
        (
            [{"less_than": 4, **HOLD}, {"unknown": True, **HOLD}, {"otherwise": True, **GO}],
            "stage weeks-0-2: 4 gives progress",
        ),
    ],
)
def test_rows_that_do_not_make_a_gate_are_refused(rows: list[dict[str, Any]], says: str) -> None:
    assert any(says in fault for fault in _faults(_with_gate(_gate("sleep", rows=rows)))), _faults(
        _with_gate(_gate("sleep", rows=rows))
    )


LEAK = _gate("leak-urine")["rows"]
BOLD_LEAK = [{**LEAK[0], "running_allowed": True}, *LEAK[1:]]
SPLIT_LEAK = [{**LEAK[0], "is": ["new_or_worse"]}, LEAK[1], {"is": ["none"], **GO}]
MOVED_LEAK = [
    {**LEAK[0], "is": ["new_or_worse"]},
    LEAK[1],
    {"is": ["same_but_no_signed_baseline", "as_signed_baseline", "none"], **GO},
]


@pytest.mark.parametrize(
    ("gate", "says"),
    [
        (_gate("leak-urine", rows=BOLD_LEAK), "new_or_worse gives regress"),
        (_gate("leak-urine", rows=SPLIT_LEAK), "list all values of leak_urine"),
        (_gate("leak-urine", rows=MOVED_LEAK), "same_but_no_signed_baseline gives progress"),
        (_gate("leak-urine", opens=None) | {"changeable": True}, "not for the runner to change"),
        ({k: v for k, v in _gate("leak-urine").items() if k != "opens"}, "it opens a key_sign"),
        (_gate("leak-urine", stages="foundation"), "not asked at stage run-01"),
        (_gate("leak-urine", measure="leak_stool"), "looks at something else"),
        (_gate("leak-urine", entry=True), "looks at something else"),
        (
            _gate("weeks-since-birth", rows=[{"unknown": True, **HOLD}, {"otherwise": True, **GO}]),
            "unknown gives",
        ),
    ],
)
def test_a_gate_that_loosens_the_floor_is_refused(gate: dict[str, Any], says: str) -> None:
    gate = {key: value for key, value in gate.items() if value is not None}
    assert any(says in fault for fault in _faults(_with_gate(gate))), _faults(_with_gate(gate))


def test_a_stricter_gate_is_welcome() -> None:
    rows = [
        {"less_than": 6, "then": "regress", "drop": 1},
        {"unknown": True, **HOLD},
        {"otherwise": True, **GO},
    ]
    data = _with_gate(_gate("sleep", rows=rows))
    assert _faults(data) == []
    assert load_plan(to_toml(data), "x").gate("sleep").rows[0].outcome.action is Action.REGRESS


def test_a_foundation_stage_may_begin_before_84_days() -> None:
    stage = {**BASE["stages"][0], "settings": {"earliest_days_since_birth": _setting(3)}}
    assert _faults({**BASE, "stages": [stage, *BASE["stages"][1:]]}) == []


def test_all_faults_of_a_file_are_named_at_once() -> None:
    data = {
        **_with_gate(_gate("leak-urine", rows=BOLD_LEAK)),
        "colour": "red",
        "stages": [{**BASE["stages"][0], "moon": 1}, *BASE["stages"][1:]],
        "clearance": "none",
    }
    faults = " ".join(_faults(data))
    for words in ("colour", "stages[0].moon", "clearance: looser"):
        assert words in faults
    broken = _faults({**_with_gate({**_gate("sleep"), "moon": 1}), "clearance": "none"})
    assert any("gates[2].moon" in fault for fault in broken)
    assert any("clearance: looser" in fault for fault in broken)
    only_gate = _faults({**_with_gate(_gate("leak-urine", rows=BOLD_LEAK)), "colour": "red"})
    assert any("new_or_worse gives regress" in fault for fault in only_gate)
    assert any("colour" in fault for fault in only_gate)


def test_leaving_the_floor_out_does_not_leave_it() -> None:
    data = {**BASE, "gates": [], "settings": {}, "log": []}
    plan = load_plan(to_toml(data), "x")
    assert {gate.id for gate in floor().gates} <= {gate.id for gate in plan.gates}
    assert plan.gate("pain") == next(gate for gate in floor().gates if gate.id == "pain")
    assert set(floor().log) <= set(plan.log)
    assert plan.sites == floor().sites


def test_the_floor_is_put_under_a_plan_once() -> None:
    plan = shipped_plans()["delaware-soreness", 1]
    assert on_floor(plan, floor()) == plan


def test_a_plan_reads_its_numbers_by_stage() -> None:
    plan = shipped_plans()["delaware-soreness", 1]
    first, last = plan.stage("level-1"), plan.stage("level-8")
    assert (plan.number("rest_days_between_runs", first), plan.number("rest_days_between_runs", last)) == (
        2,
        1,
    )
    assert plan.number("rest_days_between_runs") == 1
    assert (plan.limit("$sessions_per_week", last), plan.limit(7.0, last)) == (4, 7.0)
    assert first.session("run").steps[1].distance_m == 161.0
    assert first.session("run").run_time_s is None
    assert plan.after("level-8") is None
    for missing in (first.session, plan.gate, plan.stage):
        with pytest.raises(KeyError):
            missing("nothing")


def test_bands_stand_on_each_running_step() -> None:
    bands = {"cadence_min_spm": 150.0, "cadence_max_spm": 175.0, "pace_ceiling_s_per_km": 360.0}
    session = {"id": "run", "title": "Run", "steps": "walk 5:00, run 10:00", "times": 3, **bands}
    plan = load_plan(to_toml(_with_stage(sessions=[session])), "x", as_draft=True)
    walk, run = plan.stage("run-16").session("run").steps
    assert (walk.cadence_min_spm, run.cadence_min_spm, run.cadence_max_spm, run.pace_ceiling_s_per_km) == (
        None,
        150.0,
        175.0,
        360.0,
    )
    assert plan.stage("run-16").session("run").run_time_s == 600.0


def test_the_ramp_after_a_birth_never_jumps() -> None:
    plan = shipped_plans()["postnatal-graded", 1]
    first = plan.stage("run-01").session("run")
    assert [step.duration_s for step in first.steps if step.kind == "run"] == [30.0] * 4
    minutes = [
        max((session.run_time_s or 0) for session in stage.sessions) / 60
        for stage in plan.stages
        if stage.kind == "running"
    ]
    assert minutes[:14] == [2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 25, 28, 30]
    assert all(after - before <= 3 for before, after in pairwise(minutes))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_no_limit_can_be_held_against_is_refused(value: float) -> None:
    """A limit of nan would be passed by everything."""
    found = _faults({**BASE, "settings": {"sleep_min_h": _setting(value, "h")}})
    assert found == ["mine.toml: settings.sleep_min_h.value: input should be a finite number"]
