"""Weeks of running against what was asked for."""

from datetime import date

import polars as pl
import streamlit as st

from ui import charts
from ui import format as fmt
from ui.desk import Desk
from ui.look import palette
from ui.navigation import path

#: As many weeks as a phone shows at once.
WEEKS_SHOWN = 8
FIGURE_PX = 108
COLUMNS = ("week_start", "run_time_s", "prescribed_run_time_s")


def show_weeks(desk: Desk) -> None:
    """Bars of run minutes, a line for what was asked for; a way on where there is no run yet."""
    weeks = desk.services.runs.weeks(desk.actor, desk.runner_id, now=desk.now).tail(WEEKS_SHOWN)
    if weeks.is_empty():
        st.markdown("There are no runs yet. Once there are, your weeks stand here.")
        st.page_link(path("add_runs"), label="Add runs", icon=":material/upload:")
        return
    st.markdown("**Minutes of running a week.** The line across a bar is what the plan asked for.")
    st.altair_chart(
        charts.weeks_picture(weeks.select(COLUMNS), palette()),
        width="stretch",
        alt="Minutes of running by week: "
        + ", ".join(_in_words(week) for week in weeks.iter_rows(named=True)),
    )


def _in_words(week: dict) -> str:
    return f"{fmt.day(week['week_start'])} {fmt.minutes(week['run_time_s'])}"


def show_week(desk: Desk, week_start: date) -> None:
    """One week in a few figures."""
    st.markdown(f"**The week from {fmt.day(week_start)}**")
    weeks = desk.services.runs.weeks(desk.actor, desk.runner_id, now=desk.now)
    this = weeks.filter(pl.col("week_start") == week_start, pl.col("run_count") > 0)
    if this.is_empty():
        st.markdown("No runs in this week yet.")
        return
    week = this.row(0, named=True)
    with st.container(horizontal=True):
        for label, value in (
            ("Runs", str(week["run_count"])),
            ("Running", fmt.clock(week["run_time_s"])),
            ("Asked for", fmt.clock(week["prescribed_run_time_s"])),
            ("Longest run", fmt.clock(week["longest_run_bout_s"])),
            ("Rest days", str(week["rest_days"])),
        ):
            st.metric(label, value, width=FIGURE_PX)
