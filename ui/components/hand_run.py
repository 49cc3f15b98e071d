"""A run that no watch recorded, told in a few words."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import streamlit as st

from services import HandRun
from ui.components.symptom_form import choice
from ui.desk import Desk
from ui.navigation import path
from ui.words import TOLD_OUTCOMES

LONGEST_MIN = 300


def show(desk: Desk) -> None:
    """A short form; the run counts for rest days at once, and for progress as far as the plan allows."""
    with st.expander("A run without a file"), st.form("hand-run"):
        on = st.date_input("Day", desk.today, max_value=desk.today, format="DD/MM/YYYY")
        at = st.time_input("Start", None, step=900)
        whole_min = st.number_input("Minutes out", 1, LONGEST_MIN, None)
        run_min = st.number_input("Of these, minutes of running", 0, LONGEST_MIN, None)
        outcome = choice("Against the plan it was", TOLD_OUTCOMES, "hand-outcome")
        if not st.form_submit_button("Add this run"):
            return
        if not isinstance(at, time) or whole_min is None:
            st.warning("Please give at least the start and how long you were out.", icon=":material/info:")
            return
        told = HandRun(
            start_utc=datetime.combine(on, at, ZoneInfo(desk.account.time_zone)).astimezone(UTC),
            elapsed_time_s=whole_min * 60.0,
            run_time_s=None if run_min is None else run_min * 60.0,
            outcome=outcome,
        )
        run_id = desk.services.runs.add_by_hand(desk.actor, desk.runner_id, told, now=desk.now)
        st.switch_page(path("how_was_it"), query_params={"run": run_id})
