"""The check-in, readiness, clearance and what a PT ordered."""

from datetime import date, timedelta
from typing import Any

import pytest
from weeks import clean_week, decide_on, knee

from program import Action, Decision, ReleaseBy, Truth

HOLD, GO = Action.HOLD, Action.PROGRESS


def week(stage: str = "run-04", plan: str = "postnatal-graded") -> dict[str, Any]:
    return clean_week(plan, stage)


def gates(decision: Decision, result: Truth = Truth.NOT_MET) -> set[str]:
    return {finding.gate for finding in decision.findings if finding.result is result}


def names(decision: Decision) -> set[str]:
    return {gap.name for gap in decision.missing}


@pytest.mark.parametrize(
    ("item", "good", "bad", "gate"),
    [
        ("sleep_hours_per_night", 5, 4.9, "sleep"),
        ("feeding", "not_feeding", "supply_falling", "feeding"),
        ("energy", "low", "very_low", "energy"),
        ("mood", "low", "very_low", "mood"),
        ("illness", "mild", "fever_or_whole_body", "illness"),
        ("confidence_0_10", 4, 3, "confidence"),
        ("outside_runs", "none", "some", "outside-runs"),
    ],
)
def test_each_answer_of_the_check_in_counts(item: str, good: Any, bad: Any, gate: str) -> None:
    data = week()
    data["check_ins"][0][item] = good
    assert decide_on(data).action is GO
    data["check_ins"][0][item] = bad
    decision = decide_on(data)
    assert (decision.action, gates(decision)) == (HOLD, {gate})
    found = next(finding for finding in decision.findings if finding.gate == gate)
    assert (found.value, str(found.on), found.because_of) == (bad, "2026-11-22", ("check-in",))
    data["check_ins"][0][item] = None
    decision = decide_on(data)
    assert (decision.action, gates(decision, Truth.UNKNOWN)) == (HOLD, {gate})
    assert [(gap.name, str(gap.on)) for gap in decision.missing] == [(f"check-in: {item}", "2026-11-22")]


@pytest.mark.parametrize("item", ["signs", "harm_thoughts"])
def test_the_signs_need_an_explicit_answer(item: str) -> None:
    data = week()
    data["check_ins"][0][item] = None
    decision = decide_on(data)
    assert gates(decision, Truth.UNKNOWN) == {"emergency-sign", "same-day-sign"}
    assert names(decision) == {"check-in: signs"}


def test_a_whole_body_illness_rests_from_running() -> None:
    data = week()
    data["check_ins"][0]["illness"] = "fever_or_whole_body"
    decision = decide_on(data)
    assert (decision.running_allowed, decision.rest_days, decision.release_by) == (False, 2, ReleaseBy.PT)
    data["pt"] = "alone"
    assert decide_on(data).release_by is ReleaseBy.RUNNER


@pytest.mark.parametrize(
    ("changes", "given"),
    [
        ({}, True),
        ({"date": "2026-11-20", "at": "2026-11-20T19:00:00Z"}, True),
        ({"date": "2026-11-19", "at": "2026-11-19T19:00:00Z"}, False),
        ({"date": "2026-11-23", "at": None}, False),
        ({"at": None}, True),
        ({"at": "2026-11-15T20:00:00Z"}, False),
        ({"at": "2026-11-15T20:01:00Z"}, True),
    ],
)
def test_the_check_in_looks_back_on_the_week(changes: dict[str, Any], given: bool) -> None:
    data = week()
    data["check_ins"][0].update(changes)
    decision = decide_on(data)
    assert ("check-in" not in gates(decision)) is given
    assert ("check-in" in names(decision)) is not given
    assert (decision.action is GO) is given


def test_a_check_in_of_the_day_the_stage_began_needs_its_time() -> None:
    data = week()
    data.update(sessions=[], symptoms=[], date="2026-11-15", now="2026-11-15T23:00:00Z")
    data["check_ins"][0].update(date="2026-11-15", at=None)
    assert "check-in" in gates(decide_on(data))
    data["check_ins"][0]["at"] = "2026-11-15T22:00:00Z"
    assert "check-in" not in gates(decide_on(data))


@pytest.mark.parametrize(("today", "given"), [("2026-11-29", True), ("2026-11-30", False)])
def test_a_check_in_is_a_week_old_at_most(today: str, given: bool) -> None:
    data = week()
    data.update(date=today, now=f"{today}T20:00:00Z")
    assert ("check-in" not in gates(decide_on(data))) is given


