"""Answers that are not saved yet: kept at every tap, and there again after a reload or a lost connection."""

import streamlit as st

from ui.desk import Desk


def find_again(desk: Desk, form: str, key: str) -> None:
    """Puts her taps back where this visit has not shown the form yet; call it before the questions.

    `key` begins the names of the form's widgets, `form` names the same questions for every visit.
    """
    kept = f"{key}:kept"
    if kept not in st.session_state:
        found = desk.services.unsaved.read(desk.actor, desk.runner_id, form, now=desk.now)
        for name, value in found.items():
            st.session_state[f"{key}-{name}"] = value
        st.session_state[kept] = found
        st.session_state[f"{key}:again"] = bool(found)
    if st.session_state[f"{key}:again"]:
        st.info("Your answers from before are here again. They are not saved yet.", icon=":material/history:")


def keep(desk: Desk, form: str, key: str) -> None:
    """Keeps what is tapped by now; call it after the questions."""
    tapped = {
        str(name).removeprefix(f"{key}-"): value
        for name, value in st.session_state.items()
        if str(name).startswith(f"{key}-") and value not in (None, [])
    }
    if tapped != st.session_state[f"{key}:kept"]:
        desk.services.unsaved.keep(desk.actor, desk.runner_id, form, tapped, now=desk.now)
        st.session_state[f"{key}:kept"] = tapped


def let_go(desk: Desk, form: str) -> None:
    """Once the answers are saved."""
    desk.services.unsaved.keep(desk.actor, desk.runner_id, form, {}, now=desk.now)
