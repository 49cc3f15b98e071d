"""`stridegate live`: lives as scripts of acts, each act through the same services as the pages."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from analysis import compare_execution
from cli import app
from program import CaseError, Plan, shipped_plans
from program.case import Session
from services.prescribing import prescribed_frame, tolerances_of
from tests.databases import KINDS, fresh_postgresql
from ui.terminal.live import run_life
from ui.terminal.living.acts import DOING
from ui.terminal.living.models import Look
from ui.terminal.living.recording import Due, record

Json = dict[str, Any]
CONTRACT_FIELDS = set(
    "n at act refused action running_allowed urgency release_by stage next_stage rest_until holds_until_utc"
    " waits_for open_findings alerts not_met missing".split()
)
QUIET: Json = {
    **dict.fromkeys(("leak_urine", "leak_stool", "leak_wind", "bleeding", "scar", "doming"), "none"),
    "heaviness_0_10": 0,
    "pain": [],
    "signs": [],
}
LOAD_TESTS = "walk_30_min single_leg_balance single_leg_squat jog_on_the_spot forward_bounds hop_in_place"
HEAD: Json = {
    "plan": "postnatal-graded",
    "plan_version": 1,
    "stage": "run-04",
    "stage_since": "2026-11-15T20:00:00Z",
    "pt": "linked",
    "time_zone": "Europe/London",
    "profile": {"birth_date": "2026-06-05", "pelvic_questions": True},
    "readiness": {
        "core_rehab_done": True,
        "pelvic_floor_rehab_done": True,
        "incontinence": "none",
        "girdle_pain": [],
        "walk_30_min_symptom_free": True,
    },
    "assessment": {
        "assessed_on": "2026-10-20",
        "assessed_by": "Ada Brook, PT",
        "pelvic_health_pt": True,
        "load_tests": [{"test": test, "symptom_free": True} for test in f"{LOAD_TESTS} running_man".split()],
    },
    "clearance": {
        "plan": "postnatal-graded",
        "plan_version": 1,
        "signed_by": "Ada Brook, PT",
        "signed_on": "2026-10-27",
    },
}
EXAMINED = {"profession": "doctor"}


def at(day: int, hour: int, minute: int = 0) -> str:
    return f"2026-11-{day}T{hour:02}:{minute:02}:00Z"


def act(when: str, name: str, by: str = "runner", **more: Any) -> Json:
    return {"at": when, "by": by, "act": name, **more}


def session(name: str, day: int, **more: Any) -> Json:
    plain = {
        "id": name,
        "start": at(day, 9),
        "end": at(day, 9, 30),
        "local_date": f"2026-11-{day}",
        "outcome": "as_prescribed",
        "run_time_s": 480.0,
        "quality": "ok",
        "cadence_known": True,
    }
    return plain | more


def run(day: int, name: str | None = None, **more: Any) -> Json:
    return act(at(day, 10), "run", session=session(name or f"s{day}", day, **more))


def entry(name: str, phase: str = "day", of: str | None = None, **says: Any) -> Json:
    effort = {"effort_0_10": 3} if phase == "after" else {}
    return {"id": name, "phase": phase, "session": of, **QUIET, **effort, **says}


def note(when: str, name: str, phase: str = "day", of: str | None = None, **says: Any) -> Json:
    return act(when, "note", entry=entry(name, phase, of, **says))


def closure(day: int) -> Json:
    return {
        "closed_by": "Ada Brook, PT",
        "closed_at": at(day, 12),
        "reason": "Seen by Dr May, nothing found.",
        "role": "pt",
        "examined_by": "Dr May",
        "examined_on": f"2026-11-{day}",
    }


def week() -> list[Json]:
    """Three sessions as prescribed with quiet answers, and the check-in: what lets her progress."""
    acts = []
    for day in (16, 18, 20):
        acts += [
            run(day),
            note(at(day, 10, 5), f"a{day}", "after", f"s{day}"),
            note(at(day + 1, 8), f"m{day}", "next_morning", f"s{day}"),
        ]
    fine = {
        "date": "2026-11-22",
        "sleep_hours_per_night": 6.5,
        "feeding": "going_well",
        "energy": "low",
        "mood": "good",
        "harm_thoughts": False,
        "illness": "none",
        "confidence_0_10": 7,
        "outside_runs": "none",
        "signs": [],
    }
    return [*acts, act(at(22, 19), "check_in", check_in=fine)]


def tell(*acts: Json, url: str | None = None, **head: Any) -> list[Json]:
    return run_life({**HEAD, **head, "acts": list(acts)}, database_url=url)


@pytest.mark.parametrize("kind", KINDS)
def test_a_good_week_waits_for_the_therapist_and_leads_on(kind: str) -> None:
    url = None if kind == "sqlite" else fresh_postgresql(migrated=False)

    told = tell(*week(), act(at(22, 20), "confirm"), act(at(22, 21), "release", "pt"), url=url)

    assert all(set(one) - {"message"} == CONTRACT_FIELDS for one in told)
    waiting, confirmed, released = told[-3:]
    assert (waiting["action"], waiting["waits_for"], waiting["not_met"]) == ("progress", "pt", [])
    assert (waiting["stage"], waiting["next_stage"]) == ("run-04", "run-05")
    assert {"kind": "waiting", "to": "pt", "about": []} in waiting["alerts"]
    assert (confirmed["refused"], confirmed["stage"]) == ("not_allowed", "run-04")
    assert (released["refused"], released["stage"]) == (None, "run-05")


def test_alone_her_own_yes_leads_on() -> None:
    told = tell(*week(), act(at(22, 20), "confirm"), pt="alone")

    assert told[-2]["waits_for"] == "runner"
    assert told[-1]["stage"] == "run-05"
    assert not any(one["alerts"] for one in told)


@pytest.mark.parametrize(
    ("more", "not_met"),
    [
        ({}, False),
        ({"run_time_s": None}, False),
        ({"outcome": "exceeded", "run_time_s": 2400.0, "end": at(16, 9, 50)}, True),
        ({"outcome": "exceeded", "run_time_s": None}, True),
        ({"outcome": "exceeded", "run_time_s": 480.0}, True),
        ({"outcome": "exceeded", "recorded_by_hand": True, "run_time_s": 1200.0}, True),
        ({"outcome": "as_prescribed", "uncertain_time_s": 5.0}, False),
        ({"outcome": "exceeded", "uncertain_time_s": 900.0}, True),
        ({"outcome": "partly", "run_time_s": 240.0}, False),
        ({"outcome": "partly", "run_time_s": None}, False),
        # Nothing to tell running by: all of it may have been run.
        ({"outcome": "not_comparable", "run_time_s": None}, True),
        ({"outcome": None, "run_time_s": None}, True),
    ],
)
def test_a_session_comes_out_as_the_life_says(more: Json, not_met: bool) -> None:
    told = tell(run(16, **more))

    assert told[0]["refused"] is None
    assert ("overshoot" in told[0]["not_met"]) is not_met


@pytest.mark.parametrize("outcome", ["as_prescribed", "partly", "exceeded"])
@pytest.mark.parametrize("plan", shipped_plans().values(), ids=lambda plan: plan.id)
def test_the_comparison_finds_in_a_recording_what_its_session_says(plan: Plan, outcome: str) -> None:
    for stage in plan.stages:
        for due in stage.sessions:
            if outcome == "partly" and not any(step.kind == "run" for step in due.steps):
                continue
            told = Session.model_validate_json(
                json.dumps(session("s1", 16, outcome=outcome, run_time_s=None, end=at(16, 9, 50)))
            )

            measured = record(told, Due(plan, stage, due), "UTC")

            found = compare_execution(
                measured.bouts, prescribed_frame(due), tolerances=tolerances_of(plan, stage)
            )
            assert found.outcome == outcome, (stage.id, due.id, found.reasons)


def test_a_watch_from_another_zone_keeps_its_own_day() -> None:
    told = Session.model_validate_json(json.dumps(session("s1", 16, local_date="2026-11-15")))

    measured = record(told, None, "Europe/London")

    assert measured.activity.provenance.utc_offset_s == -10 * 3600


def test_a_recording_that_is_there_already_is_refused() -> None:
    told = tell(run(16), {**run(16), "at": at(17, 10)})

    assert told[1]["refused"] == "conflict"


def test_a_deleted_run_is_no_longer_there() -> None:
    told = tell(
        run(16), act(at(16, 11), "delete_run", session="s16"), act(at(16, 12), "delete_run", session="x")
    )

    assert [one["refused"] for one in told] == [None, None, "not_found"]


def test_a_sign_stops_alerts_and_names_its_entry() -> None:
    told = tell(
        note(at(17, 9), "d1", signs=["dizzy"]),
        act(at(17, 10), "look", "pt"),
        act(at(17, 10), "look", "pt2"),
        act(at(17, 10, 30), "edit", entry="d1", to=entry("d1", signs=["dizzy"])),
        act(at(17, 11), "withdraw", entry="d9"),
    )

    logged, seen, strange, same, nothing = told
    assert (logged["action"], logged["running_allowed"], logged["urgency"]) == ("stop", False, "same_day")
    assert logged["open_findings"] == [{"id": "sign:dizzy", "gate": "same-day-sign", "entries": ["d1"]}]
    assert {"kind": "sign", "to": "pt", "about": ["sign:dizzy", "d1"]} in logged["alerts"]
    assert (seen["refused"], seen["alerts"]) == (None, [])
    assert strange["refused"] == "not_allowed"
    assert (same["refused"], same["alerts"]) == (None, [])
    assert nothing["refused"] == "not_found"


def test_an_edit_that_says_the_same_tells_no_later_therapist_of_what_was_closed() -> None:
    close = act(at(17, 12), "close", "pt", finding="sign:dizzy", shown=None, closure=closure(17), **EXAMINED)
    answers = run_life(
        HEAD
        | {
            "acts": [
                note(at(16, 12), "a1", signs=["dizzy"]),
                close,
                act(at(18, 12), "unlink"),
                act(at(19, 12), "link", by="pt2"),
                act(at(20, 12), "edit", entry="a1", to=entry("a1", signs=["dizzy"])),
                act(at(20, 13), "edit", entry="a1", to=entry("a1", signs=["dizzy", "chest_pain"])),
            ]
        }
    )

    assert [answer["refused"] for answer in answers] == [None] * 6
    assert answers[4]["alerts"] == []
    assert {alert["to"] for alert in answers[5]["alerts"]} == {"pt2"}
    assert "sign:chest_pain" in {name for alert in answers[5]["alerts"] for name in alert["about"]}


def test_who_was_told_is_told_again_while_nobody_acted() -> None:
    told = tell(
        note(at(17, 9), "d1", signs=["dizzy"]),
        act(at(17, 12), "look"),
        act(at(17, 12), "wait", "clock"),
        act(at(17, 13), "wait", "clock"),
        act(at(18, 12), "round", "clock"),
    )

    again = [len(one["alerts"]) for one in told[1:4]]
    assert again[0] == again[2] == 0
    assert again[1]
    assert {"sign"} <= {alert["kind"] for alert in told[4]["alerts"]}


def test_closing_takes_who_is_linked_and_what_is_there() -> None:
    told = tell(
        note(at(17, 9), "d1", signs=["dizzy"]),
        note(at(17, 9, 30), "d2", signs=["dizzy"]),
        act(at(17, 10), "close", "pt2", finding="sign:dizzy", closure=closure(17), **EXAMINED),
        act(at(17, 10), "close", "pt", finding="nothing", closure=closure(17), **EXAMINED),
        act(at(17, 11), "close", "pt", finding="sign:dizzy", shown=["d1"], closure=closure(17)),
        act(at(17, 12), "close", "pt", finding="same-day-sign", shown=["d1", "d2"], closure=closure(17)),
    )

    assert [one["refused"] for one in told] == [None, None, "not_allowed", "not_found", "newer_entries", None]
    assert told[-2]["open_findings"][0]["entries"] == ["d1", "d2"]
    assert told[-1]["open_findings"] == []


def test_what_is_behind_one_gate_is_closed_together_or_not_at_all() -> None:
    told = tell(
        note(at(17, 9), "d1", signs=["dizzy"]),
        note(at(18, 9), "d2", signs=["calf_clot"]),
        act(at(18, 10), "close", "pt", finding="same-day-sign", shown=["d1"], closure=closure(18)),
        act(at(18, 11), "close", "pt", finding="same-day-sign", shown=["d1", "d2"], closure=closure(17)),
        act(at(18, 12), "close", "pt", finding="same-day-sign", shown=["d1", "d2"], closure=closure(17)),
    )

    assert [one["refused"] for one in told[2:]] == ["newer_entries", None, "refused"]
    assert [[found["id"] for found in one["open_findings"]] for one in told[2:]] == [
        ["sign:dizzy", "sign:calf_clot"],
        ["sign:calf_clot"],
        ["sign:calf_clot"],
    ]


def test_a_check_in_is_named_and_has_to_be_shown_too() -> None:
    said = {"id": "c1", "date": "2026-11-18", "harm_thoughts": True}
    told = tell(
        note(at(17, 9), "d1", signs=["harm_thoughts"]),
        act(at(18, 9), "check_in", check_in=said),
        act(at(18, 10), "close", "pt", finding="sign:harm_thoughts", shown=["d1"], closure=closure(18)),
        act(at(18, 11), "close", "pt", finding="sign:harm_thoughts", shown=["d1", "c1"], closure=closure(18)),
    )

    assert sorted(told[1]["open_findings"][0]["entries"]) == ["c1", "d1"]
    assert [one["refused"] for one in told[2:]] == ["newer_entries", None]


@pytest.mark.parametrize(
    ("examined_by", "refused"),
    [
        ("Dr. May", None),
        ("A. May, GP", None),
        ("the midwife on duty", None),
        ("Ada Brook, physiotherapist", None),
        ("my sister", "refused"),
    ],
)
def test_the_profession_is_read_from_the_name(examined_by: str, refused: str | None) -> None:
    stated = {**closure(17), "role": "self_stated", "closed_by": "herself", "examined_by": examined_by}
    told = tell(
        note(at(17, 9), "d1", leak_urine="new_or_worse"),
        act(at(17, 13), "close", finding="leak-urine", closure=stated),
        pt="alone",
    )

    assert told[1]["refused"] == refused


def test_who_closes_as_a_doctor_has_examined_her() -> None:
    said = {"closed_by": "A. May", "closed_at": at(17, 12), "reason": "No clot.", "role": "medical"}
    told = tell(
        note(at(17, 9), "d1", signs=["calf_clot"]),
        act(at(17, 12), "close", "pt", finding="sign:calf_clot", closure=said),
    )

    assert (told[1]["refused"], told[1]["open_findings"]) == (None, [])


def test_an_order_is_lifted_alone_by_the_examination_on_record() -> None:
    stated = {"role": "self_stated", "signed_by": "herself", "examined_by": "Dr May"}
    days = {"signed_on": "2026-12-03", "examined_on": "2026-12-02"}
    told = tell(
        act(at(17, 9), "hold", "pt", kind="no_running", because="Wait for the scan."),
        act(at(17, 10), "unlink"),
        act("2026-12-03T09:00:00Z", "lift", kind="no_running"),
        act("2026-12-03T10:00:00Z", "clearance", clearance={**HEAD["clearance"], **stated, **days}),
        act("2026-12-03T11:00:00Z", "lift", kind="no_running"),
    )

    assert [one["refused"] for one in told[2:]] == ["refused", None, None]


def test_an_order_stands_until_it_is_lifted() -> None:
    told = tell(
        act(at(17, 9), "hold", "pt", kind="no_running", because="Wait for the scan."),
        act(at(17, 10), "lift", "runner", kind="no_running"),
        act(at(17, 11), "lift", "pt", kind="no_running", because="Seen."),
        act(at(17, 12), "lift", "pt"),
    )

    assert [one["running_allowed"] for one in told] == [False, False, True, True]
    assert [one["refused"] for one in told] == [None, "not_allowed", None, "not_found"]


def test_an_override_needs_its_reason() -> None:
    told = tell(
        act(at(17, 9), "override", "pt", to="regress", stage="run-03"),
        act(at(17, 9), "override", "pt", to="regress", stage="run-03", because="She asked for it."),
    )

    assert [(one["refused"], one["stage"]) for one in told] == [("refused", "run-04"), (None, "run-03")]


def test_links_begin_and_end_from_both_sides() -> None:
    told = tell(
        act(at(17, 9), "unlink", "pt"),
        act(at(17, 10), "look", "pt"),
        act(at(17, 11), "link", "runner", who="pt2"),
        act(at(17, 12), "look", "pt2"),
        act(at(17, 13), "link", "pt"),
        act(at(17, 14), "look", "pt"),
        act(at(17, 15), "unlink", "runner", who="pt2"),
        act(at(17, 16), "unlink", "runner", who="pt2"),
    )

    assert [one["refused"] for one in told] == [
        None,
        "not_allowed",
        None,
        None,
        None,
        None,
        None,
        "not_found",
    ]


def test_what_is_on_record_is_written_by_whoever_may() -> None:
    born = {**HEAD["profile"], "birth_date": "2026-06-06"}
    told = tell(
        act(at(17, 9), "profile", profile=born),
        act(at(17, 9), "readiness", readiness=HEAD["readiness"]),
        act(at(17, 9), "assessment", "pt", assessment=HEAD["assessment"]),
        act(at(17, 9), "clearance", clearance=HEAD["clearance"]),
        act(at(17, 9), "clearance", "pt", clearance=HEAD["clearance"]),
        act(at(17, 9), "baseline", "pt", baseline={"signed_by": "Ada", "signed_on": "2026-11-17"}),
        act(at(17, 9), "choose", plan="postnatal-graded", stage="run-03"),
        act(at(17, 9), "choose", "pt", plan="postnatal-graded", stage="run-03"),
    )

    assert [one["refused"] for one in told] == [None, None, None, "refused", None, None, "refused", None]
    assert told[-1]["stage"] == "run-03"


def test_the_round_asks_for_what_is_late_and_time_alone_does_nothing() -> None:
    told = tell(act(at(30, 9), "round", "clock"), act(at(30, 10), "wait", "clock"))

    assert {"kind": "overdue", "to": "runner", "about": []} in told[0]["alerts"]
    assert told[1]["alerts"] == []


def test_a_restore_brings_back_the_store_as_it_was() -> None:
    told = tell(
        run(16),
        note(at(17, 9), "d1"),
        act(at(17, 12), "restore", "clock", to=at(16, 23)),
        act(at(17, 13), "withdraw", entry="d1"),
        act(at(17, 14), "withdraw", entry="d1"),
        act(at(17, 15), "restore", "clock", to="2026-11-01T00:00:00Z"),
    )

    assert [one["refused"] for one in told] == [None, None, None, "not_found", "not_found", "not_found"]


def test_an_earlier_part_that_is_told_later_forgives_nothing() -> None:
    told = tell(
        note(at(17, 9, 10), "d1", signs=["dizzy"]),
        run(17, "s2", start=at(17, 9, 20), end=at(17, 9, 50)),
        act(at(17, 11), "run", session=session("s1", 17, end=at(17, 9, 8), outcome=None, run_time_s=60.0)),
    )

    assert "ran_while_forbidden:s2" in [found["id"] for found in told[1]["open_findings"]]
    assert any("ran_while_forbidden" in found["id"] for found in told[2]["open_findings"])


def test_the_head_may_tell_of_the_days_before() -> None:
    said = {"at": at(16, 11), **entry("a16", "after", "s16")}
    sent = {"date": "2026-11-16", "at": at(16, 12), "signs": ["dizzy"]}
    told = tell(
        act(at(17, 9), "look"),
        sessions=[session("s16", 16)],
        symptoms=[said],
        check_ins=[sent],
        date="2026-11-17",
    )

    assert told[0]["action"] == "stop"
    assert "session run" in told[0]["missing"]


def test_the_head_may_tell_what_stands_open_and_ordered() -> None:
    leak = {"id": "f1", "gate": "leak-urine", "kind": "key_sign"}
    order = {"kind": "no_running", "ordered_by": "Ada", "ordered_on": "2026-11-10", "reason": "A scan."}
    told = tell(
        act(at(17, 9), "look"),
        act(at(17, 10), "close", "pt", finding="leak-urine", closure=closure(17)),
        act(at(17, 11), "lift", "pt"),
        open_findings=[leak],
        holds=[order],
        stage_history=[],
    )

    assert [found["id"] for found in told[0]["open_findings"]] == ["leak-urine"]
    assert [one["running_allowed"] for one in told] == [False, False, True]


def test_a_waiting_release_of_the_head_is_not_hers_to_give() -> None:
    waits = {"release_by": "pt", "since": "2026-11-14"}
    told = tell(*week(), act(at(22, 20), "confirm"), pt="alone", standing_release=waits)

    assert told[-1]["refused"] == "not_allowed"


def test_a_clock_set_back_forgets_nothing() -> None:
    told = tell(note(at(18, 9), "d1", signs=["dizzy"]), act(at(17, 9), "look"))

    assert (told[1]["at"], told[1]["running_allowed"]) == (at(18, 9), False)


def test_the_answer_says_until_when_it_holds() -> None:
    told = tell(act(at(17, 9), "look"))

    assert told[0]["holds_until_utc"] == at(18, 0)


# The command


def invoke(folder: Path, life: object, *flags: str) -> Result:
    file = folder / "life.json"
    file.write_text(life if isinstance(life, str) else json.dumps(life), encoding="utf-8")
    return CliRunner().invoke(app, ["live", str(file), *flags])


def test_the_command_prints_one_object_an_act(tmp_path: Path) -> None:
    result = invoke(tmp_path, {**HEAD, "acts": [run(16), act(at(16, 11), "confirm")]}, "--json")

    told = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [(one["n"], one["act"], one["at"]) for one in told] == [
        (0, "run", at(16, 10)),
        (1, "confirm", at(16, 11)),
    ]
    assert told[1]["refused"] is not None
    assert told[1]["message"]


def test_in_words_too(tmp_path: Path) -> None:
    result = invoke(tmp_path, {**HEAD, "acts": [note(at(17, 9), "d1", signs=["dizzy"])]})

    assert result.exit_code == 0
    assert "stop, no running" in result.stdout


@pytest.mark.parametrize(
    ("life", "words"),
    [
        ({**HEAD, "acts": [act(at(16, 10), "dance")]}, "acts[0]"),
        ({**HEAD, "acts": [run(16), act(at(16, 10), "look", "nobody")]}, "acts[1].by"),
        ({**HEAD, "acts": [run(16, start="yesterday")]}, "acts[0].session.start"),
        ({**HEAD, "acts": [act(at(16, 10), "look", colour="red")]}, "acts[0].colour"),
        ({**HEAD, "acts": [7]}, "acts[0]"),
        ({**HEAD, "acts": [], "height": 1}, "height"),
        ({**HEAD, "acts": [], "plan": "no-such-plan"}, "no-such-plan"),
        ({**HEAD, "acts": [], "stage": "run-99"}, "run-99"),
        ({**HEAD, "acts": [], "time_zone": "Moon/Base"}, "Moon/Base"),
        ({**HEAD, "acts": [], "stage_since": None}, "stage_since"),
        ({**HEAD, "acts": [act("9999-12-31T23:00:00Z", "look")]}, "9999"),
        ("{not json", "JSON"),
        ("[]", "object"),
        ("null", "object"),
    ],
)
def test_a_faulty_life_is_refused_with_its_path(tmp_path: Path, life: object, words: str) -> None:
    result = invoke(tmp_path, life, "--json")

    assert result.exit_code == 2
    assert result.stdout == ""
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def test_a_faulty_life_is_a_case_error_for_a_program() -> None:
    with pytest.raises(CaseError, match="plan"):
        run_life({"acts": []})


def test_a_fault_of_the_program_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(DOING, Look, broken)

    result = invoke(tmp_path, {**HEAD, "acts": [act(at(16, 10), "look")]})

    assert result.exit_code == 1
    assert "ZeroDivisionError" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_life_that_is_not_there(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["live", str(tmp_path / "none.json")])

    assert result.exit_code == 1
    assert "cannot be opened" in result.stderr
