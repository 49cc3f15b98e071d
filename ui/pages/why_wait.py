"""Why wait: what heals, and how long that takes."""

import streamlit as st

from ui.words import ADVICE, WHY_WAIT

st.title("Why wait")
for heading, text in WHY_WAIT:
    with st.container(border=True):
        st.subheader(heading, anchor=False)
        st.markdown(text)
st.caption(f"General education, not about you in person. {ADVICE}")
