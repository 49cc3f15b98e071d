"""Doing something as a therapist: what the service says to it stands in view after the next run.

What is done runs as a callback, before the page is drawn anew: so it is about what was on the
screen when the button was pressed, not about what is known a moment later.
"""

from collections.abc import Callable
from typing import Any

import streamlit as st

from services import ServiceError
from ui import told
from ui.desk import Desk, desk


def run(work: Callable[[Desk], str]) -> None:
    """Do it at a desk of this moment, and keep the sentence to show; RefusedError says what is missing."""
    try:
        told.done(work(desk()))
    except ServiceError as error:
        told.refused(error.message)


def typed(key: str) -> Any:
    """What stands in a field of the page that the button belongs to."""
    value = st.session_state.get(key)
    return value.strip() if isinstance(value, str) else value
