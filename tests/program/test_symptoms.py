"""The symptom side, one spoiled answer at a time, at a running stage after a birth."""

from typing import Any

import pytest
from weeks import clean_week, decide_on, entry, knee

from program import Action, Decision, Truth, Urgency

HOLD, REGRESS, STOP, GO = Action.HOLD, Action.REGRESS, Action.STOP, Action.PROGRESS


def week(stage: str = "run-04", plan: str = "postnatal-graded") -> dict[str, Any]:
    return clean_week(plan, stage)


def find(data: dict[str, Any], entry_id: str) -> dict[str, Any]:
    return next(item for item in data["symptoms"] if item["id"] == entry_id)


def spoiled(entry_id: str, **items: Any) -> dict[str, Any]:
    data = week()
    find(data, entry_id).update(items)
    return data


def not_met(decision: Decision) -> set[str]:
    return {finding.gate for finding in decision.findings if finding.result is Truth.NOT_MET}


def unknown(decision: Decision) -> set[str]:
    return {finding.gate for finding in decision.findings if finding.result is Truth.UNKNOWN}


def calm_24_h(
    data: dict[str, Any], session: str = "s2", moment: str = "2026-11-19T10:00:00Z"
) -> dict[str, Any]:
    data["symptoms"].append(entry(f"d-{session}", "day_after", session, moment, pain=[]))
    return data


@pytest.mark.parametrize("entry_id", ["a2", "m2"])
@pytest.mark.parametrize(
    ("item", "value", "gate"),
    [
        ("leak_urine", "new_or_worse", "leak-urine"),
        ("leak_stool", "new_or_worse", "leak-stool"),
        ("leak_wind", "as_baseline", "leak-wind"),
        ("heaviness_0_10", 1, "heaviness"),
        ("bleeding", "new_or_more", "bleeding"),
        ("bleeding", "fading_after_birth", "bleeding"),
        ("scar", "new_or_worse", "scar"),
        ("doming", "as_baseline", "doming"),
    ],
)
def test_a_key_sign_takes_running_away_until_a_person_has_looked(
    entry_id: str, item: str, value: Any, gate: str
) -> None:
    decision = decide_on(spoiled(entry_id, **{item: value}))
    assert (decision.action, decision.running_allowed, decision.next_stage) == (REGRESS, False, "run-03")
    assert not_met(decision) == {gate, "open-key-sign"}
    assert [(found.gate, found.kind, found.because_of) for found in decision.open_findings] == [
        (gate, "key_sign", (entry_id,))
    ]
    assert decision.would_change_it == ()


@pytest.mark.parametrize(
    ("site", "score", "answers", "action", "gates"),
    [
        ("knee", 0, {}, GO, set()),
        ("knee", 1, {}, GO, set()),
        ("knee", 3, {}, GO, set()),
        ("knee", 4, {}, HOLD, {"pain"}),
        ("knee", 5, {}, HOLD, {"pain"}),
        ("knee", 6, {}, REGRESS, {"pain"}),
        ("knee", 2, {"limp": True}, REGRESS, {"limp"}),
        ("knee", 2, {"builds_up": True}, REGRESS, {"pain-builds-up"}),
        ("knee", 2, {"at_night": True}, REGRESS, {"night-pain", "open-key-sign"}),
        ("knee", 1, {"on_bone": True}, STOP, {"bone-pain", "open-stop"}),
        ("groin", 1, {}, STOP, {"bone-pain", "open-stop"}),
        ("groin", 0, {"on_bone": True, "limp": True}, GO, set()),
        ("calf", 1, {}, HOLD, {"calf-pain"}),
        ("calf", 0, {}, GO, set()),
        ("hip", 1, {}, REGRESS, {"girdle-pain", "open-key-sign"}),
        ("low_back", 2, {}, REGRESS, {"girdle-pain", "open-key-sign"}),
        ("pubic_symphysis", 1, {}, REGRESS, {"girdle-pain", "open-key-sign"}),
        ("tailbone", 1, {}, REGRESS, {"girdle-pain", "open-key-sign"}),
        ("sacroiliac", 1, {}, REGRESS, {"girdle-pain", "open-key-sign"}),
    ],
)
def test_pain_is_read_by_site_score_and_behaviour(
    site: str, score: int, answers: dict[str, bool], action: Action, gates: set[str]
) -> None:
    data = calm_24_h(spoiled("a2", pain=[{**knee(score), "site": site, **answers}]))
    decision = decide_on(data)
    assert (decision.action, not_met(decision)) == (action, gates)
    assert decision.missing == ()


