"""What would change it, the words, the most cautious of all votes, and the JSON of the contract."""

import json
import re
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from weeks import at, clean_week, decide_on, entry, knee, plan_of

from program import (
    NOBODY_ALERTED,
    NOTICE,
    Action,
    Decision,
    ReleaseBy,
    Urgency,
    decision_json,
    explain,
    shipped_plans,
)
from program.evaluate import judge_all, settle
from program.gates import Fact, judge, limit_text, row_for
from program.model import Outcome
from program.plan import Row

HOLD, REGRESS, STOP, GO = Action.HOLD, Action.REGRESS, Action.STOP, Action.PROGRESS


def week(stage: str = "run-04", plan: str = "postnatal-graded") -> dict[str, Any]:
    return clean_week(plan, stage)


def find(data: dict[str, Any], entry_id: str) -> dict[str, Any]:
    return next(item for item in data["symptoms"] if item["id"] == entry_id)


def words(decision: Decision) -> str:
    return explain(decision, plan_of(decision.plan)).text


def changes(decision: Decision) -> list[tuple[str, Any, Any, Action, tuple[str, ...]]]:
    return [(c.gate, c.value, c.needed, c.then, c.together_with) for c in decision.would_change_it]


def painful(score: int, calm_after: bool = True) -> dict[str, Any]:
    data = week()
    find(data, "a2")["pain"] = [knee(score)]
    if calm_after:
        data["symptoms"].append(entry("d2", "day_after", "s2", at(date(2026, 11, 19), 10), pain=[]))
    return data


@pytest.mark.parametrize("score", [4, 5, 6, 10])
@pytest.mark.parametrize("calm_after", [True, False])
def test_at_three_or_less_she_would_progress(score: int, calm_after: bool) -> None:
    decision = decide_on(painful(score, calm_after))
    assert changes(decision) == [("pain", score, 3, GO, ())]
    assert decide_on(painful(3, calm_after)).action is GO
    assert "With pain at 3 or less you would progress." in words(decision)


def test_what_is_not_enough_alone_is_said_together() -> None:
    data = painful(4)
    data["check_ins"][0]["sleep_hours_per_night"] = 4.0
    decision = decide_on(data)
    assert changes(decision) == [("sleep", 4, 5, GO, ("pain",)), ("pain", 4, 3, GO, ("sleep",))]
    together = (
        "With 5 hours of sleep a night or more and pain at 3 or less, all together, you would progress."
    )
    assert together in words(decision)


def test_a_change_that_helps_a_little_is_said_as_that() -> None:
    data = painful(6)
    data["sessions"][0]["outcome"] = "exceeded"
    decision = decide_on(data)
    assert changes(decision) == [("pain", 6, 3, HOLD, ())]
    assert "With pain at 3 or less it would be a hold." in words(decision)


@pytest.mark.parametrize(
    ("item", "bad", "needed", "says"),
    [
        ("energy", "very_low", "low", "With more energy than that you would progress."),
        ("illness", "fever_or_whole_body", None, None),
        ("mood", "very_low", None, None),
        ("feeding", "supply_falling", "going_well", "With a steady milk supply you would progress."),
        (
            "outside_runs",
            "some",
            "none",
            "With no running or impact sport outside the files you would progress.",
        ),
        ("confidence_0_10", 1, 4, "With 4 or more out of 10 for how sure you feel you would progress."),
    ],
)
def test_answers_of_the_check_in_are_offered_where_a_person_is_not_needed(
    item: str, bad: Any, needed: Any, says: str | None
) -> None:
    data = week()
    data["check_ins"][0][item] = bad
    decision = decide_on(data)
    assert [change.needed for change in decision.would_change_it] == ([needed] if needed else [])
    assert says is None or says in words(decision)


def test_effort_and_after_effects_are_changed_in_the_case_itself() -> None:
    data = week()
    find(data, "a1")["effort_0_10"] = 7
    find(data, "a2")["effort_0_10"] = 4
    assert changes(decide_on(data)) == [("effort", 7, 4, GO, ())]
    data = week()
    find(data, "m2")["pain"] = [knee(2)]
    assert changes(decide_on(data)) == [("next-morning-pain", 2, 0, GO, ())]
    data = painful(4)
    find(data, "d2")["pain"] = [knee(2)]
    assert changes(decide_on(data)) == [
        ("day-after-pain", 2, 0, GO, ("pain",)),
        ("pain", 4, 3, GO, ("day-after-pain",)),
    ]


