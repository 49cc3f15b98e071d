"""Which run to look at."""

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
    chosen = st.selectbox(
        "Run",
        options,
        index=options.index(run_id) if run_id in runs else 0,
        format_func=lambda key: name(runs[key], desk),
        key=f"run-{run_id}",
    )
    return runs[chosen]


def name(run: Run, desk: Desk) -> str:
    """When it was, and how much of it was running."""
    when = fmt.day_and_time(desk.local(run.start_utc))
    if run.kind == "other":
        return f"{when} · {run.sport}"
    return f"{when} · {fmt.minutes(run.run_time_s)} running"
