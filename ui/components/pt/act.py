"""Doing something as a therapist: what the service says to it stands by the button after the next run.

What is done runs as a callback, before the page is drawn anew: so it is about what was on the
screen when the button was pressed, not about what is known a moment later.
"""

from collections.abc import Callable
from typing import Any

import streamlit as st

from services import ServiceError
from ui.desk import Desk, desk
from ui.plain import plain

SAID = "pt-said"


def said(place: str) -> None:
    """What became of the last act at this place; the room for it is always there, so nothing moves.

    What was done changes the page around it, so that it is also told where every scroll position sees it.
    """
    with st.container():
        kept: tuple[str, bool, str] | None = st.session_state.get(SAID)
        if kept is None or kept[0] != place:
            return
        del st.session_state[SAID]
        _, done, message = kept
        if done:
            st.success(message, icon=":material/check_circle:")
            st.toast(message, icon=":material/check_circle:", duration="long")
        else:
            st.error(plain(message), icon=":material/error:")


def run(place: str, work: Callable[[Desk], str]) -> None:
    """Do it at a desk of this moment, and keep the sentence to show; RefusedError says what is missing."""
    try:
        st.session_state[SAID] = (place, True, work(desk()))
    except ServiceError as error:
        st.session_state[SAID] = (place, False, error.message)


def typed(key: str) -> Any:
    """What stands in a field of the page that the button belongs to."""
    value = st.session_state.get(key)
    return value.strip() if isinstance(value, str) else value
