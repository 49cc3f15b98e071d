"""The next step: whom to call where it is urgent, a check-in that waits, a new note, the calm way to help."""

from typing import Literal

import streamlit as st

from program import Urgency
from program.signs import sign_list
from services import Today
from ui import format as fmt
from ui.components import call_buttons
from ui.desk import Desk
from ui.navigation import path


def show(today: Today, desk: Desk) -> None:
    """One clear thing to do where there is one; adding and noting have their place in the menu."""
    if today.answer.decision.urgency is not Urgency.NONE:
        call_buttons.show(sign_list().numbers_for(desk.profile.region))
    if today.answer.waits_for == "runner":
        _door("Confirm at the weekly check-in", "check_in", ":material/event_available:", kind="primary")
    unread = sum(note.read_utc is None for note in today.notes)
    if unread:
        _door(f"{fmt.count(unread, 'new note')} from your PT", "my_pt", ":material/mail:", kind="secondary")
    _door("Something is wrong now", "something_wrong", ":material/emergency:", kind="tertiary")


def _door(label: str, page: str, icon: str, *, kind: Literal["primary", "secondary", "tertiary"]) -> None:
    if st.button(label, icon=icon, type=kind, width="stretch", key=f"door-{page}"):
        st.switch_page(path(page))
