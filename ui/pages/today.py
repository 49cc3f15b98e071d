"""Today: the answer, the next session, and what is missing."""

import streamlit as st

from ui.components import decision_view, next_session, open_findings, stage_line, start, take_along, to_do
from ui.desk import desk

here = desk()
st.title(f"{here.today:%A} {here.today.day} {here.today:%B}")
if start.needed(here):
    st.stop()
today = here.services.deciding.today(here.actor, here.runner_id, now=here.now)
stage_line.show(today)
decision_view.show_card(today.answer)
open_findings.show(today, here)
to_do.show(today)
next_session.show(today)
take_along.show(today, here)
if today.plan is not None:
    decision_view.show_reasons(today.answer, today.plan)
