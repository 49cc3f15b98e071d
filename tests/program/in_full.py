"""Weeks with much in them, and everything that is made of each: facts, findings, what is missing, the words.

`python tests/program/in_full.py` writes the pages of `tests/program/in_full/` anew; read what has changed.
"""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from weeks import at, case_of, clean_week, entry, knee, plan_of

from program import Decision, Missing, OpenFinding, Plan, decide, explain
from program.facts import observe
from program.gates import Fact

FOLDER = Path(__file__).parent / "in_full"
Week = dict[str, Any]


def _find(data: Week, entry_id: str) -> Week:
    return next(item for item in data["symptoms"] if item["id"] == entry_id)


def a_clean_week() -> Week:
    return clean_week("postnatal-graded", "run-04")


def a_clean_week_of_walking() -> Week:
    return clean_week("postnatal-graded", "weeks-4-6")


def a_first_running_stage() -> Week:
    return clean_week("postnatal-graded", "run-01")


def a_week_by_levels() -> Week:
    data = clean_week("delaware-soreness", "level-3")
    data["symptoms"][0].update(soreness="joint_after", swelling="stiff")
    return data


def a_week_whose_sessions_differ() -> Week:
    data = clean_week("couch-to-5k", "week-5")
    data["sessions"][0], data["sessions"][1] = (
        {**data["sessions"][0], "session": data["sessions"][1]["session"]},
        {**data["sessions"][1], "session": data["sessions"][0]["session"]},
    )
    return data


def nothing_known() -> Week:
    return {"plan": "postnatal-graded", "plan_version": 1, "stage": "run-04", "date": "2026-11-22"}


def nothing_known_under_a_plan_for_anybody() -> Week:
    return {"plan": "soldier-walk-run", "plan_version": 1, "stage": "phase-2", "date": "2026-11-22"}


def nothing_begun() -> Week:
    return {"plan": "postnatal-graded", "plan_version": 1, "stage": None, "date": "2026-11-22"}


def the_middle_of_a_week() -> Week:
    data = a_clean_week()
    data["date"], data["now"], data["check_ins"] = "2026-11-18", at(date(2026, 11, 18), 12), []
    data["sessions"] = data["sessions"][:2]
    data["symptoms"] = data["symptoms"][:2]
    return data


def pain_everywhere() -> Week:
    data = a_clean_week()
    _find(data, "a1")["pain"] = [knee(4), knee(2, limp=True), {**knee(2), "site": "hip"}]
    _find(data, "m1")["pain"] = [knee(1, at_night=True), knee(None, at_night=None)]
    _find(data, "a2")["pain"] = [knee(5, builds_up=True), {"site": "shin", "score_0_10": 3}]
    _find(data, "a3")["pain"] = [{**knee(3), "site": "calf"}, {**knee(1), "site": "groin"}]
    data["symptoms"].append(entry("d1", "day_after", "s1", at(date(2026, 11, 17), 10), pain=[knee(2)]))
    return data


def leaks_and_more() -> Week:
    data = a_clean_week()
    data["baseline"] = {
        "signed_by": "Ada Brook, PT",
        "signed_on": "2026-11-01",
        "usual": [{"item": "leak_wind", "described": "once a day"}],
        "pain": [{"site": "low_back", "score_0_10": 2}],
        "heaviness_0_10": 1,
    }
    _find(data, "a1").update(leak_wind="as_baseline", leak_urine="as_baseline", heaviness_0_10=1)
    _find(data, "a2").update(pain=[{**knee(2), "site": "low_back"}], bleeding="period")
    _find(data, "a3").update(
        pain=[{**knee(3), "site": "low_back"}], bleeding="fading_after_birth", doming=None
    )
    data["symptoms"].append(
        entry("day", "day", None, at(date(2026, 11, 19), 10), heaviness_0_10=2, scar="new_or_worse")
    )
    data["readiness"].update(incontinence="as_baseline", girdle_pain=[{**knee(2), "site": "low_back"}])
    return data