@pytest.mark.parametrize("site", ["hip", "low_back", "sacroiliac"])
def test_a_sore_hip_in_another_population_does_not_frighten(site: str) -> None:
    data = week("phase-3", "soldier-walk-run")
    find(data, "a1")["pain"] = [{**knee(2), "site": site}]
    assert decide_on(data).action is GO


@pytest.mark.parametrize(
    ("question", "gate", "name"),
    [
        ("on_bone", "bone-pain", "pain on bone"),
        ("limp", "limp", "limp"),
        ("builds_up", "pain-builds-up", "pain that builds up"),
    ],
)
def test_a_question_beneath_pain_that_is_not_answered_holds(question: str, gate: str, name: str) -> None:
    decision = decide_on(spoiled("a2", pain=[knee(2, **{question: None})]))
    assert (decision.action, unknown(decision)) == (HOLD, {gate})
    assert [(gap.name, str(gap.on), gap.session) for gap in decision.missing] == [(name, "2026-11-18", "s2")]


def test_pain_at_night_is_asked_the_next_morning_and_not_before() -> None:
    assert decide_on(spoiled("a2", pain=[knee(2, at_night=None)])).action is GO
    data = spoiled("m2", pain=[knee(0, at_night=None)])
    assert decide_on(data).action is GO
    data = calm_24_h(spoiled("m2", pain=[knee(1, at_night=None, builds_up=None)]))
    decision = decide_on(data)
    assert unknown(decision) == {"night-pain"}
    assert not_met(decision) == {"next-morning-pain"}


def test_a_score_that_is_not_given_is_unknown() -> None:
    decision = decide_on(spoiled("a2", pain=[knee(None)]))
    assert decision.action is HOLD
    assert "pain" in unknown(decision)


@pytest.mark.parametrize(
    ("site", "gate", "action"), [("groin", "bone-pain", STOP), ("hip", "girdle-pain", REGRESS)]
)
def test_a_place_that_may_never_hurt_counts_without_a_score(site: str, gate: str, action: Action) -> None:
    decision = decide_on(spoiled("a2", pain=[{**knee(None), "site": site}]))
    assert (decision.action, decision.running_allowed) == (action, False)
    assert gate in not_met(decision)
    assert "pain" in unknown(decision)
    assert [found.gate for found in decision.open_findings] == [gate]


def test_a_calf_without_a_score_counts() -> None:
    data = spoiled("a2", pain=[{**knee(None), "site": "calf"}])
    assert "calf-pain" in not_met(decide_on(data))
    data["profile"]["birth_date"] = "2026-08-30"
    decision = decide_on(data)
    assert (decision.action, decision.urgency) == (STOP, Urgency.SAME_DAY)


def test_a_known_bad_answer_outranks_a_missing_one() -> None:
    data = spoiled("a2", pain=[knee(8), {**knee(None), "site": "ankle"}])
    decision = decide_on(calm_24_h(data))
    assert decision.action is REGRESS
    assert "pain" in not_met(decision)


@pytest.mark.parametrize(
    ("birth", "action", "urgency"),
    [
        ("2026-08-26", STOP, Urgency.SAME_DAY),
        ("2026-08-25", HOLD, Urgency.NONE),
        (None, STOP, Urgency.SAME_DAY),
    ],
)
def test_a_calf_is_a_clot_within_twelve_weeks_of_a_birth(
    birth: str | None, action: Action, urgency: Urgency
) -> None:
    data = spoiled("a2", pain=[{**knee(2), "site": "calf"}])
    data["profile"]["birth_date"] = birth
    decision = decide_on(data)
    assert (decision.action, decision.urgency) == (action, urgency)


def test_a_calf_without_any_birth_is_a_reason_to_wait() -> None:
    data = week("phase-3", "soldier-walk-run")
    find(data, "a1")["pain"] = [{**knee(2), "site": "calf"}]
    decision = decide_on(data)
    assert (decision.action, not_met(decision), decision.running_allowed) == (HOLD, {"calf-pain"}, True)