def test_where_stages_advance_by_session_a_recent_check_in_is_enough() -> None:
    data = week("level-5", "delaware-soreness")
    data["check_ins"][0].update(date="2026-11-15", at="2026-11-15T10:00:00Z")
    assert decide_on(data).action is GO
    data["check_ins"][0].update(date="2026-11-14", at="2026-11-14T10:00:00Z")
    assert decide_on(data).action is HOLD


def test_the_newest_check_in_counts_and_a_bad_old_one_no_longer() -> None:
    data = week()
    old = {**data["check_ins"][0], "id": "old", "date": "2026-11-18", "at": "2026-11-18T10:00:00Z"}
    data["check_ins"].insert(0, {**old, "illness": "fever_or_whole_body"})
    assert decide_on(data).action is GO
    data["check_ins"].pop()
    decision = decide_on(data)
    assert {"check-in", "illness"} <= gates(decision)
    assert not decision.running_allowed


def test_two_check_ins_of_a_day_go_by_their_time() -> None:
    data = week()
    late = {**data["check_ins"][0], "id": "late", "at": "2026-11-22T19:30:00Z", "mood": "very_low"}
    for order in ([late, data["check_ins"][0]], [data["check_ins"][0], late]):
        assert gates(decide_on({**data, "check_ins": order})) == {"mood"}


@pytest.mark.parametrize(
    ("feeding", "birth", "action"),
    [("not_feeding", "2026-05-01", GO), ("mixed", "2026-05-01", HOLD), (None, "2024-05-01", HOLD)],
)
def test_feeding_is_asked_of_those_who_may_feed(feeding: str | None, birth: str, action: Action) -> None:
    data = week()
    data["check_ins"][0]["feeding"] = None
    data["profile"] = {"birth_date": birth, "feeding": feeding}
    assert decide_on(data).action is action


def test_nobody_asks_a_soldier_about_feeding() -> None:
    data = week("phase-2", "soldier-walk-run")
    data["check_ins"][0]["feeding"] = None
    assert decide_on(data).action is GO
    data["check_ins"][0]["feeding"] = "supply_falling"
    assert gates(decide_on(data)) == {"feeding"}


@pytest.mark.parametrize(
    ("birth", "action", "gate"),
    [
        ("2026-08-30", GO, None),
        ("2026-08-31", HOLD, "weeks-since-birth"),
    ],
)
def test_running_begins_at_84_days(birth: str, action: Action, gate: str | None) -> None:
    data = week("weeks-8-12")
    data["profile"]["birth_date"] = birth
    decision = decide_on(data)
    assert (decision.action, gates(decision)) == (action, {gate} if gate else set())
    running = week("run-02")
    running["profile"]["birth_date"] = birth
    running = decide_on(running)
    assert (running.action, running.running_allowed) == (action, action is GO)


def test_an_unknown_birth_is_not_eligible() -> None:
    data = week()
    data["profile"]["birth_date"] = None
    decision = decide_on(data)
    assert (decision.action, decision.running_allowed) == (HOLD, False)
    assert names(decision) == {"birth date"}


@pytest.mark.parametrize(("stage", "plan"), [("run-02", "postnatal-graded"), ("week-3", "couch-to-5k")])
def test_a_birth_that_lies_ahead_is_not_known(stage: str, plan: str) -> None:
    data = week(stage, plan)
    today = date.fromisoformat(data["now"][:10])
    data["profile"]["birth_date"] = (today + timedelta(days=1)).isoformat()
    decision = decide_on(data)
    assert (decision.action, decision.running_allowed) == (HOLD, False)
    assert "birth date" in names(decision)
    data["profile"]["birth_date"] = today.isoformat()
    assert "birth date" not in names(decide_on(data))


def test_a_birth_counts_under_every_plan() -> None:
    data = week("week-3", "couch-to-5k")
    data["profile"] = {"birth_date": "2026-09-01"}
    data["clearance"] = None
    decision = decide_on(data)
    assert "weeks-since-birth" in gates(decision)
    assert not decision.running_allowed
    assert {"pelvic-assessment", "load-tests", "incontinence"} <= gates(decision, Truth.UNKNOWN)


