"""What stands by the whole record, beside a case: what it holds, what it takes out, and what it says."""

from datetime import timedelta
from typing import Any

import pytest
from weeks import at, case_of, clean_week, entry, knee, plan_of

from program import Action, Decision, ReleaseBy, Urgency, decide, decision_json, explain, shipped_plans
from program.evaluate import decide_only, standing_release
from program.facts.observe import facts_sha256, observe
from program.model import Truth

PLAN = plan_of("postnatal-graded")
BESIDE = {gate.id for gate in PLAN.gates if gate.beside}
Data = dict[str, Any]
MONDAY_8 = "2026-11-16T08:00:00Z"


def week(**standing: Any) -> Data:
    """A clean week at run-04 that progresses, with what stands beside it."""
    return {**clean_week("postnatal-graded", "run-04"), "standing": standing}


def decided(data: Data) -> Decision:
    return decide_only(case_of(data), PLAN)


def said(data: Data) -> str:
    case = case_of(data)
    return explain(decide(case, PLAN), PLAN, case).text


def not_met(data: Data) -> set[str]:
    return {finding.gate for finding in decided(data).findings if finding.result is not Truth.MET}


def finding(key: str, gate: str, release_by: str = "pt", **more: Any) -> Data:
    return {"key": key, "gate": gate, "release_by": release_by, "opened_at": MONDAY_8, **more}


# -- a case that does not say what stands


def test_without_a_standing_no_gate_and_no_hash_differs() -> None:
    data = clean_week("postnatal-graded", "run-04")
    bare, null = case_of(data), case_of({**data, "standing": None})
    assert decide(bare, PLAN) == decide(null, PLAN)
    assert "standing" not in str(decision_json(decide(bare, PLAN), ""))
    assert not BESIDE & {item.gate for item in decide(bare, PLAN).findings}


def test_nothing_standing_still_progresses_and_asks_the_gates_beside() -> None:
    decision = decided(week())
    assert decision.action is Action.PROGRESS
    assert {item.gate for item in decision.findings} >= BESIDE


def test_only_the_floor_has_gates_beside_a_standing() -> None:
    own = [gate.id for plan in shipped_plans().values() for gate in plan.gates if gate.beside]
    assert set(own) == BESIDE


# -- the hash that a release answers


def test_the_hash_holds_what_people_act_on_and_no_instant_that_passes() -> None:
    base = facts_sha256(case_of(week()))
    for instants in (
        {"rest_until": "2026-11-25T00:00:00Z"},
        {"evidence_since": MONDAY_8},
        {"nights_over": [["s1", MONDAY_8]]},
        {"last_run_on": "2026-11-20"},
        {"answered": [["a1", "limp"]]},
    ):
        assert facts_sha256(case_of(week(**instants))) == base
    acts: tuple[Data, ...] = (
        {"findings": [finding("leak-urine", "leak-urine", entries=[["a1", 1]])]},
        {"findings": [finding("leak-urine", "leak-urine", entries=[["a1", 2]])]},
        {"bars": [{"code": "illness"}]},
        {"holds": [{"code": "illness"}]},
        {"not_evidence": ["s1"]},
        {"taken_back": [["stage 3", MONDAY_8]]},
    )
    assert len({base, *(facts_sha256(case_of(week(**each))) for each in acts)}) == 1 + len(acts)


# -- evidence and caution


def test_what_began_before_a_closing_is_no_evidence_and_its_check_in_is_old() -> None:
    data = week(evidence_since="2026-11-22T19:30:00Z")
    assert not_met(data) >= {"sessions-done", "check-in"}


def test_a_closing_asks_for_a_new_check_in_where_stages_advance_by_session_too() -> None:
    data = clean_week("delaware-soreness", "level-3")
    plan, early = plan_of("delaware-soreness"), at(case_of(data).date - timedelta(days=3), 19)
    data["check_ins"][0].update(date=early[:10], at=early)
    closed = at(case_of(data).date - timedelta(days=2), 19)
    for standing, given in (
        ({}, True),
        ({"evidence_since": closed}, False),
        ({"evidence_since": early}, False),
    ):
        decision = decide_only(case_of({**data, "standing": standing}), plan)
        found = next(item for item in decision.findings if item.gate == "check-in")
        assert (found.result is Truth.MET) is given
    before = {"evidence_since": data["stage_since"]}
    decision = decide_only(case_of({**data, "standing": before}), plan)
    assert next(item for item in decision.findings if item.gate == "check-in").result is Truth.MET


