"""Review: all evidence of one runner's week, the answer, and the therapist's own."""

import streamlit as st

from ui import look
from ui.components.pt import review, who
from ui.desk import desk

st.set_page_config(layout="wide")
look.wide()
here = desk()
st.title("Review")
runner = who.show(here)
if runner is not None:
    review.show(runner.runner_id, here)
