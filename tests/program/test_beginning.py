"""Where to begin, by what she said."""

from datetime import date, timedelta

import pytest

from program import Assessment, Plan, Profile, Readiness, shipped_plans
from program.beginning import Beginning, fits, openings, proposed

ON = date(2026, 11, 23)
POSTNATAL = shipped_plans()["postnatal-graded", 1]
EXAMINED = Assessment(assessed_on=ON, assessed_by="Pat")
WALKS = Readiness(walk_30_min_symptom_free=True)


def begins(days: int, readiness: Readiness = WALKS, assessment: Assessment | None = EXAMINED) -> str:
    found = proposed(POSTNATAL, Profile(birth_date=ON - timedelta(days=days)), readiness, assessment, ON)
    assert found is not None
    return found.stage.id


@pytest.mark.parametrize(
    ("days", "stage"),
    [
        (0, "weeks-0-2"),
        (13, "weeks-0-2"),
        (14, "weeks-2-4"),
        (41, "weeks-4-6"),
        (56, "weeks-8-12"),
        (83, "weeks-8-12"),
        (84, "run-01"),
        (3000, "run-01"),
    ],
)
def test_after_a_birth_it_is_the_step_of_the_weeks_that_have_come(days: int, stage: str) -> None:
    assert begins(days) == stage


def test_no_run_is_proposed_before_an_examination_and_a_brisk_walk() -> None:
    assert begins(100, assessment=None) == "weeks-8-12"
    assert begins(100, Readiness()) == "weeks-8-12"
    assert begins(100, Readiness(walk_30_min_symptom_free=False)) == "weeks-8-12"


def test_without_the_day_of_the_birth_nothing_is_proposed() -> None:
    assert proposed(POSTNATAL, Profile(), WALKS, EXAMINED, ON) is None


@pytest.mark.parametrize("plan", shipped_plans().values(), ids=lambda plan: plan.id)
def test_what_is_proposed_may_be_begun(plan: Plan) -> None:
    found = proposed(plan, Profile(birth_date=date(2026, 1, 1)), WALKS, EXAMINED, ON)
    assert found is not None
    assert found.stage in openings(plan)


def test_a_plan_fits_by_whether_she_gave_birth() -> None:
    mother, other = Profile(birth_date=ON), Profile(pelvic_questions=True)
    assert [plan.id for plan in shipped_plans().values() if fits(plan, mother)] == ["postnatal-graded"]
    assert not fits(POSTNATAL, other)


YES, NO = (
    "walk 30 minutes without a sign, and have been examined.",
    "a brisk walk of 30 minutes without a sign",
)


@pytest.mark.parametrize(
    ("days", "readiness", "assessment", "stage", "because"),
    [
        (-1, WALKS, EXAMINED, "weeks-0-2", "The plan begins with it."),
        (20, WALKS, None, "weeks-2-4", "You are 2 weeks after the birth: this step is made for these weeks."),
        (90, WALKS, EXAMINED, "run-01", f"You are 12 weeks after the birth, {YES}"),
        (
            90,
            WALKS,
            None,
            "weeks-8-12",
            "You are 12 weeks after the birth. Before the first run comes an examination: until then, walk.",
        ),
        (
            91,
            Readiness(),
            EXAMINED,
            "weeks-8-12",
            f"You are 13 weeks after the birth. Before the first run comes {NO}: until then, walk.",
        ),
    ],
)
def test_it_says_why(
    days: int, readiness: Readiness, assessment: Assessment | None, stage: str, because: str
) -> None:
    birth = Profile(birth_date=ON - timedelta(days=days))
    assert proposed(POSTNATAL, birth, readiness, assessment, ON) == Beginning(POSTNATAL.stage(stage), because)


def test_a_plan_without_weeks_of_walking_begins_with_its_first_stage() -> None:
    plan = shipped_plans()["couch-to-5k", 1]
    found = proposed(plan, Profile(), Readiness(), None, ON)
    assert found == Beginning(plan.stages[0], "This plan begins with it.")


def test_a_plan_of_walking_alone_opens_with_its_first_stage() -> None:
    walking = POSTNATAL.model_copy(update={"stages": POSTNATAL.stages[:3]})
    assert openings(walking) == POSTNATAL.stages[:1]