def test_a_run_that_began_while_it_was_forbidden_shows_nothing_done() -> None:
    assert "sessions-done" in not_met(week(not_evidence=["s1"]))
    assert decided(week(not_evidence=["s9"])).action is Action.PROGRESS


@pytest.mark.parametrize("stands", [True, False])
def test_a_new_stage_cuts_off_no_caution(stands: bool) -> None:
    """A limp of two days ago, and the stage began a minute ago: findings 1, 8 and 11."""
    data = week()
    data["symptoms"][-1]["pain"] = [knee(6, limp=True)]
    data["stage_since"] = data["now"]
    if not stands:
        del data["standing"]
    assert ("limp" in not_met(data)) is stands


def test_a_step_back_is_not_taken_again_and_its_rest_and_bar_stay() -> None:
    data = week()
    data["symptoms"][-1]["pain"] = [knee(6, limp=True)]
    decision = decided(data)
    assert (decision.action, decision.stage, decision.next_stage) == (Action.HOLD, "run-04", "run-04")
    assert decision.rest_days == 2
    assert all(item.severity is not Action.REGRESS for item in decision.findings)


def test_rest_that_is_fixed_by_date_does_not_begin_anew_at_each_look() -> None:
    data = week(rested=[["m3", "limp"], ["m3", "pain"]])
    data["symptoms"][-1]["pain"] = [knee(6, limp=True)]
    decision = decided(data)
    assert (decision.action, decision.rest_days) == (Action.HOLD, 0)
    data["standing"]["rested"] = [["m3", "limp"]]
    assert decided(data).rest_days == 2


def test_ordered_rest_counts_to_its_date() -> None:
    data = week(rest_until="2026-11-25T00:00:00Z", rest_gate="limp", rest_source="m3")
    decision = decided(data)
    assert (decision.action, decision.running_allowed, decision.rest_days) == (Action.HOLD, True, 2)
    assert "Rest was ordered after a limp: no run before Wednesday 25 November." in said(data)
    data = week(rest_until="2026-11-25T00:00:00Z", rest_gate="runs-a-week", rest_source="s3")
    assert "Rest was ordered after more runs in a week than asked: no run before" in said(data)


def test_what_is_open_and_was_just_noted_is_said_once() -> None:
    data = week(findings=[{"key": "leak-urine", "gate": "leak-urine", "entries": [["m3", 1]]}])
    data["symptoms"][-1]["leak_urine"] = "new_or_worse"
    assert "leak-urine" in not_met(data)
    assert said(data).lower().count("leak") == 1
    assert decided(week(rest_until="2026-11-23T00:00:00Z")).rest_days == 1
    assert decided(week(rest_until=data["now"])).action is Action.PROGRESS


def test_a_lower_stage_is_told_once_where_it_is_said_that_a_higher_one_was_told() -> None:
    decision = decided(week(stepped_from="run-06"))
    assert (decision.action, decision.stage, decision.next_stage) == (Action.REGRESS, "run-06", "run-04")
    assert decided(week(stepped_from="run-04")).action is Action.PROGRESS
    assert decided(week(stepped_from="of another plan")).action is Action.PROGRESS


def test_sessions_of_the_stage_before_are_no_overshoot_of_this_one() -> None:
    data = week()
    data["sessions"][0].update(stage="run-05", session=PLAN.stage("run-05").required[0])
    assert "overshoot" in not_met(data)
    data["stage_since"] = data["sessions"][1]["start"]
    assert "overshoot" not in not_met(data)


# -- findings


def test_a_closing_answers_the_readings_that_it_names_and_no_others() -> None:
    data = week()
    data["symptoms"][0]["leak_urine"] = data["symptoms"][2]["leak_urine"] = "new_or_worse"
    assert "leak-urine" in not_met(data)
    data["standing"]["answered"] = [["a1", "leak-urine"], ["a2", "heaviness"]]
    assert "leak-urine" in not_met(data)
    data["standing"]["answered"] = [["a1", "leak-urine"], ["a2", "leak-urine"]]
    assert "leak-urine" not in not_met(data)


