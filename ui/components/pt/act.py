"""Doing something as a therapist: what the service says to it stands in view after the next run.

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
#: Named in the style sheet.
SAID_PLACE = "said"


def said() -> None:
    """What became of the last act; call it where the page ends.

    The style sheet keeps it in view, wherever she pressed the button, and nothing above it moves.
    """
    with st.container(key=SAID_PLACE):
        kept: tuple[bool, str] | None = st.session_state.pop(SAID, None)
        if kept is None:
            return
        done, message = kept
        if done:
            st.success(message, icon=":material/check_circle:")
        else:
            st.error(plain(message), icon=":material/error:")


def run(work: Callable[[Desk], str]) -> None:
    """Do it at a desk of this moment, and keep the sentence to show; RefusedError says what is missing."""
    try:
        st.session_state[SAID] = (True, work(desk()))
    except ServiceError as error:
        st.session_state[SAID] = (False, error.message)


def typed(key: str) -> Any:
    """What stands in a field of the page that the button belongs to."""
    value = st.session_state.get(key)
    return value.strip() if isinstance(value, str) else value
