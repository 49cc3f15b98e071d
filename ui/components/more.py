"""The pages beyond the tab bar, each with a word on what it is for."""

import streamlit as st

from ui.components.tab_bar import TABS
from ui.desk import Desk
from ui.launch import sign_in_settings
from ui.navigation import pages

SAYS = {
    "Weekly check-in": "The week on one page, and the next step.",
    "Something is wrong": "What to do at once, and whom to call.",
    "Next session": "For your watch and your calendar.",
    "Runs": "One run, held against the plan.",
    "Why wait": "What heals, and how long it takes.",
    "About me and my plan": "Who you are, who examined you, your plan.",
    "My PT": "Notes, the next review, what you share, a report to print.",
    "My data": "Units, who can see what, export, delete.",
}


def show(desk: Desk) -> None:
    """A row for each page that has no tab."""
    tabs = {name for name, _, _ in TABS}
    account = None if sign_in_settings() is None else desk.account
    for group in pages(account).values():
        for page in group:
            if page.url_path not in tabs and page.title != "Today":
                with st.container(border=True, gap=None, key=f"more-{page.title}"):
                    st.page_link(page, width="stretch")
                    if page.title in SAYS:
                        st.caption(SAYS[page.title])
