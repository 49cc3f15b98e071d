"""Which plan, and from which step on; alone, she states herself that she may follow it."""

import streamlit as st

from program import Clearance, Plan
from program.beginning import fits, openings, proposed
from services import RunnerRecords
from ui.desk import Desk
from ui.navigation import path
from ui.plain import plain

#: What the plans have in common that are offered first, by whether she gave birth.
FITTING = {
    True: "Made for the time after a birth, however long ago.",
    False: "Made for runners who come back for another reason than a birth.",
}


def show(desk: Desk, known: RunnerRecords) -> None:
    """The plans that fit her first, with whom they are for; the others behind a tap."""
    offered = desk.services.planning.plans(desk.actor, desk.runner_id, now=desk.now)
    plans = {(plan.id, plan.version): plan for plan in offered}
    fitting = [key for key, plan in plans.items() if fits(plan, known.profile)]
    st.subheader("Your plan", anchor=False)
    _present(desk)
    st.caption(FITTING[known.profile.birth_date is not None])
    all_plans = st.toggle("Show the other plans too", key="all-plans")
    others = [key for key in plans if key not in fitting] if all_plans else []
    shown = [*fitting, *others]
    chosen = st.radio(
        "Plan",
        shown,
        index=None,
        format_func=lambda key: plain(plans[key].title),
        captions=[plain(plans[key].for_whom) for key in shown],
        label_visibility="collapsed",
    )
    if chosen is not None:
        _begin(desk, known, plans[chosen])


def _begin(desk: Desk, known: RunnerRecords, plan: Plan) -> None:
    """From which step on; chosen, and cleared where she says so, in one."""
    st.markdown(f"**Not for:** {plain(plan.not_for)}")
    stages = {stage.id: plain(stage.title) for stage in openings(plan)}
    fitting = proposed(plan, known.profile, known.readiness, known.assessment, desk.today)
    stage_id = st.selectbox(
        "Where do you begin?",
        list(stages),
        index=list(stages).index(fitting.stage.id) if fitting else None,
        format_func=stages.__getitem__,
        placeholder="Choose a step",
        key=f"begin-{plan.id}-{plan.version}",
    )
    if fitting is not None and len(stages) > 1:
        st.caption(f"Proposed: **{plain(fitting.stage.title)}**. {fitting.because}")
    sure = st.checkbox("I have been examined and told that I may follow this plan.", key="cleared")
    if sure and known.assessment is None:
        st.warning("Please say first who examined you, in the part before this one.", icon=":material/info:")
    if st.button(
        "Begin",
        type="primary",
        icon=":material/flag:",
        width="stretch",
        disabled=stage_id is None or (sure and known.assessment is None),
    ):
        desk.services.planning.choose(
            desk.actor,
            desk.runner_id,
            plan.id,
            plan.version,
            stage_id=stage_id,
            clearance=_clearance(desk, known, plan) if sure else None,
            seen_clearance=known.clearance_revision,
            now=desk.now,
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


def _clearance(desk: Desk, known: RunnerRecords, plan: Plan) -> Clearance | None:
    if known.assessment is None:
        return None
    return Clearance(
        plan=plan.id,
        plan_version=plan.version,
        signed_by=desk.account.display_name,
        signed_on=desk.today,
        role="self_stated",
        examined_by=known.assessment.assessed_by,
        examined_on=known.assessment.assessed_on,
    )
