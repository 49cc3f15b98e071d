"""The words of the warning signs: each asks one thing, and says what to do and not to run."""

import re

import pytest

from program import shipped_plans
from program.signs import sign_list

SIGNS = sign_list().signs
#: What a clinician looks for in the list, and which sign has to ask it.
ASKED = {
    "sight": r"sight\b.*without a headache",
    "stroke": r"face that droops.*arm.*speech",
    "psychosis": r"seeing or hearing.*mind that races.*no need of sleep",
    "breast": r"breast.*hot.*red",
    "failing_heart": r"lying flat.*flutters.*swell",
}


@pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: sign.id)
def test_each_sign_says_whom_to_call_and_not_to_run(sign) -> None:
    assert re.search(r"\b(Call|Go to|Be seen|Speak to)\b", sign.what_to_do)
    # Whoever has such thoughts is told of help alone.
    assert ("Do not run" in sign.what_to_do) is (sign.id != "harm_thoughts")


@pytest.mark.parametrize("sign_id", ASKED)
def test_what_was_missing_is_asked_by_a_sign_of_its_own(sign_id: str) -> None:
    assert re.search(ASKED[sign_id], sign_list().sign(sign_id).asks.lower())


def test_an_emergency_is_told_to_call_at_once() -> None:
    for sign in SIGNS:
        if sign.urgency == "emergency":
            assert re.search(r"\bnow\b", sign.what_to_do), sign.id


def test_sepsis_and_stroke_are_two_signs() -> None:
    assert "speech" not in sign_list().sign("confusion").asks.lower()


def test_low_mood_is_told_of_the_crisis_line() -> None:
    assert "crisis line" in sign_list().sign("overwhelming_tiredness").what_to_do


@pytest.mark.parametrize("plan", shipped_plans().values(), ids=lambda plan: plan.id)
def test_a_new_leak_of_stool_asks_for_what_would_be_an_emergency(plan) -> None:
    says = next(gate.says for gate in plan.gates if gate.id == "leak-stool")

    assert "numbness between the legs or a weak leg, go to an emergency department now" in says