def test_the_open_findings_are_those_that_stand_one_a_sign() -> None:
    data = week(
        findings=[
            finding("sign:fever", "same-day-sign", "medical", urgency="same_day", entries=[["a1", 2]]),
            finding("sign:calf_clot", "same-day-sign", "medical", urgency="same_day", entries=[["a2", 1]]),
            finding("gap:s1", "gap", "runner"),
        ]
    )
    data["symptoms"][0]["leak_urine"] = "new_or_worse"
    decision = decided(data)
    assert [(item.id, item.kind, item.because_of) for item in decision.open_findings] == [
        ("gap:s1", "look", ()),
        ("sign:calf_clot", "stop", ("a2",)),
        ("sign:fever", "stop", ("a1",)),
    ]
    assert (decision.action, decision.running_allowed) == (Action.STOP, False)
    assert decision.release_by is ReleaseBy.MEDICAL


def test_what_stands_open_is_told_oldest_first_and_asks_nobody_once_it_is_answered() -> None:
    data = week(
        findings=[
            finding("doming", "doming", opened_at=None),
            finding("leak-urine", "leak-urine", opened_at="2026-11-18T08:00:00Z"),
            finding("leak-wind", "leak-wind"),
            finding("overshoot:s1", "overshoot", "runner", is_answered=True),
        ]
    )
    found = [(item.id, str(item.opened_on), item.release_by) for item in decided(data).open_findings]
    assert found == [
        ("leak-wind", "2026-11-16", ReleaseBy.PT),
        ("overshoot:s1", "2026-11-16", ReleaseBy.NONE),
        ("leak-urine", "2026-11-18", ReleaseBy.PT),
        ("doming", "None", ReleaseBy.PT),
    ]


@pytest.mark.parametrize("gate", ["emergency-sign", "no-gate-now"])
@pytest.mark.parametrize("is_answered", [False, True])
def test_a_finding_is_as_urgent_as_it_was_for_as_long_as_it_is_open(gate: str, is_answered: bool) -> None:
    """Whatever the diary of these days says."""
    sign = finding("sign:chest_pain", gate, "medical", urgency="emergency", is_answered=is_answered)
    decision = decided(week(findings=[sign]))
    assert decision.urgency is (Urgency.NONE if is_answered else Urgency.EMERGENCY)
    assert decision.facts_sha256 == facts_sha256(case_of(week(findings=[sign])))
    fever = finding("sign:fever", "same-day-sign", "medical", urgency="same_day")
    assert decided(week(findings=[fever])).urgency is Urgency.SAME_DAY
    assert decided(week(findings=[fever, sign])).urgency is not Urgency.NONE


@pytest.mark.parametrize(
    ("rested", "days"),
    [([["a1", "pain"]], 0), ([["a1", "limp"]], 2), ([["a2", "pain"]], 2), ([], 2)],
)
def test_rest_is_fixed_by_date_for_the_gate_and_the_entry_that_ordered_it(
    rested: list[list[str]], days: int
) -> None:
    data = week(rested=rested)
    data["symptoms"][0]["pain"] = [knee(6)]
    assert decided(data).rest_days == days


@pytest.mark.parametrize(
    ("told", "stage", "stepped"),
    [
        ("run-05", "run-04", True),
        ("run-04", "run-04", False),
        ("run-03", "run-04", False),
        ("of-old", "weeks-0-2", False),
        (None, "run-04", False),
    ],
)
def test_a_step_back_is_told_from_a_higher_stage_of_the_plan(
    told: str | None, stage: str, stepped: bool
) -> None:
    data = {**clean_week("postnatal-graded", stage), "standing": {"stepped_from": told}}
    decision = decided(data)
    assert (decision.action is Action.REGRESS) is stepped
    assert decision.stage == (told if stepped else stage)


