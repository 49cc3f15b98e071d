"""Far too much, where it is known what stands: by its size, until it is known how she took it."""

from datetime import timedelta
from typing import Any

import pytest
from weeks import EASY, MONDAY, USUAL, at, case_of, clean_week, entry, plan_of

from program import Missing, Plan
from program.facts.measured import measured_facts
from program.facts.view import View
from program.model import MissingKind

FRIDAY, SATURDAY, SUNDAY = (MONDAY + timedelta(days=days) for days in (4, 5, 6))
PLAN = plan_of("postnatal-graded")
NOTED = {**USUAL, **EASY}


def far(run_s: float = 700, **changes: Any) -> dict[str, Any]:
    """A week at eight minutes; the last run was longer, and its next morning is not answered."""
    data = clean_week("postnatal-graded", "run-04")
    data["standing"] = {}
    data["symptoms"] = [said for said in data["symptoms"] if said["id"] != "m3"]
    data["sessions"][2].update({"run_time_s": run_s, **changes})
    return data


def size(data: dict[str, Any], plan: Plan = PLAN) -> object:
    return measured_facts(View(case_of(data), plan))["overshoot"].value


@pytest.mark.parametrize(
    ("run_s", "more_s", "found"),
    [
        (480, 0, "none"),
        (541, 0, "exceeded"),
        (660, 0, "exceeded"),
        (661, 0, "exceeded_far"),
        (480, 181, "exceeded_far"),
        (480, 9000, "exceeded_far"),
        (961, 0, "exceeded_double"),
    ],
)
def test_each_size_counts_while_nobody_knows_how_she_took_it(run_s: int, more_s: int, found: str) -> None:
    data = far(run_s, uncertain_time_s=more_s)
    assert size(data) == found
    del data["standing"]
    assert size(data) == ("none" if found == "none" else "exceeded"), "it is not known what stands"


def test_the_limits_are_those_of_the_stage_and_of_the_edges_of_its_runs() -> None:
    more = PLAN.settings["exceeded_far_s"].model_copy(update={"value": 600})
    stages = tuple(
        stage.model_copy(update={"settings": {"exceeded_far_s": more}}) if stage.id == "run-04" else stage
        for stage in PLAN.stages
    )
    assert size(far(), PLAN.model_copy(update={"stages": stages})) == "exceeded"
    edge = PLAN.settings["edge_s"].model_copy(update={"value": 25})
    wide = PLAN.model_copy(update={"settings": PLAN.settings | {"edge_s": edge}})
    # Four runs of two edges each: 200 s lie within them.
    assert [size(far(run_s), wide) for run_s in (680, 681)] == ["none", "exceeded_far"]
    assert size(far(670, outcome="exceeded"), wide) == "exceeded"


@pytest.mark.parametrize(("days", "found"), [(6, "exceeded_far"), (7, "exceeded")])
def test_the_second_within_seven_dates_is_far_whatever_its_seconds(days: int, found: str) -> None:
    data = far(480, outcome="exceeded")
    earlier = FRIDAY - timedelta(days=days)
    data["sessions"].append(
        {
            **data["sessions"][0],
            "id": "s0",
            "start": at(earlier),
            "end": at(earlier, 9.5),
            "local_date": earlier.isoformat(),
            "outcome": "exceeded",
        }
    )
    assert size(data) == found


def test_two_in_a_week_are_not_more_than_the_first_for_the_first() -> None:
    data = far(480)
    data["sessions"][1].update(outcome="exceeded")
    assert size(data) == "exceeded"


def _noted(data: dict[str, Any], phase: str, moment: str | None, **says: Any) -> dict[str, Any]:
    session = None if phase == "day" else "s3"
    data["symptoms"].append(entry("n", phase, session, moment, **says))
    return data


@pytest.mark.parametrize(
    ("phase", "moment", "says", "is_known"),
    [
        ("next_morning", at(SATURDAY, 8), NOTED, True),
        ("next_morning", None, NOTED, True),
        ("day_after", at(SATURDAY, 12), NOTED, True),
        ("after", at(SATURDAY, 8), NOTED, False),
        ("next_morning", at(SATURDAY, 3.5), NOTED, False),
        ("next_morning", at(SATURDAY, 8), EASY, False),
        ("next_morning", at(SATURDAY, 8), USUAL, False),
        ("day", at(SATURDAY, 8), NOTED, False),
    ],
)
def test_the_whole_answer_of_the_morning_says_how_she_took_it(
    phase: str, moment: str | None, says: dict[str, Any], is_known: bool
) -> None:
    assert size(_noted(far(), phase, moment, **says)) == ("exceeded" if is_known else "exceeded_far")


@pytest.mark.parametrize(
    ("moment", "is_known"),
    [
        (at(SATURDAY, 3.9), False),
        (at(SATURDAY, 4), True),
        (at(SUNDAY, 12), True),
        (at(SUNDAY, 20), True),
        (at(SUNDAY, 20.1), False),
        (None, False),
    ],
)
def test_of_a_deleted_run_any_note_after_its_night_says_so(moment: str | None, is_known: bool) -> None:
    data = _noted(far(deleted=True), "day", moment, **NOTED)
    assert size(data) == ("exceeded" if is_known else "exceeded_far")


def test_what_was_answered_before_it_was_deleted_counts_too() -> None:
    assert size(_noted(far(deleted=True), "next_morning", None, **NOTED)) == "exceeded"


@pytest.mark.parametrize("said", ["answered", "before_rules"])
def test_what_somebody_looked_at_or_older_rules_did_not_ask_is_more_and_not_far(said: str) -> None:
    data = far()
    data["standing"] = {said: [["s3", "overshoot"]]}
    assert size(data) == "exceeded"
    data["standing"] = {said: [["s2", "overshoot"], ["s3", "pain"]]}
    assert size(data) == "exceeded_far"


def test_a_recording_without_a_date_may_have_been_too_much() -> None:
    data = far(480)
    data["standing"] = {"undated": ["u1"]}
    fact = measured_facts(View(case_of(data), PLAN))["overshoot"]
    assert (fact.value, fact.complete) == (None, False)
    assert fact.missing == (Missing(MissingKind.RUN_DATE, None, "u1"),)
    data["sessions"][2]["run_time_s"] = 961
    assert size(data) == "exceeded_double"


def _stepped_back(**changes: Any) -> dict[str, Any]:
    """The stage was entered on Thursday; Monday's and Wednesday's runs belong to what stood before."""
    data = far(480, **changes)
    data["stage_since"] = at(MONDAY + timedelta(days=3))
    return data


@pytest.mark.parametrize(("stage", "session"), [("run-05", "run"), ("week-5", "a"), ("run-04", "of-old")])
def test_a_run_of_before_this_stage_was_on_the_plan_of_then(stage: str, session: str) -> None:
    data = _stepped_back()
    data["sessions"][1].update(stage=stage, session=session)
    assert size(data) == "none"
    begins = {"start": at(MONDAY + timedelta(days=3)), "end": at(MONDAY + timedelta(days=3), 10)}
    data["sessions"][1].update(begins)
    assert size(data) != "none", "begun as the stage was entered"
    del data["standing"]
    assert size(data) != "none", "it is not known what stands"


def test_a_run_that_was_held_against_no_stage_was_never_on_a_plan() -> None:
    data = _stepped_back()
    data["sessions"][1].update(stage=None, session=None)
    assert size(data) == "not_prescribed"
