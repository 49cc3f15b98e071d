"""Taking a run out, asked twice."""

import streamlit as st

from ui import told
from ui.desk import Desk
from ui.navigation import path


def show(desk: Desk, run_id: str) -> None:
    """A quiet button that asks once more before it deletes."""
    with st.popover("Delete this run", icon=":material/delete:", type="tertiary"):
        st.markdown(
            "The run and its samples are deleted. Its date stays on record, because a run that happened "
            "still counts for your rest days."
        )
        if st.button("Delete it", type="primary", key=f"delete-{run_id}"):
            desk.services.runs.delete_run(desk.actor, desk.runner_id, run_id, now=desk.now)
            told.done("The run is deleted.")
            st.switch_page(path("today"))
