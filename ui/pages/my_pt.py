"""My PT: who looks after her, what they wrote, what they may see."""

import streamlit as st

from ui.components import my_pt, own_report
from ui.desk import desk

here = desk()
st.title("My PT")
beside = here.services.care.beside_me(here.actor, now=here.now)
if beside.in_force:
    my_pt.show(beside, here)
else:
    my_pt.alone(beside, here)
own_report.show(here)
