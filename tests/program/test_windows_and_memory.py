"""Windows in hours, evidence by stage, and findings that stay until a person closes them."""

from copy import deepcopy
from typing import Any

import pytest
from weeks import clean_week, decide_on, entry, knee

from program import Action, Decision, ReleaseBy, Truth

HOLD, REGRESS, STOP, GO = Action.HOLD, Action.REGRESS, Action.STOP, Action.PROGRESS


def week(stage: str = "run-04") -> dict[str, Any]:
    return clean_week("postnatal-graded", stage)


def find(data: dict[str, Any], entry_id: str) -> dict[str, Any]:
    return next(item for item in data["symptoms"] if item["id"] == entry_id)


def not_met(decision: Decision) -> set[str]:
    return {finding.gate for finding in decision.findings if finding.result is Truth.NOT_MET}


def gaps(decision: Decision) -> set[str]:
    return {gap.name for gap in decision.missing}


def evening_run(now: str, morning: str | None) -> dict[str, Any]:
    """The last run ends on Friday at 20:00; the morning answer at the moment given."""
    data = week()
    data["sessions"][2].update(start="2026-11-20T19:30:00Z", end="2026-11-20T20:00:00Z")
    find(data, "a3")["at"] = "2026-11-20T20:30:00Z"
    find(data, "m3")["at"] = morning
    data["check_ins"][0].update(date=now[:10], at=now)
    return {**data, "now": now, "date": now[:10], "stage_since": "2026-11-13T20:00:00Z"}


@pytest.mark.parametrize(
    ("now", "morning", "action", "missing"),
    [
        ("2026-11-21T03:59:00Z", None, HOLD, True),
        ("2026-11-21T04:00:00Z", None, GO, False),
        ("2026-11-21T04:00:00Z", "2026-11-21T04:00:00Z", GO, False),
        ("2026-11-21T09:00:00Z", "2026-11-21T03:59:00Z", HOLD, True),
        ("2026-11-21T03:00:00Z", "2026-11-21T02:00:00Z", HOLD, True),
        ("2026-11-21T09:00:00Z", "2026-11-21T10:00:00Z", HOLD, True),
    ],
)
def test_the_next_morning_is_counted_in_hours_from_the_end_of_the_run(
    now: str, morning: str | None, action: Action, missing: bool
) -> None:
    decision = decide_on(evening_run(now, morning))
    assert decision.action is action
    assert any(name.startswith(("next_morning", "the night")) for name in gaps(decision)) is missing


def test_a_run_whose_night_is_not_over_is_named() -> None:
    decision = decide_on(evening_run("2026-11-20T22:00:00Z", None))
    found = next(finding for finding in decision.findings if finding.gate == "after-effects")
    assert (found.value, str(found.on), found.because_of) == (1, "2026-11-20", ("s3",))
    assert "the night after the run" in gaps(decision)


def test_an_answer_given_too_soon_counts_where_it_is_bad() -> None:
    data = evening_run("2026-11-21T09:00:00Z", "2026-11-20T21:00:00Z")
    find(data, "m3")["leak_urine"] = "new_or_worse"
    assert decide_on(data).action is REGRESS


def amber(answer: dict[str, Any] | None) -> dict[str, Any]:
    data = week()
    find(data, "a2")["pain"] = [knee(4)]
    if answer is not None:
        at = answer["at"]
        data["symptoms"].append(entry("d2", "day_after", "s2", at, pain=answer["pain"]))
    return data


@pytest.mark.parametrize(
    ("answer", "action", "gates", "too_soon"),
    [
        (None, HOLD, {"pain"}, True),
        ({"at": "2026-11-19T09:30:00Z", "pain": []}, HOLD, {"pain"}, False),
        ({"at": "2026-11-19T09:30:00Z", "pain": [knee(1)]}, REGRESS, {"pain", "day-after-pain"}, False),
        ({"at": "2026-11-19T08:00:00Z", "pain": [knee(1)]}, REGRESS, {"pain", "day-after-pain"}, True),
        ({"at": None, "pain": []}, HOLD, {"pain"}, False),
    ],
)
def test_amber_pain_is_asked_about_again_at_24_hours(
    answer: dict[str, Any] | None, action: Action, gates: set[str], too_soon: bool
) -> None:
    decision = decide_on(amber(answer))
    assert (decision.action, not_met(decision)) == (action, gates)
    assert ("day_after: pain" in gaps(decision)) is too_soon


