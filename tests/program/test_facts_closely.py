"""Single facts at their edges, where a decision alone would not tell one reading from another."""

from datetime import date, timedelta
from typing import Any, get_args

import pytest
from weeks import BIRTH, MONDAY, at, case_of, clean_week, decide_on, entry, knee, plan_of

from program import Action, CaseError, Missing, decide
from program.counterfactual import best_needed
from program.errors import Fault
from program.evaluate import decide_from
from program.facts.observe import observe
from program.facts.readings import Reading, read, read_signs
from program.facts.symptoms import badness
from program.facts.view import View
from program.gates import Fact
from program.measures import MEASURES
from program.plan import Row
from program.record import LoadTest

GIRDLE, BONE = "pubic_symphysis", "groin"


def week(stage: str = "run-04", plan: str = "postnatal-graded") -> dict[str, Any]:
    return clean_week(plan, stage)


def view_of(data: dict[str, Any]) -> View:
    return View(case_of(data), plan_of(data["plan"]))


def fact(data: dict[str, Any], measure: str) -> Fact:
    return observe(case_of(data), plan_of(data["plan"])).facts[measure]


def reading(data: dict[str, Any], measure: str, **said: Any) -> Reading:
    data = {**data, "symptoms": [entry("x", "day", None, said.pop("at", data["now"]), **said)]}
    seen = view_of(data)
    return read(measure, seen.case.symptoms[0], seen)


def pain(site: str, score: int | None, **answers: Any) -> dict[str, Any]:
    return {**knee(score, **answers), "site": site}


def test_bone_counts_past_a_place_that_does_not_hurt_and_asks_for_what_is_open() -> None:
    given = [pain("knee", 2, on_bone=None), pain(BONE, 0), pain(BONE, 4)]
    assert reading(week(), "bone_pain_0_10", pain=given) == Reading(4, ("pain on bone",))
    given = [pain("knee", 2, on_bone=None), pain(BONE, None)]
    assert reading(week(), "bone_pain_0_10", pain=given) == Reading(1, ("pain on bone", "pain score"))


def test_the_girdle_counts_and_asks_without_a_score() -> None:
    assert reading(week(), "girdle_pain_0_10", pain=[pain(GIRDLE, None)]) == Reading(1, ("pain score",))


def test_usual_heaviness_of_none_covers_none_only() -> None:
    data = week()
    data["baseline"] = {"signed_by": "Ada Brook, PT", "signed_on": MONDAY.isoformat(), "heaviness_0_10": 0}
    assert [reading(data, "heaviness_0_10", heaviness_0_10=score).value for score in (0, 1)] == [0, 1]


def test_bleeding_may_fade_from_the_day_of_the_birth_on_and_not_without_a_day() -> None:
    data = week()
    data["profile"]["birth_date"] = BIRTH.isoformat()
    fades = [
        reading(data, "bleeding", bleeding="fading_after_birth", at=moment).value
        for moment in (at(BIRTH - timedelta(days=1)), at(BIRTH), None)
    ]
    assert fades == ["fading_but_late", "fading_after_birth", "fading_but_late"]


def test_no_sign_among_those_asked_is_none() -> None:
    seen = view_of({**week(), "symptoms": [entry("x", "day", None, None, signs=[])]})
    assert read_signs("emergency", seen.case.symptoms[0]) == Reading("none")


