"""The next session to take along: as a workout for the watch, and as reminders for the calendar."""

from datetime import time, timedelta
from zoneinfo import ZoneInfo

import streamlit as st

from program import SessionPlan
from services import Today
from services.ahead import CHECK_IN_WEEKDAY
from services.exports import next_session_workout, reminders_calendar
from services.exports.records import CalendarCheckIn, CalendarSession
from ui.components.next_session import DRAWN_PACE_S_PER_KM
from ui.desk import Desk

#: When the calendar reminds of each; the runner moves them as she likes.
SESSION_AT = time(9, 0)
MORNING_AT = time(8, 0)
CHECK_IN_AT = time(18, 0)
CHECK_IN_WEEKS = 4
S_PER_KM_TO_S_PER_M = 1 / 1000
HOW_TO = """
- **Garmin**: connect the watch by cable and copy the file into the folder `GARMIN/NewFiles`. Unplug it, then
  find the workout under *Training* or *Workouts*.
- **Coros, Suunto, Polar, Apple**: open the file in the watch's own app, or in one that takes in FIT
  workouts.
- **Calendar**: open the file on your phone. It adds the session, a reminder to log the next morning, and the
  weekly check-in. Move them as you like; a later file moves the same entries.
- The watch keeps what it was given. If the answer here changes, delete the old workout from the watch.
"""


def show(today: Today, desk: Desk) -> None:
    """Two downloads beside the next session; nothing where no running is due."""
    session = today.next_session
    if session is None or today.stage is None:
        return
    name = f"stridegate-{today.stage.id}-{session.id}"
    with st.container(horizontal=True):
        st.download_button(
            "For my watch",
            lambda: next_session_workout(session.steps, title=session.title, created_utc=desk.now),
            file_name=f"{name}.fit",
            mime="application/vnd.ant.fit",
            icon=":material/watch:",
            help="A workout file. Copy it into the NewFiles folder of the watch, or import it in its app.",
            on_click="ignore",
        )
        st.download_button(
            "For my calendar",
            lambda: _calendar(today, session, desk),
            file_name=f"{name}.ics",
            mime="text/calendar",
            icon=":material/event:",
            help="The session, a reminder for the morning after, and the weekly check-in.",
            on_click="ignore",
        )


def explain() -> None:
    """How a workout gets onto a watch, and what the calendar file holds, in a line each."""
    st.markdown(HOW_TO)


def _calendar(today: Today, session: SessionPlan, desk: Desk) -> bytes:
    day = max(today.on, today.not_before or today.on)
    key = f"{today.stage.id if today.stage else ''}/{session.id}/{today.done}"
    duration_s = sum(
        step.duration_s or (step.distance_m or 0.0) * DRAWN_PACE_S_PER_KM * S_PER_KM_TO_S_PER_M
        for step in session.steps
    )
    until_check_in = timedelta(days=(CHECK_IN_WEEKDAY - today.on.weekday()) % 7)
    return reminders_calendar(
        [CalendarSession(key, day, SESSION_AT, duration_s)],
        CalendarCheckIn(today.on + until_check_in, CHECK_IN_AT, CHECK_IN_WEEKS),
        owner=desk.runner_id,
        zone=ZoneInfo(desk.account.time_zone),
        morning_at=MORNING_AT,
        made_utc=desk.now,
    )
