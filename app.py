"""Web front door: page config, who may come in, navigation."""

import os

import streamlit as st

from ui import line, look, persona, told
from ui.components import front_door, tab_bar
from ui.guard import kept_from_traceback
from ui.launch import refusal, shows_demo, sign_in_settings
from ui.navigation import is_for_care, pages

st.set_page_config(page_title="Stridegate", page_icon=":material/directions_run:", layout="centered")

reason = refusal(os.environ, st.context.headers)
if reason:
    st.error(reason, icon=":material/lock:")
    st.stop()

look.apply()
with kept_from_traceback():
    account = None
    if sign_in_settings() is not None:
        account = front_door.gate()
        if account is None:
            st.stop()
    page = persona.choose_page() if shows_demo() else st.navigation(pages(account), position="top")
    if not is_for_care(page) and (account is None or "runner" in account.roles):
        tab_bar.show()
    page.run()
    told.show()
    line.end_page()