@pytest.mark.parametrize("at", ["2026-11-19T09:29:00Z", "2026-11-23T10:00:00Z"])
def test_24_hours_are_24_hours(at: str) -> None:
    decision = decide_on(amber({"at": at, "pain": []}))
    assert [(gap.name, str(gap.on)) for gap in decision.missing] == [("day_after: pain", "2026-11-19")]


def test_pain_the_next_morning_holds_and_asks_again() -> None:
    data = week()
    find(data, "m2")["pain"] = [knee(1)]
    decision = decide_on(data)
    assert (decision.action, not_met(decision)) == (HOLD, {"next-morning-pain"})
    assert gaps(decision) == {"day_after: pain"}


def test_at_three_nobody_asks_at_24_hours() -> None:
    data = week()
    find(data, "a2")["pain"] = [knee(3)]
    assert decide_on(data).action is GO


def test_foundation_walks_do_not_ask_for_the_next_morning() -> None:
    data = clean_week("postnatal-graded", "weeks-6-8")
    data["symptoms"] = [item for item in data["symptoms"] if item["phase"] == "after"]
    assert decide_on(data).action is GO
    del data["symptoms"][1]
    assert "after: pain" in gaps(decide_on(data))


@pytest.mark.parametrize(
    ("moment", "recorded", "counts"),
    [
        ("2026-11-14T10:00:00Z", None, False),
        ("2026-11-14T10:00:00Z", "2026-11-15T20:00:00Z", False),
        ("2026-11-14T10:00:00Z", "2026-11-15T20:01:00Z", True),
        ("2026-11-15T20:01:00Z", None, True),
        ("2026-11-15T20:00:00Z", None, False),
        (None, None, True),
    ],
)
def test_only_what_was_written_since_the_stage_began_counts(
    moment: str | None, recorded: str | None, counts: bool
) -> None:
    data = week()
    data["symptoms"].append(entry("p", "day", None, moment, recorded_at=recorded, pain=[knee(6)]))
    assert ("pain" in not_met(decide_on(data))) is counts


@pytest.mark.parametrize(
    ("moment", "recorded", "counts"),
    [
        ("2026-11-14T22:00:00Z", None, False),
        ("2026-11-15T01:00:00Z", None, True),
        ("2026-11-14T22:00:00Z", "2026-11-15T01:00:00Z", True),
    ],
)
def test_a_complaint_counts_for_its_week(moment: str, recorded: str | None, counts: bool) -> None:
    data = week()
    data["stage_since"] = "2026-11-08T20:00:00Z"
    data["symptoms"].append(entry("p", "day", None, moment, recorded_at=recorded, pain=[knee(6)]))
    assert ("pain" in not_met(decide_on(data))) is counts


def test_a_complaint_of_a_counted_session_counts_however_old() -> None:
    data = week()
    data.update(now="2026-11-26T20:00:00Z", date="2026-11-26")
    data["check_ins"][0].update(date="2026-11-26", at="2026-11-26T19:00:00Z")
    assert decide_on(data).action is GO
    find(data, "a1")["pain"] = [knee(6)]
    assert "pain" in not_met(decide_on(data))


def test_a_stage_that_was_entered_by_history_alone_is_known() -> None:
    data = week()
    since = data.pop("stage_since")
    assert "stage-since" in not_met(decide_on(data))
    data["stage_history"] = [
        {"at": "2026-11-08T20:00:00Z", "stage": "run-03", "kind": "progress"},
        {"at": since, "stage": "run-04", "kind": "progress"},
    ]
    assert decide_on(data).action is GO
    data["stage_history"] = data["stage_history"][:1]
    assert "stage-since" in not_met(decide_on(data))


def closed(**changes: Any) -> dict[str, Any]:
    closure = {
        "closed_by": "Ada Brook, PT",
        "closed_at": "2026-11-19T12:00:00Z",
        "reason": "well",
        "role": "pt",
    }
    return {**closure, **changes}