def test_a_break_that_nobody_looked_at_waits_for_the_runner_alone_and_the_pt_beside_her() -> None:
    data = week(findings=[finding("gap:s1", "gap", "runner")], last_run_on="2026-10-01")
    decision = decided({**data, "pt": "alone"})
    assert (decision.running_allowed, decision.release_by) == (False, ReleaseBy.RUNNER)
    assert decision.action is Action.HOLD
    assert decided(data).release_by is ReleaseBy.PT


def test_the_last_run_is_that_of_the_record_and_not_of_the_case() -> None:
    data = week(last_run_on="2026-11-02")
    (gap,) = [item for item in decided(data).findings if item.gate == "gap"]
    assert (gap.value, gap.result, gap.outcome.running_allowed) == (20, Truth.NOT_MET, False)
    assert decided({**data, "standing": {"last_run_on": "2026-11-20"}}).action is Action.PROGRESS


@pytest.mark.parametrize(("day", "days"), [("2026-11-20", 2), ("2026-11-22", 0), ("2026-11-23", 0)])
def test_the_last_run_of_the_record_is_told_with_its_day(day: str, days: int) -> None:
    fact = observe(case_of(week(last_run_on=day)), PLAN).facts["days_since_last_run"]
    assert (fact.value, fact.complete, str(fact.on)) == (days, True, day)


def test_the_runs_of_a_week_name_its_last_one_where_it_is_known_what_stands() -> None:
    for data, names in ((week(), ("s3",)), (clean_week("postnatal-graded", "run-04"), ())):
        fact = observe(case_of(data), PLAN).facts["runs_in_7_days"]
        assert (fact.value, str(fact.on), fact.because_of) == (3, "2026-11-20", names)


# -- what bars and holds


@pytest.mark.parametrize(
    ("code", "who", "gates", "release_by"),
    [
        ("illness", "runner", {"barred"}, ReleaseBy.RUNNER),
        ("illness", "none", {"barred"}, ReleaseBy.NONE),
        ("pregnancy", "medical", {"barred", "episode"}, ReleaseBy.MEDICAL),
        ("taken_back", "pt", {"barred", "episode"}, ReleaseBy.PT),
        ("not_examined", "pt", {"barred", "episode"}, ReleaseBy.PT),
        ("bad:incontinence", "pt", {"barred", "episode"}, ReleaseBy.PT),
        ("order:hold 1", "pt", {"barred"}, ReleaseBy.PT),
    ],
)
def test_a_bar_forbids_running_until_its_person(
    code: str, who: str, gates: set[str], release_by: ReleaseBy
) -> None:
    data = {**week(bars=[{"code": code, "who": who, "since": MONDAY_8}]), "pt": "alone"}
    decision = decided(data)
    assert (decision.action, decision.running_allowed) == (Action.HOLD, False)
    assert (not_met(data), decision.release_by) == (gates, release_by)


def test_a_hold_forbids_the_next_step_alone() -> None:
    for standing, gate in (
        ({"holds": [{"code": "order:hold 1"}]}, "held"),
        ({"holds": [{"code": "clean_week:a1/limp", "who": "runner"}]}, "clean-week"),
        ({"listed": ["a1/limp"]}, "clean-week"),
        ({"asked": ["s1"]}, "recordings-disagree"),
        ({"taken_back": [["stage 3", "2026-11-20T08:00:00Z"]]}, "advance-taken-back"),
    ):
        decision = decided(week(**standing))
        assert (decision.action, decision.running_allowed) == (Action.HOLD, True)
        assert not_met(week(**standing)) == {gate}


def test_a_hold_of_somebody_else_waits_for_her() -> None:
    for who, release_by in (("pt", ReleaseBy.PT), ("medical", ReleaseBy.MEDICAL), ("runner", ReleaseBy.NONE)):
        data = {**week(holds=[{"code": "order:hold 1", "who": who}]), "pt": "alone"}
        assert decided(data).release_by is release_by


def test_an_advance_taken_back_is_told_for_a_week() -> None:
    assert decided(week(taken_back=[["stage 3", "2026-11-15T08:00:00Z"]])).action is Action.PROGRESS


