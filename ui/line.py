"""A line that is cut while a page is being drawn: once it is back, the page comes whole, with every tap.

Streamlit 1.67 stops the script when the line is cut. At the reconnect it sends what the script had
shown by then as if that were the page, and the browser asks for a run of its own only where it had
seen the script begin: a tap just before the cut left an empty page, and the answers on it forgotten.
Here the browser asks at every reconnect, so that a page that slept is up to date as well.
"""

from datetime import timedelta
from functools import wraps
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.websocket_session_manager import WebsocketSessionManager

#: The sessions whose line is back and whose page is not drawn to its end since.
_back: set[str] = set()


def send_no_half_page() -> None:
    """What a cut run left to be sent is dropped at the reconnect; call it once per process."""
    connect = WebsocketSessionManager.connect_session

    @wraps(connect)
    def connect_afresh(
        manager: WebsocketSessionManager, *given: Any, existing_session_id: str | None = None, **named: Any
    ) -> str:
        session_id = connect(manager, *given, existing_session_id=existing_session_id, **named)
        there = manager.get_active_session_info(session_id)
        if session_id == existing_session_id and there is not None:
            there.session.flush_browser_queue()
            _back.add(session_id)
        return session_id

    setattr(WebsocketSessionManager, connect.__name__, connect_afresh)


def once(key: str) -> Any:
    """Takes what is to be shown once out of the session, null where there is nothing.

    After a reconnect it is what was shown last: nobody may have seen it.
    """
    state, shown = st.session_state, f"{key}:shown"
    if key in state or _session_id() not in _back:
        state[shown] = state.pop(key, None)
    return state.get(shown)


def end_page() -> None:
    """Ends the drawing of a page, and has the browser ask for it at the next reconnect."""
    _back.discard(_session_id())
    _ask_when_back()


@st.fragment(run_every=timedelta(hours=12))
def _ask_when_back() -> None:
    """Shows nothing: where a page holds a timed fragment, the browser asks for it at every reconnect."""


def _session_id() -> str:
    context = get_script_run_ctx()
    return context.session_id if context else ""


send_no_half_page()
