"""The door of a clinic's server: who may go on, and what to tell everybody else."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

import streamlit as st

from services import Account, Actor, Identity, NotAllowedError, Preview, ServiceError, Services
from ui import desk, sign_in
from ui.launch import INVITATION
from ui.plain import plain
from ui.words import ADVICE

ROLE_WORDS = {"runner": "a runner", "pt": "a physical therapist", "administrator": "an administrator"}


#: The invitations that somebody has put off for this visit.
LATER = "invitations-later"


def gate() -> Account | None:
    """The account of whoever may go on; null where this visitor has been told what to do instead."""
    here = sign_in.identity()
    services, now = desk.services(), desk.clock()
    token = st.query_params.get(INVITATION)
    if here is None:
        _welcome(services, token, now)
        return None
    if token:
        _by_link(services, token, here, now)
        return None
    later = st.session_state.setdefault(LATER, [])
    offers = (
        offer for offer in services.invitations.offered(here, now=now) if offer.invitation_id not in later
    )
    offer = next(offers, None)
    if offer is None:
        return _account(services, here, now)
    accept = partial(services.invitations.accept_offered, offer.invitation_id)
    _decide(offer, here, now, accept, leave=partial(later.append, offer.invitation_id))
    return None


def _welcome(services: Services, token: str | None, now: datetime) -> None:
    st.title("Stridegate")
    st.markdown("A careful way back to running: what was run, how it felt, and the next safe step.")
    if token:
        preview = services.invitations.preview(token, now=now)
        _offer(preview)
        if preview.is_addressed:
            st.markdown("Sign in with the address that it was sent to, then accept it.")
        else:
            st.markdown("Sign in first, **then open the link of the invitation once more** to accept it.")
    st.button("Sign in", type="primary", icon=":material/login:", on_click=st.login)
    st.caption(ADVICE)


def _offer(preview: Preview) -> None:
    by = plain(preview.by_name or "Whoever runs this server")
    what = ROLE_WORDS[preview.role]
    st.info(f"{by} invites you to come in as {what}.", icon=":material/mail:")


def _by_link(services: Services, token: str, here: Identity, now: datetime) -> None:
    try:
        preview = services.invitations.preview(token, now=now)
    except ServiceError as error:
        st.title("Your invitation")
        st.error(plain(error.message), icon=":material/error:")
        st.button("Go on without it", on_click=st.query_params.clear)
        return
    accept = partial(services.invitations.accept, token)
    _decide(preview, here, now, accept, leave=st.query_params.clear)


def _decide(
    preview: Preview,
    here: Identity,
    now: datetime,
    accept: Callable[..., Actor],
    *,
    leave: Callable[[], None],
) -> None:
    st.title("Your invitation")
    _offer(preview)
    st.caption(f"You are signed in as {plain(here.email or here.display_name)}.")
    shared_from: date | None = None
    if preview.role == "runner" and preview.begins_link:
        by = plain(preview.by_name or "Your therapist")
        st.markdown(f"**{by}** will see your runs, symptoms and answers. You can end that any day.")
        shared_from = st.date_input(
            "From which day on? Empty: everything.", None, max_value=now.date(), format="DD/MM/YYYY"
        )
    with st.container(horizontal=True):
        accepted = st.button("Accept", type="primary", icon=":material/check:")
        st.button("Not now", on_click=leave)
    if accepted:
        accept(here, now=now, time_zone=st.context.timezone or "UTC", shared_from=shared_from)
        st.query_params.clear()
        st.rerun()


def _account(services: Services, here: Identity, now: datetime) -> Account | None:
    try:
        account = services.accounts.account(sign_in.actor(services), now=now)
    except NotAllowedError as error:
        st.title("Stridegate")
        st.warning(plain(error.message), icon=":material/lock:")
        st.markdown(
            f"You came as **{plain(here.email or here.display_name)}**. If you have an invitation, open its "
            "link now, in this browser. If your time ran out, sign in again."
        )
        with st.container(horizontal=True):
            st.button("Sign in again", type="primary", icon=":material/login:", on_click=st.login)
            st.button("Sign out", icon=":material/logout:", on_click=st.logout)
        return None
    if account.roles:
        return account
    st.title("Stridegate")
    st.markdown(
        f"Hello {plain(account.display_name)}. Your account is here, but nobody has said yet what it is for: "
        "ask for an invitation as a runner or as a therapist, and open its link in this browser."
    )
    st.button("Sign out", icon=":material/logout:", on_click=st.logout)
    return None
