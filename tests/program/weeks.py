"""Cases for tests: a clean week at any stage of any plan, as JSON data, to be spoiled in one place."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from program import Case, Decision, Plan, case_from, decide, shipped_plans

#: The Monday on which the stage began, in the evening before.
MONDAY = date(2026, 11, 16)
BIRTH = date(2026, 3, 1)
USUAL = {
    "leak_urine": "none",
    "leak_stool": "none",
    "leak_wind": "none",
    "heaviness_0_10": 0,
    "bleeding": "none",
}
EASY = {"pain": [], "soreness": "none", "swelling": "none", "change": "same_or_less"}


def plan_of(name: str) -> Plan:
    return shipped_plans()[name, 1]


def at(day: date, hour: float = 9) -> str:
    moment = datetime.combine(day, time(), UTC) + timedelta(hours=hour)
    return moment.isoformat().replace("+00:00", "Z")


def clean_week(name: str, stage_id: str, first_hour: float = 9) -> dict[str, Any]:
    """A case in which all was done and nothing was wrong: the runner progresses. Mutable JSON data."""
    plan = plan_of(name)
    stage = plan.stage(stage_id)
    postpartum = plan.population == "postpartum"
    every = int(plan.number("rest_days_between_runs", stage)) + 1
    birth = MONDAY - timedelta(days=int(plan.number("earliest_days_since_birth", stage)) + 80)
    sessions, symptoms = [], []
    for index, session_id in enumerate(stage.required):
        day = MONDAY + timedelta(days=every * index)
        name_of = f"s{index + 1}"
        run_s = stage.session(session_id).run_time_s
        sessions.append(
            {
                "id": name_of,
                "start": at(day, first_hour),
                "end": at(day, first_hour + 0.5),
                "local_date": day.isoformat(),
                "stage": stage_id,
                "session": session_id,
                "outcome": "as_prescribed",
                "run_time_s": run_s,
                "prescribed_run_time_s": run_s,
                "quality": "ok",
                "cadence_known": True,
            }
        )
        whole = {**USUAL, "scar": "none", "doming": "none", **EASY, "effort_0_10": 3}
        symptoms.append(entry(f"a{index + 1}", "after", name_of, at(day, first_hour + 1), **whole))
        next_day = day + timedelta(days=1)
        symptoms.append(entry(f"m{index + 1}", "next_morning", name_of, at(next_day, 8), **USUAL, **EASY))
    last = MONDAY + timedelta(days=every * (len(stage.required) - 1) + 2)
    today = max(last, MONDAY + timedelta(days=6))
    return {
        "plan": name,
        "plan_version": 1,
        "stage": stage_id,
        "date": today.isoformat(),
        "now": at(today, 20),
        "stage_since": at(MONDAY - timedelta(days=1), 20),
        "pt": "linked",
        "profile": {"birth_date": birth.isoformat()} if postpartum else {"pelvic_questions": False},
        "readiness": {"walk_30_min_symptom_free": True},
        "clearance": {
            "plan": name,
            "plan_version": 1,
            "signed_by": "Ada Brook, PT",
            "signed_on": (MONDAY - timedelta(days=20)).isoformat(),
        },
        "sessions": sessions,
        "symptoms": symptoms,
        "check_ins": [
            {
                "date": today.isoformat(),
                "at": at(today, 19),
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
        ],
    }


def entry(entry_id: str, phase: str, session: str | None, moment: str | None, **items: Any) -> dict[str, Any]:
    return {"id": entry_id, "phase": phase, "session": session, "at": moment, **items}


def knee(score: int | None, **answers: Any) -> dict[str, Any]:
    """Pain at the knee with its questions answered."""
    calm = {"on_bone": False, "builds_up": False, "limp": False, "at_night": False}
    return {"site": "knee", "score_0_10": score, **calm, **answers}


def decide_on(data: dict[str, Any]) -> Decision:
    return decide(case_from(data), plan_of(data["plan"]))


def case_of(data: dict[str, Any]) -> Case:
    return case_from(data)
