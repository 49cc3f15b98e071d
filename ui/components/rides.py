"""What of a run was not on foot, in words, and her choice to leave it out where it lies at an end."""

import streamlit as st

from analysis.rides import in_words
from services import RunDetail
from ui import told
from ui.desk import Desk

NEVER_COUNTED = "That is not counted as running, whether you cut it off or not."


def show(detail: RunDetail, desk: Desk) -> None:
    """Each ride with what was seen of it; nothing where all of it was on foot."""
    if not detail.rides or detail.run.kind != "foot":
        return
    with st.container(border=True):
        st.markdown(" ".join(f"{in_words(ride)}." for ride in detail.rides))
        if detail.without_rides is None:
            st.markdown("That is not counted as running.")
        elif detail.is_cut:
            st.markdown("It is cut off here. The recording is kept whole.")
            _choice(detail, desk, "Show all of it", is_cut=False)
        else:
            st.markdown(NEVER_COUNTED)
            with st.container(horizontal=True):
                _choice(detail, desk, "Cut it off", is_cut=True)
                if detail.is_cut is None:
                    _choice(detail, desk, "Keep as it is", is_cut=False)


def _choice(detail: RunDetail, desk: Desk, label: str, *, is_cut: bool) -> None:
    run_id = detail.run.activity_id
    if st.button(label, key=f"cut-{is_cut}-{run_id}"):
        desk.services.runs.cut_off(desk.actor, desk.runner_id, run_id, is_cut=is_cut, now=desk.now)
        told.done("Cut off." if is_cut else "Kept as it is.")
        st.rerun()
