"""Something is wrong: what to do at once, and whom to call."""

import streamlit as st

from ui.components import red_flags
from ui.desk import desk

st.title("Something is wrong")
red_flags.show(desk())