def test_sessions_are_offered_as_something_to_do() -> None:
    data = week()
    data["sessions"][1]["outcome"] = "partly"
    decision = decide_on(data)
    assert changes(decision) == [("sessions-done", 1, 0, GO, ())]
    assert "With all sessions of this stage done as prescribed you would progress." in words(decision)


@pytest.mark.parametrize(
    "spoil",
    [
        {"leak_urine": "new_or_worse"},
        {"heaviness_0_10": 2},
        {"signs": ["fever"]},
        {"pain": [knee(4, on_bone=True)]},
        {"pain": [knee(4, at_night=True)]},
    ],
)
def test_nothing_is_offered_where_a_person_decides(spoil: dict[str, Any]) -> None:
    data = painful(4)
    find(data, "a1").update(spoil)
    assert decide_on(data).would_change_it == ()


def test_nothing_is_offered_that_a_missing_answer_forbids() -> None:
    data = painful(4)
    find(data, "m3")["heaviness_0_10"] = None
    assert decide_on(data).would_change_it == ()


def test_every_change_offered_is_true() -> None:
    """Doing what is offered gives what is promised, in the case itself."""
    data = painful(5)
    find(data, "a3")["effort_0_10"] = 9
    data["check_ins"][0]["confidence_0_10"] = 0
    decision = decide_on(data)
    needed = {change.gate: change.needed for change in decision.would_change_it}
    assert needed == {"pain": 3, "effort": 4, "confidence": 4}
    find(data, "a2")["pain"] = [knee(3)]
    find(data, "a3")["effort_0_10"] = 4
    data["check_ins"][0]["confidence_0_10"] = 4
    assert decide_on(data).action is GO


@pytest.mark.parametrize(
    ("data", "headline"),
    [
        (week(), "Ready for Run 5: 4 times 2 min 30 s run, 2 min 30 s walk."),
        (week("run-16"), "Well done: the plan is complete."),
        (painful(4), "Hold: stay at Run 4: 4 times 2 min run, 3 min walk."),
        (painful(6), "Step back to Run 3: 4 times 1 min 30 s run, 3 min 30 s walk."),
    ],
)
def test_the_headline_says_the_answer(data: dict[str, Any], headline: str) -> None:
    explanation = explain(decide_on(data), plan_of("postnatal-graded"))
    assert explanation.headline == headline
    assert explanation.notice == NOTICE
    assert explanation.text.startswith(headline)
    assert explanation.text.endswith(NOTICE)


def test_rest_and_release_are_said() -> None:
    data = painful(6)
    assert "Rest from running for 2 days first." in words(decide_on(data))
    find(data, "a2")["pain"] = []
    data["sessions"][2]["outcome"] = "exceeded"
    assert "Rest from running for 1 day first." in words(decide_on(data))
    assert "Rest from" not in words(decide_on(week()))
    assert words(decide_on(week())).count("It waits for your PT.") == 1
    assert "It waits for your own yes at the check-in." in words(decide_on({**week(), "pt": "alone"}))


@pytest.mark.parametrize(
    ("sign", "headline"),
    [
        ("fever", "Stop, and speak to a doctor or midwife today."),
        ("chest_pain", "Stop, and get emergency help now."),
    ],
)
def test_where_help_is_needed_only_that_is_said(sign: str, headline: str) -> None:
    data = painful(7)
    find(data, "a1")["signs"] = [sign]
    find(data, "m3")["heaviness_0_10"] = None
    explanation = explain(decide_on(data), plan_of("postnatal-graded"))
    assert explanation.headline == headline
    wanted = {
        "fever": "You reported a sign that needs medical care today on Monday 16 November.",
        "chest_pain": "You reported an emergency sign on Monday 16 November. Get help now.",
    }
    assert explanation.reasons == (wanted[sign],)
    assert (explanation.missing, explanation.changes) == ((), ())
    assert explanation.next_step.startswith(NOBODY_ALERTED)
    assert "No running. A doctor or midwife has to look first." in explanation.next_step


