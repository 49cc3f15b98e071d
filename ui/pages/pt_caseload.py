"""Caseload: who needs me first, and why."""

import streamlit as st

from ui import look
from ui.components.pt import caseload
from ui.desk import desk
from ui.words import ADVICE

st.set_page_config(layout="wide")
look.wide()
st.title("Caseload")
caseload.show(desk())
st.caption(ADVICE)
