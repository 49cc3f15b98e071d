"""The measured side: done, too much, rest, gaps; and the stage history."""

from typing import Any

import pytest
from weeks import clean_week, decide_on, plan_of

from program import Action, Decision, Truth
from program.case import case_from
from program.facts.view import View

HOLD, REGRESS, GO = Action.HOLD, Action.REGRESS, Action.PROGRESS


def week(stage: str = "run-04", plan: str = "postnatal-graded") -> dict[str, Any]:
    return clean_week(plan, stage)


def by_gate(decision: Decision, result: Truth = Truth.NOT_MET) -> dict[str, Any]:
    return {finding.gate: finding.value for finding in decision.findings if finding.result is result}


def spoiled(place: int = 1, **changes: Any) -> Decision:
    data = week()
    data["sessions"][place].update(changes)
    return decide_on(data)


@pytest.mark.parametrize(
    "change", [{"outcome": "partly"}, {"quality": "low"}, {"quality": None}, {"cadence_known": None}]
)
def test_a_session_not_shown_as_done_is_missing(change: dict[str, Any]) -> None:
    decision = spoiled(**change)
    assert decision.action is HOLD
    assert by_gate(decision)["sessions-done"] == 1
    assert "session run" in {gap.name for gap in decision.missing}
    clear = ("clear recording", "2026-11-18", "s2") in {
        (gap.name, str(gap.on), gap.session) for gap in decision.missing
    }
    assert clear is ("outcome" not in change)


@pytest.mark.parametrize(
    ("change", "level", "result"),
    [
        ({"outcome": "exceeded"}, "exceeded", Truth.NOT_MET),
        ({"outcome": "not_comparable"}, "not_prescribed", Truth.NOT_MET),
        ({"stage": None}, "not_prescribed", Truth.NOT_MET),
        ({"session": None}, "not_prescribed", Truth.NOT_MET),
        ({"session": "nonsense"}, "not_prescribed", Truth.NOT_MET),
        ({"stage": "nonsense"}, "not_prescribed", Truth.NOT_MET),
        ({"stage": "run-05"}, "exceeded", Truth.NOT_MET),
        ({"stage": "run-03"}, "none", Truth.MET),
        ({"outcome": None}, None, Truth.UNKNOWN),
        ({"quality": "low"}, None, Truth.UNKNOWN),
        ({"cadence_known": False}, None, Truth.UNKNOWN),
        ({"deleted": True}, "none", Truth.MET),
        ({"deleted": True, "outcome": "exceeded"}, "exceeded", Truth.NOT_MET),
    ],
)
def test_too_much_is_noticed(change: dict[str, Any], level: str | None, result: Truth) -> None:
    decision = spoiled(**change)
    assert by_gate(decision, result)["overshoot"] == level
    assert decision.action is HOLD
    assert (decision.rest_days == 1) is (result is Truth.NOT_MET)


@pytest.mark.parametrize(
    ("run_s", "uncertain_s", "asked_s", "outcome"),
    [
        (480, 0, 480, "as_prescribed"),
        (528, 0, 480, "as_prescribed"),
        (529, 0, 480, "exceeded"),
        (480, 49, 480, "exceeded"),
        (480, 48, 480, "as_prescribed"),
        (432, 0, 480, "as_prescribed"),
        (431, 0, 480, "partly"),
        (431, 49, 480, "partly"),
        (431, 98, 480, "exceeded"),
        # Four runs have eight edges of three seconds, which outweigh a tenth of so little.
        (24, 0, 0, "as_prescribed"),
        (25, 0, 0, "exceeded"),
        (84, 0, 60, "as_prescribed"),
        (85, 0, 60, "exceeded"),
        (36, 0, 60, "as_prescribed"),
        (35, 0, 60, "partly"),
        (None, 0, 480, "as_prescribed"),
        (480, 0, None, "as_prescribed"),
    ],
)
def test_seconds_are_read_the_cautious_way(
    run_s: float | None, uncertain_s: float, asked_s: float | None, outcome: str
) -> None:
    data = week()
    session = data["sessions"][1]
    session.update(run_time_s=run_s, uncertain_time_s=uncertain_s, prescribed_run_time_s=asked_s)
    case = case_from(data)
    assert case.sessions is not None
    assert View(case, plan_of("postnatal-graded")).outcome_of(case.sessions[1]) == outcome


@pytest.mark.parametrize(("claimed", "read"), [("exceeded", "exceeded"), ("partly", "partly"), (None, None)])
def test_seconds_never_improve_what_the_comparison_found(claimed: str | None, read: str | None) -> None:
    data = week()
    data["sessions"][1]["outcome"] = claimed
    case = case_from(data)
    assert case.sessions is not None
    assert View(case, plan_of("postnatal-graded")).outcome_of(case.sessions[1]) == read


