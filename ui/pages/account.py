"""My account: who is signed in, who was invited, and the way out."""

import streamlit as st

from ui.components import account_view
from ui.desk import desk

here = desk()
st.title("My account")
account_view.show(here)