def test_a_self_stated_clearance_does_not_lift_the_rule_of_a_link() -> None:
    data = {**week(), "pt": "alone", "standing_release": {"release_by": "pt", "since": "2026-10-20"}}
    data["clearance"].update(role="self_stated", examined_by="Dr B", examined_on="2026-10-26")
    assert standing_release(case_of(data)) is ReleaseBy.PT
    signed = {**data, "clearance": {**week()["clearance"], "role": "pt"}}
    assert standing_release(case_of(signed)) is ReleaseBy.NONE
    del data["standing"]
    assert standing_release(case_of(data)) is ReleaseBy.NONE


# -- illness, the night, the size of an overshoot, bone


def test_an_illness_is_over_where_the_record_says_so() -> None:
    data = week()
    data["check_ins"][0].update(id="check-in 2026-11-16", illness="fever_or_whole_body")
    assert not decided(data).running_allowed
    rested = [["check-in 2026-11-16", "illness"]]
    assert decided({**data, "standing": {"rested": rested}}).action is Action.PROGRESS
    still_ill = {"rested": rested, "bars": [{"code": "illness", "who": "runner"}]}
    assert not decided({**data, "standing": still_ill}).running_allowed
    well = {"rested": rested, "bars": [{"code": "illness", "who": "none", "until": "2026-11-24T00:00:00Z"}]}
    assert not_met({**data, "standing": well}) == {"barred"}
    assert decided({**data, "standing": well, "pt": "alone"}).release_by is ReleaseBy.NONE
    still_ill.update(rest_until="2026-11-24T00:00:00Z", rest_gate="illness")
    assert said({**data, "standing": still_ill}).count("You were ill") == 1
    assert "Rest was ordered" not in said({**data, "standing": still_ill})


@pytest.mark.parametrize(
    ("standing", "value"),
    [
        ({"rested": [["c", "illness"]]}, "none"),
        ({"answered": [["c", "illness"]]}, "none"),
        ({"rested": [["c", "illness"]], "bars": [{"code": "lapsed"}]}, "none"),
        ({"rested": [["c", "illness"]], "bars": [{"code": "illness"}]}, "fever_or_whole_body"),
        ({"rested": [["c", "pain"], ["b", "illness"]]}, "fever_or_whole_body"),
    ],
)
def test_the_record_alone_knows_that_an_illness_is_over(standing: Data, value: str) -> None:
    data = week(**standing)
    data["check_ins"][0].update(id="c", illness="fever_or_whole_body")
    fact = observe(case_of(data), PLAN).facts["illness"]
    assert (fact.value, fact.complete, str(fact.on)) == (value, True, "2026-11-22")
    assert value != "none" or fact.because_of == ("c",)


@pytest.mark.parametrize(
    ("gate", "value"), [("same-day-sign", "none"), ("emergency-sign", "present"), (None, "present")]
)
def test_a_closing_answers_a_sign_of_a_check_in_that_it_names(gate: str | None, value: str) -> None:
    data = week(answered=[["c", gate]] if gate else [])
    data["check_ins"][0].update(id="c", signs=["fever"])
    assert observe(case_of(data), PLAN).facts["same_day_sign"].value == value


def test_a_night_is_over_in_the_morning_of_the_next_date() -> None:
    """The last run ended at six; eight hours later it is two in the afternoon (finding 22)."""
    data = clean_week("postnatal-graded", "run-04", first_hour=5.5)
    day = data["sessions"][-1]["local_date"]
    data["symptoms"][-1]["at"] = data["now"] = f"{day}T14:40:00Z"
    data["date"] = data["check_ins"][0]["date"] = day
    data["check_ins"][0]["at"] = f"{day}T14:41:00Z"
    data["now"] = f"{day}T14:42:00Z"
    assert not not_met(data) & {"after-effects", "next-morning-pain"}
    data["standing"] = {}
    assert not_met(data) >= {"after-effects", "next-morning-pain"}
    data["standing"] = {"nights_over": [["s3", f"{day}T14:00:00Z"]]}
    assert not not_met(data) & {"after-effects", "next-morning-pain"}


