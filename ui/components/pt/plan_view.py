"""The plan of one runner: in force, edited in a table, checked as it is typed, versions compared."""

import streamlit as st

from program import Plan, check_plan
from services import PlanInForce
from ui import format as fmt
from ui.components.pt import act, stage_rows
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
    act.said()
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
            return "Nothing was changed: choose the stage and say why."
        desk.services.planning.choose(
            desk.actor, runner_id, *chosen, stage_id=stage_id, because=because, now=desk.now
        )
        return "Done. Sign the clearance for it on the assessment page, else no running is allowed."

    act.run(work)


def _edit(runner_id: str, plans: dict[Key, Plan], here: Key, desk: Desk) -> None:
    st.subheader("Her own version", anchor=False)
    key = f"draft-{runner_id}-{len(plans)}"
    base = st.selectbox(
        "Made from",
        list(plans),
        index=list(plans).index(here),
        format_func=lambda at: _title(plans[at]),
        key=f"{key}-base",
    )
    draft = desk.services.planning.draft(desk.actor, runner_id, *base, now=desk.now)
    st.markdown("Change a step, a count or a title; each change is checked as you type.")
    rows = st.data_editor(
        stage_rows.rows_of(draft),
        disabled=["Stage", "Session"],
        hide_index=True,
        width="stretch",
        key=f"{key}-{base[0]}-{base[1]}",
        column_config={
            "Stage": st.column_config.TextColumn(width="small"),
            "Title": st.column_config.TextColumn(width="medium"),
            "A week": st.column_config.NumberColumn(min_value=1, max_value=14, step=1, width="small"),
            "Session": st.column_config.TextColumn(width="small"),
            "Steps": st.column_config.TextColumn(width="large", help="walk 5:00, 8 x (run 1:00, walk 1:30)"),
            "Times": st.column_config.NumberColumn(min_value=1, max_value=14, step=1, width="small"),
            "Because": st.column_config.TextColumn(width="medium"),
        },
        alt="The stages of the plan, a row for each session",
    )
    text = stage_rows.with_rows(draft, rows, desk.account.display_name)
    faults = check_plan(text, "plan")
    changed = stage_rows.differences(draft, text)
    if faults:
        st.error("\n".join(f"- {plain(str(fault))}" for fault in faults), icon=":material/error:")
    else:
        st.success(
            f"{fmt.count(len(changed), 'session')} changed, no fault found.", icon=":material/check_circle:"
        )
    st.text_input("Why is it changed for her?", key=f"{key}-because", max_chars=1000)
    st.button(
        "Keep as her own version",
        type="primary",
        on_click=_save,
        args=(runner_id, text if changed else None, f"{key}-because"),
    )


def _save(runner_id: str, text: str | None, because_key: str) -> None:
    def work(desk: Desk) -> str:
        if text is None:
            return "Nothing was kept: nothing is changed in the table yet."
        plan = desk.services.planning.save(
            desk.actor, runner_id, text, typed(because_key) or "", now=desk.now
        )
        return f"Kept as {plan.id} version {plan.version}. It is in force once you put her on it and sign."

    act.run(work)


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
        if found:
            st.dataframe(found, hide_index=True, width="stretch", alt="The sessions that differ")
        else:
            st.markdown("Their stages are the same.")
