"""What stays open until a named person has looked at it, and how to say that somebody has."""

from datetime import date

import streamlit as st

from program import Plan
from services import Today
from services.deciding import FindingRow
from ui import format as fmt
from ui import told
from ui.components import free_text
from ui.desk import Desk
from ui.plain import plain
from ui.words import RELEASES


def show(today: Today, desk: Desk) -> None:
    """Each open finding with its day and who has to look; nothing where none is open."""
    plan = today.plan
    if plan is None or not today.open_findings:
        return
    with st.container(border=True):
        st.subheader("Still open", anchor=False)
        for found in today.open_findings:
            _finding(found, plan, desk)


def _finding(found: FindingRow, plan: Plan, desk: Desk) -> None:
    gate = plan.gate(found.gate)
    label, since = plain(gate.label), fmt.day(found.opened_on)
    st.markdown(f":material/flag: **{label}**, since {since}. {plain(gate.because)}")
    st.markdown(RELEASES[found.release_by])
    with st.expander("Somebody has looked at it"), st.form(f"close-{found.id}"):
        who = st.text_input("Who examined you? Name and profession", max_chars=200)
        on = st.date_input(
            "When?", None, min_value=found.opened_on, max_value=desk.today, format="DD/MM/YYYY"
        )
        said = free_text.area("What did they say?", desk.profile.region, max_chars=1000)
        if st.form_submit_button("Close it"):
            _close(found, desk, who.strip(), on, said)


def _close(found: FindingRow, desk: Desk, who: str, on: date | None, said: str) -> None:
    if not (who and on and said):
        st.warning("Please fill in all three. A quiet week does not close this; a person does.")
        return
    desk.services.deciding.close_finding(
        desk.actor,
        desk.runner_id,
        found.id,
        said,
        examined_by=who,
        examined_on=on,
        seen_version=found.version,
        now=desk.now,
    )
    told.done("Kept, as told by yourself.")
    st.rerun()