@pytest.mark.parametrize(
    ("more_s", "value"), [(100, "exceeded"), (250, "exceeded_far"), (600, "exceeded_double")]
)
def test_too_much_has_a_size_until_the_morning_after_is_known(more_s: int, value: str) -> None:
    data = week()
    last, asked_s = data["sessions"][-1], data["sessions"][-1]["prescribed_run_time_s"]
    last.update(run_time_s=asked_s + more_s, outcome="exceeded")
    morning = data["symptoms"].pop()
    (overshoot,) = [item for item in decided(data).findings if item.gate == "overshoot"]
    assert overshoot.value == value
    assert overshoot.outcome.running_allowed is (value == "exceeded")
    assert overshoot.severity is Action.HOLD
    answered = {**data, "symptoms": [*data["symptoms"], morning]}
    assert next(i for i in decided(answered).findings if i.gate == "overshoot").value == "exceeded"
    old = {name: data[name] for name in data if name != "standing"}
    assert next(i for i in decided(old).findings if i.gate == "overshoot").value == "exceeded"
    data["standing"]["answered"] = [["s3", "overshoot"]]
    assert next(i for i in decided(data).findings if i.gate == "overshoot").value == "exceeded"


@pytest.mark.parametrize("site", ["shin", "foot", "thigh", "buttock"])
@pytest.mark.parametrize(
    ("pain", "suspected"),
    [
        ({"score_0_10": 7}, True),
        ({"score_0_10": 6}, False),
        ({"score_0_10": 1, "limp": True}, True),
        ({"score_0_10": 1, "builds_up": True}, True),
        ({"score_0_10": None, "at_night": True}, True),
        ({"score_0_10": 0, "limp": True}, False),
        ({"score_0_10": None}, None),
    ],
)
def test_pain_where_bones_break_is_looked_at(site: str, pain: Data, suspected: bool | None) -> None:
    data = week()
    data["symptoms"][0]["pain"] = [{**knee(None), "site": site, **pain}]
    (bone,) = [item for item in decided(data).findings if item.gate == "bone-stress"]
    assert bone.value == ("suspected" if suspected else "none")
    assert (bone.result is Truth.NOT_MET) is (suspected is True)
    assert suspected is not None or bone.result is Truth.UNKNOWN
    assert bone.outcome.running_allowed is (suspected is not True)
    del data["standing"]
    assert "bone-stress" not in {item.gate for item in decided(data).findings}


def test_the_same_pain_at_the_knee_is_no_bone() -> None:
    data = week()
    data["symptoms"][0]["pain"] = [knee(9, limp=True)]
    assert next(item for item in decided(data).findings if item.gate == "bone-stress").value == "none"
    data["symptoms"][0]["pain"] = None
    assert "bone-stress" in not_met(data)


# -- words


def test_an_open_sign_is_named_with_what_to_do_and_who_closes_it() -> None:
    sign = finding("sign:chest_pain", "emergency-sign", "medical", urgency="emergency")
    text = said(week(findings=[sign]))
    assert "You noted a warning sign on Monday 16 November: Chest pain or pressure." in text
    assert "Call the emergency number now. Do not run. It stays open until a doctor or midwife" in text
    assert "gentle walking is fine" not in text


def test_where_somebody_has_to_be_called_the_signs_speak_alone() -> None:
    fever = finding("sign:fever", "same-day-sign", "medical", urgency="same_day")
    data = week(findings=[fever, finding("leak-urine", "leak-urine")], rest_until="2026-11-30T00:00:00Z")
    data["symptoms"].append(entry("d", "day", None, at(case_of(data).date, 12), signs=["fever"]))
    text = said(data)
    assert "warning sign" in text
    assert "Leak of urine" not in text
    assert "Rest was ordered" not in text
    assert "may not be read at once: please make the call yourself" in text
    assert "Nobody has been alerted" in said({**data, "pt": "alone"})


def test_a_finding_names_its_place_and_whoever_there_is() -> None:
    data = week(findings=[finding("bone-pain:groin", "bone-pain", "pt"), finding("gone", "no-gate-now")])
    assert "Pain on bone or in the groin (groin), noted on Monday 16 November: open." in said(data)
    assert "It stays open until your PT has looked." in said(data)
    alone = said({**data, "pt": "alone"})
    assert "until somebody who examines you has looked" in alone
    assert "your PT" not in alone
    assert "Something that you noted on Monday 16 November is open." in alone
    leak = {**week(findings=[finding("leak-urine", "leak-urine")]), "pt": "alone"}
    assert "then say here who it was, and when" in said(leak)