@pytest.mark.parametrize(("by_hand", "action"), [(0, GO), (1, GO), (2, HOLD), (3, HOLD)])
def test_one_session_may_be_recorded_by_hand(by_hand: int, action: Action) -> None:
    data = week()
    for session in data["sessions"][:by_hand]:
        session.update(recorded_by_hand=True, quality=None, cadence_known=None)
    assert decide_on(data).action is action


def test_foundation_walks_may_all_be_recorded_by_hand() -> None:
    data = week("weeks-4-6")
    for session in data["sessions"]:
        session.update(recorded_by_hand=True, quality=None, cadence_known=None)
    assert decide_on(data).action is GO


def test_running_in_a_walking_week_is_too_much() -> None:
    data = week("weeks-8-12")
    data["sessions"][0].update(run_time_s=120.0, prescribed_run_time_s=0.0)
    assert by_gate(decide_on(data))["overshoot"] == "exceeded"
    data["sessions"][0].update(run_time_s=0.0, stage=None)
    assert decide_on(data).action is HOLD


def test_an_extra_walk_is_no_unplanned_run() -> None:
    data = week("weeks-8-12")
    walk = {
        **data["sessions"][0],
        "id": "w",
        "start": at_day(22, 12),
        "end": at_day(22, 13),
        "local_date": "2026-11-22",
    }
    data["sessions"].append({**walk, "session": None, "outcome": "not_comparable", "run_time_s": 0.0})
    assert "overshoot" not in by_gate(decide_on(data))
    data["sessions"][-1].update(uncertain_time_s=60.0, prescribed_run_time_s=None)
    assert by_gate(decide_on(data))["overshoot"] == "not_prescribed"
    data["sessions"][-1].update(uncertain_time_s=0.0, run_time_s=None)
    assert "overshoot" not in by_gate(decide_on(data))


def at_day(day: int, hour: float) -> str:
    return f"2026-11-{day}T{int(hour):02d}:{round(hour % 1 * 60):02d}:00Z"


def test_different_sessions_are_needed_each_in_its_order() -> None:
    data = week("week-5", "couch-to-5k")
    assert decide_on(data).action is GO
    first, second, third = (session["session"] for session in data["sessions"])
    assert (first, second, third) == ("a", "b", "c")
    data["sessions"][0]["session"], data["sessions"][1]["session"] = "b", "a"
    decision = decide_on(data)
    assert by_gate(decision)["sessions-done"] == 2
    assert {gap.name for gap in decision.missing} == {"session b", "session c"}


def test_a_session_of_another_stage_or_time_is_no_evidence() -> None:
    assert by_gate(spoiled(stage="run-03"))["sessions-done"] == 1
    data = week()
    data["stage_since"] = at_day(16, 9.25)
    assert by_gate(decide_on(data))["sessions-done"] == 1
    data["stage_since"] = at_day(16, 9)
    assert "sessions-done" not in by_gate(decide_on(data))


def test_evidence_is_the_newest_within_the_limit() -> None:
    data = week()
    for today, short in (("2026-11-30", None), ("2026-12-01", 1)):
        data.update(date=today, now=f"{today}T20:00:00Z")
        found = by_gate(decide_on(data))
        assert found.get("sessions-done") == short


def test_a_bad_older_session_gives_way_to_newer_good_ones() -> None:
    data = week()
    extra = {
        **data["sessions"][0],
        "id": "s0",
        "start": at_day(13, 9),
        "end": at_day(13, 9.5),
        "local_date": "2026-11-13",
    }
    data["stage_since"] = at_day(12, 20)
    data["sessions"].insert(0, {**extra, "outcome": "exceeded"})
    decision = decide_on(data)
    assert decision.action is GO
    data["sessions"][0].update(start=at_day(16, 1), end=at_day(16, 2), local_date="2026-11-16")
    assert decide_on(data).action is HOLD


