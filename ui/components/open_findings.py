"""What stays open until a named person has looked at it, and how to say that somebody has."""

from datetime import date
from functools import partial
from itertools import groupby

import streamlit as st

from program.history.standing import StandingFinding
from program.model import ReleaseBy
from program.signs import sign_list
from services import Today
from services.closing import is_mistake_of_hers
from ui import format as fmt
from ui import told
from ui.components import finding_words, free_text, moments
from ui.desk import Desk
from ui.navigation import path
from ui.plain import plain

NOBODY_TOLD = "**Nobody was told of this.** Only you see it here: please show it to somebody yourself."
CORRECTED = "You have changed this since. Your PT sees both versions, and closes it if it was a slip."
ANSWERED = "The next morning was answered."
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
    if finding_words.waits_for_morning(found):
        _ask_morning(found, desk)
    elif is_alone and found.is_answered:
        if st.button("Close it", key=f"answered-{found.key}"):
            _end(found, desk, ANSWERED)
    elif is_alone:
        if is_mistake_of_hers(found):
            _mistake(found, desk)
        _form(found, desk, opened_on)
    elif found.corrected:
        st.caption(CORRECTED)


def _ask_morning(found: StandingFinding, desk: Desk) -> None:
    """The way to the answers that it waits for; a run that was deleted takes a note of a day."""
    run_id = found.key.partition(":")[2]
    runs = desk.services.runs.list_runs(desk.actor, desk.runner_id, now=desk.now)
    is_there = any(run.activity_id == run_id for run in runs)
    st.page_link(
        path("how_was_it"),
        label="Say how the next morning was",
        icon=":material/edit_note:",
        query_params={"run": run_id, "moment": "next_morning"} if is_there else {"run": moments.NO_RUN},
    )


def _mistake(found: StandingFinding, desk: Desk) -> None:
    with st.expander("It was noted by mistake"), st.form(f"mistake-{found.key}", border=False):
        st.markdown("You have changed what you noted. Say how the slip came about; both versions are kept.")
        said = free_text.area("How did it come about?", desk.profile.region, max_chars=1000)
        if st.form_submit_button("Close it as noted by mistake"):
            if not said:
                st.warning("Please write a few words.", icon=":material/info:")
                return
            _end(found, desk, said, is_mistake=True)


def _end(found: StandingFinding, desk: Desk, because: str, *, is_mistake: bool = False) -> None:
    desk.services.deciding.close_finding(
        desk.actor,
        desk.runner_id,
        found.key,
        because,
        now=desk.now,
        shown=frozenset(found.entries),
        is_mistake=is_mistake,
    )
    told.done("Closed.")
    st.rerun()


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
