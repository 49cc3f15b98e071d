"""Where she is, and how much of it is done."""

import streamlit as st

from services import Today
from ui.plain import plain


def show(today: Today) -> None:
    """One line; nothing where there is no plan."""
    if today.plan is None:
        return
    if today.stage is None:
        st.markdown(f"**{plain(today.plan.title)}** · not begun yet")
        return
    done = f"{today.done} of {today.required} sessions done on this step"
    st.markdown(f"**{plain(today.stage.title)}**  \n{done}")