@pytest.mark.parametrize(
    ("phase", "days"), [("during", 0), ("after", 0), ("next_morning", 1), ("day_after", 1)]
)
def test_an_undated_entry_belongs_to_the_day_of_its_moment(phase: str, days: int) -> None:
    data = {**week(), "symptoms": [entry("x", phase, "s1", None)]}
    seen = view_of(data)
    assert seen.day_of(seen.case.symptoms[0]) == MONDAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("stage", "run_s", "uncertain_s", "is_run"),
    [
        ("weeks-8-12", 0, 0, False),
        ("weeks-8-12", 1, 0, True),
        ("weeks-8-12", 0, 1, True),
        ("weeks-8-12", None, 0, False),
        ("run-04", 0, 0, True),
        ("run-04", None, 0, True),
        (None, None, 0, True),
    ],
)
def test_what_may_have_been_running_is_a_run(
    stage: str | None, run_s: int | None, uncertain_s: int, is_run: bool
) -> None:
    data = week()
    data["sessions"][0] |= {"stage": stage, "run_time_s": run_s, "uncertain_time_s": uncertain_s}
    seen = view_of(data)
    assert seen.is_run(seen.sessions[0]) is is_run


@pytest.mark.parametrize(
    ("run_s", "outcome"),
    [(89.9, "partly"), (90, "as_prescribed"), (115, "as_prescribed"), (115.1, "exceeded")],
)
def test_a_short_session_has_its_seconds_of_tolerance(run_s: float, outcome: str) -> None:
    data = week()
    data["sessions"][0] |= {"session": None, "run_time_s": run_s, "prescribed_run_time_s": 100}
    seen = view_of(data)
    assert seen.run_count(seen.sessions[0]) == 0
    assert seen.outcome_of(seen.sessions[0]) == outcome


def test_more_sessions_than_asked_show_the_stage_once() -> None:
    data = week()
    data["sessions"].append({**data["sessions"][-1], "id": "s9"})
    seen = view_of(data)
    assert seen.matched(seen.sessions) == len(seen.sessions) - 1
    data["stage"] = None
    before = view_of(data)
    assert before.matched(before.sessions) == 0


def test_what_was_signed_and_examined_today_counts_today() -> None:
    data = week()
    data["clearance"]["signed_on"] = data["date"]
    data["assessment"] = {
        "assessed_by": "Ada Brook, PT",
        "assessed_on": data["date"],
        "pelvic_health_pt": True,
    }
    assert (fact(data, "clearance").value, fact(data, "pelvic_assessment").value) == ("valid", "yes")
    data["readiness"]["core_rehab_done"] = False
    assert fact({**data, "clearance": None}, "core_rehab").value == "no"


@pytest.mark.parametrize(
    ("item", "value"),
    [
        ("leak_urine", "as_signed_baseline"),
        ("leak_wind", "as_signed_baseline"),
        ("leak_stool", "same_but_no_signed_baseline"),
    ],
)
def test_a_signed_leak_covers_the_usual_incontinence_but_none_of_stool(item: str, value: str) -> None:
    data = {**week(), "clearance": None}
    data["readiness"]["incontinence"] = "as_baseline"
    assert fact(data, "incontinence").value == "same_but_no_signed_baseline"
    usual = [{"item": item, "described": "a few drops"}]
    data["baseline"] = {"signed_by": "Ada Brook, PT", "signed_on": MONDAY.isoformat(), "usual": usual}
    assert fact(data, "incontinence").value == value


def test_a_failed_load_test_leaves_the_others_missing() -> None:
    data = {**week(), "clearance": None}
    tests = [{"test": "walk_30_min", "symptom_free": False}]
    data["assessment"] = {"assessed_by": "Ada", "assessed_on": data["date"], "load_tests": tests}
    found = fact(data, "load_tests")
    assert (found.value, found.complete) == ("not_free_of_symptoms", False)
    assert Missing("load test: hop_in_place") in found.missing
    tests += [{"test": test, "symptom_free": True} for test in get_args(LoadTest)[1:]]
    assert fact(data, "load_tests") == Fact("not_free_of_symptoms", True)


def test_badness_grows_in_the_declared_direction() -> None:
    for measure in MEASURES.values():
        if measure.worse == "level":
            grows = [badness(measure.id, value) for value in reversed(measure.levels)]
        else:
            grows = [
                badness(measure.id, value) for value in ((0, 5) if measure.worse == "higher" else (5, 0))
            ]
        assert grows == sorted(set(grows))


