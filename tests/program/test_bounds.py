"""The bounds of any plan: its steps, how running grows, what its titles say, which gates it keeps."""

import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from program import check_plan, load_plan, plan_text, shipped_plans, stage_data, start_individual, with_stage
from program.individual import to_toml
from program.load import floor, shipped_ramp
from program.ramp import Load, furthest_s, ramp_of, runs_of
from program.steps import parse_steps, words_of
from program.titles import right_stage_title

OWN = start_individual(plan_text("postnatal-graded", 1), "postnatal-graded-own")
DATA = tomllib.loads(OWN)
FIRST, SECOND = 5, 6


def _faults(data: dict[str, Any]) -> list[tuple[str, str]]:
    return [(fault.path.removeprefix("own: "), fault.message) for fault in check_plan(to_toml(data), "own")]


def _with(steps: str, stage: int = FIRST, title: str = "Run", **changes: Any) -> dict[str, Any]:
    session = {"id": "run", "title": title, "steps": steps, "times": 3}
    new = {**DATA["stages"][stage], "title": "A stage", "sessions": [session], **changes}
    return {**DATA, "stages": [*DATA["stages"][:stage], new, *DATA["stages"][stage + 1 :]]}


@pytest.mark.parametrize("key", list(shipped_plans()), ids=str)
def test_each_shipped_plan_passes_and_so_does_its_copy(key: tuple[str, int]) -> None:
    assert check_plan(plan_text(*key), "x") == ()
    assert check_plan(start_individual(plan_text(*key), f"{key[0]}-own"), "x") == ()


def test_each_setting_of_the_floor_has_both_ends_and_keeps_them() -> None:
    for name, setting in floor().settings.items():
        assert setting.at_least is not None, name
        assert setting.at_most is not None, name
        assert setting.bound_in == "running" or setting.at_least <= setting.value <= setting.at_most, name


@pytest.mark.parametrize("name", sorted(floor().settings))
@pytest.mark.parametrize("value", [1e300, -1e9])
def test_no_setting_leaves_its_ends(name: str, value: float) -> None:
    told = {"unit": floor().settings[name].unit, "because": "mine", "source": "me", "evidence": "configured"}
    data = {**DATA, "settings": {name: {"value": value, **told}}}
    assert any(path == f"settings.{name}.value" for path, _ in _faults(data))
    foundation = {**DATA["stages"][0], "settings": {name: {"value": value, **told}}}
    data = {**DATA, "stages": [foundation, *DATA["stages"][1:]]}
    assert any(path == f"stages[0] (weeks-0-2).settings.{name}.value" for path, _ in _faults(data))


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        ("run 60:00", "the first running stage begins with 60:00 of running"),
        ("run 9999:00", "a step is 5 s to 180 min, not 599940 s"),
        ("run 180:01", "a step is 5 s to 180 min"),
        ("run 0.001 s", "a step is 5 s to 180 min"),
        ("run 4 s", "a step is 5 s to 180 min"),
        ("run 42.195 km", "a session is at most 180 min long"),
        ("run 43 km", "a step by distance is 20 m to 42195 m"),
        ("run 19 m", "a step by distance is 20 m to 42195 m"),
        ("walk 90:00, run 90:00, walk 0:05", "a session is at most 180 min long, not about 180 min"),
        (f"run {'9' * 400} s", "this number is too long"),
        (f"run {'9' * 400}:00", "this number is too long"),
        (f"{'9' * 5000} x (run 1:00)", "this number is too long"),
    ],
)
def test_a_step_that_no_plan_may_hold_is_a_fault(steps: str, says: str) -> None:
    assert any(says in message for _, message in _faults(_with(steps))), _faults(_with(steps))


@pytest.mark.parametrize("steps", ["4 x (run 0:05, walk 4:55)", "4 x (run 20 m, walk 400 m)"])
def test_the_least_step_is_a_step(steps: str) -> None:
    assert not [path for path, _ in _faults(_with(steps)) if path.endswith(".steps")]


def test_the_longest_step_is_a_step_and_a_second_more_is_a_fault_of_its_session() -> None:
    path = f"stages[{FIRST}] (run-01).sessions[0].steps"
    assert [path in dict(_faults(_with(f"run 180:0{second}"))) for second in (0, 1)] == [False, True]


def test_no_week_has_more_than_seven_sessions() -> None:
    data = _with(DATA["stages"][FIRST]["sessions"][0]["steps"], sessions_per_week=8)
    assert _faults(data) == [("stages[5] (run-01).sessions_per_week", "at most 7 sessions a week")]