@pytest.mark.parametrize(
    ("start", "local_date", "gates"),
    [
        ((18, 9), "2026-11-18", {}),
        ((17, 21.5), "2026-11-18", {}),
        ((17, 21), "2026-11-18", {"hours-between-runs": 35.5}),
        ((17, 21.5), "2026-11-17", {"rest-days": 0}),
        ((17, 12), "2026-11-17", {"hours-between-runs": 26.5, "rest-days": 0}),
    ],
)
def test_rest_is_kept_in_days_and_in_hours(
    start: tuple[int, float], local_date: str, gates: dict[str, float]
) -> None:
    data = week()
    day, hour = start
    data["sessions"][1].update(start=at_day(day, hour), end=at_day(day, hour + 0.5), local_date=local_date)
    for name, shift in (("a2", 1), ("m2", 10)):
        found = next(item for item in data["symptoms"] if item["id"] == name)
        later = hour + 0.5 + shift
        found["at"] = at_day(day + int(later // 24), later % 24)
    decision = decide_on(data)
    assert by_gate(decision) == gates
    assert decision.rest_days == (1 if gates else 0)


def test_rest_to_the_last_run_of_the_stage_before_counts() -> None:
    data = week()
    before = {**data["sessions"][0], "id": "s0", "stage": "run-03", "local_date": "2026-11-15"}
    data["sessions"].insert(0, {**before, "start": at_day(15, 12), "end": at_day(15, 13)})
    found = by_gate(decide_on(data))
    assert (found["hours-between-runs"], found["rest-days"]) == (20, 0)


def test_a_deleted_run_is_rest_not_taken_and_never_done() -> None:
    data = week()
    extra = {**data["sessions"][0], "id": "gone", "deleted": True, "local_date": "2026-11-21"}
    data["sessions"].append({**extra, "start": at_day(21, 9), "end": at_day(21, 10)})
    found = by_gate(decide_on(data))
    assert (found["rest-days"], found["runs-a-week"]) == (0, 4)
    data["sessions"][-1]["run_time_s"] = 0.0
    data["sessions"][-1]["stage"] = "weeks-8-12"
    assert decide_on(data).action is GO


@pytest.mark.parametrize(
    ("since", "counts"), [((20, 9), True), ((20, 9.25), False), (None, True), ((14, 20), True)]
)
def test_a_deleted_run_that_was_too_much_counts_for_its_stage(
    since: tuple[int, float] | None, counts: bool
) -> None:
    data = week()
    data["sessions"][2].update(deleted=True, outcome="exceeded")
    data["stage_since"] = since and at_day(*since)
    found = by_gate(decide_on(data))
    assert ("overshoot" in found) is counts
    data["sessions"][2]["local_date"] = "2026-11-14"
    assert "overshoot" not in by_gate(decide_on(data))
    data["sessions"][2]["local_date"] = "2026-11-15"
    assert ("overshoot" in by_gate(decide_on(data))) is counts


def test_one_run_more_than_a_week_has_is_too_many() -> None:
    data = week()
    extra = {**data["sessions"][0], "id": "s4", "local_date": "2026-11-22"}
    data["sessions"].append({**extra, "start": at_day(22, 9), "end": at_day(22, 9.5)})
    assert by_gate(decide_on(data))["runs-a-week"] == 4
    data["sessions"][0].update(start=at_day(15, 21), end=at_day(15, 21.5), local_date="2026-11-15")
    assert "runs-a-week" not in by_gate(decide_on(data))


@pytest.mark.parametrize(
    ("today", "action", "days"),
    [
        ("2026-11-27", GO, None),
        ("2026-11-28", HOLD, 8),
        ("2026-12-04", HOLD, 14),
        ("2026-12-05", REGRESS, 15),
    ],
)
def test_after_a_break_the_stage_is_repeated_or_left(today: str, action: Action, days: int | None) -> None:
    data = week()
    data.update(date=today, now=f"{today}T20:00:00Z")
    data["check_ins"][0].update(date=today, at=f"{today}T19:00:00Z")
    decision = decide_on(data)
    assert by_gate(decision).get("gap") == days
    assert decision.action is action
    if action is REGRESS:
        assert (decision.running_allowed, decision.next_stage) == (False, "run-03")


@pytest.mark.parametrize("anchor", ["clearance", "placed", "cleared", "progress"])
def test_a_signature_or_a_new_place_ends_a_gap(anchor: str) -> None:
    data = week()
    data.update(date="2026-12-08", now="2026-12-08T20:00:00Z")
    if anchor == "clearance":
        data["clearance"]["signed_on"] = "2026-12-06"
    else:
        data["stage_history"] = [{"at": "2026-12-06T10:00:00Z", "stage": "run-04", "kind": anchor}]
    assert ("gap" in by_gate(decide_on(data))) is (anchor == "progress")


def test_before_the_first_run_the_gap_counts_from_the_stage() -> None:
    data = week("run-01")
    data.update(sessions=[], symptoms=[], stage_since=at_day(15, 20))
    data["clearance"]["signed_on"] = "2026-10-01"
    assert "gap" not in by_gate(decide_on(data))
    data.update(date="2026-11-23", now="2026-11-23T20:00:00Z")
    assert by_gate(decide_on(data))["gap"] == 8


def test_a_run_that_was_deleted_ends_no_gap() -> None:
    data = week()
    data["sessions"] = [{**session, "deleted": True} for session in data["sessions"]]
    data["stage_since"] = at_day(10, 20)
    data["clearance"]["signed_on"] = "2026-10-01"
    assert by_gate(decide_on(data))["gap"] == 12


@pytest.mark.parametrize(
    ("history", "plan", "stage", "value"),
    [
        ([(22, "progress")], "postnatal-graded", "run-04", 1),
        ([(16, "progress")], "postnatal-graded", "run-04", 1),
        ([(15, "progress")], "postnatal-graded", "run-04", None),
        ([(16, "regress"), (17, "placed"), (18, "cleared")], "postnatal-graded", "run-04", None),
        ([(16, "progress")], "delaware-soreness", "level-5", None),
        ([(16, "progress"), (18, "progress")], "delaware-soreness", "level-5", 2),
    ],
)
def test_stages_a_week_are_counted(
    history: list[tuple[int, str]], plan: str, stage: str, value: int | None
) -> None:
    data = week(stage, plan)
    data["stage_history"] = [{"at": at_day(day, 8), "stage": stage, "kind": kind} for day, kind in history]
    assert by_gate(decide_on(data)).get("advances-a-week") == value


def test_without_a_history_a_new_stage_may_have_been_several() -> None:
    data = week("level-5", "delaware-soreness")
    data["stage_since"] = at_day(16, 8)
    decision = decide_on(data)
    assert "advances-a-week" in by_gate(decision, Truth.UNKNOWN)
    assert "stage history" in {gap.name for gap in decision.missing}
    first = week("level-1", "delaware-soreness")
    first["stage_since"] = at_day(16, 8)
    assert decide_on(first).action is GO
    data.update(stage_since=None)
    assert "start of the stage" in {gap.name for gap in decide_on(data).missing}


def test_without_any_session_known_all_of_them_are_unknown() -> None:
    data = week()
    data.update(sessions=None, symptoms=[])
    decision = decide_on(data)
    gates = {
        "sessions-done",
        "overshoot",
        "after-effects",
        "hours-between-runs",
        "rest-days",
        "runs-a-week",
        "gap",
    }
    assert gates <= set(by_gate(decision, Truth.UNKNOWN))
    assert "sessions" in {gap.name for gap in decision.missing}
    data["sessions"] = []
    assert by_gate(decide_on(data))["sessions-done"] == 3


def test_a_session_that_has_not_ended_is_no_evidence() -> None:
    data = week()
    data["sessions"][2].update(start=at_day(22, 19.5), end=at_day(22, 20.5), local_date="2026-11-22")
    assert {"sessions-done", "after-effects"} <= set(by_gate(decide_on(data)))


def test_two_rest_days_are_kept_at_the_first_levels() -> None:
    data = week("level-1", "delaware-soreness")
    extra = {**data["sessions"][0], "id": "s0", "local_date": "2026-11-14", "stage": "level-1"}
    data["stage_since"] = at_day(13, 8)
    data["sessions"].insert(0, {**extra, "start": at_day(14, 9), "end": at_day(14, 9.5)})
    assert set(by_gate(decide_on(data))) == {"rest-days", "hours-between-runs"}


def test_sessions_that_overlap_have_no_time_between_them() -> None:
    data = clean_week("postnatal-graded", "run-04")
    again = {
        **data["sessions"][0],
        "id": "again",
        "start": "2026-11-16T09:10:00Z",
        "end": "2026-11-16T09:40:00Z",
    }
    data["sessions"].append(again)
    values = {finding.gate: finding.value for finding in decide_on(data).findings}
    assert (values["hours-between-runs"], values["rest-days"], values["runs-a-week"]) == (0, 0, 4)


def test_at_the_first_stage_a_run_of_no_stage_is_not_prescribed_and_not_more_than_that() -> None:
    data = week("weeks-0-2")
    data["sessions"][1].update(stage=None, session=None, outcome="not_comparable", run_time_s=300.0)
    data["sessions"][1]["prescribed_run_time_s"] = None
    assert by_gate(decide_on(data))["overshoot"] == "not_prescribed"


def test_hours_between_runs_are_said_to_the_hundredth() -> None:
    data = week()
    data["sessions"][1]["start"] = "2026-11-18T08:50:00Z"
    found = {finding.gate: finding.value for finding in decide_on(data).findings}
    assert found["hours-between-runs"] == 47.33
