"""Getting started, one small part on the screen at a time, each kept as soon as it is sent."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import streamlit as st

from program import Assessment, PainAt, Profile, Readiness
from program.education import readiness_data
from program.record import LoadTestResult
from services import RunnerRecords
from ui import told
from ui.components import plan_choice, pregnancy
from ui.components.symptom_form import YES_NO, score
from ui.desk import Desk
from ui.words import BIRTHS, EXAMINED_FIRST, FEEDING, GIRDLE, INCONTINENCE, PT_FIRST, REGIONS, SITES

OLDEST_BIRTH = timedelta(days=365 * 30)
PARTS = {"you": "You", "before": "Before", "examined": "Examined", "plan": "Plan"}
NEXT = "start-next"


def show(desk: Desk, asked_for: str | None) -> None:
    """The part that is asked for, else the first that is not answered; any other is one tap away."""
    known = desk.services.records.read(desk.actor, desk.runner_id, now=desk.now)
    done = _done(desk, known)
    first_open = next((part for part in PARTS if part not in done), "plan")
    part = asked_for if asked_for in PARTS else st.session_state.get(NEXT, first_open)
    chosen = st.segmented_control(
        "Part",
        list(PARTS),
        default=part,
        required=True,
        format_func=lambda name: PARTS[name] + (" ✓" if name in done else ""),
        label_visibility="collapsed",
        key=f"start-part-{part}",
    )
    shown: dict[str, Callable[[Desk, RunnerRecords], None]] = {
        "you": _about_you,
        "before": _before_running,
        "examined": _examined,
        "plan": plan_choice.show,
    }
    shown[chosen or part](desk, known)


def _done(desk: Desk, known: RunnerRecords) -> set[str]:
    """The parts that hold an answer."""
    in_force = desk.services.planning.in_force(desk.actor, desk.runner_id, now=desk.now)
    answered = {
        "you": known.profile_revision > 0,
        "before": known.readiness_revision > 0,
        "examined": known.assessment is not None,
        "plan": in_force is not None,
    }
    return {part for part, is_done in answered.items() if is_done}


def _about_you(desk: Desk, known: RunnerRecords) -> None:
    profile = known.profile
    st.subheader("About you", anchor=False)
    told = profile.birth_date is not None or (False if known.profile_revision else None)
    gave_birth = _choose("Have you given birth?", YES_NO, told)
    birth_date, kind, feeding = None, None, None
    pelvic = True if gave_birth else profile.pelvic_questions
    if gave_birth is False:
        pelvic = _choose("Any leaks, heaviness in the pelvis or other pelvic floor signs?", YES_NO, pelvic)
        st.caption(
            "If you say yes, you are asked about them after each run. Leave it open if you do not know."
        )
    if gave_birth:
        birth_date = st.date_input(
            "When was the last time?",
            profile.birth_date,
            min_value=desk.today - OLDEST_BIRTH,
            max_value=desk.today,
            format="DD/MM/YYYY",
        )
        kind = _choose("How?", BIRTHS, profile.kind_of_birth)
        feeding = _choose("How is the baby fed?", FEEDING, profile.feeding)
    region = _choose("Whose emergency numbers shall we show?", REGIONS, profile.region)
    if _save(disabled=gave_birth is None):
        if gave_birth and birth_date is None:
            st.warning("Please give the day; the month is enough if you choose any day of it.")
            return
        new = Profile(
            birth_date=birth_date,
            kind_of_birth=kind,
            feeding=feeding,
            region=region,
            pelvic_questions=pelvic,
        )
        desk.services.records.put_profile(
            desk.actor, desk.runner_id, new, seen_revision=known.profile_revision, now=desk.now
        )
        _go_on("before")
    _pregnancy(desk)


def _pregnancy(desk: Desk) -> None:
    bars = desk.services.deciding.today(desk.actor, desk.runner_id, now=desk.now).standing.bars
    if any(bar.code == "pregnancy" for bar in bars):
        pregnancy.ask_whether_over(desk)
    else:
        pregnancy.ask(desk)


def _before_running(desk: Desk, known: RunnerRecords) -> None:
    told = known.readiness
    st.subheader("Before running", anchor=False)
    st.caption("Leave open what you do not know. Nobody is late.")
    core, floor, leak = told.core_rehab_done, told.pelvic_floor_rehab_done, told.incontinence
    if _is_pelvic(known):
        core = _choose("Have you finished your deep core rehabilitation?", YES_NO, core)
        floor = _choose("And your pelvic floor rehabilitation?", YES_NO, floor)
        leak = _choose("Any leak of urine, stool or wind in daily life?", INCONTINENCE, leak)
    before = None if told.girdle_pain is None else ["none"] * (not told.girdle_pain)
    sites = st.pills(
        "Pain around the pelvis?",
        ["none", *GIRDLE],
        selection_mode="multi",
        default=before or [at.site for at in told.girdle_pain or ()],
        format_func=lambda site: "No pain" if site == "none" else SITES[site],
    )
    girdle = _girdle_pain(sites, {at.site: at.score_0_10 for at in told.girdle_pain or ()})
    walk = _choose(
        "Can you walk briskly for 30 minutes without pain or any other sign?",
        YES_NO,
        told.walk_30_min_symptom_free,
    )
    if _save():
        readiness = Readiness(
            core_rehab_done=core,
            pelvic_floor_rehab_done=floor,
            incontinence=leak,
            girdle_pain=girdle,
            walk_30_min_symptom_free=walk,
        )
        desk.services.records.put_readiness(
            desk.actor, desk.runner_id, readiness, seen_revision=known.readiness_revision, now=desk.now
        )
        _go_on("examined")


def _is_pelvic(known: RunnerRecords) -> bool:
    """Whether the pelvic questions are for her; in doubt they are."""
    return known.profile.birth_date is not None or known.profile.pelvic_questions is not False


def _girdle_pain(sites: list[str], before: dict[str, int | None]) -> tuple[PainAt, ...] | None:
    """Each place that hurts and how strongly; a place outweighs "no pain", nothing chosen is no answer."""
    if not sites:
        return None
    painful = [site for site in sites if site != "none"]
    return tuple(
        PainAt.model_validate(
            {
                "site": site,
                "score_0_10": score(
                    f"{SITES[site]}: how strong?",
                    f"girdle-{site}",
                    ends=("none", "the worst there is"),
                    before=before.get(site),
                ),
            }
        )
        for site in painful
    )


def _examined(desk: Desk, known: RunnerRecords) -> None:
    before = known.assessment
    st.subheader("Who examined you", anchor=False)
    st.markdown(PT_FIRST if _is_pelvic(known) else EXAMINED_FIRST)
    examined = _choose(
        "Has a physical therapist examined you?", {True: "Yes", False: "Not yet"}, bool(before) or None
    )
    if examined is False:
        st.markdown("Then this is the next thing to arrange. You can choose a plan and begin with its walks.")
        if st.button("Go on to the plans", type="primary", icon=":material/arrow_forward:", width="stretch"):
            _go_to("plan")
    if not examined:
        return
    name = st.text_input(
        "Name of the physical therapist", before.assessed_by if before else "", max_chars=200
    )
    on = st.date_input(
        "When?", before.assessed_on if before else None, max_value=desk.today, format="DD/MM/YYYY"
    )
    pelvic = before.pelvic_health_pt if before else None
    if _is_pelvic(known):
        pelvic = _choose("Is this a pelvic health physical therapist?", YES_NO, pelvic)
    tests = _load_tests(before)
    if _save():
        if not name.strip() or not isinstance(on, date):
            st.warning("Please give the name and the day.", icon=":material/info:")
            return
        fields = {
            "assessed_by": name.strip(),
            "assessed_on": on,
            "pelvic_health_pt": pelvic,
            "load_tests": tests,
        }
        assessment = before.model_copy(update=fields) if before else Assessment(**fields)
        desk.services.records.put_assessment(
            desk.actor, desk.runner_id, assessment, seen_revision=known.assessment_revision, now=desk.now
        )
        _go_on("plan")


def _load_tests(before: Assessment | None) -> tuple[LoadTestResult, ...]:
    done = {result.test: result.symptom_free for result in before.load_tests} if before else {}
    st.markdown("Which of these did you do **without any** pain, heaviness, dragging or leak?")
    free = {
        test.id: _choose(f"{test.label}: {test.dose} {test.unit}", YES_NO, done.get(test.id))
        for test in readiness_data().load_tests
    }
    return tuple(
        LoadTestResult.model_validate({"test": test, "symptom_free": value})
        for test, value in free.items()
        if value is not None
    )


def _choose(label: str, options: dict[Any, str], before: Any) -> Any:
    """One of a few answers, the one on record shown, none where there is none."""
    return st.pills(label, list(options), default=before, format_func=options.__getitem__)


def _save(*, disabled: bool = False) -> bool:
    return st.button("Save and go on", type="primary", disabled=disabled, width="stretch")


def _go_on(part: str) -> None:
    told.done("Saved.")
    _go_to(part)


def _go_to(part: str) -> None:
    st.query_params.clear()
    st.session_state[NEXT] = part
    st.rerun()
