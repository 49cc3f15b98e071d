"""The sessions of a few days as small strips: what was asked over what was done."""

from collections.abc import Sequence

import streamlit as st

from services import HeldSession
from ui import charts
from ui import format as fmt
from ui.components.next_session import DRAWN_PACE_S_PER_KM
from ui.components.pt.sessions import stretches
from ui.look import palette
from ui.navigation import path
from ui.words import OUTCOMES


def show(sessions: Sequence[HeldSession]) -> None:
    """A line and a picture for each session, with the way to the run."""
    for session in sessions:
        _session(session)


def _session(session: HeldSession) -> None:
    wording = OUTCOMES[session.outcome or "not_comparable"]
    prescribed = session.prescribed
    ran = f"{fmt.clock(session.run_time_s)} of running"
    if prescribed and prescribed.run_time_s:
        ran = f"{fmt.clock(session.run_time_s)} of {fmt.clock(prescribed.run_time_s)} running"
    st.markdown(
        f":material/{wording.icon}: **{fmt.day(session.local_date)}** · {wording.title} · {ran}"
        if not session.is_deleted
        else f":material/delete: **{fmt.day(session.local_date)}** · deleted; the day still counts as a run"
    )
    done = [charts.Block(kind, start_s, end_s) for kind, start_s, end_s in stretches(session)]
    if not done:
        return
    steps = prescribed.steps if prescribed else ()
    planned = charts.blocks_of_steps(steps, pace_s_per_km=DRAWN_PACE_S_PER_KM, lane=1)
    st.altair_chart(
        charts.session_strip(planned, done, palette()),
        width="stretch",
        alt=f"{wording.title}. Asked for: {fmt.steps_in_words(steps) or 'nothing'}.",
    )
    if not session.counts_for_progress:
        st.caption("This recording cannot count for progress.")
    st.page_link(
        path("run"),
        label="See this run",
        icon=":material/monitoring:",
        query_params={"run": session.session_id},
    )
