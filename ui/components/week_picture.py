"""One week on one page: its days and its sessions."""

from datetime import date, timedelta

import streamlit as st

from ui import format as fmt
from ui.components import days_back, week_sessions
from ui.desk import Desk

#: As many weeks as a phone shows at once.
WEEKS_SHOWN = 8
COLUMNS = ("week_start", "run_time_s", "prescribed_run_time_s")


def show_week(desk: Desk, last: date, *, is_open: bool) -> None:
    """The seven days up to `last`, and the sessions as small strips, open or on demand."""
    first = last - timedelta(days=days_back.DAYS - 1)
    sessions = [
        session
        for session in desk.services.runs.sessions(desk.actor, desk.runner_id, now=desk.now, since=first)
        if session.local_date <= last
    ]
    entries = desk.services.diary.entries(desk.actor, desk.runner_id, now=desk.now, since=first)
    st.subheader(f"{fmt.day(first)} to {fmt.day(last)}", anchor=False)
    days_back.show(sessions, entries, last)
    if sessions:
        with st.expander(f"{fmt.count(len(sessions), 'session')}: asked for and done", expanded=is_open):
            week_sessions.show(sessions)
    else:
        st.markdown("No runs in these days.")
