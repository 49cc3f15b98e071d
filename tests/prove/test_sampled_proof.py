"""The proof of `prove.py` on a sample, and the proof that it would notice a violation."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import alphabet
import beside
import laws
import pytest
import two_events
from alphabet import DEFAULT, Start
from beside import standing_at
from laws import (
    Place,
    ViolationError,
    combinations_at,
    gate_alone,
    gates_alone,
    order_and_number,
    pairs_at,
    spending,
)
from memory import remembered
from two_events import BY_NAME, SHAPES, in_any_order

from program.case import Case
from program.evaluate import Answer, settle
from program.history.events import Record, Told
from program.history.fold import fold
from program.history.standing import Standing
from program.load import shipped_plans
from program.model import Action, Decision, Outcome, ReleaseBy
from program.plan import Plan, Row

PLANS = list(shipped_plans().values())


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.id)
def test_every_gate_alone_over_all_its_inputs(plan: Plan) -> None:
    assert gates_alone(plan) > 1000


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.id)
@pytest.mark.parametrize("linked", [True, False])
def test_all_combinations_of_a_stage(plan: Plan, linked: bool) -> None:
    place = Place(plan, plan.stages[len(plan.stages) // 2])
    assert order_and_number(place) > 1000
    assert combinations_at(place, linked, ReleaseBy.PT) > 1000
    assert combinations_at(place, linked, ReleaseBy.PT, beside=True) > 1000
    assert pairs_at(place, every=60) > 500


def test_every_way_to_open_a_finding_is_remembered() -> None:
    plan = shipped_plans()["postnatal-graded", 1]
    assert remembered(Place(plan, plan.stage("run-05"))) > 1000


def test_a_gate_that_is_bolder_when_worse_is_noticed() -> None:
    plan = shipped_plans()["postnatal-graded", 1]
    gate = plan.gate("pain")
    upside_down = gate.model_copy(update={"rows": tuple(reversed(gate.rows))})
    with pytest.raises(ViolationError):
        gate_alone(upside_down, Place(plan, plan.stages[-1]))


def test_a_key_sign_that_leaves_running_allowed_is_noticed() -> None:
    plan = shipped_plans()["postnatal-graded", 1]
    gate = plan.gate("leak-urine")
    first = Row.model_validate({"is": gate.rows[0].is_, "then": "regress", "drop": 1})
    with pytest.raises(ViolationError, match="key sign"):
        gate_alone(gate.model_copy(update={"rows": (first, *gate.rows[1:])}), Place(plan, plan.stages[-1]))


@pytest.mark.parametrize(
    ("spoilt", "law"),
    [
        ({"running_allowed": True}, "a gate forbids running and it is allowed"),
        ({"action": Action.PROGRESS}, "a gate not met gives progress"),
        ({"release_by": ReleaseBy.NONE}, "a release is skipped"),
        ({"rest_days": -1}, "one more reason is bolder"),
    ],
)
def test_a_judge_that_breaks_a_law_is_noticed(
    spoilt: dict[str, Any], law: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The judge is bolder in one part wherever two days of rest are asked for."""

    def judge(votes: list[Outcome], *where: Any, **how: Any) -> Answer:
        answer = settle(votes, *where, **how)
        bold = any(vote.rest_days > 1 and vote.release_by > ReleaseBy.NONE for vote in votes)
        return replace(answer, outcome=replace(answer.outcome, **spoilt)) if bold else answer

    monkeypatch.setattr(laws, "settle", judge)
    plan = shipped_plans()["soldier-walk-run", 1]
    with pytest.raises(ViolationError, match=f"{law}|one more reason is bolder"):
        combinations_at(Place(plan, plan.stages[2]), True, ReleaseBy.NONE)