def a_week_full_of_runs() -> Week:
    data = a_clean_week()
    first, second, third = data["sessions"]
    second.update(outcome="partly", quality="low")
    third.update(run_time_s=600.0, uncertain_time_s=120.0)
    extra = {**first, "id": "x1", "start": at(date(2026, 11, 19), 9), "end": at(date(2026, 11, 19), 10)}
    extra.update(local_date="2026-11-19", stage=None, session=None, outcome=None, cadence_known=False)
    gone = {**first, "id": "x2", "start": at(date(2026, 11, 21), 9), "end": at(date(2026, 11, 21), 10)}
    gone.update(local_date="2026-11-21", stage="run-09", deleted=True)
    hand = {**first, "id": "x3", "start": at(date(2026, 11, 22), 17), "end": at(date(2026, 11, 22), 18)}
    hand.update(local_date="2026-11-22", recorded_by_hand=True, quality=None, cadence_known=None)
    data["sessions"] += [extra, gone, hand]
    return data


def a_run_that_was_too_much() -> Week:
    data = a_clean_week()
    data["sessions"][1]["outcome"] = "exceeded"
    return data


def an_unclear_recording() -> Week:
    data = a_clean_week()
    data["sessions"][1]["quality"] = "low"
    return data


def an_unclear_recording_too_many() -> Week:
    data = a_clean_week()
    early = {**data["sessions"][0], "id": "s0", "start": at(date(2026, 11, 15), 21), "quality": None}
    early.update(end=at(date(2026, 11, 15), 22), local_date="2026-11-15")
    data["sessions"].append(early)
    return data


def findings_and_holds() -> Week:
    data = a_clean_week()
    closed = {"closed_by": "Ada Brook, PT", "closed_at": at(date(2026, 11, 20), 12), "role": "pt"}
    data["open_findings"] = [
        {"id": "f1", "gate": "leak-urine", "kind": "key_sign", "opened_at": at(date(2026, 11, 10), 9)},
        {"id": "f2", "gate": "heaviness", "kind": "key_sign", "closed": {**closed, "reason": "examined"}},
        {"id": "f3", "gate": "night-pain", "kind": "stop", "release_by": "medical", "because_of": ["old"]},
    ]
    _find(data, "a2")["heaviness_0_10"] = 4
    _find(data, "a3")["leak_urine"] = "new_or_worse"
    _find(data, "m3")["signs"] = ["fever"]
    data["holds"] = [
        {"kind": "no_progress", "ordered_by": "PT", "ordered_on": "2026-11-17", "reason": "tired"},
        {"kind": "no_running", "ordered_by": "PT", "ordered_on": "2026-11-12", "reason": "rest"}
        | {"lifted_by": "PT", "lifted_on": "2026-11-14"},
    ]
    data["standing_release"] = {"release_by": "medical", "since": "2026-11-13"}
    return data


def a_hard_week_at_home() -> Week:
    data = a_clean_week()
    data["check_ins"][0].update(
        sleep_hours_per_night=4.5,
        feeding="supply_falling",
        energy="very_low",
        mood="very_low",
        illness="fever_or_whole_body",
        confidence_0_10=2,
        outside_runs="some",
        harm_thoughts=None,
    )
    _find(data, "a2")["effort_0_10"] = 8
    return data


def a_check_in_with_gaps() -> Week:
    data = a_clean_week()
    data["check_ins"] = [
        {"id": "c1", "date": "2026-11-21", "at": at(date(2026, 11, 21), 19), "signs": ["chest_pain"]},
        {"id": "c2", "date": "2026-11-22", "at": at(date(2026, 11, 22), 9), "energy": "low"},
        {"id": "c3", "date": "2026-11-22", "at": at(date(2026, 11, 22), 19), "mood": "good"},
    ]
    return data


def alone_and_not_ready() -> Week:
    data = a_first_running_stage()
    data["pt"] = "alone"
    data["clearance"].update(role="self_stated", examined_by="Ada Brook", examined_on="2026-10-20")
    data["readiness"] = {"core_rehab_done": True, "pelvic_floor_rehab_done": False, "incontinence": "present"}
    data["readiness"]["girdle_pain"] = [{"site": "hip", "score_0_10": None}, {**knee(1), "site": "tailbone"}]
    data["assessment"] = {
        "assessed_on": "2026-10-20",
        "assessed_by": "Ada Brook",
        "pelvic_health_pt": True,
        "load_tests": [{"test": "walk_30_min", "symptom_free": True}],
    }
    return data


