"""Which plan, and from which step on; alone, she states herself that she may follow it."""

import streamlit as st

from program import Clearance, Plan
from services import RunnerRecords
from ui.desk import Desk
from ui.navigation import path
from ui.plain import plain


def show(desk: Desk, known: RunnerRecords) -> None:
    """The plans with whom they are for; those for after a birth first where she gave birth."""
    after_birth = known.profile.birth_date is not None
    offered = sorted(
        desk.services.planning.plans(desk.actor, desk.runner_id, now=desk.now),
        key=lambda plan: (plan.population == "postpartum") != after_birth,
    )
    plans = {(plan.id, plan.version): plan for plan in offered}
    st.subheader("Your plan", anchor=False)
    _present(desk)
    chosen = st.radio(
        "Plan",
        list(plans),
        index=None,
        format_func=lambda key: plain(plans[key].title),
        captions=[plain(plan.for_whom) for plan in plans.values()],
        label_visibility="collapsed",
    )
    if chosen is None:
        return
    plan = plans[chosen]
    st.markdown(f"**Not for:** {plain(plan.not_for)}")
    first_running = next(index for index, stage in enumerate(plan.stages) if stage.kind == "running")
    open_stages = {stage.id: stage.title for stage in plan.stages[: first_running + 1]}
    stage_id = st.selectbox("Where do you begin?", list(open_stages), format_func=open_stages.__getitem__)
    sure = st.checkbox("I have been examined and told that I may follow this plan.", key="cleared")
    if sure and known.assessment is None:
        st.warning("Please say first who examined you, in the part before this one.", icon=":material/info:")
    if st.button(
        "Begin",
        type="primary",
        icon=":material/flag:",
        width="stretch",
        disabled=sure and known.assessment is None,
    ):
        if sure:
            _state_clearance(desk, known, plan)
        desk.services.planning.choose(
            desk.actor, desk.runner_id, plan.id, plan.version, stage_id=stage_id, now=desk.now
        )
        st.switch_page(path("today"))


def _present(desk: Desk) -> None:
    """The plan that she follows already, where there is one."""
    here = desk.services.planning.in_force(desk.actor, desk.runner_id, now=desk.now)
    if here is None:
        return
    stage = f", now at **{plain(here.plan.stage(here.stage_id).title)}**" if here.stage_id else ""
    st.markdown(f"You follow **{plain(here.plan.title)}**{stage}.")
    st.caption("To change to another plan, choose it here.")


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
