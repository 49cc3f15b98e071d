"""The two people of the demo, and the switch between them. On any other server there is neither.

Whose page is open says who is looking. The demo's people are signed in under a name that no
provider has, so that even a forced switch finds nobody on a real server.
"""

from datetime import datetime

import streamlit as st

from services import Actor, Services
from services.demo import DEMO_ISSUER, RUNNER, THERAPIST
from ui import navigation

_KEY = "demo_persona"
_WORDS = {RUNNER: "Runner", THERAPIST: "Therapist"}
_FIRST_PAGE = {RUNNER: "today", THERAPIST: "pt_caseload"}


def actor(services: Services, *, now: datetime) -> Actor:
    """The demo's runner or therapist; raises NotAllowedError on every other server."""
    return services.accounts.sign_in(
        issuer=DEMO_ISSUER,
        subject=current(),
        email=None,
        email_verified=False,
        signed_in_utc=now,
        expires_utc=None,
    )


def current() -> str:
    """Who is looking."""
    return st.session_state.get(_KEY, RUNNER)


def choose_page():
    """Offer the pages of whoever is looking, and the switch to the other; returns the page that is open."""
    page = st.navigation(navigation.demo_pages(shows_care=current() == THERAPIST), position="top")
    owner = THERAPIST if navigation.is_for_care(page) else RUNNER
    if owner != current():
        st.session_state[_KEY] = owner
        st.rerun()
    _show_switch()
    return page


def _show_switch() -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="demo-switch"):
        st.caption("Demo. You are looking as:", width="content")
        chosen = st.segmented_control(
            "You are looking as",
            list(_WORDS),
            default=current(),
            format_func=_WORDS.__getitem__,
            label_visibility="collapsed",
            key=f"demo-switch-{current()}",
            required=True,
        )
    if chosen in _WORDS and chosen != current():
        st.switch_page(navigation.path(_FIRST_PAGE[chosen]))