def test_an_open_finding_is_said_where_it_is_an_older_one() -> None:
    data = week()
    find(data, "a1")["leak_urine"] = "new_or_worse"
    assert "still open" not in words(decide_on(data))
    data["open_findings"] = [{"id": "old", "gate": "heaviness", "kind": "key_sign"}]
    assert "An earlier key sign is still open." in words(decide_on(data))
    data["open_findings"][0]["kind"] = "stop"
    assert "Stop: no running until somebody has looked at this." in words(decide_on(data))


def test_what_is_missing_is_said_by_name_and_day() -> None:
    data = week()
    data["symptoms"] = [item for item in data["symptoms"] if item["id"] != "m1"]
    find(data, "a2")["scar"] = None
    explanation = explain(decide_on(data), plan_of("postnatal-graded"))
    assert explanation.missing == (
        "Please tell us how it was on the morning of Tuesday 17 November; how it was after the run on"
        " Wednesday 18 November: scar.",
    )
    assert explanation.reasons == (
        "Some answers are missing, and a missing answer does not count as a good one.",
    )


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (
            {"a2": {"pain": [{**knee(2), "site": "calf"}]}},
            "You noted calf pain on Wednesday 18 November. If it is",
        ),
        (
            {"a2": {"effort_0_10": 7}},
            "A session felt like 7 out of 10 on Wednesday 18 November; it should stay easy.",
        ),
        (
            {"a2": {"heaviness_0_10": 2}},
            "You noted heaviness of 2 out of 10 on Wednesday 18 November, above what",
        ),
    ],
)
def test_a_reason_says_value_and_day(spoil: dict[str, dict[str, Any]], reason: str) -> None:
    data = week()
    for entry_id, items in spoil.items():
        find(data, entry_id).update(items)
    explanation = explain(decide_on(data), plan_of("postnatal-graded"))
    assert [said for said in explanation.reasons if said.startswith(reason)]


def test_a_value_of_the_check_in_is_said_as_it_is() -> None:
    data = week()
    data["check_ins"][0]["sleep_hours_per_night"] = 4.5
    assert explain(decide_on(data), plan_of("postnatal-graded")).reasons == (
        "You slept about 4.5 hours a night, by your check-in on Sunday 22 November.",
    )
    data["sessions"][1]["stage"] = None
    assert "A run was not on the plan on Wednesday 18 November." in words(decide_on(data))
    data["check_ins"] = []
    assert (
        explain(decide_on(data), plan_of("postnatal-graded")).reasons[-1]
        == "Your check-in for this week is still to come."
    )


def test_before_any_stage_the_headline_says_so_and_names_what_is_missing() -> None:
    decision = decide_on({"plan": "couch-to-5k", "plan_version": 1, "stage": None, "date": "2026-11-22"})
    explanation = explain(decision, plan_of("couch-to-5k"))
    assert explanation.headline == "Hold: running has not begun yet."
    assert explanation.next_step == "No running for now; gentle walking is fine if it feels good."
    data = week()
    data["sessions"] = None
    data["symptoms"] = []
    data["check_ins"][0]["sleep_hours_per_night"] = None
    assert explain(decide_on(data), plan_of("postnatal-graded")).missing == (
        "Please tell us in your check-in of Sunday 22 November: sleep.",
        "Not on record yet: your runs.",
    )


def test_settled_pain_is_offered_without_or_less() -> None:
    data = week()
    find(data, "m2")["pain"] = [knee(2)]
    data["symptoms"].append(entry("d2", "day_after", "s2", at(date(2026, 11, 19), 10), pain=[]))
    assert "With pain the next morning at 0 you would progress." in words(decide_on(data))


def test_an_open_stop_says_so() -> None:
    data = week()
    data["open_findings"] = [{"id": "old", "gate": "heaviness", "kind": "stop"}]
    explanation = explain(decide_on(data), plan_of("postnatal-graded"))
    assert explanation.headline == "Stop: no running until somebody has looked at this."
    assert explanation.next_step == "No running. A doctor or midwife has to look first."


