"""What stays open until a named person has looked at it, and how to say that somebody has."""

from datetime import date

import streamlit as st

from program import Plan
from program.history.standing import StandingFinding
from program.signs import sign_list
from services import Today
from ui import format as fmt
from ui import told
from ui.components import finding_words, free_text
from ui.desk import Desk
from ui.plain import plain
from ui.words import RELEASES


def show(today: Today, desk: Desk) -> None:
    """Each open finding with its day and who has to look; nothing where none is open."""
    if not today.open_findings:
        return
    with st.container(border=True):
        st.subheader("Still open", anchor=False)
        for found in today.open_findings:
            _finding(found, today.plan, desk)


def _finding(found: StandingFinding, plan: Plan | None, desk: Desk) -> None:
    opened_on = desk.local(found.opened_at).date()
    what, why = plain(finding_words.label(found, plan)), plain(finding_words.because(found, plan))
    st.markdown(f":material/flag: **{what}**, since {fmt.day(opened_on)}. {why}")
    st.markdown(RELEASES[found.release_by.value])
    with st.expander("Somebody has looked at it"), st.form(f"close-{found.key}"):
        who = st.text_input("Who examined you?", max_chars=200)
        kind = "medical" if found.release_by.value == "medical" else "pt"
        profession = st.selectbox(
            "As what?",
            sign_list().professions[kind],
            index=None,
            placeholder="choose",
            format_func=str.capitalize,
        )
        on = st.date_input("When?", None, min_value=opened_on, max_value=desk.today, format="DD/MM/YYYY")
        said = free_text.area("What did they say?", desk.profile.region, max_chars=1000)
        if st.form_submit_button("Close it"):
            _close(found, desk, who.strip(), profession, on, said)


def _close(
    found: StandingFinding, desk: Desk, who: str, profession: str | None, on: date | None, said: str
) -> None:
    if not (who and profession and on and said):
        st.warning("Please fill in all four. A quiet week does not close this; a person does.")
        return
    desk.services.deciding.close_finding(
        desk.actor,
        desk.runner_id,
        found.key,
        said,
        now=desk.now,
        shown=frozenset(found.entries),
        examined_by=who,
        profession=profession,
        examined_on=on,
    )
    told.done("Kept, as told by yourself.")
    st.rerun()
