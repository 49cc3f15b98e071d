"""The screen says who was told, and where nobody was, that nobody was."""

from dataclasses import replace
from datetime import datetime

import pytest
from streamlit.testing.v1 import AppTest

from program import SymptomEntry
from services import Answer, Services
from services.notices import Alert
from ui.words import NOBODY_ALERTED


def show_in_session() -> None:
    import streamlit as st

    from ui.components import decision_view

    decision_view.show_card(st.session_state["answer"])


@pytest.fixture
def emergency(services: Services, now: datetime) -> Answer:
    actor = services.accounts.local_runner(now=now)
    entry = SymptomEntry(id="new", phase="day", at=now, signs=("chest_pain",))
    return services.diary.log(actor, str(actor.person_id), entry, now=now).answer


@pytest.mark.parametrize("is_sent", [False, True])
def test_a_card_says_who_was_told(emergency: Answer, now: datetime, is_sent: bool) -> None:
    alerts = (Alert("Sample Therapist", now),) if is_sent else ()
    at = AppTest.from_function(show_in_session)
    at.session_state["answer"] = replace(emergency, alerts=alerts)

    at.run()

    card = at.get("html")[0].proto.body
    assert (NOBODY_ALERTED in card) is not is_sent
    assert ("Sample Therapist" in card) is is_sent
    assert "make the call yourself" in card