def test_an_unknown_without_anything_to_answer_is_said_in_its_own_words() -> None:
    decision = decide_on(week())
    unknown = tuple(
        judge(plan_of("postnatal-graded").gate(name), Fact(), plan_of("postnatal-graded"), None)
        for name in ("sleep", "energy")
    )
    silent = explain(
        Decision(
            **{**{f: getattr(decision, f) for f in decision.__slots__}, "findings": unknown, "action": HOLD}
        ),
        plan_of("postnatal-graded"),
    )
    assert silent.reasons == ("We do not know how you slept.", "We do not know about your energy.")


def _all_words() -> list[str]:
    said = []
    for plan in shipped_plans().values():
        for gate in plan.gates:
            said += [gate.says, *(row.says for row in gate.rows if row.says)]
    return sorted(set(said))


BLAME = re.compile(
    r"\b(fail|failed|failure|bad|wrong|should have|must have|lazy|poor|careless|fault|noncompl)", re.I
)


def test_the_words_blame_nobody_and_are_plain() -> None:
    for text in _all_words():
        assert not BLAME.search(text), text
        sentences = [part for part in re.split(r"[.:;] ?", text) if part]
        assert max(len(sentence.split()) for sentence in sentences) <= 22, text
        assert text.endswith("."), text


def test_every_sentence_of_every_gate_can_be_said() -> None:
    for text in _all_words():
        said = text.format(value="4", on=" on Monday 16 November")
        assert "{" not in said


def test_the_json_is_that_of_the_contract() -> None:
    data = painful(6)
    find(data, "a1")["leak_urine"] = "new_or_worse"
    decision = decide_on(data)
    record = decision_json(decision, "words")
    assert set(record) == {
        "action",
        "running_allowed",
        "release_by",
        "urgency",
        "stage",
        "next_stage",
        "rest_days",
        "findings",
        "missing",
        "open_findings",
        "would_change_it",
        "plan",
        "plan_version",
        "date",
        "facts_sha256",
        "explanation",
    }
    assert (record["action"], record["urgency"], record["release_by"], record["rest_days"]) == (
        "regress",
        None,
        "pt",
        2,
    )
    assert (record["date"], record["explanation"]) == ("2026-11-22", "words")
    first = record["findings"][0]
    assert {"gate", "measure", "value", "limit", "result", "severity", "source"} <= set(first)
    assert (first["gate"], first["result"], first["severity"]) == ("leak-urine", "not_met", "regress")
    assert record["open_findings"][0]["opened_on"] == "2026-11-16"
    assert "outcome" not in first
    assert json.loads(json.dumps(record)) == record


def test_findings_stand_from_the_most_cautious_on() -> None:
    data = painful(6)
    find(data, "a1")["leak_urine"] = "new_or_worse"
    data["check_ins"][0]["mood"] = "very_low"
    data["sessions"][0]["outcome"] = "exceeded"
    order = [finding.gate for finding in decide_on(data).findings]
    wanted = ["leak-urine", "pain", "open-key-sign", "overshoot", "mood"]
    assert [gate for gate in order if gate in wanted] == wanted


def test_enums_stand_from_bold_to_cautious() -> None:
    assert GO < HOLD < REGRESS < STOP
    assert STOP > GO
    assert HOLD <= HOLD <= REGRESS
    assert STOP >= REGRESS >= REGRESS
    assert not GO > GO
    assert not GO < GO
    assert ReleaseBy.NONE < ReleaseBy.RUNNER < ReleaseBy.PT < ReleaseBy.MEDICAL
    assert Urgency.NONE < Urgency.SAME_DAY < Urgency.EMERGENCY
    assert Action.most_cautious([HOLD, STOP, GO]) is STOP
    assert Action.most_cautious([]) is GO


def test_votes_are_joined_part_by_part() -> None:
    one = Outcome(REGRESS, True, 1, 0, ReleaseBy.PT, Urgency.NONE)
    two = Outcome(HOLD, False, 0, 2, ReleaseBy.RUNNER, Urgency.SAME_DAY)
    both = Outcome(REGRESS, False, 1, 2, ReleaseBy.PT, Urgency.SAME_DAY)
    assert one.join(two) == both == two.join(one)
    assert both.at_least_as_cautious_as(one)
    assert not one.at_least_as_cautious_as(two)


