"""What to do next: the few doors of the day."""

from typing import Literal

import streamlit as st

from services import Today
from ui.navigation import path

Kind = Literal["primary", "secondary", "tertiary"]


def show(today: Today) -> None:
    """Doors to the check-in where it waits, to the files, to the questions; and the calm way to help."""
    waits = today.answer.waits_for == "runner"
    if waits:
        _door("Confirm at the weekly check-in", "check_in", ":material/event_available:", kind="primary")
    with st.container(horizontal=True):
        _door("Add runs", "add_runs", ":material/upload:", kind="secondary" if waits else "primary")
        _door("How was it?", "how_was_it", ":material/edit_note:")
    _door("Something is wrong now", "something_wrong", ":material/emergency:", kind="tertiary")


def _door(label: str, page: str, icon: str, *, kind: Kind = "secondary") -> None:
    if st.button(label, icon=icon, type=kind, width="stretch", key=f"door-{page}"):
        st.switch_page(path(page))