def test_a_question_that_nobody_answered_applies_where_it_was_asked() -> None:
    data = week()
    for said in data["symptoms"]:
        said["effort_0_10"] = None
    found = fact(data, "effort_0_10")
    assert (found.value, found.complete, found.applies) == (None, False, True)
    assert {gap.session for gap in found.missing} == {session["id"] for session in data["sessions"]}
    walks = {**week("weeks-8-12"), "symptoms": []}
    asks_nothing = fact(walks, "next_morning_pain_0_10")
    assert (asks_nothing.complete, asks_nothing.applies, asks_nothing.missing) == (True, False, ())


@pytest.mark.parametrize("phase", ["during", "after"])
def test_amber_pain_of_either_moment_is_asked_about_again(phase: str) -> None:
    data = week()
    data["symptoms"].append(entry("x", phase, "s1", at(MONDAY, 10), pain=[knee(4)]))
    assert (
        Missing("day_after: pain", MONDAY + timedelta(days=1), "s1")
        in fact(data, "day_after_pain_0_10").missing
    )


def test_pain_repeats_where_one_place_hurt_in_two_runs() -> None:
    def repeated(*phases: str, scores: tuple[int | None, ...] = (2, 2)) -> Any:
        data = week()
        for index, (phase, score) in enumerate(zip(phases, scores, strict=True)):
            day = MONDAY + timedelta(days=2 * index)
            data["symptoms"].append(
                entry(f"x{index}", phase, f"s{index + 1}", at(day, 11), pain=[knee(score)])
            )
        return fact(data, "repeated_pain_sessions").value

    assert repeated("during", "after") == repeated("after", "during") == 2
    assert repeated("after", "next_morning") == repeated("next_morning", "after") == 1
    assert repeated("after", "after", scores=(2, None)) == 1


def test_a_sign_without_a_day_is_present() -> None:
    data = week()
    data["symptoms"].append(entry("x", "day", None, None, signs=["chest_pain"]))
    found = fact(data, "emergency_sign")
    assert (found.value, found.on, found.because_of) == ("present", None, ("x",))


def test_the_later_of_two_check_ins_of_a_day_counts() -> None:
    data = week()
    first = data["check_ins"][0]
    day = date.fromisoformat(first["date"])
    data["check_ins"] = [
        {**first, "id": "a", "at": at(day, 19), "energy": "good"},
        {**first, "id": "b", "at": at(day, 8), "energy": "very_low"},
    ]
    assert fact(data, "energy").value == "good"


def test_last_weeks_check_in_is_no_answer_of_this_week() -> None:
    data = week()
    data["check_ins"][0] |= {"date": (MONDAY - timedelta(days=1)).isoformat(), "at": at(MONDAY, -5)}
    for measure in ("feeding", "emergency_sign"):
        assert not fact(data, measure).complete
    assert (fact(data, "feeding").value, fact(data, "emergency_sign").value) == ("going_well", None)


def test_a_case_of_another_plan_says_where_it_is_wrong() -> None:
    data = week()
    with pytest.raises(CaseError) as other:
        decide(case_of(data), plan_of("physio-19"))
    wanted = "this case is of postnatal-graded version 1, not physio-19 version 1"
    assert (other.value.subject, other.value.faults) == ("case", (Fault("plan", wanted),))
    with pytest.raises(CaseError) as nowhere:
        decide_on({**data, "stage": "run-99"})
    (fault,) = nowhere.value.faults
    assert fault.path == "stage"
    assert "run-01, run-02" in fault.message


def test_a_decision_says_what_it_was_made_from() -> None:
    data = week()
    case, plan = case_of(data), plan_of(data["plan"])
    decision = decide_from(observe(case, plan), case, plan)
    assert (decision.plan, decision.plan_version, decision.would_change_it) == (plan.id, 1, ())
    assert decision.facts_sha256 == decide(case, plan).facts_sha256
    assert decide_from(observe(case, plan).__class__({}, ()), case, plan).action is Action.HOLD


