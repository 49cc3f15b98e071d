"""What only she can say of her recordings: whether one was running, whether two are one, when one was."""

from collections.abc import Collection, Sequence

import streamlit as st

from services import RunQuestion
from ui import format as fmt
from ui import told
from ui.components import run_date
from ui.desk import Desk

#: The heading, and the words of yes and no.
ASKS = {
    "ran": ("Was this a run?", "Yes, I ran", "No, not a run"),
    "same_run": ("The same run?", "It is the same run", "Two runs"),
}
WHEN = "When was this run?"
NOT_YET = "Until you say, it does not count towards the next step, and the next step waits."


def show(questions: Sequence[RunQuestion], desk: Desk, *, only: Collection[str] | None = None) -> None:
    """Each question with its two answers; `only` those about the recordings named."""
    for question in questions:
        if only is not None and question.activity_id not in only:
            continue
        if question.question == "when":
            _ask_when(question, desk)
        else:
            _ask(question, desk)


def _ask_when(question: RunQuestion, desk: Desk) -> None:
    """The starts that are possible, and a way to tell another."""
    with st.container(border=True):
        st.subheader(WHEN, anchor=False)
        st.markdown(_words_of_when(question, desk))
        with st.container(horizontal=True, vertical_alignment="center"):
            for number, start in enumerate(question.readings):
                if st.button(fmt.date_and_time(start), key=f"when-{question.activity_id}-{number}"):
                    run_date.tell(desk, question.activity_id, start)
            guess = question.readings[0] if question.readings else None
            label = "Another day or time" if guess else "Tell the day and time"
            run_date.correct(desk, question.activity_id, guess, label, key="asked-")


def _words_of_when(question: RunQuestion, desk: Desk) -> str:
    as_read = fmt.date_and_time(desk.local(question.start_utc))
    if len(question.readings) > 1:
        first, other = (fmt.date_and_time(start) for start in question.readings)
        return f"Was it on **{first}**? Its file can also be read as **{other}**. {NOT_YET}"
    return f"By its file it was on {as_read}, which was still to come when you added it. {NOT_YET}"


def _ask(question: RunQuestion, desk: Desk) -> None:
    heading, yes, no = ASKS[question.question]
    key = f"{question.question}-{question.activity_id}"
    with st.container(border=True):
        st.subheader(heading, anchor=False)
        st.markdown(_words(question, desk))
        with st.container(horizontal=True):
            for says, label in ((True, yes), (False, no)):
                if st.button(label, key=f"{key}-{says}"):
                    desk.services.runs.answer(
                        desk.actor,
                        desk.runner_id,
                        question.activity_id,
                        question.question,
                        says=says,
                        now=desk.now,
                    )
                    told.done("Kept, as you said.")
                    st.rerun()


def _words(question: RunQuestion, desk: Desk) -> str:
    when = fmt.day_and_time(desk.local(question.start_utc))
    much = fmt.minutes(question.run_s)
    if question.question == "ran":
        return (
            f"The file of {when} is called another sport, and {much} of it look like running. "
            "Until you say, it counts as if you may have run."
        )
    if question.readings:
        this, other = (fmt.date_and_time(start) for start in question.readings)
        return (
            f"The file of {this} is like the run of {other} second by second, by another clock. "
            "Until you say, both count as one, by the worse of the two, and the next step waits."
        )
    beside = fmt.day_and_time(desk.local(question.beside_utc)) if question.beside_utc else "that day"
    return (
        f"You told of {much} running, {when}, and a recording of {beside} lies beside it. "
        "Until you say, both count together where we ask if it was too much, and the recording alone "
        "where we ask if it was done."
    )
