"""The long view asks whom the gate asks."""

from datetime import date

import pytest

from program import case_from, shipped_plans
from program.asking import asks_pelvic
from program.facts.view import View
from program.record import Profile


@pytest.mark.parametrize("plan_key", sorted(shipped_plans()))
@pytest.mark.parametrize("birth", [None, date(2026, 3, 1)])
@pytest.mark.parametrize("answer", [None, False, True])
def test_the_same_runners_are_asked(
    plan_key: tuple[str, int], birth: date | None, answer: bool | None
) -> None:
    plan = shipped_plans()[plan_key]
    profile = Profile(birth_date=birth, pelvic_questions=answer)
    given = {"plan": plan.id, "plan_version": plan.version, "stage": None, "date": "2026-11-22"}
    case = case_from({**given, "profile": profile.model_dump(mode="json")})

    assert asks_pelvic(plan, profile) == View(case, plan).pelvic
