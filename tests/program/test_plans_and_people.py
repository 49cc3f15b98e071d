"""Red flags at once, education and tests before impact, a PT's individual plan, a new version of a plan."""

import tomllib
from datetime import date
from typing import Any, get_args

import pytest
from weeks import knee, plan_of

from program import (
    PainAt,
    PlanError,
    Profile,
    SymptomEntry,
    check_plan,
    crisis_line,
    education,
    load_plan,
    plan_text,
    readiness_data,
    red_flags,
    shipped_plans,
    sign_list,
    sources,
    stage_data,
    stage_in_new_version,
    start_individual,
    with_new_stage,
    with_stage,
    without_stage,
)
from program.individual import to_toml
from program.record import Assessment, LoadTest, StrengthTest

TODAY = date(2026, 11, 22)
POSTNATAL = plan_of("postnatal-graded")
SOLDIER = plan_of("soldier-walk-run")


def said(**items: Any) -> SymptomEntry:
    return SymptomEntry(id="e", phase="day", **items)


@pytest.mark.parametrize("sign", [sign.id for sign in sign_list().signs])
def test_every_sign_is_answered_at_once(sign: str) -> None:
    assert red_flags(said(signs=(sign,)), SOLDIER, Profile(), TODAY) == (sign_list().sign(sign),)


@pytest.mark.parametrize("items", [{"signs": None}, {"signs": ()}, {"pain": (PainAt(**knee(9)),)}])
def test_no_sign_says_nothing_and_never_that_all_is_well(items: dict[str, Any]) -> None:
    assert red_flags(said(**items), POSTNATAL, Profile(), TODAY) == ()


def test_the_most_urgent_sign_comes_first_and_each_once() -> None:
    bone = (PainAt(**knee(2, on_bone=True)),)
    entry = said(signs=("fever", "hop_or_rest_bone_pain", "seizure", "wound"), pain=bone)
    found = red_flags(entry, SOLDIER, Profile(), TODAY)
    assert [sign.id for sign in found] == ["seizure", "fever", "hop_or_rest_bone_pain", "wound"]


@pytest.mark.parametrize(
    ("pain", "plan", "birth", "sign"),
    [
        ({"site": "calf"}, POSTNATAL, date(2026, 10, 1), "calf_clot"),
        ({"site": "calf", "score_0_10": None}, POSTNATAL, date(2026, 10, 1), "calf_clot"),
        ({"site": "calf"}, POSTNATAL, None, "calf_clot"),
        ({"site": "calf"}, POSTNATAL, date(2026, 1, 1), None),
        ({"site": "calf"}, SOLDIER, None, None),
        ({"site": "groin"}, SOLDIER, None, "hop_or_rest_bone_pain"),
        ({"site": "groin", "score_0_10": None}, SOLDIER, None, "hop_or_rest_bone_pain"),
        ({"on_bone": True}, SOLDIER, None, "hop_or_rest_bone_pain"),
        ({"on_bone": True, "score_0_10": 0}, SOLDIER, None, None),
    ],
)
def test_pain_that_is_a_sign_is_answered_at_once(
    pain: dict[str, Any], plan: Any, birth: date | None, sign: str | None
) -> None:
    entry = said(pain=(PainAt(**{**knee(2), **pain}),))
    found = red_flags(entry, plan, Profile(birth_date=birth), TODAY)
    assert [item.id for item in found] == ([sign] if sign else [])


@pytest.mark.parametrize(
    ("region", "number"), [("uk", "116 123"), ("us", "988"), ("fr", "findahelpline"), (None, "findahelpline")]
)
def test_the_crisis_line_is_that_of_the_region(region: str | None, number: str) -> None:
    line = crisis_line(region)
    assert number in line
    assert line.startswith("Nobody reads this at once.")


def test_an_unknown_sign_is_an_error() -> None:
    with pytest.raises(KeyError, match="nothing"):
        sign_list().sign("nothing")


