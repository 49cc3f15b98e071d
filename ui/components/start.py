"""Where nobody has chosen a plan yet, every page leads to the start."""

import streamlit as st

from ui.desk import Desk
from ui.navigation import path

#: What Stridegate does, in three looks.
PROMISES = (
    ("directions_run", "You run", "one small step at a time, and add the file of your watch."),
    ("edit_note", "You tell", "how it felt, in half a minute."),
    ("signpost", "You see", "each week whether to go on, stay, or step back, and why."),
)


def needed(desk: Desk) -> bool:
    """True, with a kind word and the way to the start, where there is no plan yet."""
    if desk.services.planning.in_force(desk.actor, desk.runner_id, now=desk.now) is not None:
        return False
    st.markdown("Stridegate helps you come back to running, one small step at a time.")
    with st.container(border=True):
        for icon, what, words in PROMISES:
            st.markdown(f":material/{icon}: **{what}** {words}")
    if st.button("Get started", type="primary", icon=":material/flag:", width="stretch", key="get-started"):
        st.switch_page(path("start"))
    st.page_link(path("something_wrong"), label="Something is wrong now", icon=":material/emergency:")
    return True