def test_no_vote_at_all_is_a_hold() -> None:
    plan = plan_of("couch-to-5k")
    stage = plan.stage("week-2")
    assert settle([], plan, stage, linked=False).outcome.action is HOLD
    assert settle([Outcome()], plan, None, linked=False).outcome.action is HOLD
    good = settle([Outcome()], plan, stage, linked=False)
    assert (good.outcome.action, good.next_stage, good.outcome.release_by) == (GO, "week-3", ReleaseBy.RUNNER)


def test_steps_back_end_at_the_first_stage() -> None:
    plan = plan_of("couch-to-5k")
    back = Outcome(REGRESS, drop=3)
    assert settle([back], plan, plan.stage("week-5"), linked=True).next_stage == "week-2"
    first = settle([back], plan, plan.stage("week-1"), linked=True)
    assert (first.next_stage, first.outcome.running_allowed) == ("week-1", True)
    after_birth = plan_of("postnatal-graded")
    walking = settle([Outcome(REGRESS, drop=1)], after_birth, after_birth.stage("run-01"), linked=True)
    assert (walking.next_stage, walking.outcome.running_allowed) == ("weeks-8-12", False)


def test_a_value_that_no_row_reaches_is_a_hold() -> None:
    plan = plan_of("postnatal-graded")
    gate = plan.gate("sleep")
    short = gate.model_copy(update={"rows": gate.rows[:2]})
    found = judge(short, Fact(8.0, True), plan, None)
    assert (found.outcome.action, found.result.value, found.limit) == (
        HOLD,
        "unknown",
        "5 or more",
    )
    assert row_for(gate, "nonsense", plan, None) is gate.rows[-1]
    assert row_for(short, "nonsense", plan, None) is None


def test_an_absent_fact_is_unknown() -> None:
    plan = plan_of("postnatal-graded")
    findings = judge_all({}, plan, plan.stage("run-05"))
    assert {finding.result.value for finding in findings} == {"unknown"}
    assert all(finding.outcome.action > GO for finding in findings)


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([{"at_least": 4, "then": "hold"}], "under 4"),
        ([{"more_than": 4.5, "then": "hold"}], "4.5 or less"),
        ([{"at_most": 4, "then": "hold"}], "more than 4"),
        ([{"less_than": "$sleep_min_h", "then": "hold"}], "5 or more"),
        ([{"more_than": 5, "then": "regress"}, {"at_least": 4, "then": "hold"}], "under 4"),
        ([{"is": ("very_low",), "then": "hold"}, {"is": ("low", "good"), "then": "progress"}], "low or good"),
    ],
)
def test_a_limit_says_what_meets_the_gate(rows: list[dict[str, Any]], text: str) -> None:
    plan = plan_of("postnatal-graded")
    unknown = Row.model_validate({"unknown": True, "then": "hold"})
    read = (*(Row.model_validate(row) for row in rows), unknown)
    gate = plan.gate("sleep").model_copy(update={"rows": read})
    for kept in ("last_limit", "levels_met"):
        gate.__dict__.pop(kept, None)  # a copy takes along what the original had worked out
    assert limit_text(gate, plan, None) == text


def test_a_finding_names_its_limit_whether_met_or_not() -> None:
    for data in (week(), painful(4), painful(6)):
        found = next(finding for finding in decide_on(data).findings if finding.gate == "pain")
        assert found.limit == "under 4"


def test_a_row_compares_as_it_says() -> None:
    plan = plan_of("postnatal-graded")
    gate = plan.gate("sleep")
    for name, hits in (("at_least", (5, 6)), ("more_than", (6,)), ("at_most", (4, 5)), ("less_than", (4,))):
        row = Row.model_validate({name: 5, "then": "hold"})
        only = gate.model_copy(update={"rows": (row,)})
        assert tuple(value for value in (4, 5, 6) if row_for(only, value, plan, None) is row) == hits


def test_the_same_case_gives_the_same_decision() -> None:
    data = painful(6)
    assert decide_on(data) == decide_on(deepcopy(data))
