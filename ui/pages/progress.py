"""Progress: where she is, weeks of running over symptoms and answers, the answers so far."""

import streamlit as st

from ui.components import ladder, long_view, start, timeline
from ui.desk import desk
from ui.words import ADVICE

here = desk()
st.title("Progress")
if not start.needed(here):
    plan = here.services.planning.in_force(here.actor, here.runner_id, now=here.now)
    if plan is not None:
        ladder.show(plan, here)
    st.subheader("Your weeks", anchor=False)
    since = long_view.since(here)
    trends = here.services.looking_back.trends(here.actor, here.runner_id, now=here.now, since=since)
    long_view.show(trends, here)
    st.subheader("Answers", anchor=False)
    timeline.show(trends.answers, here)
    st.caption(ADVICE)
