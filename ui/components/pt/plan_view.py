"""The plan of one runner: in force, edited in a table, checked as it is typed, versions compared."""

import streamlit as st

from program import Plan
from services import PlanInForce, RefusedError
from ui.components.pt import act, plan_diff, plan_edit, stage_rows
from ui.components.pt.act import typed
from ui.desk import Desk
from ui.plain import plain

Key = tuple[str, int]


def show(runner_id: str, desk: Desk) -> None:
    """Which plan is in force and how to change that; the table; the comparison."""
    plans = {
        (plan.id, plan.version): plan
        for plan in desk.services.planning.plans(desk.actor, runner_id, now=desk.now)
    }
    now = desk.services.planning.in_force(desk.actor, runner_id, now=desk.now)
    _in_force(runner_id, now, plans)
    here: Key = (now.plan.id, now.plan.version) if now else next(iter(plans))
    _edit(runner_id, plans, here, desk)
    _compare(runner_id, plans, here, desk)


def _title(plan: Plan) -> str:
    own = " (her own)" if plan.id.endswith("-own") else ""
    return f"{plan.title}{own}, version {plan.version}"


def _in_force(runner_id: str, now: PlanInForce | None, plans: dict[Key, Plan]) -> None:
    if now is None:
        st.markdown("No plan is in force.")
    else:
        stage = now.plan.stage(now.stage_id).title if now.stage_id else "finished"
        st.markdown(f"In force: **{plain(_title(now.plan))}**, at **{plain(stage)}**.")
    with st.expander("Put her on another plan or stage"):
        key = f"place-{runner_id}"
        chosen = st.selectbox(
            "Plan", list(plans), index=None, format_func=lambda at: _title(plans[at]), key=f"{key}-plan"
        )
        if chosen is None:
            return
        stages = {stage.id: stage.title for stage in plans[chosen].stages}
        st.caption(f"{plain(plans[chosen].for_whom)} **Not for:** {plain(plans[chosen].not_for)}")
        st.selectbox("Stage", list(stages), index=None, format_func=stages.__getitem__, key=f"{key}-stage")
        st.text_input("Why", key=f"{key}-because", max_chars=1000)
        st.button("Put her there", on_click=_place, args=(runner_id, chosen, key))


def _place(runner_id: str, chosen: Key, key: str) -> None:
    def work(desk: Desk) -> str:
        stage_id, because = typed(f"{key}-stage"), typed(f"{key}-because")
        if not stage_id or not because:
            raise RefusedError("Nothing was changed: choose the stage and say why.")
        desk.services.planning.choose(
            desk.actor, runner_id, *chosen, stage_id=stage_id, because=because, now=desk.now
        )
        return "Done. Sign the clearance for it on the assessment page, else no running is allowed."

    act.run(work)


def _edit(runner_id: str, plans: dict[Key, Plan], here: Key, desk: Desk) -> None:
    st.subheader("Her own version", anchor=False)
    base = st.selectbox(
        "Made from",
        list(plans),
        index=list(plans).index(here),
        format_func=lambda at: _title(plans[at]),
        key=f"base-{runner_id}-{len(plans)}",
    )
    plan_edit.show(runner_id, plans, base, desk)


def _compare(runner_id: str, plans: dict[Key, Plan], here: Key, desk: Desk) -> None:
    with st.expander("Compare two versions"):
        keys = list(plans)
        sides = st.columns(2)
        chosen = [
            side.selectbox(
                label, keys, index=at, format_func=lambda key: _title(plans[key]), key=f"{label}-{runner_id}"
            )
            for side, label, at in zip(
                sides, ("Before", "After"), (keys.index(here), len(keys) - 1), strict=True
            )
        ]
        texts = [desk.services.planning.text(desk.actor, runner_id, *key, now=desk.now) for key in chosen]
        found = stage_rows.differences(*texts)
        plan_diff.show(found)
        if not found:
            st.markdown("Their stages are the same.")
