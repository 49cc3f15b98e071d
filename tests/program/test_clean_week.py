"""A week without a fault progresses at every stage of every plan, and waits for whoever has to agree."""

import pytest
from weeks import clean_week, decide_on

from program import Action, ReleaseBy, shipped_plans

STAGES = [(plan.id, stage.id) for plan in shipped_plans().values() for stage in plan.stages]


@pytest.mark.parametrize(("plan_id", "stage_id"), STAGES)
def test_a_clean_week_progresses(plan_id: str, stage_id: str) -> None:
    decision = decide_on(clean_week(plan_id, stage_id))
    plan = shipped_plans()[plan_id, 1]
    after = plan.after(stage_id)
    assert (decision.action, decision.missing, decision.open_findings) == (Action.PROGRESS, (), ())
    assert decision.next_stage == (after.id if after else None)
    assert decision.release_by is ReleaseBy.PT
    assert decision.running_allowed is (plan.stage(stage_id).kind == "running")
    assert decision.would_change_it == ()


@pytest.mark.parametrize(("plan_id", "stage_id"), STAGES)
def test_nothing_but_the_stage_known_is_a_hold(plan_id: str, stage_id: str) -> None:
    decision = decide_on({"plan": plan_id, "plan_version": 1, "stage": stage_id, "date": "2026-11-22"})
    assert decision.action is Action.HOLD
    assert decision.next_stage in (stage_id, None)
    assert decision.missing