@pytest.mark.parametrize(
    ("gate", "rows", "needed"),
    [
        ("pain", [{"at_least": 4, "then": "hold"}], 3),
        ("pain", [{"more_than": 6, "then": "regress"}, {"more_than": 4.5, "then": "hold"}], 4.5),
        ("sleep", [{"at_most": 4, "then": "hold"}], 5),
        ("sleep", [{"less_than": "$sleep_min_h", "then": "hold"}], 5),
        ("sleep", [{"less_than": 0, "then": "hold"}], 0),
        (
            "energy",
            [{"is": ("very_low",), "then": "hold"}, {"is": ("low", "good"), "then": "progress"}],
            "low",
        ),
        ("energy", [{"is": ("very_low", "low", "good"), "then": "hold"}], None),
        ("pain", [{"at_least": 4, "then": "hold"}, {"less_than": 4, "then": "hold"}], None),
        ("pain", [], None),
    ],
)
def test_the_nearest_value_that_meets_a_gate_is_offered(
    gate: str, rows: list[dict[str, Any]], needed: float | str | None
) -> None:
    plan = plan_of("postnatal-graded")
    otherwise = {"otherwise": True, "then": "progress"}
    unknown = {"unknown": True, "then": "hold"}
    whole = [*rows, unknown, *([] if needed is None or gate == "energy" else [otherwise])]
    read_rows = tuple(Row.model_validate(row) for row in whole)
    assert best_needed(plan.gate(gate).model_copy(update={"rows": read_rows}), plan, None) == needed


def test_a_limit_is_that_of_the_stage() -> None:
    plan = plan_of("soldier-walk-run")
    effort, limits = plan.gate("effort"), set()
    for stage in plan.stages:
        limits.add(best_needed(effort, plan, stage))
        assert best_needed(effort, plan, stage) == plan.number("effort_max_0_10", stage)
    assert len(limits) > 1


def test_without_a_run_a_start_or_a_signature_the_day_of_the_last_run_is_missing() -> None:
    data = week()
    data.update(sessions=[], symptoms=[], clearance=None, stage_since=None)
    assert fact(data, "days_since_last_run") == Fact(missing=(Missing("date of the last run"),))
    data["stage_since"] = at(MONDAY - timedelta(days=1), 20)
    assert fact(data, "days_since_last_run").value == 7


def test_in_the_first_stage_nothing_was_gone_up_however_new_it_is() -> None:
    first, later = week("weeks-0-2"), week("run-04")
    for data in (first, later):
        data["stage_since"] = data["now"]
    assert fact(first, "advances_in_7_days") == Fact(0, True)
    assert fact(later, "advances_in_7_days") == Fact(missing=(Missing("stage history"),))


def test_a_walk_that_ends_now_leaves_no_window_open_and_a_run_its_night() -> None:
    for stage, names in (("weeks-8-12", ()), ("run-04", ("s3",))):
        data = week(stage)
        data["sessions"] = data["sessions"][:3]
        data["sessions"][2].update(end=data["now"], local_date=data["date"])
        assert fact(data, "open_windows").because_of == names


def test_a_stage_entered_since_is_no_run() -> None:
    data = week()
    data.update(sessions=data["sessions"][:1], symptoms=[], stage_since=at(MONDAY + timedelta(days=4)))
    assert fact(data, "days_since_last_run").value == 6


@pytest.mark.parametrize(("stage", "limit"), [("run-16", 5), ("run-15", 4)])
def test_what_would_change_it_is_held_against_the_numbers_of_the_stage(stage: str, limit: int) -> None:
    data = week(stage)
    for said in data["symptoms"]:
        if said["phase"] == "after":
            said["effort_0_10"] = 6
    (change,) = [item for item in decide_on(data).would_change_it if item.gate == "effort"]
    assert (change.needed, change.then) == (limit, Action.PROGRESS)
