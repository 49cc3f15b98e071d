"""Assessment: what the runner told, what was examined, and the clearance."""

import streamlit as st

from ui import look
from ui.components.pt import assessment, who
from ui.desk import desk
from ui.words import ADVICE

st.set_page_config(layout="wide")
look.wide()
here = desk()
st.title("Assessment")
runner = who.show(here)
if runner is not None:
    assessment.show(runner.runner_id, here)
    st.caption(ADVICE)
