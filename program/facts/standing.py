"""Readiness and record: time since birth, clearance, the pelvic readiness items, the load tests."""

from datetime import timedelta
from typing import get_args

from program.facts.readings import above_usual, usual
from program.facts.view import View
from program.gates import NOT_ASKED, Fact, Value
from program.model import Missing, MissingKind
from program.record import LoadTest


def standing_facts(view: View) -> dict[str, Fact]:
    """All facts of the record. What a PT's valid clearance covers is not asked again; a bad answer bars."""
    clearance = _clearance(view)
    covered = clearance == "valid" and view.case.clearance is not None and view.case.clearance.role == "pt"
    facts = {
        "days_since_birth": _days_since_birth(view),
        "clearance": _clearance_fact(view, clearance),
        "pelvic_questions": _pelvic_questions(view),
    }
    items = _readiness(view)
    if not view.soon_after_birth:
        items = dict.fromkeys(items, NOT_ASKED)
    items["walk_30_min"] = _yes_no(MissingKind.WALK_30_MIN, view.case.readiness.walk_30_min_symptom_free)
    for name, fact in items.items():
        facts[name] = NOT_ASKED if covered and fact.value is None else fact
    return facts


def _days_since_birth(view: View) -> Fact:
    """Days since the birth; a date that lies ahead is a slip of the pen or no birth yet, so not known."""
    days = view.days_since_birth(view.today)
    if days is None and view.plan.population != "postpartum":
        return NOT_ASKED
    if days is None or days < 0:
        return Fact(missing=(Missing(MissingKind.BIRTH_DATE),))
    return Fact(days, True, on=view.case.profile.birth_date)


def _clearance(view: View) -> str:
    clearance, case = view.case.clearance, view.case
    if clearance is None or clearance.signed_on > view.today:
        return "none"
    if (clearance.plan, clearance.plan_version) != (case.plan, case.plan_version):
        return "other_plan"
    if clearance.withdrawn_on is not None and clearance.withdrawn_on <= view.today:
        return "withdrawn"
    last = clearance.signed_on + timedelta(days=view.number("clearance_days"))
    if view.today > min(last, clearance.valid_until or last):
        return "lapsed"
    alone = case.pt == "alone"
    return "self_stated_beside_pt" if clearance.role == "self_stated" and not alone else "valid"


def _clearance_fact(view: View, level: str) -> Fact:
    if view.plan.clearance == "none":
        return NOT_ASKED
    gap = () if level == "valid" else (Missing(MissingKind.CLEARANCE),)
    signed = view.case.clearance.signed_on if view.case.clearance else None
    return Fact(level, True, on=signed, missing=gap)


def _pelvic_questions(view: View) -> Fact:
    if view.pelvic or view.case.profile.pelvic_questions is False:
        return Fact("answered", True)
    return Fact("unanswered", True, missing=(Missing(MissingKind.PELVIC_QUESTIONS),))


def _readiness(view: View) -> dict[str, Fact]:
    readiness, assessment = view.case.readiness, view.case.assessment
    assessed = None
    if assessment is not None and assessment.assessed_on <= view.today:
        assessed = assessment.pelvic_health_pt
    return {
        "pelvic_assessment": _yes_no(MissingKind.PELVIC_ASSESSMENT, assessed),
        "core_rehab": _yes_no(MissingKind.CORE_REHAB, readiness.core_rehab_done),
        "pelvic_floor_rehab": _yes_no(MissingKind.PELVIC_FLOOR_REHAB, readiness.pelvic_floor_rehab_done),
        "incontinence": _incontinence(view),
        "readiness_girdle_pain_0_10": _girdle(view),
        "load_tests": _load_tests(view),
    }


def _known(kind: MissingKind, value: Value) -> Fact:
    return Fact(missing=(Missing(kind),)) if value is None else Fact(value, True)


def _yes_no(kind: MissingKind, answer: bool | None) -> Fact:
    return _known(kind, None if answer is None else "yes" if answer else "no")


def _incontinence(view: View) -> Fact:
    value = view.case.readiness.incontinence
    if value == "as_baseline":
        levels = [
            usual(item, "as_baseline", view.today, view) for item in ("leak_urine", "leak_stool", "leak_wind")
        ]
        value = "as_signed_baseline" if "as_signed_baseline" in levels else "same_but_no_signed_baseline"
    return _known(MissingKind.INCONTINENCE, value)


def _girdle(view: View) -> Fact:
    pains = view.case.readiness.girdle_pain
    if pains is None:
        return Fact(missing=(Missing(MissingKind.GIRDLE_PAIN),))
    sites = view.plan.sites["girdle"]
    scores = [above_usual(pain, view.today, view) for pain in pains if pain.site in sites]
    known = [score for score in scores if score is not None]
    complete = len(known) == len(scores)
    return Fact(
        max(known, default=0), complete, missing=() if complete else (Missing(MissingKind.GIRDLE_PAIN_SCORE),)
    )


def _load_tests(view: View) -> Fact:
    results = (
        {item.test: item.symptom_free for item in view.case.assessment.load_tests}
        if view.case.assessment
        else {}
    )
    open_tests = [test for test in get_args(LoadTest) if results.get(test) is None]
    gaps = tuple(Missing(MissingKind.LOAD_TEST.of(test)) for test in open_tests)
    if False in results.values():
        return Fact("not_free_of_symptoms", not gaps, missing=gaps)
    return Fact(None if gaps else "free_of_symptoms", not gaps, missing=gaps)
