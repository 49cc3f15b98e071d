"""Which run to look at."""

from collections.abc import Sequence

import streamlit as st

from services import Run
from ui import format as fmt
from ui.desk import Desk
from ui.navigation import path


def show(desk: Desk, run_id: str | None) -> Run | None:
    """The run that was asked for, else the newest; null, with a way on, where there is none yet."""
    runs = {
        run.activity_id: run for run in desk.services.runs.list_runs(desk.actor, desk.runner_id, now=desk.now)
    }
    if not runs:
        st.markdown("There are no runs yet.")
        st.page_link(path("add_runs"), label="Add runs", icon=":material/upload:")
        return None
    options = list(runs)
    at = options.index(run_id) if run_id in runs else 0
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        _door(options, at + 1, "Earlier run", ":material/chevron_left:")
        chosen = st.selectbox(
            "Run",
            options,
            index=at,
            format_func=lambda key: name(runs[key]),
            key=f"run-{run_id}",
            label_visibility="collapsed",
        )
        _door(options, at - 1, "Later run", ":material/chevron_right:")
    if chosen != options[at]:
        _go(chosen)
    return runs[chosen]


def _door(options: Sequence[str], at: int, label: str, icon: str) -> None:
    """To the run before or after; the runs stand newest first."""
    there = 0 <= at < len(options)
    if st.button(icon, help=label, disabled=not there, key=f"door-{label}") and there:
        _go(options[at])


def _go(run_id: str) -> None:
    st.query_params["run"] = run_id
    st.rerun()


def name(run: Run) -> str:
    """When it was, and how much of it was running."""
    when = "Day not known" if run.is_undated else fmt.day_and_time(run.local_start)
    if run.kind == "other":
        return f"{when} · {run.sport}"
    if run.run_time_s is None:
        return f"{when} · not measured"
    return f"{when} · {fmt.minutes(run.run_time_s)} running"
