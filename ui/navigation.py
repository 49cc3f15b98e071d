"""The pages and their order. A page that only makes sense from another one is hidden from the menu."""

from pathlib import Path

import streamlit as st

FOLDER = Path(__file__).parent / "pages"


def path(name: str) -> str:
    """The file of a page, as `st.page_link` and `st.switch_page` want it."""
    return str(FOLDER / f"{name}.py")


def pages() -> dict[str, list]:
    """All pages in sections; the section without a name stands in the menu by itself."""
    return {
        "": [
            st.Page(path("today"), title="Today", icon=":material/today:", default=True),
            st.Page(path("add_runs"), title="Add runs", icon=":material/upload:"),
            st.Page(path("progress"), title="Progress", icon=":material/bar_chart:"),
            st.Page(path("check_in"), title="Weekly check-in", icon=":material/event_available:"),
        ],
        "More": [
            st.Page(path("something_wrong"), title="Something is wrong", icon=":material/emergency:"),
            st.Page(path("how_was_it"), title="How was it?", icon=":material/edit_note:"),
            st.Page(path("run"), title="Runs", icon=":material/directions_run:"),
            st.Page(path("why_wait"), title="Why wait", icon=":material/hourglass_top:"),
            st.Page(path("start"), title="About me and my plan", icon=":material/flag:"),
            st.Page(path("my_data"), title="My data", icon=":material/settings:"),
        ],
    }
