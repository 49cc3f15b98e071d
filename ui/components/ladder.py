"""The steps of the plan with where she is: a picture, and the words of all steps on demand."""

import streamlit as st

from services import PlanInForce
from ui import charts
from ui import format as fmt
from ui.desk import Desk
from ui.look import palette
from ui.plain import plain


def show(plan: PlanInForce, desk: Desk) -> None:
    """The stairs, the present step in words, then every step."""
    stages = plan.plan.stages
    here = plan.plan.stage_index.get(plan.stage_id or "")
    if here is None:
        st.markdown(f"**{plain(plan.plan.title)}** · not begun yet")
    else:
        since = fmt.day(desk.local(plan.since_utc).date())
        st.markdown(
            f"**Step {here + 1} of {len(stages)}** – {plain(stages[here].title)}"
            f"  \nYou are here since {since}."
        )
    st.altair_chart(
        charts.stairs([stage.title for stage in stages], here, palette()),
        width="stretch",
        alt=f"{len(stages)} steps; "
        + ("none begun" if here is None else f"you are here: step {here + 1}, {stages[here].title}"),
    )
    with st.expander(f"All {len(stages)} steps"):
        for index, stage in enumerate(stages):
            _rung(plain(stage.title), index - (-1 if here is None else here))


def _rung(title: str, distance: int) -> None:
    if distance < 0:
        st.markdown(f":material/check: {title}")
    elif distance == 0:
        st.markdown(f":material/location_on: **{title}** – you are here")
    else:
        st.markdown(f":material/radio_button_unchecked: {title}")
