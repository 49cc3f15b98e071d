"""Why wait: what heals, and how long that takes."""

import streamlit as st

from program.education import education
from ui.components import healing_picture, sourced
from ui.desk import desk
from ui.words import ADVICE

st.title("Why wait")
healing_picture.show(desk())
for note in education().why_wait:
    sourced.show(note)
st.header("When you run", anchor=False)
for note in education().practical:
    sourced.show(note)
st.caption(f"General education, not about you in person. {ADVICE}")
