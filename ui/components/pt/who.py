"""Which runner a page is about: one of the therapist's own, by name, the next one a click away."""

import streamlit as st

from services import CaseloadRow
from ui.components.pt import words
from ui.desk import Desk
from ui.navigation import path

RUNNER = "runner"
#: The runner looked at last, for the next page of the menu.
LAST = "pt-runner"


def show(desk: Desk) -> CaseloadRow | None:
    """The runner of the address, else the one who needs the therapist first; null where there is nobody."""
    rows = desk.services.caseload.rows(desk.actor, now=desk.now)
    if not rows:
        st.markdown("Nobody has linked with you yet.")
        st.page_link(path("account"), label="Invite a runner", icon=":material/mail:")
        return None
    by_id = {row.runner_id: row for row in rows}
    asked = st.query_params.get(RUNNER) or st.session_state.get(LAST)
    if asked is not None and asked not in by_id:
        st.warning("This runner is not linked with you.", icon=":material/lock:")
        st.page_link(path("pt_caseload"), label="Your caseload", icon=":material/groups:")
        return None
    ids = list(by_id)
    here = ids.index(asked) if asked else 0
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "Runner",
            ids,
            index=here,
            format_func=lambda runner_id: (
                f"{by_id[runner_id].name} – {words.NEEDS[by_id[runner_id].need].title.lower()}"
            ),
            width=340,
            key=f"who-{asked}",
        )
        following = ids[(here + 1) % len(ids)]
        if len(ids) > 1 and st.button(
            f"Next: {by_id[following].name}", icon=":material/arrow_forward:", shortcut="Alt+N"
        ):
            _go(following)
    if chosen != ids[here]:
        _go(chosen)
    st.session_state[LAST] = ids[here]
    return by_id[ids[here]]


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
