"""Run: what was asked for over what was done, and what counted."""

import streamlit as st

from ui.components import delete_run, run_date, run_picker, run_questions, run_view
from ui.desk import desk
from ui.navigation import path
from ui.words import ADVICE

here = desk()
st.title("Run")
run = run_picker.show(here, st.query_params.get("run"))
if run is not None:
    detail = here.services.runs.run(here.actor, here.runner_id, run.activity_id, now=here.now)
    today = here.services.deciding.today(here.actor, here.runner_id, now=here.now)
    parts = detail.session.activity_ids if detail.session else (run.activity_id,)
    run_date.show(run, here)
    run_questions.show(today.questions, here, only=(run.activity_id, *parts))
    run_view.show(detail, today.standing, here)
    st.page_link(
        path("how_was_it"),
        label="How was it?",
        icon=":material/edit_note:",
        query_params={"run": run.activity_id},
    )
    delete_run.show(here, run.activity_id)
    st.caption(ADVICE)