def test_not_even_a_loose_row_makes_unknown_progress() -> None:
    plan = shipped_plans()["postnatal-graded", 1]
    gate = plan.gate("pain")
    rows = tuple(
        Row.model_validate({"unknown": True, "then": "progress"}) if row.unknown else row for row in gate.rows
    )
    loose = gate.model_copy(update={"rows": rows})
    assert gate_alone(loose, Place(plan, plan.stages[-1])) > 0


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.id)
def test_what_stands_is_spent_once_and_never_bolder(plan: Plan) -> None:
    place = Place(plan, plan.stages[len(plan.stages) // 2])
    assert spending(place) > 1000
    assert standing_at(place, most=10) > 100


def test_a_step_back_that_is_taken_at_each_look_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(laws, "spent", lambda finding, _standing: finding)
    with pytest.raises(ViolationError, match="the step back"):
        spending(Place(PLANS[0], PLANS[0].stages[1]))


@pytest.mark.parametrize(
    ("measure", "law"),
    [
        ("barred", "leaves it allowed"),
        ("held", "lets it be"),
        ("advance_taken_back", "lets it be"),
        ("clean_week", "lets it be"),
        ("recordings", "lets it be"),
    ],
)
def test_a_judge_that_forgets_what_stands_is_noticed(
    measure: str, law: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged = beside.decide_only

    def forgets(case: Case, plan: Plan) -> Decision:
        gates = tuple(gate for gate in plan.gates if gate.measure != measure)
        return judged(case, plan.model_copy(update={"gates": gates}))

    monkeypatch.setattr(beside, "decide_only", forgets)
    with pytest.raises(ViolationError, match=law):
        standing_at(Place(PLANS[0], PLANS[0].stages[1]), most=10)


FEW = tuple(
    BY_NAME[name] for name in "knee_7 leak chest_pain run run_double edit_better close_pt yes".split()
)
SHAPE = {shape.name: shape for shape in SHAPES}


@pytest.mark.parametrize(
    ("start", "shape"),
    [
        (Start(DEFAULT, "run-04", linked=True), "in time"),
        (Start(DEFAULT, "run-04", linked=False, advanced=True), "late"),
        (Start(("couch-to-5k", 1), "week-3", linked=False), "reversed"),
        (Start(DEFAULT, "weeks-8-12", linked=False), "too late"),
    ],
    ids=str,
)
def test_a_sample_of_any_two_events(start: Start, shape: str) -> None:
    assert two_events.two_events(start, SHAPE[shape], FEW, FEW) > 30


def test_a_sample_of_facts_in_any_order() -> None:
    assert in_any_order(Start(DEFAULT, "run-04", linked=True), FEW) > 30


def _forgets(standing: Standing, record: Record) -> Standing:
    return replace(standing, findings=standing.findings[:1])


def _reaches_too_far(standing: Standing, record: Record) -> Standing:
    return replace(standing, holds_until=standing.holds_until + timedelta(days=1))


def _tells_twice(standing: Standing, record: Record) -> Standing:
    return replace(standing, alerts=(*standing.alerts, *standing.alerts))


def _lets_run_count(standing: Standing, record: Record) -> Standing:
    return replace(standing, not_evidence=frozenset())


def _ends_rest_when_told(standing: Standing, record: Record) -> Standing:
    told = [event for event in record.events if isinstance(event, Told) and event.known_at < standing.at]
    return standing if len(told) < 4 else replace(standing, rests=())


@pytest.mark.parametrize(
    ("spoilt", "law"),
    [
        (_forgets, "a finding is gone"),
        (_reaches_too_far, "an answer"),
        (_tells_twice, "an alert is told twice"),
        (_lets_run_count, "running while it was forbidden is evidence"),
        (_ends_rest_when_told, "a look changes what stands|rest ends sooner"),
    ],
)
def test_a_fold_that_breaks_a_law_is_noticed(
    spoilt: Callable[[Standing, Record], Standing], law: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def folds(record: Record, at: datetime) -> Standing:
        return spoilt(fold(record, at), record)

    monkeypatch.setattr(alphabet, "fold", folds)
    monkeypatch.setattr(two_events, "fold", folds)
    kinds = [BY_NAME[name] for name in ("knee_7", "leak", "chest_pain", "run")]
    with pytest.raises(ViolationError, match=law):
        two_events.two_events(Start(DEFAULT, "run-04", linked=False), SHAPE["in time"], kinds, kinds)
