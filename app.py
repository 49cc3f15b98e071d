"""Web front door: page config, who may come in, navigation."""

import os

import streamlit as st

from ui.components import tab_bar
from ui.guard import kept_from_traceback
from ui.launch import refusal
from ui.navigation import pages

st.set_page_config(page_title="Stridegate", page_icon=":material/directions_run:", layout="centered")

reason = refusal(os.environ, st.context.headers)
if reason:
    st.error(reason, icon=":material/lock:")
    st.stop()

with kept_from_traceback():
    page = st.navigation(pages(), position="top")
    tab_bar.show()
    page.run()