@pytest.mark.parametrize(
    ("stage", "steps", "says"),
    [
        (SECOND, "walk 5:00, run 20:00", "without a break grows from 0:30 to 20:00"),
        (SECOND, "10 x (run 0:30, walk 1:00)", "in a session grows from 2:00 to 5:00"),
        (SECOND, "2 x (run 0:30, run 0:33, walk 1:00)", "from 0:30 to 1:03"),
        (SECOND, "4 x (run 0:45, walk 0:10, run 0:15, walk 4:00)", None),
        (SECOND, "2 x (run 0:45, walk 0:10, run 0:45, walk 4:00)", "without a break grows from 0:30 to 1:30"),
        (
            SECOND,
            "3 x (run 0:30, walk 4:00)",
            "less running in a session (1:30) than the stage before (2:00)",
        ),
        (SECOND, "4 x (run 1:00, walk 4:00)", None),
    ],
)
def test_growth_is_no_steeper_than_in_any_shipped_plan_unless_it_is_signed(
    stage: int, steps: str, says: str | None
) -> None:
    path = f"stages[{stage}] ({DATA['stages'][stage]['id']}).signed_growth"
    found = [message for where, message in _faults(_with(steps, stage)) if where == path]
    assert found == [] if says is None else any(says in message for message in found), found
    signed = _with(steps, stage, signed_growth="she ran marathons until last year")
    assert not [where for where, _ in _faults(signed) if where == path]


def test_a_signature_has_a_reason() -> None:
    assert ("stages[6].signed_growth", "string should have at least 3 characters") in _faults(
        _with("run 20:00", SECOND, signed_growth="ok")
    )


def test_nobody_signs_a_first_stage_above_all_first_stages() -> None:
    found = _faults(_with("run 4:00", signed_growth="she is strong"))
    assert any("the first running stage begins with 4:00 of running without a break" in m for _, m in found)


def test_a_first_stage_has_no_more_running_in_a_session_than_any_first_stage() -> None:
    says = "the first running stage begins with 13:00 of running in a session; no shipped plan begins with"
    found = _faults(_with("26 x (run 0:30, walk 1:00)"))
    assert ("stages[5] (run-01).signed_growth", f"{says} more than 12:05") in found


def test_a_ramp_begins_with_the_first_running_stages() -> None:
    ramp = ramp_of([shipped_plans()["couch-to-5k", 1]], floor())
    assert (ramp.first, ramp.longest_s[0], ramp.total_s[0]) == (Load(60, 480), (60, 90), (480, 540))


def test_stages_in_reverse_order_are_told() -> None:
    first, running = DATA["stages"][:FIRST], DATA["stages"][FIRST:]
    found = [message for _, message in _faults({**DATA, "stages": [*first, *running[::-1]]})]
    assert any("first running stage begins" in message for message in found)
    assert sum("less running in a session" in message for message in found) > 8


def test_growth_leads_as_far_as_the_furthest_step_from_as_much_or_less() -> None:
    steps = ((30.0, 60.0), (60.0, 90.0), (300.0, 1200.0), (900.0, 1000.0))
    assert [furthest_s(value, steps) for value in (10, 30, 59, 60, 300, 1100)] == [60, 60, 60, 90, 1200, 1200]
    assert furthest_s(10, ()) == 0
    assert shipped_ramp().first.longest_s == 180


def test_runs_side_by_side_are_one_run() -> None:
    found = runs_of(
        parse_steps("walk 5:00, run 1:00, run 2:00, walk 0:29, run 1:00, walk 0:30, run 1 km"), floor()
    )
    assert found == [240.0, 450.0]
    for steps, joined in (("walk 0:29", [120.0]), ("walk 0:15, walk 0:15", [60.0, 60.0])):
        assert runs_of(parse_steps(f"run 1:00, {steps}, run 1:00"), floor()) == joined


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(list(shipped_plans())), st.integers(0, 40), st.floats(1.3, 20))
def test_no_stage_of_any_plan_takes_a_bigger_step_than_the_steepest(
    key: tuple[str, int], place: int, times: float
) -> None:
    """Whatever stage is made longer than the ramp allows, it is told, at that stage."""
    data = tomllib.loads(start_individual(plan_text(*key), "own"))
    running = [stage for stage in data["stages"] if stage.get("kind", "running") == "running"]
    before = running[place % (len(running) - 1)]
    stage = running[place % (len(running) - 1) + 1]
    plan = shipped_plans()[key]
    longest = max(max(runs_of(each.steps, floor())) for each in plan.stage(before["id"]).sessions)
    most = max(furthest_s(longest * 1.02, shipped_ramp().longest_s), longest) * times
    stage["sessions"] = [{"id": "run", "title": "Run", "steps": f"run {min(most, 10800):.0f} s"}]
    stage["title"] = "Longer"
    told = {fault.path for fault in check_plan(to_toml(data), "own")}
    assert any(f"({stage['id']}).signed_growth" in path for path in told)


