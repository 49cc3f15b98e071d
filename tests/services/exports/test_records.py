"""From the engine's decision to what the report prints."""

from dataclasses import replace
from datetime import date

import pytest

from program import Case, Truth, decide, explain, shipped_plans
from program.model import OpenFinding, ReleaseBy
from services.exports import week_report_pdf
from services.exports.records import DecisionReport, WeekReport

ON = date(2026, 11, 22)


@pytest.mark.parametrize(("plan_id", "version"), sorted(shipped_plans()))
def test_a_decision_of_every_plan_can_be_printed(plan_id: str, version: int, week: WeekReport) -> None:
    plan = shipped_plans()[plan_id, version]
    decision = decide(Case(plan=plan_id, plan_version=version, stage=plan.stages[0].id, date=ON), plan)
    record = DecisionReport.of(decision, explain(decision, plan), plan)

    assert len(record.findings) == len(decision.findings) > 0
    assert Truth.UNKNOWN in {finding.result for finding in record.findings}
    assert record.plan == f"{plan.title}, version {version}"
    assert (record.on, record.action, record.running_allowed) == (
        ON,
        decision.action,
        decision.running_allowed,
    )
    assert week_report_pdf(replace(week, decision=record)).startswith(b"%PDF")


def test_values_are_words_with_their_unit_and_null_is_not_known() -> None:
    plan = next(iter(shipped_plans().values()))
    decision = decide(Case(plan=plan.id, plan_version=plan.version, stage=plan.stages[0].id, date=ON), plan)
    finding = decision.findings[0]
    values = (
        replace(finding, value=3.0, unit="of 10"),
        replace(finding, value="new_or_worse", unit=""),
        replace(finding, value=None, unit="of 10"),
    )
    record = DecisionReport.of(replace(decision, findings=values), explain(decision, plan), plan)

    assert [gate.value for gate in record.findings] == ["3 of 10", "new or worse", "not known"]


def test_an_open_finding_says_since_when() -> None:
    plan = next(iter(shipped_plans().values()))
    decision = decide(Case(plan=plan.id, plan_version=plan.version, stage=plan.stages[0].id, date=ON), plan)
    gate = plan.gates[0]
    found = OpenFinding("1", gate.id, "stop", date(2026, 11, 19), ReleaseBy.PT)
    record = DecisionReport.of(replace(decision, open_findings=(found,)), explain(decision, plan), plan)

    assert record.open_findings == (f"{gate.label}: open since 2026-11-19 until a named person closes it.",)
