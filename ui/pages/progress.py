"""Progress: weeks of running, the steps of the plan, the answers so far."""

import streamlit as st

from ui.components import ladder, start, week_picture
from ui.desk import desk
from ui.words import ADVICE

here = desk()
st.title("Progress")
if not start.needed(here):
    week_picture.show_weeks(here)
    plan = here.services.planning.in_force(here.actor, here.runner_id, now=here.now)
    if plan is not None:
        ladder.show(plan)
    ladder.show_answers(here.services.deciding.history(here.actor, here.runner_id, now=here.now), here)
    st.caption(ADVICE)