def back_after_a_gap() -> Week:
    data = a_clean_week()
    data["date"], data["now"] = "2026-12-08", at(date(2026, 12, 8), 20)
    data["check_ins"][0].update(date="2026-12-08", at=at(date(2026, 12, 8), 19))
    data["stage_history"] = [
        {"at": at(date(2026, 11, 1)), "stage": "run-03", "kind": "cleared"},
        {"at": data["stage_since"], "stage": "run-04", "kind": "progress"},
    ]
    data["clearance"]["valid_until"] = "2026-12-07"
    return data


WEEKS: tuple[Callable[[], Week], ...] = (
    a_clean_week,
    a_clean_week_of_walking,
    a_first_running_stage,
    a_week_by_levels,
    a_week_whose_sessions_differ,
    nothing_known,
    nothing_known_under_a_plan_for_anybody,
    nothing_begun,
    the_middle_of_a_week,
    pain_everywhere,
    leaks_and_more,
    a_week_full_of_runs,
    a_run_that_was_too_much,
    an_unclear_recording,
    an_unclear_recording_too_many,
    findings_and_holds,
    a_hard_week_at_home,
    a_check_in_with_gaps,
    alone_and_not_ready,
    back_after_a_gap,
)


def page(week: Callable[[], Week]) -> str:
    """Everything that is made of a week, a line for each thing."""
    data = week()
    case, plan = case_of(data), plan_of(data["plan"])
    seen = observe(case, plan)
    decision = decide(case, plan)
    parts = [
        [f"# {week.__name__.replace('_', ' ').capitalize()}"],
        ["## Facts", *(_fact(name, fact) for name, fact in sorted(seen.facts.items()))],
        ["## Open", *map(_open, seen.open_findings)],
        ["## Findings", *_findings(decision, plan)],
        ["## Missing", *map(_gap, decision.missing)],
        ["## Would change it", *map(str, decision.would_change_it)],
        ["## Answer", *_answer(decision, plan)],
    ]
    return "\n\n".join("\n".join(lines) for lines in parts) + "\n"


def _fact(name: str, fact: Fact) -> str:
    state = "does not arise" if not fact.applies else "known" if fact.complete else "not all known"
    return f"{name}: {fact.value} | {state} | {fact.on} | {_row(fact.because_of)} | {_gaps(fact.missing)}"


def _row(items: Iterable[str]) -> str:
    return ", ".join(items)


def _gaps(missing: Iterable[Missing]) -> str:
    return "; ".join(_gap(gap) for gap in missing)


def _gap(gap: Missing) -> str:
    return f"{gap.name} ({gap.on}, {gap.session})"


def _open(found: OpenFinding) -> str:
    when = f"{found.opened_on} | {found.release_by.value} | {_row(found.because_of)}"
    return f"{found.id} | {found.gate} | {found.kind} | {when}"


def _findings(decision: Decision, plan: Plan) -> Iterable[str]:
    for item in decision.findings:
        out = item.outcome
        answer = (out.action.value, out.running_allowed, out.drop, out.rest_days, out.release_by.value)
        yield f"{item.gate}: {item.value} {item.unit} | {item.limit} | {item.result.value} | {answer}"


def _answer(decision: Decision, plan: Plan) -> Iterable[str]:
    who = f"{decision.release_by.value}, {decision.urgency.value}"
    yield f"{decision.action.value}, running {decision.running_allowed}, {who}, rest {decision.rest_days}"
    yield f"{decision.stage} to {decision.next_stage}"
    words = explain(decision, plan)
    yield from (words.headline, *words.reasons, *words.missing, *words.changes, words.next_step)


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for week in WEEKS:
        (FOLDER / f"{week.__name__}.md").write_text(page(week), "utf-8")


if __name__ == "__main__":
    main()
