"""Get started: who she is, what she has done before running, who examined her, which plan."""

import streamlit as st

from ui.components import start_form
from ui.desk import desk
from ui.words import ADVICE

st.title("Get started")
st.markdown("Four short parts. Each is kept as soon as you save it, so you can stop and come back.")
start_form.show(desk(), st.query_params.get("part"))
st.caption(ADVICE)
