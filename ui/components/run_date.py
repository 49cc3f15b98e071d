"""When a run was, by the clock where she was, and a way to set it right."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import streamlit as st

from services import Run, ServiceError
from ui import format as fmt
from ui import told
from ui.desk import Desk

#: What she told since the files were dropped, by run: their rows still have what was read.
TOLD = "told-starts"
KEPT = "Kept. What the file says stays on record beside it."


def show(run: Run, desk: Desk) -> None:
    """Day, year and start, what its file says where she told another, and the way to correct it."""
    if run.is_undated:
        st.markdown("The day and time are not known yet.")
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{fmt.date_and_time(run.local_start)}**", width="content")
        correct(desk, run.activity_id, run.local_start, "Wrong day or time?")
    if run.start_as_read is not None and run.start_as_read != run.local_start:
        st.caption(f"As you told it. The file says {fmt.date_and_time(run.start_as_read)}.")


def correct(desk: Desk, activity_id: str, now_at: datetime | None, label: str, *, key: str = "") -> None:
    """A button behind which she tells the day and the start; they begin with `now_at` where it is known."""
    name = f"{key}{activity_id}"
    with (
        st.popover(label, icon=":material/edit_calendar:", type="tertiary"),
        st.form(f"start-{name}", border=False),
    ):
        day = min(now_at.date(), desk.today) if now_at else None
        minute = now_at.time().replace(second=0, microsecond=0) if now_at else None
        on = st.date_input("Day", day, max_value=desk.today, format="DD/MM/YYYY", key=f"day-{name}")
        at = st.time_input("Start", minute, step=60, key=f"time-{name}")
        st.caption("By the clock where you live.")
        if not st.form_submit_button("Keep this start"):
            return
        if isinstance(on, date) and isinstance(at, time):
            tell(desk, activity_id, _start(desk, on, at, now_at))
        st.warning("Please give both the day and the start.", icon=":material/info:")


def _start(desk: Desk, on: date, at: time, now_at: datetime | None) -> datetime:
    """The start with its offset: to the second as it was where only the day or the hour was wrong."""
    if now_at is not None:
        at = at.replace(second=now_at.second, microsecond=now_at.microsecond)
    return datetime.combine(on, at, ZoneInfo(desk.account.time_zone))


def told_start(activity_id: str | None) -> datetime | None:
    """The start that she has just told of a run; null where none."""
    start = st.session_state.get(TOLD, {}).get(activity_id)
    return datetime.fromisoformat(start) if start else None


def tell(desk: Desk, activity_id: str, start: datetime) -> None:
    """Keep a start that she told, and say so; or why it cannot be."""
    try:
        desk.services.runs.tell_start(desk.actor, desk.runner_id, activity_id, start, now=desk.now)
        st.session_state[TOLD] = {**st.session_state.get(TOLD, {}), activity_id: start.isoformat()}
        told.done(KEPT)
    except ServiceError as error:
        told.refused(error.message)
    st.rerun()
