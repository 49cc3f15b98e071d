"""Accounts and roles for the administrator."""

from functools import partial
from typing import get_args

import streamlit as st

from services import PersonLine
from services.administration import Role
from ui import format as fmt
from ui.components import invite_form
from ui.components.front_door import ROLE_WORDS
from ui.desk import Desk
from ui.plain import plain


def show(desk: Desk) -> None:
    """Invite, then one line for each account."""
    st.subheader("Invite somebody", anchor=False)
    role: Role | None = st.segmented_control(
        "As what?", get_args(Role), default="pt", format_func=ROLE_WORDS.__getitem__, required=True
    )
    if role is not None:
        send = partial(desk.services.invitations.invite, desk.actor, role=role, now=desk.now)
        invite_form.show(desk, send, "people")
    people = desk.services.administration.people(desk.actor, now=desk.now)
    st.subheader(fmt.count(len(people), "account"), anchor=False)
    for person in people:
        _line(desk, person)


def _line(desk: Desk, person: PersonLine) -> None:
    roles = ", ".join(sorted(ROLE_WORDS[role] for role in person.roles)) or "no role yet"
    with st.container(horizontal=True, border=True, vertical_alignment="center"):
        st.markdown(f"**{plain(person.display_name)}** · {plain(person.email or 'no address')}  \n{roles}")
        if person.closed_utc is not None:
            st.markdown(":material/block: closed")
            return
        with st.popover("Change", icon=":material/edit:"):
            for role in get_args(Role):
                if role in person.roles and st.button(
                    f"No longer {ROLE_WORDS[role]}", key=f"revoke-{person.person_id}-{role}"
                ):
                    desk.services.administration.revoke_role(desk.actor, person.person_id, role, now=desk.now)
                    st.rerun()
            if st.button("Sign out everywhere", key=f"out-{person.person_id}"):
                desk.services.administration.sign_out(desk.actor, person.person_id, now=desk.now)
                st.rerun()
            if st.button("Close the account", key=f"close-{person.person_id}"):
                desk.services.administration.close_account(desk.actor, person.person_id, now=desk.now)
                st.rerun()
