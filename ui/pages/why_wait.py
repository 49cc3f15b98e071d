"""Why wait: what heals, and how long that takes."""

import streamlit as st

from program.education import education
from ui.words import ADVICE, EVIDENCE

st.title("Why wait")
for heading, notes in (("", education().why_wait), ("When you run", education().practical)):
    if heading:
        st.header(heading, anchor=False)
    for note in notes:
        with st.container(border=True):
            st.subheader(note.title, anchor=False)
            st.markdown(note.text)
            st.caption(f"{EVIDENCE[note.evidence].capitalize()}. Source: {note.source}.")
st.caption(f"General education, not about you in person. {ADVICE}")
