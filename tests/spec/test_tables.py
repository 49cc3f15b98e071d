"""Every gate of every plan, value by value: the tables beside this file are expectation and manual."""

import re
from pathlib import Path

import pytest

from program.education import sources
from program.load import floor, shipped_plans
from program.signs import sign_list
from program.spec import SpecTable, all_pages, answer_of, asked, gaps, read_tables

TABLES = Path(__file__).parent / "tables"
DOCS = Path(__file__).parents[2] / "docs" / "generated"


def _tables() -> list[SpecTable]:
    return [table for path in sorted(TABLES.glob("*.md")) for table in read_tables(path.read_text("utf-8"))]


@pytest.mark.parametrize("table", _tables(), ids=lambda table: f"{table.gate}-{'-'.join(table.where)}")
def test_each_row_is_what_the_gate_answers(table: SpecTable) -> None:
    wrong = [
        f"{plan.id} {stage.id}: {row.value} gives {answer}, not {row.answer}"
        for plan, gate, stage in asked(shipped_plans().values())
        if gate.id == table.gate and table.holds_at(plan, stage)
        for row in table.rows
        if (answer := answer_of(gate, row, plan, stage)) != row.answer
    ]
    assert wrong == []


def test_no_gate_of_any_plan_lacks_a_row() -> None:
    tables = _tables()
    missing = []
    for plan, gate, stage in asked(shipped_plans().values()):
        mine = [table for table in tables if table.gate == gate.id and table.holds_at(plan, stage)]
        if len(mine) != 1:
            missing.append(f"{plan.id} {stage.id} {gate.id}: {len(mine)} tables instead of one")
        else:
            missing += [f"{plan.id} {stage.id} {gate.id}: {gap}" for gap in gaps(gate, mine[0], plan, stage)]
    assert missing == []


def test_a_missing_row_is_noticed() -> None:
    plan = shipped_plans()["postnatal-graded", 1]
    stage = plan.stage("run-01")
    gate = plan.gate("pain")
    table = next(t for t in _tables() if t.gate == "pain" and t.holds_at(plan, stage))
    for row in table.rows:
        fewer = SpecTable(table.gate, table.where, tuple(each for each in table.rows if each != row))
        needed = row.case not in ("worst", "best") and "known" not in row.case
        assert bool(list(gaps(gate, fewer, plan, stage))) == needed, row


def test_tables_speak_only_of_gates_and_stages_there_are() -> None:
    plans = {plan.id: plan for plan in shipped_plans().values()}
    for table in _tables():
        for plan_id, stages in table.where.items():
            plans[plan_id].gate(table.gate)
            assert stages == ("all",) or set(stages) <= set(plans[plan_id].stage_index)


@pytest.mark.parametrize("name", sorted(all_pages(TABLES)))
def test_generated_page_is_fresh(name: str) -> None:
    path = DOCS / name
    fresh = path.is_file() and path.read_text("utf-8") == all_pages(TABLES)[name]
    assert fresh, f"run: python -m program.spec tests/spec/tables docs/generated ({name} is stale)"


def _sourced() -> list[tuple[str, str]]:
    found = []
    for plan in shipped_plans().values():
        found += [(f"{plan.id} gate {gate.id}", gate.source) for gate in plan.gates]
        found += [(f"{plan.id} {name}", setting.source) for name, setting in plan.settings.items()]
        for stage in plan.stages:
            found.append((f"{plan.id} {stage.id}", stage.source))
            found += [(f"{plan.id} {stage.id} {name}", item.source) for name, item in stage.settings.items()]
    found += [(f"sign {sign.id}", sign.source) for sign in sign_list().signs]
    return found


def test_every_source_named_is_listed() -> None:
    named = {(place, name) for place, text in _sourced() for name in re.findall(r"\bS\d+\b", text)}
    assert [f"{place}: {name}" for place, name in sorted(named) if name not in sources()] == []


def test_every_source_is_a_source() -> None:
    known = re.compile(r"\bS\d+\b|ladder (\d|gap)|configured|general knowledge")
    assert [place for place, text in _sourced() if not known.search(text)] == []


def test_every_plan_stands_on_the_whole_floor() -> None:
    wanted = {gate.id for gate in floor().gates}
    for plan in shipped_plans().values():
        assert wanted <= {gate.id for gate in plan.gates}
        assert set(floor().settings) <= set(plan.settings)
        assert set(floor().log) <= set(plan.log)
