"""Which runner a page is about: one of the therapist's own, by name, the next one a click away."""

from collections.abc import Iterable, Mapping

import streamlit as st

from services import LinkedRunner
from ui.desk import Desk
from ui.navigation import path
from ui.plain import plain

RUNNER = "runner"
#: The runner looked at last, for the next page of the menu.
LAST = "pt-runner"
#: The runners' ids in order of need, as of the last look at the caseload.
ORDER = "pt-order"


def show(desk: Desk) -> LinkedRunner | None:
    """The runner of the address, else the one who needs the therapist first; null where there is nobody."""
    by_id = {runner.runner_id: runner for runner in desk.services.caseload.names(desk.actor, now=desk.now)}
    if not by_id:
        nobody()
        return None
    asked = st.query_params.get(RUNNER) or st.session_state.get(LAST)
    if asked is not None and asked not in by_id:
        st.session_state.pop(LAST, None)
        st.warning(
            "This runner is not linked with you. She may have ended the link, which is her right at any "
            "time. Your earlier reviews stay with her record.",
            icon=":material/lock:",
        )
        st.page_link(path("pt_caseload"), label="Your caseload", icon=":material/groups:")
        return None
    if not asked:
        _look_at_everybody(desk)
    ids = _in_order(by_id)
    here = ids.index(asked) if asked else 0
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "Runner",
            ids,
            index=here,
            format_func=lambda runner_id: by_id[runner_id].name,
            width=340,
            key=f"who-{asked}",
        )
        following = by_id[ids[(here + 1) % len(ids)]]
        # Who comes next is not known before there was a look at everybody, which takes its time.
        name = f"Next: {plain(following.name)}" if ORDER in st.session_state else "Next runner"
        if len(ids) > 1 and st.button(name, icon=":material/arrow_forward:", shortcut="Alt+N"):
            _look_at_everybody(desk)
            ordered = _in_order(by_id)
            _go(ordered[(ordered.index(ids[here]) + 1) % len(ordered)])
    if chosen != ids[here]:
        _go(chosen)
    st.session_state[LAST] = ids[here]
    return by_id[ids[here]]


def nobody() -> None:
    """How to begin where no runner is linked."""
    st.markdown(
        "**Nobody has linked with you yet.** Send a runner an invitation, or ask her to send you one from "
        "her page *My data*. She decides what you may see. From then on her weeks stand here, and those who "
        "need you first come first."
    )
    st.page_link(path("account"), label="Invite a runner", icon=":material/mail:")


def remember_order(runner_ids: Iterable[str]) -> None:
    """Keep the order of need, so that the next page need not look at everybody again."""
    st.session_state[ORDER] = tuple(runner_ids)


def _look_at_everybody(desk: Desk) -> None:
    if ORDER not in st.session_state:
        rows = desk.services.caseload.rows(desk.actor, now=desk.now)
        remember_order(row.runner_id for row in rows)


def _in_order(by_id: Mapping[str, LinkedRunner]) -> list[str]:
    """Those who need her most first, as far as that is known, then the others by name."""
    known = [runner_id for runner_id in st.session_state.get(ORDER, ()) if runner_id in by_id]
    return known + [runner_id for runner_id in by_id if runner_id not in known]


def _go(runner_id: str) -> None:
    st.query_params[RUNNER] = runner_id
    st.rerun()


def links(runner_id: str, *names: str) -> None:
    """Doors to the other pages about the same runner."""
    titles = {
        "pt_review": ("Review", ":material/fact_check:"),
        "pt_assessment": ("Assessment", ":material/clinical_notes:"),
        "pt_plan": ("Plan", ":material/stairs:"),
        "pt_report": ("Report", ":material/print:"),
    }
    with st.container(horizontal=True):
        for name in names:
            label, icon = titles[name]
            st.page_link(path(name), label=label, icon=icon, query_params={RUNNER: runner_id})