def test_every_test_on_record_has_its_dose() -> None:
    data = readiness_data()
    assert [item.id for item in data.load_tests] == list(get_args(LoadTest))
    assert [item.id for item in data.strength_tests] == list(get_args(StrengthTest))
    assert {item.id: (item.dose, item.unit) for item in data.load_tests}["walk_30_min"] == (30, "min")
    assert {item.dose for item in data.strength_tests} == {20}
    assert len(data.pelvic_floor_tests) == 3


def test_every_thing_examined_is_a_field_of_the_record() -> None:
    for item in readiness_data().examination:
        assert item.id in Assessment.model_fields


def test_why_wait_speaks_of_hiatus_and_fascia_with_sources() -> None:
    notes = {note.id: note for note in education().why_wait}
    assert "4 to 6 months" in notes["hiatus"].text
    assert "half" in notes["caesarean"].text
    assert all(note.source and note.title for note in (*education().why_wait, *education().practical))
    assert "S1" in sources()


@pytest.mark.parametrize("key", list(shipped_plans()), ids=str)
def test_a_copy_of_a_plan_is_the_same_plan_under_its_own_name(key: tuple[str, int]) -> None:
    original = shipped_plans()[key]
    text = start_individual(plan_text(*key), "for-ana")
    copy = load_plan(text, "for-ana")
    assert (copy.id, copy.version, copy.based_on) == ("for-ana", 1, f"{key[0]} version {key[1]}")
    assert (copy.stages, copy.gates, copy.settings, copy.log) == (
        original.stages,
        original.gates,
        original.settings,
        original.log,
    )
    again = load_plan(start_individual(text, "for-bea"), "for-bea")
    assert again.based_on == copy.based_on


def test_a_copy_of_an_individual_plan_continues_it() -> None:
    text = start_individual(plan_text("soldier-walk-run", 1), "for-ana")
    stage = stage_data(text, "phase-2")
    stage["sessions"][0]["times"] = 4
    second = with_stage(start_individual(text, "for-ana", 2), "phase-2", stage)
    old, new = load_plan(text, "for-ana"), load_plan(second, "for-ana")
    assert (new.id, new.version, new.based_on) == ("for-ana", 2, "soldier-walk-run version 1")
    assert new.stage("phase-2").required == ("run",) * 4
    assert new.stage("phase-3") == old.stage("phase-3")
    assert {stage: stage_in_new_version(old, new, stage) for stage in old.stage_index} == {
        stage: stage for stage in old.stage_index
    }
    assert load_plan(start_individual(text, "for-bea", 3), "for-bea").stage_maps == ()


def test_a_stage_is_put_in_and_taken_out() -> None:
    first = start_individual(plan_text("soldier-walk-run", 1), "for-ana")
    old = load_plan(first, "for-ana")
    draft = start_individual(first, "for-ana", 2)
    between = {**stage_data(draft, "phase-2"), "id": "phase-2-again"}
    draft = with_new_stage(draft, "phase-2", between)
    ids = ["phase-1", "phase-2", "phase-2-again", "phase-3", "phase-4", "phase-5", "phase-6"]
    assert list(load_plan(draft, "for-ana").stage_index) == ids
    draft = without_stage(draft, "phase-4")
    ids.remove("phase-4")
    new = load_plan(draft, "for-ana", as_draft=True)
    assert list(new.stage_index) == ids
    assert stage_in_new_version(old, new, "phase-4") == "phase-3"
    assert stage_in_new_version(old, new, "phase-5") == "phase-5"
    without_first = load_plan(without_stage(draft, "phase-1"), "for-ana", as_draft=True)
    assert list(without_first.stage_index) == ids[1:]
    with pytest.raises(PlanError, match="there is no map for stage phase-1 of version 1"):
        stage_in_new_version(old, without_first, "phase-1")


