"""The next session: drawn as blocks, told in one line, and not before which day."""

import streamlit as st

from services import Today
from ui import charts
from ui import format as fmt
from ui.look import palette

#: A step by distance is drawn as long as it takes at an easy walk-run pace.
DRAWN_PACE_S_PER_KM = 480.0


def show(today: Today) -> None:
    """The card of the session that is due; nothing where no running is due."""
    session = today.next_session
    if session is None:
        return
    with st.container(border=True):
        st.subheader("Your next session", anchor=False)
        st.markdown(f"**{fmt.steps_in_words(session.steps)}**")
        st.altair_chart(
            charts.session_blocks(session.steps, palette(), pace_s_per_km=DRAWN_PACE_S_PER_KM),
            width="stretch",
            alt=f"Blocks of the next session: {fmt.steps_in_words(session.steps)}",
        )
        st.markdown(" · ".join(_facts(today)))


def _facts(today: Today) -> list[str]:
    session = today.next_session
    steps = session.steps if session else ()
    facts = []
    if all(step.duration_s is not None for step in steps):
        whole_s = sum(step.duration_s or 0 for step in steps)
        run_s = sum(step.duration_s or 0 for step in steps if step.kind == "run")
        facts.append(
            f"{fmt.minutes(whole_s)} in all, {fmt.clock(run_s)} of it running"
            if run_s
            else f"{fmt.minutes(whole_s)} of walking"
        )
    if today.not_before is not None and today.not_before > today.on:
        facts.append(f"rest first, not before {fmt.day(today.not_before)}")
    else:
        facts.append("from today on")
    return facts
