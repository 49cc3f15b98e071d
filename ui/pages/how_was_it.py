"""How was it? What she noticed, in half a minute."""

import streamlit as st

from ui.components import start, symptom_log
from ui.desk import desk

here = desk()
st.title("How was it?")
if not start.needed(here):
    symptom_log.show(here, st.query_params.get("run"), st.query_params.get("moment"))
