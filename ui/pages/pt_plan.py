"""Plan: the stages, edited in a table and checked as typed."""

import streamlit as st

from ui import look
from ui.components.pt import plan_view, who
from ui.desk import desk
from ui.words import ADVICE

st.set_page_config(layout="wide")
look.wide()
here = desk()
st.title("Plan")
runner = who.show(here)
if runner is not None:
    plan_view.show(runner.runner_id, here)
    st.caption(ADVICE)
