"""Where nobody has chosen a plan yet, every page leads to the start."""

import streamlit as st

from ui.desk import Desk
from ui.navigation import path


def needed(desk: Desk) -> bool:
    """True, with a kind word and the way to the start, where there is no plan yet."""
    if desk.services.planning.in_force(desk.actor, desk.runner_id, now=desk.now) is not None:
        return False
    st.markdown(
        "Stridegate helps you come back to running, one small step at a time. It looks at what you ran and "
        "how it felt, and tells you each week whether to go on, stay, or step back."
    )
    st.page_link(path("start"), label="Get started", icon=":material/flag:")
    return True
