"""Getting started, one small part after the other, each kept as soon as it is sent."""

from datetime import date, timedelta
from typing import Any

import streamlit as st

from program import Assessment, Clearance, PainAt, Plan, Profile, Readiness
from program.education import readiness_data
from program.record import LoadTestResult
from services import RunnerRecords
from ui.components.symptom_form import YES_NO
from ui.desk import Desk
from ui.plain import plain
from ui.words import BIRTHS, FEEDING, GIRDLE, INCONTINENCE, PT_FIRST, REGIONS, SITES

OLDEST_BIRTH = timedelta(days=365 * 30)


def show(desk: Desk) -> None:
    """All parts; what was answered before is shown in them and can be changed."""
    known = desk.services.records.read(desk.actor, desk.runner_id, now=desk.now)
    _about_you(desk, known)
    _before_running(desk, known)
    _examined(desk, known)
    _plan(desk, known)


def _about_you(desk: Desk, known: RunnerRecords) -> None:
    with st.form("about-you"):
        st.subheader("1. About you", anchor=False)
        birth_date = st.date_input(
            "When did you give birth?",
            known.profile.birth_date,
            min_value=desk.today - OLDEST_BIRTH,
            max_value=desk.today,
            format="DD/MM/YYYY",
            help="Leave it empty if you did not.",
        )
        kind = _choose("How?", BIRTHS, known.profile.kind_of_birth)
        feeding = _choose("How is the baby fed?", FEEDING, known.profile.feeding)
        region = _choose("Whose emergency numbers shall we show?", REGIONS, known.profile.region)
        if st.form_submit_button("Save", type="primary"):
            profile = Profile(
                birth_date=birth_date,
                kind_of_birth=kind,
                feeding=feeding,
                region=region,
                pelvic_questions=known.profile.pelvic_questions if birth_date is None else True,
            )
            desk.services.records.put_profile(
                desk.actor, desk.runner_id, profile, seen_revision=known.profile_revision, now=desk.now
            )
            _saved()


def _before_running(desk: Desk, known: RunnerRecords) -> None:
    told = known.readiness
    with st.form("before-running"):
        st.subheader("2. Before running", anchor=False)
        core = _choose("Have you finished your deep core rehabilitation?", YES_NO, told.core_rehab_done)
        floor = _choose("And your pelvic floor rehabilitation?", YES_NO, told.pelvic_floor_rehab_done)
        leak = _choose("Any leak of urine, stool or wind in daily life?", INCONTINENCE, told.incontinence)
        before = None if told.girdle_pain is None else ["none"] * (not told.girdle_pain)
        sites = st.pills(
            "Pain around the pelvis?",
            ["none", *GIRDLE],
            selection_mode="multi",
            default=before or [at.site for at in told.girdle_pain or ()],
            format_func=lambda site: "No pain" if site == "none" else SITES[site],
        )
        walk = _choose(
            "Can you walk briskly for 30 minutes without pain or any other sign?",
            YES_NO,
            told.walk_30_min_symptom_free,
        )
        if st.form_submit_button("Save", type="primary"):
            readiness = Readiness(
                core_rehab_done=core,
                pelvic_floor_rehab_done=floor,
                incontinence=leak,
                girdle_pain=_girdle_pain(sites),
                walk_30_min_symptom_free=walk,
            )
            desk.services.records.put_readiness(
                desk.actor, desk.runner_id, readiness, seen_revision=known.readiness_revision, now=desk.now
            )
            _saved()


def _girdle_pain(sites: list[str]) -> tuple[PainAt, ...] | None:
    """A site outweighs 'no pain' beside it; nothing chosen is not answered."""
    painful = [site for site in sites if site != "none"]
    if not sites:
        return None
    return tuple(PainAt.model_validate({"site": site}) for site in painful)


def _examined(desk: Desk, known: RunnerRecords) -> None:
    before = known.assessment
    with st.form("examined"):
        st.subheader("3. Who examined you", anchor=False)
        st.markdown(PT_FIRST)
        name = st.text_input(
            "Name of the physical therapist", before.assessed_by if before else "", max_chars=200
        )
        on = st.date_input(
            "When?", before.assessed_on if before else None, max_value=desk.today, format="DD/MM/YYYY"
        )
        pelvic = _choose(
            "Is this a pelvic health physical therapist?", YES_NO, before.pelvic_health_pt if before else None
        )
        done = {result.test: result.symptom_free for result in before.load_tests} if before else {}
        st.markdown("Which of these did you do **without any** pain, heaviness, dragging or leak?")
        free = {
            test.id: _choose(f"{test.label}: {test.dose} {test.unit}", YES_NO, done.get(test.id))
            for test in readiness_data().load_tests
        }
        if st.form_submit_button("Save", type="primary"):
            if not name.strip() or not isinstance(on, date):
                st.warning("Please give the name and the day.", icon=":material/info:")
                return
            tests = tuple(
                LoadTestResult.model_validate({"test": test, "symptom_free": value})
                for test, value in free.items()
                if value is not None
            )
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
            _saved()


def _plan(desk: Desk, known: RunnerRecords) -> None:
    plans = {
        (plan.id, plan.version): plan
        for plan in desk.services.planning.plans(desk.actor, desk.runner_id, now=desk.now)
    }
    st.subheader("4. Your plan", anchor=False)
    chosen = st.selectbox("Plan", list(plans), format_func=lambda key: plans[key].title, index=None)
    if chosen is None:
        return
    plan = plans[chosen]
    st.markdown(f"{plain(plan.for_whom)} **Not for:** {plain(plan.not_for)}")
    first_running = next(index for index, stage in enumerate(plan.stages) if stage.kind == "running")
    open_stages = {stage.id: stage.title for stage in plan.stages[: first_running + 1]}
    stage_id = st.selectbox("Where do you begin?", list(open_stages), format_func=open_stages.__getitem__)
    sure = st.checkbox("I have been examined and told that I may follow this plan.", key="cleared")
    if st.button("Begin", type="primary", icon=":material/flag:", width="stretch"):
        if sure:
            _state_clearance(desk, known, plan)
        desk.services.planning.choose(
            desk.actor, desk.runner_id, plan.id, plan.version, stage_id=stage_id, now=desk.now
        )
        _saved()


def _state_clearance(desk: Desk, known: RunnerRecords, plan: Plan) -> None:
    if known.assessment is None:
        return
    clearance = Clearance(
        plan=plan.id,
        plan_version=plan.version,
        signed_by=desk.account.display_name,
        signed_on=desk.today,
        role="self_stated",
        examined_by=known.assessment.assessed_by,
        examined_on=known.assessment.assessed_on,
    )
    desk.services.records.state_clearance(
        desk.actor, desk.runner_id, clearance, seen_revision=known.clearance_revision, now=desk.now
    )


def _choose(label: str, options: dict[Any, str], before: Any) -> Any:
    """One of a few answers, the one on record shown, none where there is none."""
    return st.pills(label, list(options), default=before, format_func=options.__getitem__)


def _saved() -> None:
    st.toast("Saved.", icon=":material/check:")
    st.rerun()
