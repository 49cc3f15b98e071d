"""On a phone: the doors of every day at the foot of the screen, where the thumb is, in place of the menu."""

import streamlit as st

from ui.look import palette
from ui.navigation import path

TABS = (
    ("today", "Today", ":material/today:"),
    ("add_runs", "Add runs", ":material/upload:"),
    ("how_was_it", "Note", ":material/edit_note:"),
    ("progress", "Progress", ":material/bar_chart:"),
    ("more", "More", ":material/menu:"),
)
#: Wider screens have the menu along the top. Of the header a phone keeps only the sign that it is working.
STYLE = """<style>
.st-key-tab-bar {{ display: none; }}
@media (max-width: 640px) {{
  [data-testid="stHeader"] {{ height: 0; min-height: 0; background: transparent; }}
  [data-testid="stExpandSidebarButton"], [data-testid="stSidebar"] {{ display: none; }}
  .stMainBlockContainer {{ padding: .9rem 1rem calc(6rem + env(safe-area-inset-bottom)); }}
  [data-testid="stLayoutWrapper"]:has(> .st-key-told-place)
    {{ bottom: calc(5rem + env(safe-area-inset-bottom)); }}
  .st-key-tab-bar {{ display: grid; grid-template-columns: repeat(5, 1fr); gap: 0; position: fixed;
    inset: auto 0 0 0; z-index: 999; width: 100%; background: {ground}; border-top: 1px solid {border};
    padding: .25rem .25rem calc(.25rem + env(safe-area-inset-bottom)); }}
  .st-key-tab-bar > div {{ width: 100%; }}
  .st-key-tab-bar a {{ flex-direction: column; gap: 0; min-height: 52px; padding: .2rem 0;
    justify-content: center; }}
  .st-key-tab-bar a p {{ font-size: .75rem; }}
}}
</style>"""


def show() -> None:
    """The bar, drawn on phones only."""
    colours = palette()
    st.html(STYLE.format(ground=colours.background, border=colours.border))
    with st.container(key="tab-bar"):
        for page, label, icon in TABS:
            st.page_link(path(page), label=label, icon=icon, width="stretch")
