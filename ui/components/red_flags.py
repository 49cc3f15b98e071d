"""Warning signs on a page of their own: whom to call first, then what it is, then a note of it."""

import streamlit as st

from program import SymptomEntry
from program.signs import sign_list
from services import Answer
from ui.components import decision_view, warning_signs
from ui.desk import Desk
from ui.words import ADVICE

SAVED, ROUND = "signs-saved", "signs-round"


def show(desk: Desk) -> None:
    """Numbers first; a tap on a sign says at once what to do; noting it is one tap more."""
    saved: Answer | None = st.session_state.pop(SAVED, None)
    if saved is not None:
        st.success("Noted. No running until somebody has looked at it.", icon=":material/check_circle:")
        decision_view.show_short(saved)
    warning_signs.numbers(sign_list().numbers_for(desk.profile.region))
    st.subheader("Which of these is it?", anchor=False)
    key = f"signs-{st.session_state.setdefault(ROUND, 0)}"
    chosen = warning_signs.choose(key, desk.profile.region)
    if chosen and st.button("Note this in my diary", type="primary", width="stretch"):
        entry = SymptomEntry(id="new", phase="day", at=desk.now, signs=chosen)
        logged = desk.services.diary.log(desk.actor, desk.runner_id, entry, now=desk.now)
        st.session_state[SAVED] = logged.answer
        st.session_state[ROUND] += 1
        st.rerun()
    st.caption(f"Something else, such as a leak, heaviness or pain? Note it under How was it. {ADVICE}")