@pytest.mark.parametrize(("birth", "asked"), [("2025-11-23", True), ("2025-11-22", False)])
def test_in_the_first_year_readiness_is_asked_under_every_plan(birth: str, asked: bool) -> None:
    data = week("week-3", "couch-to-5k")
    data["profile"] = {"birth_date": birth}
    data["clearance"] = None
    decision = decide_on(data)
    assert ("pelvic-assessment" in gates(decision, Truth.UNKNOWN)) is asked


@pytest.mark.parametrize(("answer", "action"), [(None, HOLD), (False, GO), (True, GO)])
def test_whether_pelvic_questions_apply_has_to_be_said(answer: bool | None, action: Action) -> None:
    data = week("week-3", "couch-to-5k")
    data["profile"] = {"pelvic_questions": answer}
    decision = decide_on(data)
    assert decision.action is action
    assert ("whether pelvic questions apply" in names(decision)) is (answer is None)
    data["symptoms"][0]["heaviness_0_10"] = None
    if answer:
        assert "after: heaviness_0_10" in names(decide_on(data))


@pytest.mark.parametrize(
    ("changes", "pt", "level", "stage"),
    [
        ({}, "linked", None, "run-04"),
        (None, "linked", "none", None),
        ({"signed_on": "2026-11-23"}, "linked", "none", None),
        ({"plan": "couch-to-5k"}, "linked", "other_plan", None),
        ({"plan_version": 2}, "linked", "other_plan", None),
        ({"withdrawn_on": "2026-11-22"}, "linked", "withdrawn", "run-04"),
        ({"withdrawn_on": "2026-11-23"}, "linked", None, "run-04"),
        ({"valid_until": "2026-11-21"}, "linked", "lapsed", "run-04"),
        ({"valid_until": "2026-11-22"}, "linked", None, "run-04"),
        ({"signed_on": "2026-05-24"}, "linked", None, "run-04"),
        ({"signed_on": "2026-05-23"}, "linked", "lapsed", "run-04"),
        ({"signed_on": "2026-05-23", "valid_until": "2027-01-01"}, "linked", "lapsed", "run-04"),
    ],
)
def test_a_clearance_is_for_a_plan_and_can_lapse(
    changes: dict[str, Any] | None, pt: str, level: str | None, stage: str | None
) -> None:
    data = week()
    data["pt"] = pt
    data["clearance"] = None if changes is None else {**data["clearance"], **changes}
    decision = decide_on(data)
    if level is None:
        assert decision.action is GO
    else:
        found = next(finding for finding in decision.findings if finding.gate == "clearance")
        assert (found.value, found.result) == (level, Truth.NOT_MET)
        assert (decision.action, decision.running_allowed, decision.stage) == (HOLD, False, stage)
        assert decision.release_by is ReleaseBy.PT
        assert "clearance" in names(decision)
    assert (decision.next_stage is None) is (stage is None)


SELF = {"role": "self_stated", "examined_by": "Dr Cole", "examined_on": "2026-10-20"}
READY = {
    "core_rehab_done": True,
    "pelvic_floor_rehab_done": True,
    "incontinence": "none",
    "girdle_pain": [],
    "walk_30_min_symptom_free": True,
}
TESTS = (
    "walk_30_min",
    "single_leg_balance",
    "single_leg_squat",
    "jog_on_the_spot",
    "forward_bounds",
    "hop_in_place",
    "running_man",
)
EXAMINED = {
    "assessed_on": "2026-10-20",
    "assessed_by": "Dr Cole",
    "pelvic_health_pt": True,
    "load_tests": [{"test": test, "symptom_free": True} for test in TESTS],
}


def alone() -> dict[str, Any]:
    data = week()
    data["clearance"] |= SELF
    return {**data, "pt": "alone", "readiness": dict(READY), "assessment": dict(EXAMINED)}


def test_alone_a_self_stated_clearance_needs_every_readiness_answer() -> None:
    decision = decide_on(alone())
    assert (decision.action, decision.release_by) == (GO, ReleaseBy.RUNNER)


@pytest.mark.parametrize("pt", ["linked", None])
def test_beside_a_pt_a_self_stated_clearance_waits_for_the_pt(pt: str | None) -> None:
    decision = decide_on({**alone(), "pt": pt})
    assert (decision.action, decision.running_allowed, decision.release_by) == (HOLD, True, ReleaseBy.PT)
    assert gates(decision) == {"clearance"}