@pytest.mark.parametrize(
    ("day", "bleeding", "action"),
    [
        (56, "fading_after_birth", GO),
        (57, "fading_after_birth", REGRESS),
        (20, "new_or_more", REGRESS),
        (20, "period", GO),
    ],
)
def test_bleeding_is_read_by_the_weeks_since_the_birth(day: int, bleeding: str, action: Action) -> None:
    data = clean_week("postnatal-graded", "weeks-2-4")
    find(data, "a3")["bleeding"] = bleeding
    births = {56: "2026-09-25", 57: "2026-09-24", 20: "2026-10-31"}
    data["profile"]["birth_date"] = births[day]
    decision = decide_on(data)
    assert ("bleeding" in not_met(decision)) is (action is REGRESS)


def test_fading_bleeding_is_late_where_the_birth_is_unknown() -> None:
    data = clean_week("postnatal-graded", "weeks-2-4")
    find(data, "a1")["bleeding"] = "fading_after_birth"
    data["profile"]["birth_date"] = None
    assert "bleeding" in not_met(decide_on(data))


SIGNED = {
    "signed_by": "Ada Brook, PT",
    "signed_on": "2026-11-02",
    "usual": [
        {"item": item, "described": "a few drops, twice a week"} for item in ("leak_urine", "scar", "doming")
    ],
    "heaviness_0_10": 2,
    "pain": [{"site": "low_back", "score_0_10": 2}, {"site": "knee", "score_0_10": 5}],
}


@pytest.mark.parametrize(
    ("items", "action"),
    [
        ({"leak_urine": "as_baseline"}, GO),
        ({"leak_urine": "new_or_worse"}, REGRESS),
        ({"leak_stool": "as_baseline"}, REGRESS),
        ({"scar": "as_baseline"}, GO),
        ({"heaviness_0_10": 2}, GO),
        ({"heaviness_0_10": 3}, REGRESS),
        ({"pain": [{**knee(2), "site": "low_back"}]}, GO),
        ({"pain": [{**knee(3), "site": "low_back"}]}, REGRESS),
        ({"pain": [{**knee(1), "site": "sacroiliac"}]}, REGRESS),
        ({"pain": [knee(4)]}, HOLD),
    ],
)
def test_as_usual_counts_against_a_signed_baseline_only(items: dict[str, Any], action: Action) -> None:
    data = spoiled("a2", **items)
    data["baseline"] = SIGNED
    assert decide_on(calm_24_h(data)).action is action


@pytest.mark.parametrize(
    "change",
    [
        {"signed_by": None},
        {"signed_on": None},
        {"signed_on": "2026-11-19"},
        {"signed_on": "2026-08-25"},
        {"usual": []},
    ],
)
def test_a_baseline_that_does_not_hold_covers_nothing(change: dict[str, Any]) -> None:
    data = spoiled("a2", leak_urine="as_baseline")
    data["baseline"] = {**SIGNED, **change}
    assert decide_on(data).action is REGRESS


@pytest.mark.parametrize("signed_on", ["2026-11-18", "2026-08-26"])
def test_a_baseline_holds_from_its_day_for_twelve_weeks(signed_on: str) -> None:
    data = spoiled("a2", leak_urine="as_baseline")
    data["baseline"] = {**SIGNED, "signed_on": signed_on}
    assert decide_on(data).action is GO


def test_usual_girdle_pain_may_be_there_the_next_morning() -> None:
    back = {**knee(2), "site": "low_back"}
    data = spoiled("m2", pain=[back])
    find(data, "a2")["pain"] = [back]
    find(data, "a1")["pain"] = [back]
    data["baseline"] = SIGNED
    assert decide_on(data).action is GO


def test_the_same_small_pain_in_two_sessions_is_a_reason_to_wait() -> None:
    data = week()
    find(data, "a1")["pain"] = [knee(2)]
    assert decide_on(data).action is GO
    find(data, "a3")["pain"] = [{**knee(2), "site": "ankle"}]
    assert decide_on(data).action is GO
    find(data, "a3")["pain"] = [knee(1)]
    assert decide_on(data).action is GO
    find(data, "a3")["pain"] = [knee(2)]
    decision = decide_on(data)
    assert (decision.action, not_met(decision)) == (HOLD, {"repeated-pain"})
    repeated = next(finding for finding in decision.findings if finding.gate == "repeated-pain")
    assert repeated.value == 2


