"""People: invite somebody, and who may come in as what. Nothing about anybody's health."""

import streamlit as st

from ui.components import people_view
from ui.desk import desk

here = desk()
st.title("People")
people_view.show(here)
