"""Next session: what to run, and how to take it along."""

import streamlit as st

from ui.components import decision_view, next_session, start, take_along
from ui.desk import desk
from ui.words import ADVICE

here = desk()
st.title("Next session")
if not start.needed(here):
    today = here.services.deciding.today(here.actor, here.runner_id, now=here.now)
    if today.next_session is None:
        decision_view.show_card(today.answer)
    else:
        next_session.show(today)
        take_along.show(today, here)
        take_along.explain()
        st.caption(ADVICE)