def test_effort_is_easy_and_asked() -> None:
    assert decide_on(spoiled("a2", effort_0_10=4)).action is GO
    assert not_met(decide_on(spoiled("a2", effort_0_10=5))) == {"effort"}
    assert unknown(decide_on(spoiled("a2", effort_0_10=None))) == {"effort"}
    last = week("run-16")
    find(last, "a3")["effort_0_10"] = 5
    assert decide_on(last).action is GO


@pytest.mark.parametrize(
    "item", ["leak_urine", "leak_stool", "leak_wind", "heaviness_0_10", "bleeding", "pain"]
)
@pytest.mark.parametrize(("entry_id", "day"), [("a2", "2026-11-18"), ("m2", "2026-11-19")])
def test_what_is_not_answered_is_missing_by_name_and_day(item: str, entry_id: str, day: str) -> None:
    decision = decide_on(spoiled(entry_id, **{item: None}))
    phase = {"a2": "after", "m2": "next_morning"}[entry_id]
    assert decision.action is HOLD
    assert [(gap.name, str(gap.on), gap.session) for gap in decision.missing] == [
        (f"{phase}: {item}", day, "s2")
    ]


def test_scar_and_doming_are_asked_after_the_run_only() -> None:
    assert unknown(decide_on(spoiled("a2", scar=None, doming=None))) == {"scar", "doming"}
    assert decide_on(spoiled("m2", scar=None, doming=None)).action is GO


def test_the_worst_of_all_entries_counts_and_says_its_day() -> None:
    data = calm_24_h(spoiled("a2", pain=[knee(5)]))
    find(data, "a1")["pain"] = [{**knee(4), "site": "ankle"}]
    calm_24_h(data, "s1", "2026-11-17T10:00:00Z")
    found = next(finding for finding in decide_on(data).findings if finding.gate == "pain")
    assert (found.value, str(found.on), found.because_of) == (5, "2026-11-18", ("a2",))
    find(data, "a1")["pain"] = [{**knee(5), "site": "ankle"}]
    found = next(finding for finding in decide_on(data).findings if finding.gate == "pain")
    assert (found.value, str(found.on), found.because_of) == (5, "2026-11-18", ("a1", "a2"))


def test_a_day_without_a_run_counts_too() -> None:
    data = week()
    data["symptoms"].append(entry("day1", "day", None, "2026-11-19T12:00:00Z", pain=[knee(6)]))
    assert not_met(decide_on(data)) == {"pain"}


@pytest.mark.parametrize(
    ("soreness", "action", "rest"),
    [
        ("none", GO, 0),
        ("muscle_only", GO, 0),
        ("warm_up_went_away", HOLD, 0),
        ("joint_after", HOLD, 0),
        ("next_day", HOLD, 1),
        ("during", REGRESS, 1),
        ("warm_up_came_back", REGRESS, 2),
        ("warm_up_stayed", REGRESS, 2),
        (None, HOLD, 0),
    ],
)
@pytest.mark.parametrize("entry_id", ["a1", "m1"])
def test_the_soreness_rules(soreness: str | None, action: Action, rest: int, entry_id: str) -> None:
    data = week("level-5", "delaware-soreness")
    find(data, entry_id)["soreness"] = soreness
    decision = decide_on(data)
    assert (decision.action, decision.rest_days) == (action, rest)
    assert decision.next_stage == {GO: "level-6", HOLD: "level-5", REGRESS: "level-4"}[action]


@pytest.mark.parametrize("item", ["swelling", "change"])
@pytest.mark.parametrize("entry_id", ["a2", "m2"])
def test_swelling_or_more_complaint_does_not_advance(item: str, entry_id: str) -> None:
    data = week("phase-2", "soldier-walk-run")
    find(data, entry_id)[item] = {"swelling": "stiff", "change": "more"}[item]
    assert not_met(decide_on(data)) == {item}
    find(data, entry_id)[item] = None
    assert unknown(decide_on(data)) == {item}


def test_what_a_plan_does_not_ask_is_not_missed_but_counts_when_said() -> None:
    data = week()
    find(data, "a2")["swelling"] = None
    find(data, "a2")["soreness"] = None
    assert decide_on(data).action is GO
    c25k = week("week-2", "couch-to-5k")
    find(c25k, "a2")["heaviness_0_10"] = 3
    decision = decide_on(c25k)
    assert (decision.action, decision.running_allowed) == (REGRESS, False)
