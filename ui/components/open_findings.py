"""What stays open until a named person has looked at it, and how to say that somebody has."""

from datetime import date
from functools import partial
from itertools import groupby

import streamlit as st

from program.history.standing import StandingFinding
from program.model import ReleaseBy
from program.signs import sign_list
from services import Today
from ui import format as fmt
from ui import told
from ui.components import finding_words, free_text
from ui.desk import Desk
from ui.plain import plain

NOBODY_TOLD = "**Nobody was told of this.** Only you see it here: please show it to somebody yourself."
NO_MESSAGE = "No message was sent. Your PT sees it when she next looks."


def show(today: Today, desk: Desk) -> None:
    """Each open finding with its day and who has to look; nothing where none is open."""
    if not today.open_findings:
        return
    links = desk.services.links.mine(desk.actor, now=desk.now)
    is_alone = all(link.ended_utc is not None for link in links)
    with st.container(border=True):
        st.subheader("Still open", anchor=False)
        st.markdown(_who_was_told(today, is_alone=is_alone))
        found = finding_words.in_order(today.open_findings)
        for closes, same in groupby(found, partial(finding_words.closes, is_alone=is_alone)):
            st.markdown(closes)
            for each in same:
                _finding(each, today, desk, is_alone=is_alone)


def _who_was_told(today: Today, *, is_alone: bool) -> str:
    names = " and ".join(dict.fromkeys(plain(alert.to_name) for alert in today.answer.alerts))
    if names:
        return f"A message was sent to {names}."
    return NOBODY_TOLD if is_alone else NO_MESSAGE


def _finding(found: StandingFinding, today: Today, desk: Desk, *, is_alone: bool) -> None:
    opened_on, plan = desk.local(found.opened_at).date(), today.plan
    what, why = plain(finding_words.label(found, plan)), plain(finding_words.because(found, plan))
    st.markdown(f":material/flag: **{what}**, since {fmt.day(opened_on)}. {why}")
    if is_alone:
        _form(found, desk, opened_on)


def _form(found: StandingFinding, desk: Desk, opened_on: date) -> None:
    with st.expander("Somebody has looked at it"), st.form(f"close-{found.key}", border=False):
        who = st.text_input("Who examined you?", max_chars=200)
        kind = "medical" if found.release_by is ReleaseBy.MEDICAL else "pt"
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