def leak(**record: Any) -> dict[str, Any]:
    """A leak on Wednesday at 10:00, with a finding on record."""
    data = week()
    find(data, "a2")["leak_urine"] = "new_or_worse"
    finding = {"id": "leak-urine:a2", "gate": "leak-urine", "kind": "key_sign", "because_of": ["a2"]}
    data["open_findings"] = [{**finding, **record}]
    return data


def test_a_finding_on_record_is_not_opened_twice() -> None:
    decision = decide_on(leak(opened_at="2026-11-18T10:00:00Z", release_by="pt"))
    assert [(item.id, str(item.opened_on)) for item in decision.open_findings] == [
        ("leak-urine:a2", "2026-11-18")
    ]


def test_a_closed_finding_lets_the_week_count() -> None:
    decision = decide_on(leak(closed=closed()))
    assert (decision.action, decision.open_findings) == (GO, ())


@pytest.mark.parametrize(
    ("change", "open_id"),
    [
        ({"recorded_at": "2026-11-19T12:00:00Z"}, None),
        ({"recorded_at": "2026-11-19T12:01:00Z"}, "leak-urine:a2:2"),
        ({"at": None, "recorded_at": None}, None),
    ],
)
def test_a_closure_answers_what_was_written_before_it(change: dict[str, Any], open_id: str | None) -> None:
    data = leak(closed=closed())
    find(data, "a2").update(change)
    decision = decide_on(data)
    assert [item.id for item in decision.open_findings] == ([open_id] if open_id else [])
    assert decision.running_allowed is (open_id is None)


def test_a_closure_does_not_answer_an_undated_entry_it_does_not_name() -> None:
    data = leak(closed=closed(), because_of=[])
    find(data, "a2").update(at=None, recorded_at=None)
    assert [item.id for item in decide_on(data).open_findings] == ["leak-urine:a2:2"]


def test_a_finding_of_a_gate_that_is_gone_stays_until_closed() -> None:
    data = week()
    data["open_findings"] = [{"id": "f", "gate": "no-such-gate", "kind": "key_sign"}]
    assert [item.id for item in decide_on(data).open_findings] == ["f"]
    data["open_findings"][0]["closed"] = closed()
    assert decide_on(data).action is GO


def test_a_closure_answers_its_own_gate_only() -> None:
    data = leak(closed=closed())
    find(data, "a2")["heaviness_0_10"] = 4
    assert [item.id for item in decide_on(data).open_findings] == ["heaviness:a2"]


@pytest.mark.parametrize(
    ("pt", "linked_on", "role", "at", "is_open"),
    [
        ("linked", None, "pt", "2026-11-19T12:00:00Z", False),
        ("linked", None, "medical", "2026-11-19T12:00:00Z", False),
        ("linked", None, "pt", "2026-11-22T20:01:00Z", True),
        ("linked", None, "pt", "2026-11-22T20:00:00Z", False),
        ("alone", None, "self_stated", "2026-11-19T12:00:00Z", False),
        ("linked", None, "self_stated", "2026-11-19T12:00:00Z", True),
        (None, None, "self_stated", "2026-11-19T12:00:00Z", True),
        ("linked", "2026-11-20", "self_stated", "2026-11-19T12:00:00Z", False),
        ("linked", "2026-11-19", "self_stated", "2026-11-19T12:00:00Z", True),
    ],
)
def test_who_may_close_a_finding(
    pt: str | None, linked_on: str | None, role: str, at: str, is_open: bool
) -> None:
    said = {"examined_by": "Dr Cole", "examined_on": "2026-11-19"} if role == "self_stated" else {}
    data = leak(closed=closed(role=role, closed_at=at, **said))
    data.update(pt=pt, pt_linked_on=linked_on)
    decision = decide_on(data)
    assert bool(decision.open_findings) is is_open
    assert decision.running_allowed is not is_open


