"""Weekly check-in: the week, a few questions, the recommendation."""

import streamlit as st

from ui.components import start, weekly
from ui.desk import desk

here = desk()
st.title("Weekly check-in")
if not start.needed(here):
    weekly.show(here)
