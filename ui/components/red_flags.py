"""Warning signs on a page of their own: whom to call first, then what it is, then a note of it."""

import streamlit as st

from program import SymptomEntry
from program.signs import sign_list
from services import Answer
from ui import line
from ui.components import call_buttons, decision_view, unsaved, warning_signs
from ui.desk import Desk
from ui.words import ADVICE, NOBODY_ALERTED, REGIONS, SOMEBODY_ALERTED

SAVED, ROUND, FORM = "signs-saved", "signs-round", "signs"


def show(desk: Desk) -> None:
    """Numbers first; a tap on a sign says at once what to do; noting it is one tap more."""
    saved: Answer | None = line.once(SAVED)
    st.markdown(
        "If you think that you need help, get it now and come back to this page later. "
        f"**{_who_knows(saved)}**"
    )
    if saved is not None:
        st.success("Noted. No running until somebody has looked at it.", icon=":material/check_circle:")
        decision_view.show_short(saved)
    region = _numbers(desk)
    st.subheader("Which of these is it?", anchor=False)
    key = f"signs-{st.session_state.setdefault(ROUND, 0)}"
    unsaved.find_again(desk, FORM, key)
    chosen = warning_signs.choose(key, region)
    unsaved.keep(desk, FORM, key, is_empty=not chosen)
    if chosen and st.button("Note this in my diary", type="primary", width="stretch"):
        entry = SymptomEntry(id="new", phase="day", at=desk.now, signs=chosen)
        logged = desk.services.diary.log(desk.actor, desk.runner_id, entry, now=desk.now)
        st.session_state[SAVED] = logged.answer
        unsaved.let_go(desk, FORM)
        st.session_state[ROUND] += 1
        st.rerun()
    st.caption(f"Something else, such as a leak, heaviness or pain? Note it under How was it. {ADVICE}")


def _who_knows(saved: Answer | None) -> str:
    """That nobody has been alerted, unless a message really was sent."""
    if saved is None or not saved.alerts:
        return NOBODY_ALERTED
    return SOMEBODY_ALERTED.format(names=", ".join(dict.fromkeys(alert.to_name for alert in saved.alerts)))


def _numbers(desk: Desk) -> str | None:
    """The numbers of her region, and a way to another one for somebody who is away or has not said."""
    place = st.container()
    region = st.pills(
        "Where are you now?",
        list(REGIONS),
        default=desk.profile.region,
        format_func=REGIONS.__getitem__,
        key="signs-region",
    )
    with place:
        call_buttons.show(sign_list().numbers_for(region))
    return region
