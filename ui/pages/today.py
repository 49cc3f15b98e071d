"""Today: the answer, the next step, the session, the days ahead."""

import streamlit as st

from ui.components import (
    decision_view,
    missing,
    next_session,
    open_findings,
    owed,
    run_questions,
    since_upgrade,
    stage_line,
    start,
    take_along,
    to_do,
    week_strip,
)
from ui.desk import desk

here = desk()
st.title(f"{here.today:%A} {here.today.day} {here.today:%B}")
if not start.needed(here):
    today = here.services.deciding.today(here.actor, here.runner_id, now=here.now)
    stage_line.show(today)
    decision_view.show_card(today.answer)
    to_do.show(today, here)
    decision_view.show_why(today.answer)
    open_findings.show(today, here)
    owed.show(today, here)
    run_questions.show(today.questions, here)
    since_upgrade.show(today, here)
    next_session.show(today)
    take_along.show(today, here)
    week_strip.show(today)
    missing.show(today)
    if today.plan is not None:
        decision_view.show_checks(today.answer, today.plan)
