"""The ladder of stages with where she is, and the answers so far."""

from itertools import zip_longest

import streamlit as st

from program import Action
from services import Answer, PlanInForce
from ui import format as fmt
from ui.desk import Desk
from ui.plain import plain
from ui.words import ACTIONS

#: Steps shown on each side of the present one; the rest opens on demand.
NEAR = 3


def show(plan: PlanInForce) -> None:
    """The stages near the present one, then all of them on demand."""
    st.subheader("Your steps", anchor=False)
    stages = plan.plan.stages
    here = plan.plan.stage_index.get(plan.stage_id or "", 0)
    near = range(max(0, here - NEAR), min(len(stages), here + NEAR + 1))
    for index in near:
        _rung(plain(stages[index].title), index - here)
    if len(near) < len(stages):
        with st.expander(f"All {len(stages)} steps"):
            for index, stage in enumerate(stages):
                _rung(plain(stage.title), index - here)


def _rung(title: str, distance: int) -> None:
    if distance < 0:
        st.markdown(f":material/check: {title}")
    elif distance == 0:
        st.markdown(f":material/location_on: **{title}** – you are here")
    else:
        st.markdown(f":material/radio_button_unchecked: {title}")


def show_answers(answers: tuple[Answer, ...], desk: Desk) -> None:
    """The answers at the check-ins and all that stopped her, newest first, each headline once in a row."""
    st.subheader("Answers so far", anchor=False)
    telling = [answer for answer in answers if answer.asked_by == "check_in" or _is_cautious(answer)]
    if not telling:
        st.markdown("The first answer comes with your first weekly check-in.")
    for answer, earlier in zip_longest(telling, telling[1:]):
        if earlier is None or earlier.explanation.headline != answer.explanation.headline:
            _answer(answer, desk)


def _is_cautious(answer: Answer) -> bool:
    decision = answer.decision
    return decision.stage is not None and (not decision.running_allowed or decision.action is Action.REGRESS)


def _answer(answer: Answer, desk: Desk) -> None:
    wording = ACTIONS[str(answer.decision.action.value)]
    when = fmt.day(desk.local(answer.made_utc).date())
    st.markdown(f":material/{wording.icon}: **{when}** – {plain(answer.explanation.headline)}")
    if answer.explanation.reasons:
        st.caption(plain(" ".join(answer.explanation.reasons)))
    if answer.would_now_be is not None:
        st.caption(f"With what is known now it would be: {ACTIONS[answer.would_now_be].title.lower()}.")
