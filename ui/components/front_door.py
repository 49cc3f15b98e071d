"""The door of a clinic's server: who may go on, and what to tell everybody else."""

from datetime import date, datetime

import streamlit as st

from services import Account, Identity, NotAllowedError, Preview, ServiceError, Services
from ui import desk, sign_in
from ui.launch import INVITATION
from ui.words import ADVICE

ROLE_WORDS = {"runner": "a runner", "pt": "a physical therapist", "administrator": "an administrator"}


def gate() -> Account | None:
    """The account of whoever may go on; null where this visitor has been told what to do instead."""
    here = sign_in.identity()
    services, now = desk.services(), desk.clock()
    token = st.query_params.get(INVITATION)
    if here is None:
        _welcome(services, token, now)
    elif token:
        _accept(services, token, here, now)
    else:
        return _account(services, here, now)
    return None


def _welcome(services: Services, token: str | None, now: datetime) -> None:
    st.title("Stridegate")
    st.markdown("A careful way back to running: what was run, how it felt, and the next safe step.")
    if token:
        _offer(services.invitations.preview(token, now=now))
        st.markdown("Sign in first, **then open the link of the invitation once more** to accept it.")
    st.button("Sign in", type="primary", icon=":material/login:", on_click=st.login)
    st.caption(ADVICE)


def _offer(preview: Preview) -> None:
    by = preview.by_name or "Whoever runs this server"
    what = ROLE_WORDS[preview.role]
    st.info(f"{by} invites you to come in as {what}.", icon=":material/mail:")


def _accept(services: Services, token: str, here: Identity, now: datetime) -> None:
    st.title("Your invitation")
    try:
        preview = services.invitations.preview(token, now=now)
    except ServiceError as error:
        st.error(error.message, icon=":material/error:")
        st.button("Go on without it", on_click=st.query_params.clear)
        return
    _offer(preview)
    st.caption(f"You are signed in as {here.email or here.display_name}.")
    shared_from: date | None = None
    if preview.role == "runner" and preview.begins_link:
        st.markdown(
            f"**{preview.by_name}** will see your runs, symptoms and answers. You can end that any day."
        )
        shared_from = st.date_input(
            "From which day on? Empty: everything.", None, max_value=now.date(), format="DD/MM/YYYY"
        )
    if st.button("Accept", type="primary", icon=":material/check:"):
        zone = st.context.timezone or "UTC"
        services.invitations.accept(token, here, now=now, time_zone=zone, shared_from=shared_from)
        st.query_params.clear()
        st.rerun()


def _account(services: Services, here: Identity, now: datetime) -> Account | None:
    try:
        account = services.accounts.account(sign_in.actor(services), now=now)
    except NotAllowedError as error:
        st.title("Stridegate")
        st.warning(error.message, icon=":material/lock:")
        st.markdown(
            f"You came as **{here.email or here.display_name}**. If you have an invitation, open its link "
            "now, in this browser. If your time ran out, sign in again."
        )
        with st.container(horizontal=True):
            st.button("Sign in again", type="primary", icon=":material/login:", on_click=st.login)
            st.button("Sign out", icon=":material/logout:", on_click=st.logout)
        return None
    if account.roles:
        return account
    st.title("Stridegate")
    st.markdown(
        f"Hello {account.display_name}. Your account is here, but nobody has said yet what it is for: "
        "ask for an invitation as a runner or as a therapist, and open its link in this browser."
    )
    st.button("Sign out", icon=":material/logout:", on_click=st.logout)
    return None
