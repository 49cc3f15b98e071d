"""Add runs: drop files, read a verdict for each, go on to how it was."""

import streamlit as st

from ui.components import hand_run, upload
from ui.desk import desk

st.title("Add runs")
st.markdown("Drop one file or a hundred. Nothing is added twice, so when in doubt, drop them all.")
here = desk()
upload.show(here)
hand_run.show(here)
st.caption("Where you ran is not kept: places, names and serial numbers are dropped as a file is read.")