@pytest.mark.parametrize(
    ("change", "gate", "result"),
    [
        ({"core_rehab_done": False}, "core-rehab", Truth.NOT_MET),
        ({"core_rehab_done": None}, "core-rehab", Truth.UNKNOWN),
        ({"pelvic_floor_rehab_done": False}, "pelvic-floor-rehab", Truth.NOT_MET),
        ({"pelvic_floor_rehab_done": None}, "pelvic-floor-rehab", Truth.UNKNOWN),
        ({"incontinence": "present"}, "incontinence", Truth.NOT_MET),
        ({"incontinence": "as_baseline"}, "incontinence", Truth.NOT_MET),
        ({"incontinence": None}, "incontinence", Truth.UNKNOWN),
        ({"girdle_pain": [{**knee(1), "site": "sacroiliac"}]}, "readiness-girdle-pain", Truth.NOT_MET),
        ({"girdle_pain": [{**knee(None), "site": "sacroiliac"}]}, "readiness-girdle-pain", Truth.UNKNOWN),
        ({"girdle_pain": None}, "readiness-girdle-pain", Truth.UNKNOWN),
        ({"walk_30_min_symptom_free": False}, "walk-30-min", Truth.NOT_MET),
        ({"walk_30_min_symptom_free": None}, "walk-30-min", Truth.UNKNOWN),
    ],
)
def test_each_readiness_answer_stands_before_running(
    change: dict[str, Any], gate: str, result: Truth
) -> None:
    data = alone()
    data["readiness"].update(change)
    decision = decide_on(data)
    assert (decision.action, decision.running_allowed) == (HOLD, False)
    assert gates(decision, result) == {gate}
    assert bool(decision.missing) is (result is Truth.UNKNOWN)


@pytest.mark.parametrize("name", [*READY, "nothing"])
def test_a_pts_clearance_covers_what_was_not_asked_and_nothing_bad(name: str) -> None:
    data = week()
    data["readiness"] = {key: value for key, value in READY.items() if key != name}
    assert decide_on(data).action is GO
    bad = {"incontinence": "present", "girdle_pain": [{**knee(1), "site": "hip"}], "nothing": None}
    if name in READY:
        data["readiness"][name] = bad.get(name, False)
        assert decide_on(data).action is HOLD


def test_a_knee_is_no_pelvic_girdle_and_a_calm_girdle_is_fine() -> None:
    data = alone()
    data["readiness"]["girdle_pain"] = [knee(5), {**knee(0), "site": "hip"}]
    assert decide_on(data).action is GO


def test_incontinence_as_usual_counts_against_a_signed_baseline() -> None:
    data = alone()
    data["readiness"]["incontinence"] = "as_baseline"
    usual = [{"item": "leak_wind", "described": "once a week, at night"}]
    data["baseline"] = {"signed_by": "Dr Cole", "signed_on": "2026-11-02", "usual": usual}
    assert decide_on(data).action is GO
    data["baseline"]["usual"] = [{"item": "scar", "described": "pulls once a week"}]
    assert gates(decide_on(data)) == {"incontinence"}


@pytest.mark.parametrize(
    ("change", "gate", "result"),
    [
        (None, "pelvic-assessment", Truth.UNKNOWN),
        ({"assessed_on": "2026-11-23"}, "pelvic-assessment", Truth.UNKNOWN),
        ({"pelvic_health_pt": False}, "pelvic-assessment", Truth.NOT_MET),
        ({"pelvic_health_pt": None}, "pelvic-assessment", Truth.UNKNOWN),
        ({"load_tests": EXAMINED["load_tests"][1:]}, "load-tests", Truth.UNKNOWN),
        (
            {"load_tests": [*EXAMINED["load_tests"][1:], {"test": "walk_30_min", "symptom_free": None}]},
            "load-tests",
            Truth.UNKNOWN,
        ),
        (
            {"load_tests": [*EXAMINED["load_tests"][1:], {"test": "walk_30_min", "symptom_free": False}]},
            "load-tests",
            Truth.NOT_MET,
        ),
        ({"load_tests": [{"test": "hop_in_place", "symptom_free": False}]}, "load-tests", Truth.NOT_MET),
    ],
)
def test_the_examination_stands_before_running(
    change: dict[str, Any] | None, gate: str, result: Truth
) -> None:
    data = alone()
    data["assessment"] = None if change is None else {**EXAMINED, **change}
    decision = decide_on(data)
    assert (decision.action, decision.running_allowed) == (HOLD, False)
    assert gate in gates(decision, result)


