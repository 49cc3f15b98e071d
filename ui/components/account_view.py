"""Who is signed in, what she sent out, and signing out everywhere."""

from functools import partial

import streamlit as st

from ui import format as fmt
from ui.components import invite_form
from ui.components.front_door import ROLE_WORDS
from ui.desk import Desk
from ui.plain import plain


def show(desk: Desk) -> None:
    """The account, the therapist's own invitations, and the way out."""
    roles = ", ".join(ROLE_WORDS[role] for role in sorted(desk.account.roles))
    name, address = plain(desk.account.display_name), plain(desk.account.email or "no address")
    st.markdown(f"**{name}**, {address}. You are here as {roles}.")
    if "pt" in desk.account.roles:
        st.subheader("Invite a runner", anchor=False)
        st.markdown("She decides when she accepts what you may see, and can end it on any day.")
        invite_form.show(
            desk, partial(desk.services.invitations.invite_runner, desk.actor, now=desk.now), "own"
        )
    _waiting(desk)
    st.subheader("Sign out", anchor=False)
    st.markdown("This ends your sign-in in every open tab and on every device, at the next click there.")
    if st.button("Sign out", icon=":material/logout:"):
        desk.services.accounts.sign_out_everywhere(desk.actor, now=desk.now)
        st.logout()


def _waiting(desk: Desk) -> None:
    waiting = desk.services.invitations.open(desk.actor, now=desk.now)
    if waiting:
        st.subheader("Invitations not used yet", anchor=False)
    for invitation in waiting:
        who = plain(invitation.email or "anybody with the link")
        until = fmt.day(desk.local(invitation.expires_utc).date())
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"{who}, as {ROLE_WORDS[invitation.role]}, until {until}")
            if st.button("Take back", key=f"withdraw-{invitation.id}"):
                desk.services.invitations.withdraw(desk.actor, invitation.id, now=desk.now)
                st.rerun()
