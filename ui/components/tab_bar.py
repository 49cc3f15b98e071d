"""On a phone: the four doors of every day at the foot of the screen, where the thumb is."""

import streamlit as st

from ui.look import palette
from ui.navigation import path

TABS = (
    ("today", "Today", ":material/today:"),
    ("add_runs", "Add", ":material/upload:"),
    ("how_was_it", "Note", ":material/edit_note:"),
    ("progress", "Progress", ":material/bar_chart:"),
)
#: Wider screens have the menu along the top.
STYLE = """<style>
.st-key-tab-bar {{ display: none; }}
@media (max-width: 640px) {{
  .st-key-tab-bar {{ display: flex; position: fixed; inset: auto 0 0 0; z-index: 999; width: 100%;
    background: {ground}; border-top: 1px solid {border};
    padding: .3rem .4rem calc(.3rem + env(safe-area-inset-bottom));
    justify-content: space-around; flex-wrap: nowrap; gap: 0; }}
  .st-key-tab-bar a {{ min-height: 44px; padding: 0 .45rem; }}
  .stMainBlockContainer {{ padding-bottom: 6rem; }}
}}
</style>"""


def show() -> None:
    """The bar, drawn on phones only."""
    colours = palette()
    st.html(STYLE.format(ground=colours.background, border=colours.border))
    with st.container(horizontal=True, key="tab-bar"):
        for page, label, icon in TABS:
            st.page_link(path(page), label=label, icon=icon)