def test_weak_muscles_are_a_goal_and_no_bar() -> None:
    data = alone()
    data["assessment"]["strength"] = [{"test": "calf_raise", "left": 3, "right": 25}]
    assert decide_on(data).action is GO


def test_before_the_first_run_the_entry_holds_and_takes_no_walk_away() -> None:
    data = week("weeks-8-12")
    data["clearance"] = None
    decision = decide_on(data)
    assert (decision.action, decision.stage, decision.next_stage) == (HOLD, "weeks-8-12", "weeks-8-12")
    assert "clearance" in gates(decision)
    assert {"pelvic-assessment", "load-tests"} <= gates(decision, Truth.UNKNOWN)
    assert all(finding.outcome.running_allowed for finding in decision.findings)
    early = week("weeks-0-2")
    early["clearance"] = None
    assert decide_on(early).action is GO


def test_before_any_stage_the_answer_is_to_wait_and_what_for() -> None:
    decision = decide_on({"plan": "postnatal-graded", "plan_version": 1, "stage": None, "date": "2026-11-22"})
    assert (decision.action, decision.stage, decision.next_stage) == (HOLD, None, None)
    assert not decision.running_allowed
    assert {"birth date", "clearance", "pelvic_assessment", "load test: hop_in_place"} <= names(decision)
    assert "check-in" not in gates(decision)


def test_before_any_stage_a_sign_is_still_a_stop() -> None:
    data = {"plan": "postnatal-graded", "plan_version": 1, "stage": None, "date": "2026-11-22"}
    data["symptoms"] = [{"id": "e", "phase": "day", "at": "2026-11-22T10:00:00Z", "signs": ["seizure"]}]
    decision = decide_on(data)
    assert (decision.action, decision.urgency.value) == (Action.STOP, "emergency")


@pytest.mark.parametrize(
    ("kind", "lifted_on", "action", "allowed"),
    [
        ("no_progress", None, HOLD, True),
        ("no_running", None, HOLD, False),
        ("no_running", "2026-11-22", GO, True),
        ("no_running", "2026-11-23", HOLD, False),
    ],
)
def test_what_a_pt_ordered_stands(kind: str, lifted_on: str | None, action: Action, allowed: bool) -> None:
    data = week()
    hold = {"kind": kind, "ordered_by": "Ada Brook", "ordered_on": "2026-11-20", "reason": "let it rest"}
    data["holds"] = [
        {**hold, "lifted_on": lifted_on},
        {**hold, "kind": "no_progress", "lifted_on": "2026-11-21"},
    ]
    decision = decide_on(data)
    assert (decision.action, decision.running_allowed) == (action, allowed)
    assert decision.release_by is ReleaseBy.PT
    if action is HOLD:
        assert [str(f.on) for f in decision.findings if f.gate == "pt-hold"] == ["2026-11-20"]


@pytest.mark.parametrize(
    ("pt", "standing", "signed_on", "release"),
    [
        ("linked", None, "2026-10-27", ReleaseBy.PT),
        (None, None, "2026-10-27", ReleaseBy.PT),
        ("alone", None, "2026-10-27", ReleaseBy.RUNNER),
        ("alone", ("pt", "2026-11-20"), "2026-10-27", ReleaseBy.PT),
        ("alone", ("pt", "2026-11-20"), "2026-11-20", ReleaseBy.PT),
        ("alone", ("pt", "2026-11-20"), "2026-11-21", ReleaseBy.RUNNER),
        ("alone", ("medical", "2026-11-20"), "2026-10-27", ReleaseBy.MEDICAL),
        ("alone", ("medical", "2026-11-20"), None, ReleaseBy.MEDICAL),
    ],
)
def test_progress_waits_for_whoever_has_to_agree(
    pt: str | None, standing: tuple[str, str] | None, signed_on: str | None, release: ReleaseBy
) -> None:
    data = week()
    data["pt"] = pt
    data["clearance"] = signed_on and {**data["clearance"], "signed_on": signed_on}
    if standing:
        data["standing_release"] = {"release_by": standing[0], "since": standing[1]}
    decision = decide_on(data)
    assert decision.release_by is release
    assert decision.action is (GO if signed_on else HOLD)


def test_a_hold_waits_for_nobody() -> None:
    data = week()
    data["check_ins"][0]["energy"] = "very_low"
    assert decide_on(data).release_by is ReleaseBy.NONE
