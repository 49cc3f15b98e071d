"""A runner's own version of a plan: a table of its stages, checked at each change, to keep or to leave."""

import streamlit as st

from program import Plan
from services import RefusedError
from ui import format as fmt
from ui.components.pt import act, plan_diff, stage_rows
from ui.components.pt.act import typed
from ui.components.pt.stage_rows import RowData
from ui.desk import Desk
from ui.plain import plain

Key = tuple[str, int]
STEPS_HELP = "Write steps as: walk 5:00, 8 x (run 1:00, walk 1:30), walk 5:00"
COLUMNS = {
    "Stage": st.column_config.TextColumn(width="small"),
    "Title": st.column_config.TextColumn(width="medium", required=True),
    "A week": st.column_config.NumberColumn(min_value=1, max_value=7, step=1, width=95),
    "Rest days": st.column_config.NumberColumn(
        min_value=0, max_value=14, step=1, width=115, help="Days without running between two runs"
    ),
    "Session": st.column_config.TextColumn(width="medium", required=True),
    "Steps": st.column_config.TextColumn(width="large", required=True, help=STEPS_HELP),
    "Times": st.column_config.NumberColumn(min_value=1, max_value=14, step=1, width=95),
    "Because": st.column_config.TextColumn(width="large", required=True),
    "Signed": st.column_config.TextColumn(
        width="medium",
        max_chars=500,
        help="Why it may grow by more than any shipped plan does, or ask for less than the stage before",
    ),
}


def show(runner_id: str, plans: dict[Key, Plan], base: Key, desk: Desk) -> None:
    """The table with what it changes, what is wrong with it, and a way to keep it."""
    draft = desk.services.planning.draft(desk.actor, runner_id, *base, now=desk.now)
    key = f"draft-{runner_id}-{len(plans)}-{base[0]}-{base[1]}"
    rows: list[RowData] = st.session_state.setdefault(f"{key}-rows", stage_rows.rows_of(draft))
    turn: int = st.session_state.setdefault(f"{key}-turn", 0)
    st.markdown(
        "Change a cell by a double click or Enter. Take a stage out by the box at its left and the bin. "
        "Each change is checked at once. By keyboard, the arrows move and Esc leaves the table."
    )
    now: list[RowData] = st.data_editor(
        rows,
        disabled=["Stage"],
        num_rows="delete",
        width="stretch",
        key=f"{key}-table-{turn}",
        column_order=list(COLUMNS),
        column_config=COLUMNS,
        placeholder="–",
        alt="The stages of the plan, a row for each session",
    )
    st.session_state[f"{key}-now"] = now
    _add(key, now)
    edited = stage_rows.edited(draft, now, desk.account.display_name)
    changed = stage_rows.differences(draft, edited.text)
    if edited.faults:
        lines = "\n".join(f"- **{plain(where)}**: {plain(what)}" for where, what in edited.faults)
        st.error(f"This cannot be kept as it is:\n\n{lines}", icon=":material/error:")
    else:
        told = fmt.count(len(changed), "change") if changed else "Nothing is changed yet"
        st.success(f"{told}, no fault found.", icon=":material/check_circle:")
    plan_diff.show(changed)
    st.text_input("Why is it changed for her?", key=f"{key}-because", max_chars=1000)
    text = edited.text if changed and not edited.faults else None
    st.button(
        "Keep as her own version", type="primary", on_click=_save, args=(runner_id, text, f"{key}-because")
    )


def _add(key: str, rows: list[RowData]) -> None:
    titles = {row["Stage"]: row["Title"] for row in rows}
    with st.expander("Add a stage"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.selectbox(
                "After",
                list(titles),
                index=None,
                format_func=titles.__getitem__,
                key=f"{key}-after",
                width=260,
            )
            st.text_input("Title", key=f"{key}-title", max_chars=120, width=220)
            st.text_input("Steps", key=f"{key}-steps", max_chars=400, help=STEPS_HELP)
            st.button("Add it", icon=":material/add:", on_click=_put_in, args=(key,))
        st.caption("It starts as a copy of the stage before it; change the rest in the table.")


def _put_in(key: str) -> None:
    """Bakes what stands in the table into a new one, with the stage in its place."""
    after, title, steps = (typed(f"{key}-{name}") for name in ("after", "title", "steps"))

    def work(_: Desk) -> str:
        if not after or not title or not steps:
            raise RefusedError(
                "Nothing was added: choose after which stage, and write its title and its steps."
            )
        rows = stage_rows.with_row_after(st.session_state[f"{key}-now"], after, title, steps)
        st.session_state[f"{key}-rows"] = rows
        st.session_state[f"{key}-turn"] += 1
        return f"“{plain(title)}” stands in the table. It is not kept yet."

    act.run(work)


def _save(runner_id: str, text: str | None, because_key: str) -> None:
    def work(desk: Desk) -> str:
        if text is None:
            raise RefusedError(
                "Nothing was kept: nothing is changed in the table, or a fault is still in it."
            )
        plan = desk.services.planning.save(
            desk.actor, runner_id, text, typed(because_key) or "", now=desk.now
        )
        return f"Kept as {plan.id} version {plan.version}. It is in force once you put her on it and sign."

    act.run(work)
