"""The pages and their order. A page that only makes sense from another one is hidden from the menu."""

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from services import Account

FOLDER = Path(__file__).parent / "pages"


def path(name: str) -> str:
    """The file of a page, as `st.page_link` and `st.switch_page` want it."""
    return str(FOLDER / f"{name}.py")


def pages(account: Account | None = None) -> dict[str, list]:
    """The pages that somebody may open, in sections; null is the one runner of her own machine.

    The section without a name stands in the menu by itself. A page that is not listed
    cannot be reached by its address.
    """
    if account is None:
        return _runner_pages()
    offered: dict[str, list] = {}
    if "pt" in account.roles:
        offered |= _care_pages()
    if "runner" in account.roles:
        of_runner = _runner_pages(is_first=not offered)
        offered |= (
            of_runner if not offered else {"My running": [p for group in of_runner.values() for p in group]}
        )
    offered.setdefault("Account", []).extend(_account_pages(account, is_first=not offered))
    return offered


def demo_pages(*, shows_care: bool) -> dict[str, list]:
    """The pages of both people of the demo; the menu shows a therapist's or a runner's."""
    care, running = _care_pages(is_first=False), _runner_pages()
    shown, other = (care, running) if shows_care else (running, care)
    return {**shown, "Other view": [_hidden(page) for group in other.values() for page in group]}


def is_for_care(page: StreamlitPage) -> bool:
    """True for a therapist's page."""
    return page.url_path.startswith("pt_")


def _hidden(page: StreamlitPage) -> StreamlitPage:
    """The same page, reached by its address alone; the first page has none."""
    name = page.url_path or "today"
    is_first = not page.url_path
    return st.Page(path(name), title=page.title, icon=page.icon, default=is_first, visibility="hidden")


def _care_pages(*, is_first: bool = True) -> dict[str, list]:
    return {
        "": [
            st.Page(path("pt_caseload"), title="Caseload", icon=":material/groups:", default=is_first),
            st.Page(path("pt_review"), title="Review", icon=":material/fact_check:"),
            st.Page(path("pt_assessment"), title="Assessment", icon=":material/clinical_notes:"),
            st.Page(path("pt_plan"), title="Plan", icon=":material/stairs:"),
            st.Page(path("pt_report"), title="Report", icon=":material/print:"),
        ]
    }


def _account_pages(account: Account, *, is_first: bool) -> list:
    listed = [st.Page(path("account"), title="My account", icon=":material/account_circle:")]
    if "administrator" in account.roles:
        people = st.Page(path("people"), title="People", icon=":material/group_add:", default=is_first)
        listed.insert(0, people)
    return listed


def _runner_pages(*, is_first: bool = True) -> dict[str, list]:
    return {
        "": [
            st.Page(path("today"), title="Today", icon=":material/today:", default=is_first),
            st.Page(path("add_runs"), title="Add runs", icon=":material/upload:"),
            st.Page(path("how_was_it"), title="How was it?", icon=":material/edit_note:"),
            st.Page(path("progress"), title="Progress", icon=":material/bar_chart:"),
            st.Page(path("check_in"), title="Weekly check-in", icon=":material/event_available:"),
        ],
        "More": [
            st.Page(path("something_wrong"), title="Something is wrong", icon=":material/emergency:"),
            st.Page(path("next_session"), title="Next session", icon=":material/watch:"),
            st.Page(path("run"), title="Runs", icon=":material/directions_run:"),
            st.Page(path("why_wait"), title="Why wait", icon=":material/hourglass_top:"),
            st.Page(path("start"), title="About me and my plan", icon=":material/flag:"),
            st.Page(path("my_pt"), title="My PT", icon=":material/stethoscope:"),
            st.Page(path("my_data"), title="My data", icon=":material/settings:"),
            st.Page(path("more"), title="More", icon=":material/menu:", visibility="hidden"),
        ],
    }