def test_a_stage_put_in_or_taken_out_is_checked() -> None:
    draft = start_individual(plan_text("soldier-walk-run", 1), "for-ana")
    twice = stage_data(draft, "phase-2")
    with pytest.raises(PlanError) as caught:
        with_new_stage(draft, "phase-2", twice)
    assert str(caught.value) == "for-ana: for-ana: stages: the id phase-2 is there twice"
    with pytest.raises(PlanError) as caught:
        with_new_stage(draft, "phase-9", twice)
    assert str(caught.value) == "for-ana: stages: there is no stage called phase-9"
    with pytest.raises(PlanError) as caught:
        without_stage(draft, "phase-9")
    assert str(caught.value) == "for-ana: stages: there is no stage called phase-9"
    for stage in list(load_plan(draft, "x").stage_index)[1:]:
        draft = without_stage(draft, stage)
    with pytest.raises(PlanError, match="stages: tuple should have at least 1 item"):
        without_stage(draft, "phase-1")


def test_a_stage_that_loosens_the_floor_is_refused_with_its_faults() -> None:
    text = start_individual(plan_text("postnatal-graded", 1), "for-ana")
    stage = stage_data(text, "run-01")
    low = {"value": 60, "unit": "d", "because": "she is strong", "source": "me", "evidence": "expert_opinion"}
    stage["settings"] = {"earliest_days_since_birth": low}
    with pytest.raises(PlanError, match="looser than the floor: at least 84") as caught:
        with_stage(text, "run-01", stage)
    assert str(caught.value).startswith("for-ana: for-ana: stages[5] (run-01).settings")


def test_a_stage_keeps_its_id_and_has_to_exist() -> None:
    text = start_individual(plan_text("soldier-walk-run", 1), "for-ana")
    stage = stage_data(text, "phase-2")
    with pytest.raises(PlanError) as caught:
        with_stage(text, "phase-9", stage)
    assert str(caught.value) == "for-ana: stages: there is no stage called phase-9"
    with pytest.raises(PlanError) as caught:
        with_stage(text, "phase-1", stage)
    assert str(caught.value) == "for-ana: stages (phase-1).id: a stage keeps its id"
    with pytest.raises(KeyError, match="phase-9"):
        stage_data(text, "phase-9")
    with pytest.raises(PlanError, match=r"^plan: plan: id: "):
        stage_data("id = 1", "phase-1")


@pytest.mark.parametrize(
    "data",
    [
        {"a": "x", "b": 1, "c": 1.5, "d": True, "e": False, "f": ["x", 'quote " and \\ and ü']},
        {"a": {"b": {"c": 1}, "d": 2}},
        {"a": [{"b": 1, "rows": [{"x": 1, "y": ["z"]}]}, {"b": 2, "s": {"t": {"u": "v"}}}]},
        {"odd key": 1, "a": {"b c": {"d": 1}}},
    ],
)
def test_plain_data_survives_toml(data: dict[str, Any]) -> None:
    assert tomllib.loads(to_toml(data)) == data


def version_two(mapped: dict[str, str], from_version: int = 1, **changes: Any) -> str:
    data = tomllib.loads(plan_text("soldier-walk-run", 1))
    return to_toml(
        {**data, "version": 2, "stage_maps": [{"from_version": from_version, "stages": mapped}], **changes}
    )


def test_a_new_version_begins_on_the_stage_its_map_says() -> None:
    new = load_plan(version_two({"phase-3": "phase-2", "phase-4": "phase-4"}), "x", as_draft=True)
    assert stage_in_new_version(SOLDIER, new, "phase-3") == "phase-2"
    assert stage_in_new_version(SOLDIER, new, "phase-4") == "phase-4"
    with pytest.raises(PlanError) as caught:
        stage_in_new_version(SOLDIER, new, "phase-1")
    wanted = "soldier-walk-run version 2: stage_maps: there is no map for stage phase-1 of version 1"
    assert str(caught.value) == wanted


