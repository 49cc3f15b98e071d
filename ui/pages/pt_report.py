"""Report: the week and the whole way, to print."""

import streamlit as st

from ui import look
from ui.components.pt import report, who
from ui.desk import desk
from ui.words import ADVICE

st.set_page_config(layout="wide")
look.wide()
here = desk()
st.title("Report")
runner = who.show(here)
if runner is not None:
    report.show(runner.runner_id, here)
    st.caption(ADVICE)
