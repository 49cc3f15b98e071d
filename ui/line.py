"""A line that is cut while a page is being drawn: once it is back, the page comes whole, with every tap.

Streamlit 1.67 stops the script when the line is cut. At the reconnect it sends what the script had
shown by then as if that were the page, and the browser asks for a run of its own only where it had
seen the script begin: a tap just before the cut left an empty page, and the answers on it forgotten.
"""

from datetime import timedelta
from functools import wraps
from typing import Any

import streamlit as st
from streamlit.runtime.websocket_session_manager import WebsocketSessionManager


def send_no_half_page() -> None:
    """What a cut run left to be sent is dropped at the reconnect; call it once per process."""
    connect = WebsocketSessionManager.connect_session

    @wraps(connect)
    def connect_afresh(manager: WebsocketSessionManager, *given: Any, **named: Any) -> str:
        session_id = connect(manager, *given, **named)
        there = manager.get_active_session_info(session_id)
        if there is not None:
            there.session.flush_browser_queue()
        return session_id

    setattr(WebsocketSessionManager, connect.__name__, connect_afresh)


@st.fragment(run_every=timedelta(hours=12))
def ask_when_back() -> None:
    """Shows nothing: where a page holds a timed fragment, the browser asks for it at every reconnect."""


send_no_half_page()
