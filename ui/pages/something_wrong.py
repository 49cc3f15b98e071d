"""Something is wrong: what to do at once, and whom to call."""

import streamlit as st

from ui.components import red_flags
from ui.desk import desk
from ui.words import NOBODY_ALERTED

st.title("Something is wrong")
st.markdown(
    f"If you think that you need help, get it now and come back to this page later. **{NOBODY_ALERTED}**"
)
red_flags.show(desk())
