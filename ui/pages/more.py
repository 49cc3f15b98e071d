"""More: the other pages, for a phone, where there is no room for a menu."""

import streamlit as st

from ui.components import more
from ui.desk import desk

st.title("More")
more.show(desk())
