"""A field in which a runner writes in her own words; the crisis line always stands beside it."""

import streamlit as st

from program import crisis_line


def area(label: str, region: str | None, *, max_chars: int, key: str | None = None) -> str:
    """What she wrote, empty where she wrote nothing; `region` says whose numbers to show."""
    written = st.text_area(label, max_chars=max_chars, height=80, key=key)
    st.caption(crisis_line(region))
    return written.strip()
