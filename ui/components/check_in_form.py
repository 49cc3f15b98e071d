"""The weekly questions. Nothing is chosen beforehand, and what is not touched stays unanswered."""

from typing import Any

import streamlit as st

from program import Profile
from program.signs import sign_list
from ui.components import answer_card, call_buttons, warning_signs
from ui.components.symptom_form import choice, score
from ui.words import CHECK_IN, NOBODY_ALERTED, URGENCIES

SLEEP_HOURS = (2, 3, 4, 5, 6, 7, 8, 9)
#: Beyond the ends of the row of hours nobody needs to be exact.
SLEEP_WORDS = {2: "2 or less", 9: "9 or more"}


def show(key: str, profile: Profile) -> dict[str, Any]:
    """The answers by the names of a check-in; unanswered questions are left out.

    The question about feeding is asked of those who feed a baby, or have not said.
    """
    answers: dict[str, Any] = {
        "sleep_hours_per_night": st.pills(
            "Sleep in an ordinary night this week, all pieces together (hours)",
            SLEEP_HOURS,
            format_func=lambda hours: SLEEP_WORDS.get(hours, str(hours)),
            key=f"{key}-sleep",
        )
    }
    for name, (label, options) in CHECK_IN.items():
        if name == "feeding" and (profile.feeding == "not_feeding" or profile.birth_date is None):
            continue
        answers[name] = choice(label, options, f"{key}-{name}")
    answers["confidence_0_10"] = score(
        "How sure are you about the next step?", f"{key}-confidence", ends=("not at all", "quite sure")
    )
    answers["harm_thoughts"] = _harm(key, profile.region)
    answers["signs"] = warning_signs.ask(key, profile.region)
    return {name: value for name, value in answers.items() if value is not None}


def _harm(key: str, region: str | None) -> bool | None:
    """Asked outright, with help beside it."""
    known = sign_list().numbers_for(region)
    answer = choice(
        "Thoughts of hurting yourself, your baby or somebody else?", {False: "No", True: "Yes"}, f"{key}-harm"
    )
    st.caption(f"Many parents have hard weeks. Help at any hour: {known.crisis}.")
    if answer:
        answer_card.show(URGENCIES["emergency"], "stop", sign_list().sign("harm_thoughts").what_to_do)
        call_buttons.show(known)
        st.markdown(f"**{NOBODY_ALERTED}**")
    return answer
