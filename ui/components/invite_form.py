"""Inviting somebody: the address, then the link, shown once."""

from collections.abc import Callable

import streamlit as st

from services import Sent
from ui import format as fmt
from ui import launch
from ui.desk import Desk

LINK = "invitation-link"


def show(desk: Desk, send: Callable[[str | None], Sent], key: str) -> None:
    """A form that makes an invitation, and the link of the one just made."""
    with st.form(f"invite-{key}", clear_on_submit=True):
        email = st.text_input("E-mail address", placeholder="Only this address can accept", max_chars=200)
        if st.form_submit_button("Make an invitation", type="primary", icon=":material/mail:"):
            sent = send(email.strip() or None)
            st.session_state[LINK] = (
                launch.invitation_link(sent.token),
                fmt.day(desk.local(sent.expires_utc).date()),
            )
    made = st.session_state.get(LINK)
    if made is not None:
        link, until = made
        st.success(f"Send this link yourself. It works once, until {until}, and is not shown again.")
        st.code(link, language=None, wrap_lines=True)
