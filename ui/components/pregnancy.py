"""One quiet question; no reason is asked, and nothing more."""

import streamlit as st

from ui import told
from ui.desk import Desk

KEPT = {
    False: "Kept. Your plan waits, and you can take as long as you like.",
    True: "Kept. No reason is asked. *Today* says what comes before running.",
}


def ask(desk: Desk) -> None:
    """Whether she is pregnant, where that is not known."""
    with st.expander("Are you pregnant?"):
        st.markdown(
            "Then this plan waits, and whoever cares for you says what is good for you. Afterwards an "
            "examination comes before running. If you are not pregnant, leave this as it is."
        )
        if st.button("Yes, I am pregnant"):
            _keep(desk, is_over=False)


def ask_whether_over(desk: Desk) -> None:
    """The same where she has said that she is."""
    st.markdown("You told us that you are pregnant, so your plan waits.")
    if st.button("I am no longer pregnant", type="tertiary"):
        _keep(desk, is_over=True)


def _keep(desk: Desk, *, is_over: bool) -> None:
    desk.services.deciding.tell_pregnancy(desk.actor, desk.runner_id, is_over=is_over, now=desk.now)
    told.done(KEPT[is_over])
    st.rerun()