def test_a_break_is_told_with_its_last_run() -> None:
    data = week(findings=[finding("gap:s1", "gap", "runner")], last_run_on="2026-10-30")
    text = said({**data, "pt": "alone"})
    assert "The last run was on Friday 30 October. After so long a break running waits until you have" in text
    assert "gentle walking is fine" in text
    assert text.count("The last run was") == 1


@pytest.mark.parametrize(
    ("pt", "order", "says"),
    [
        ("linked", {"who": ["p1"]}, "A PT ordered this on Monday 16 November: no running. Your PT can lift"),
        (
            "alone",
            {},
            "Your former PT ordered this on Monday 16 November: no running. Another PT can lift it.",
        ),
        (
            "alone",
            {"runner_from": "2026-12-07T00:00:00Z"},
            "Another PT can lift it, or from Monday 7 December you can, by stating who examined you.",
        ),
        (
            "alone",
            {"runner_from": MONDAY_8, "who": ["runner"]},
            "Another PT can lift it, or you can, by stating who examined you since.",
        ),
    ],
)
def test_an_order_says_who_can_lift_it_from_when(pt: str, order: Data, says: str) -> None:
    orders = [{"id": "hold 1", "kind": "no_running", "since": MONDAY_8, **order}]
    data = week(orders=orders, bars=[{"code": "order:hold 1", "since": MONDAY_8}])
    data["holds"] = [
        {"kind": "no_running", "ordered_by": "Ada", "ordered_on": "2026-11-16", "reason": "wait"}
    ]
    text = said({**data, "pt": pt})
    assert says in text
    assert "Your PT has put this on hold" not in text


@pytest.mark.parametrize(
    ("bar", "says"),
    [
        ({"code": "illness"}, "Running waits until you say that you are well again."),
        ({"code": "illness", "until": "2026-11-25T00:00:00Z"}, "no run before Wednesday 25 November."),
        (
            {"code": "morning:s1", "until": "2026-11-25T00:00:00Z"},
            "Otherwise this holds until Wednesday 25 November.",
        ),
        ({"code": "bad:girdle_pain"}, "on record about pain around the pelvis."),
        ({"code": "bad:new_item"}, "on record about new item."),
        ({"code": "pregnancy"}, "With a pregnancy this plan waits"),
        ({"code": "taken_back"}, "The birth on record was taken back"),
        ({"code": "not_examined"}, "no examination since this birth"),
        ({"code": "fresh_check_in:clearance"}, "A new check-in comes first"),
        ({"code": "restored"}, "brought back from a copy"),
        ({"code": "unreadable"}, "cannot be read. Running waits"),
        ({"code": "erased"}, "taken off your record. Running waits"),
        ({"code": "something new", "who": "runner"}, "Running waits until you have said how you are."),
    ],
)
def test_every_bar_has_words(bar: Data, says: str) -> None:
    text = said({**week(bars=[bar]), "pt": "alone"})
    assert says in text
    assert "your PT" not in text
    held = said({**week(holds=[bar]), "pt": "alone"})
    assert says.replace("Running waits", "The next step waits") in held


def test_no_answer_of_hers_is_offered_as_a_change() -> None:
    data = week()
    data["symptoms"][0]["pain"] = [knee(6)]
    assert "you would progress" not in said(data)
    del data["standing"]
    assert "you would progress" in said(data)
    short = week()
    short["sessions"] = short["sessions"][:2]
    short["symptoms"] = [item for item in short["symptoms"] if item["session"] != "s3"]
    assert "all sessions of this stage" in said(short)


def test_a_progress_beside_a_standing_waits_as_ever() -> None:
    assert "It waits for your PT." in said(week())
    assert "It waits for your own yes at the check-in." in said({**week(), "pt": "alone"})


def test_what_stands_may_lie_on_the_same_day_as_the_case() -> None:
    data = week(rest_until="2026-11-22T21:00:00Z")
    assert case_of(data).standing is not None
    assert case_of(data).instant + timedelta(hours=1) == case_of(data).standing.rest_until  # type: ignore[union-attr]
    assert decided(data).rest_days == 1
