"""One table of questions: what the diary keeps, what the plans need, what a page asks."""

from typing import get_args

import pytest

from program import Plan, SymptomEntry, load_plan, plan_text, shipped_plans
from program.asking import asked, rules_for
from program.errors import PlanError
from program.plan import LogRule, StageKind
from program.questions import QUESTIONS, Question

PLANS = list(shipped_plans().values())
#: Fields of an entry that say of what and when it is.
NO_QUESTIONS = {"id", "phase", "session", "at", "local_date", "recorded_at", "signs"}


def test_every_answer_that_the_diary_keeps_is_a_question_of_the_table() -> None:
    assert set(SymptomEntry.model_fields) - NO_QUESTIONS == {question.id for question in QUESTIONS}


@pytest.mark.parametrize("question", [each for each in QUESTIONS if each.kind == "word"], ids=lambda q: q.id)
def test_the_diary_keeps_the_answers_of_the_table(question: Question) -> None:
    (words, _) = get_args(SymptomEntry.model_fields[question.id].annotation)
    assert get_args(words) == question.levels
    assert question.nothing in (None, question.levels[0])


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.id)
@pytest.mark.parametrize("pelvic", [True, False])
def test_a_page_asks_every_answer_that_a_session_needs(plan: Plan, pelvic: bool) -> None:
    for kind in get_args(StageKind):
        for rule in rules_for(plan, kind, pelvic=pelvic):
            on_page = {question.id for question in asked(plan, rule.phase, kind, pelvic=pelvic)}
            assert set(rule.items) <= on_page


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.id)
def test_nobody_is_asked_what_is_not_for_her(plan: Plan) -> None:
    for phase in ("after", "next_morning", "day_after", "day"):
        on_page = asked(plan, phase, "running", pelvic=False)
        assert {question.id for question in on_page} >= {"pain"}
        assert all(question.who == "all" for question in on_page)


def test_without_a_stage_all_is_asked_that_the_plan_ever_asks() -> None:
    plan = shipped_plans()["postnatal-graded", 1]
    log = (
        LogRule(stages="foundation", phase="after", items=("soreness",)),
        LogRule(stages="running", phase="after", items=("effort_0_10",)),
    )
    own = plan.model_copy(update={"log": log})

    def names(kind: StageKind | None) -> set[str]:
        return {question.id for question in asked(own, "after", kind, pelvic=False)}

    assert (names("foundation"), names("running")) == ({"soreness"}, {"effort_0_10"})
    assert names(None) == {"soreness", "effort_0_10"}


def test_what_no_page_asks_at_a_moment_is_no_rule_of_a_plan() -> None:
    text = plan_text("delaware-soreness", 1).replace(
        'phase = "after"\nitems = ["soreness", "swelling"]', 'phase = "day_after"\nitems = ["change"]'
    )
    with pytest.raises(PlanError, match="no page asks change at the moment day_after"):
        load_plan(text, "own")