@pytest.mark.parametrize(
    ("title", "steps", "fit"),
    [
        ("4 times 30 s running", "run 60:00", "60 min running"),
        ("30 minutes", "4 x (run 0:30, walk 4:30)", "4 times 30 s running"),
        ("twice a minute", "2 x (run 0:30, walk 4:30)", "2 times 30 s running"),
        ("A walk", "2 x (run 0:30, walk 4:30)", "2 times 30 s running"),
        ("A walk", "run 0:30", "30 s running"),
        ("4 times 30 s running", "4 x (run 0:30, walk 4:30)", None),
        ("4 times 30 s running", "walk 5:00, 4 x (run 0:30, walk 4:30), walk 5:00", None),
        ("Easy", "2 x (run 0:30, walk 4:30)", None),
        ("Run and walk", "2 x (run 0:30, walk 4:30)", None),
    ],
)
def test_a_title_says_what_the_steps_say(title: str, steps: str, fit: str | None) -> None:
    path = "stages[5] (run-01).sessions[0].title"
    found = [message for where, message in _faults(_with(steps, title=title)) if where == path]
    assert found == ([] if fit is None else [f"'{title}' does not come from the steps; they say '{fit}'"])


@pytest.mark.parametrize(
    ("title", "fit"),
    [("A run", "30 min walking"), ("A walk", None), ("Walk and do not run", None), ("Easy", None)],
)
def test_a_title_of_walking_speaks_of_no_running_alone(title: str, fit: str | None) -> None:
    data = _with("walk 30:00", 0, title)
    found = [
        message for where, message in _faults(data) if where == "stages[0] (weeks-0-2).sessions[0].title"
    ]
    assert found == ([] if fit is None else [f"'{title}' does not come from the steps; they say '{fit}'"])


@pytest.mark.parametrize(
    ("title", "fit"),
    [
        ("Run 1: 4 times 30 s run, 4 min 30 s walk", "Run 1: 3 times 20 s running"),
        ("20 minutes", "3 times 20 s running"),
        ("20 minutes: easy", "3 times 20 s running"),
        ("Run 1: a gentle start", None),
        ("Week 3", None),
    ],
)
def test_the_title_of_a_stage_too(title: str, fit: str | None) -> None:
    data = _with("3 x (run 0:20, walk 4:00)")
    data["stages"][FIRST]["title"] = title
    found = [message for where, message in _faults(data) if where == "stages[5] (run-01).title"]
    assert found == ([] if fit is None else [f"'{title}' does not come from the steps; they say '{fit}'"])


def test_the_title_of_a_stage_tells_each_of_its_sessions_once() -> None:
    plan = shipped_plans()["couch-to-5k", 1]
    stage = plan.stage("week-5").model_copy(update={"title": "Week 5: 60 min"})
    told = "Week 5: 3 times 5 min running; 2 times 8 min running; 20 min running"
    assert right_stage_title(stage, plan) == told


def test_an_edited_stage_has_titles_that_come_from_its_steps() -> None:
    stage = stage_data(OWN, "run-01")
    stage["sessions"][0]["steps"] = "walk 5:00, 3 x (run 0:20, walk 4:40)"
    edited = load_plan(with_stage(OWN, "run-01", stage), "own", as_draft=True).stage("run-01")
    assert (edited.title, edited.sessions[0].title) == ("Run 1: 3 times 20 s running", "3 times 20 s running")


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ("walk 5:00, run 0:30", "30 s running"),
        ("4 x (run 2:30, walk 2:30)", "4 times 2 min 30 s running"),
        ("run 3:00, walk 1:00, run 5:00, walk 1:00, run 3:00", "3 min, 5 min and 3 min running"),
        ("2 x (run 1:00, walk 1:00), run 400 m", "2 times 1 min and 400 m running"),
        ("run 1.5 km", "1.5 km running"),
        ("walk 30:00", "30 min walking"),
        ("4 x (run 1:00, walk 1:00, run 2:00, walk 1:00)", "8 times 1 min, 2 min running"),
    ],
)
def test_the_words_of_steps(steps: str, words: str) -> None:
    assert words_of(parse_steps(steps)) == words


def test_the_released_plans_own_gates_stay_or_are_named() -> None:
    without = {**DATA, "gates": [gate for gate in DATA["gates"] if gate["id"] != "walk-30-min"]}
    told = "postnatal-graded version 1 asks walk-30-min; it stays, or stands in dropped_gates with a reason"
    assert _faults(without) == [("gates", told)]
    named = [{"id": "walk-30-min", "because": "she walks an hour each day"}]
    assert _faults({**without, "dropped_gates": named}) == []
    (fault,) = _faults({**without, "dropped_gates": [{"id": "walk-30-min", "because": "x"}]})
    assert fault == ("dropped_gates[0].because", "string should have at least 3 characters")


@pytest.mark.parametrize("name", ["leak-urine", "moon"])
def test_a_gate_of_the_floor_is_never_dropped(name: str) -> None:
    data = {**DATA, "dropped_gates": [{"id": name, "because": "not needed"}]}
    told = f"{name} is no gate of postnatal-graded version 1's own, so it cannot be dropped"
    assert _faults(data) == [("dropped_gates", told)]


def test_a_gate_of_the_released_plan_is_not_loosened() -> None:
    gates = [gate | {"stages": ["run-01"]} if gate["id"] == "walk-30-min" else gate for gate in DATA["gates"]]
    found = _faults({**DATA, "gates": gates})
    assert [path for path, _ in found] == ["gates[1] (walk-30-min).rows"]
    assert "looser than postnatal-graded version 1: it is not asked at stage run-02" in found[0][1]