def test_a_new_version_never_begins_on_a_higher_stage() -> None:
    up = load_plan(version_two({"phase-3": "phase-4"}), "x", as_draft=True)
    with pytest.raises(PlanError) as caught:
        stage_in_new_version(SOLDIER, up, "phase-3")
    wanted = "soldier-walk-run version 2: stage_maps: phase-3 to phase-4 would be a higher stage"
    assert str(caught.value) == wanted


def test_a_later_stage_is_higher_even_with_less_running() -> None:
    data = tomllib.loads(plan_text("soldier-walk-run", 1))
    data["stages"][3]["sessions"][0]["steps"] = "run 1:00"
    up = load_plan(version_two({"phase-3": "phase-4"}, stages=data["stages"]), "x", as_draft=True)
    with pytest.raises(PlanError, match="higher stage"):
        stage_in_new_version(SOLDIER, up, "phase-3")


def test_a_stage_that_is_gone_is_judged_by_its_running() -> None:
    data = tomllib.loads(plan_text("soldier-walk-run", 1))
    fewer = [stage for stage in data["stages"] if stage["id"] != "phase-5"]
    new = load_plan(
        version_two({"phase-5": "phase-4", "phase-6": "phase-6"}, stages=fewer), "x", as_draft=True
    )
    assert stage_in_new_version(SOLDIER, new, "phase-5") == "phase-4"
    assert stage_in_new_version(SOLDIER, new, "phase-6") == "phase-6"
    harder = load_plan(version_two({"phase-5": "phase-6"}, stages=fewer), "x", as_draft=True)
    with pytest.raises(PlanError, match="higher stage"):
        stage_in_new_version(SOLDIER, harder, "phase-5")


def test_by_metres_the_longer_run_is_the_higher_stage() -> None:
    delaware = plan_of("delaware-soreness")
    data = tomllib.loads(plan_text("delaware-soreness", 1))
    mapped = [{"from_version": 1, "stages": {"level-5": "level-5"}}]
    data |= {"version": 2, "stage_maps": mapped}
    for steps, higher in (("run 3218 m", False), ("run 3219 m", False), ("run 3220 m", True)):
        data["stages"][4]["sessions"][0]["steps"] = steps
        new = load_plan(to_toml(data), "x", as_draft=True)
        if higher:
            with pytest.raises(PlanError, match="higher stage"):
                stage_in_new_version(delaware, new, "level-5")
        else:
            assert stage_in_new_version(delaware, new, "level-5") == "level-5"


def test_the_same_name_with_more_running_is_a_higher_stage() -> None:
    data = tomllib.loads(plan_text("soldier-walk-run", 1))
    for steps in ("3 x (walk 2:00, run 3:01)", "run 1 km"):
        data["stages"][0]["sessions"][0]["steps"] = steps
        more = load_plan(version_two({"phase-1": "phase-1"}, stages=data["stages"]), "x", as_draft=True)
        with pytest.raises(PlanError, match="higher stage"):
            stage_in_new_version(SOLDIER, more, "phase-1")
    data["stages"][0]["sessions"][0]["steps"] = "3 x (walk 2:00, run 2:59)"
    less = load_plan(version_two({"phase-1": "phase-1"}, stages=data["stages"]), "x", as_draft=True)
    assert stage_in_new_version(SOLDIER, less, "phase-1") == "phase-1"


def test_a_map_from_another_version_is_no_map() -> None:
    data = tomllib.loads(version_two({"phase-1": "phase-1"}))
    three = load_plan(
        to_toml(
            {**data, "version": 3, "stage_maps": [{"from_version": 2, "stages": {"phase-1": "phase-1"}}]}
        ),
        "x",
    )
    assert check_plan(to_toml(data), "x") == ()
    with pytest.raises(PlanError, match="no map"):
        stage_in_new_version(SOLDIER, three, "phase-1")