@pytest.mark.parametrize(
    ("kind", "release_by", "action", "release"),
    [
        ("key_sign", "pt", HOLD, ReleaseBy.PT),
        ("key_sign", "medical", HOLD, ReleaseBy.MEDICAL),
        ("stop", "pt", STOP, ReleaseBy.MEDICAL),
    ],
)
def test_a_quiet_week_closes_nothing(kind: str, release_by: str, action: Action, release: ReleaseBy) -> None:
    data = week()
    data["open_findings"] = [{"id": "old", "gate": "heaviness", "kind": kind, "release_by": release_by}]
    decision = decide_on(data)
    assert (decision.action, decision.running_allowed, decision.release_by) == (action, False, release)
    assert [(item.id, item.gate, item.kind) for item in decision.open_findings] == [
        ("old", "heaviness", kind)
    ]


def test_an_old_entry_that_nobody_answered_is_not_forgotten() -> None:
    data = week()
    data["symptoms"].append(entry("old", "day", None, "2026-09-01T10:00:00Z", bleeding="new_or_more"))
    decision = decide_on(data)
    assert (decision.action, decision.running_allowed) == (HOLD, False)
    assert [(item.id, str(item.opened_on)) for item in decision.open_findings] == [
        ("bleeding:old", "2026-09-01")
    ]


def test_one_gate_has_one_finding_with_all_its_entries() -> None:
    data = week()
    for entry_id in ("a3", "m1", "a2"):
        find(data, entry_id)["leak_urine"] = "new_or_worse"
    found = decide_on(data).open_findings
    assert [(item.id, item.because_of) for item in found] == [("leak-urine:m1", ("m1", "a2", "a3"))]
    data["open_findings"] = [{"id": "f", "gate": "leak-urine", "kind": "key_sign", "because_of": ["x", "a2"]}]
    assert [item.because_of for item in decide_on(data).open_findings] == [("x", "a2", "m1", "a3")]


@pytest.mark.parametrize(("day", "urgent"), [("2026-11-15", True), ("2026-11-14", False)])
def test_a_sign_is_urgent_in_its_week_and_stays_a_stop(day: str, urgent: bool) -> None:
    data = week()
    data["symptoms"].append(entry("e", "day", None, f"{day}T10:00:00Z", signs=["chest_pain"]))
    decision = decide_on(data)
    assert (decision.action, decision.running_allowed) == (STOP, False)
    assert (decision.urgency.value == "emergency") is urgent
    assert decision.release_by is ReleaseBy.MEDICAL


@pytest.mark.parametrize(
    ("sign", "urgency", "gate"),
    [("saddle_numbness", "emergency", "emergency-sign"), ("fever", "same_day", "same-day-sign")],
)
def test_one_sign_is_enough(sign: str, urgency: str, gate: str) -> None:
    data = week()
    find(data, "m1")["signs"] = [sign]
    decision = decide_on(data)
    assert (decision.urgency.value, decision.action) == (urgency, STOP)
    assert [item.gate for item in decision.open_findings] == [gate]


def test_harm_at_the_check_in_is_an_emergency_that_stays() -> None:
    data = week()
    data["check_ins"][0]["harm_thoughts"] = True
    decision = decide_on(data)
    assert (decision.action, decision.urgency.value) == (STOP, "emergency")
    assert [(item.id, str(item.opened_on)) for item in decision.open_findings] == [
        ("emergency-sign:check-in", "2026-11-22")
    ]
    old = deepcopy(data["check_ins"][0]) | {"id": "old", "date": "2026-10-01", "at": "2026-10-01T19:00:00Z"}
    data["check_ins"][0]["harm_thoughts"] = False
    data["check_ins"].append(old)
    decision = decide_on(data)
    assert (decision.action, decision.urgency.value) == (STOP, None)
    data["open_findings"] = [
        {
            "id": "h",
            "gate": "emergency-sign",
            "kind": "stop",
            "closed": closed(closed_at="2026-10-03T10:00:00Z"),
        }
    ]
    assert decide_on(data).action is GO


def test_a_finding_is_named_after_its_oldest_entry_whatever_its_name_and_place() -> None:
    data = week()
    for name, day in (("b", "2026-11-19"), ("c", "2026-11-17"), ("a", "2026-11-20")):
        data["symptoms"].append(entry(name, "day", None, f"{day}T10:00:00Z", heaviness_0_10=2))
    (found,) = decide_on(data).open_findings
    assert (found.id, str(found.opened_on), found.because_of) == (
        "heaviness:c",
        "2026-11-17",
        ("c", "b", "a"),
    )
