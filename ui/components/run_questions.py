"""What only she can say of her recordings: whether one was running, and whether two are the same run."""

from collections.abc import Collection, Sequence

import streamlit as st

from services import RunQuestion
from ui import format as fmt
from ui import told
from ui.desk import Desk

#: The heading, and the words of yes and no.
ASKS = {
    "ran": ("Was this a run?", "Yes, I ran", "No, not a run"),
    "same_run": ("The same run?", "It is the same run", "Two runs"),
}


def show(questions: Sequence[RunQuestion], desk: Desk, *, only: Collection[str] | None = None) -> None:
    """Each question with its two answers; `only` those about the recordings named."""
    for question in questions:
        if only is None or question.activity_id in only:
            _ask(question, desk)


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
    beside = fmt.day_and_time(desk.local(question.beside_utc)) if question.beside_utc else "that day"
    return (
        f"You told of {much} running, {when}, and a recording of {beside} lies beside it. "
        "Until you say, both count together where we ask if it was too much, and the recording alone "
        "where we ask if it was done."
    )
