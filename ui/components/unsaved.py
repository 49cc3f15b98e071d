"""Answers that are not saved yet: kept at every tap, and there again after a reload or a lost connection."""

import streamlit as st

from services.unsaved import Tapped
from ui.desk import Desk


def there(desk: Desk, form: str) -> dict[str, Tapped]:
    """What was tapped and not saved, by question; empty where there is nothing."""
    return desk.services.unsaved.read(desk.actor, desk.runner_id, form, now=desk.now)


def find_again(desk: Desk, form: str, key: str) -> None:
    """Puts her taps back where this page does not show them already; call it before the questions.

    `key` begins the names of the form's widgets, `form` names the same questions for every visit.
    """
    if not _names(key):
        found = there(desk, form)
        for name, value in found.items():
            st.session_state[f"{key}-{name}"] = value
        st.session_state[f"{key}:kept"] = found
        st.session_state[f"{key}:again"] = bool(found)
    if st.session_state[f"{key}:again"]:
        st.info("Your answers from before are here again. They are not saved yet.", icon=":material/history:")


def keep(desk: Desk, form: str, key: str, *, is_empty: bool = False) -> None:
    """Keeps what is tapped by now; call it after the questions.

    `is_empty`: nothing is answered, though a box that is not ticked holds a value.
    """
    tapped = {
        name.removeprefix(f"{key}-"): st.session_state[name]
        for name in _names(key)
        if not is_empty and st.session_state[name] not in (None, [])
    }
    if tapped != st.session_state[f"{key}:kept"]:
        desk.services.unsaved.keep(desk.actor, desk.runner_id, form, tapped, now=desk.now)
        st.session_state[f"{key}:kept"] = tapped


def let_go(desk: Desk, form: str) -> None:
    """Once the answers are saved."""
    desk.services.unsaved.keep(desk.actor, desk.runner_id, form, {}, now=desk.now)


def _names(key: str) -> list[str]:
    """The names of the form's widgets that hold a value or none yet; no name before they are drawn."""
    return [str(name) for name in st.session_state if str(name).startswith(f"{key}-")]
