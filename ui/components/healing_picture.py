"""How long things heal, as one picture, with where she is today."""

import streamlit as st

from program.education import education
from ui import charts
from ui.components import sourced
from ui.desk import Desk
from ui.look import palette
from ui.words import EVIDENCE

DAYS_PER_WEEK = 7


def show(desk: Desk) -> None:
    """The picture and the same in words."""
    known, birth = education(), desk.profile.birth_date
    weeks = None if birth is None else (desk.today - birth).days / DAYS_PER_WEEK
    st.markdown("**How long it takes to heal.** Full: at least this long. Pale: it can take until here.")
    st.altair_chart(
        charts.healing_picture(known.healing, known.earliest_run, palette(), now_weeks=weeks),
        width="stretch",
        alt="Weeks since the birth. "
        + " ".join(f"{one.title}: {_span(one.weeks_at_least, one.weeks_at_most)}." for one in known.healing),
    )
    earliest = known.earliest_run
    st.caption(
        f"The line at {earliest.weeks} weeks: {earliest.title}. {EVIDENCE[earliest.evidence].capitalize()}. "
        f"Source: {sourced.in_full(earliest.source)}"
    )


def _span(at_least: int, at_most: int | None) -> str:
    return f"{at_least} weeks or more" if at_most is None else f"{at_least} to {at_most} weeks"
