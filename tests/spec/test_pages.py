"""The pages made from data: written, found stale, and readable."""

from pathlib import Path

import pytest

from program import shipped_plans
from program.document import pages
from program.spec import SpecRow, SpecTable, gaps, main, read_tables, render

TABLES = Path(__file__).parent / "tables"


def test_pages_are_written_once_and_found_fresh(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    docs = tmp_path / "new" / "docs"
    assert main([str(TABLES), str(docs), "--check"]) == 1
    assert f"{docs / 'gates.md'} is stale: run python -m program.spec\n" in capsys.readouterr().err
    assert main([str(TABLES), str(docs)]) == 0
    assert main([str(TABLES), str(docs), "--check"]) == 0
    assert capsys.readouterr().err == ""
    (docs / "signs.md").write_text("old")
    assert main([str(TABLES), str(docs), "--check"]) == 1
    assert capsys.readouterr().err.count("is stale") == 1


def test_wrong_use_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 2
    assert capsys.readouterr().err == "usage: python -m program.spec TABLES DOCS [--check]\n"


def test_every_plan_has_its_page_with_every_stage() -> None:
    made = pages()
    for plan in shipped_plans().values():
        page = made[f"plan-{plan.id}-v{plan.version}.md"]
        assert page.startswith(f"# {plan.title}, version {plan.version}\n")
        for stage in plan.stages:
            assert f"`{stage.id}` {stage.title}" in page
            assert all(session.steps_text in page for session in stage.sessions)


def test_no_page_has_a_hole() -> None:
    for name, page in pages().items():
        assert "None" not in page, name
        assert "\n\n\n" not in page, name
        assert page.endswith("\n"), name


def test_a_table_is_read_and_rendered() -> None:
    rows = "| case | value | answer |\n|---|---|---|\n| on | 5 | progress |\n"
    text = f"# Head\n\n## sleep\nwhere: couch-to-5k all\n\n{rows}"
    (table,) = read_tables(text)
    assert (table.gate, dict(table.where), table.rows[0].value) == ("sleep", {"couch-to-5k": ("all",)}, "5")
    page = render([table])
    assert "## Sleep (`sleep`)" in page
    assert "| on | 5 | progress |" in page
    assert "Plans: couch-to-5k (all)." in page


@pytest.mark.parametrize(
    ("values", "complete"),
    [
        ("4 5 6", True),
        ("4.5 5 5.5", True),
        ("3.9 5 6", False),
        ("4 5 6.1", False),
        ("4 6", False),
        ("5 6", False),
        ("4 5", False),
    ],
)
def test_a_limit_needs_rows_close_by_on_both_sides(values: str, complete: bool) -> None:
    plan = shipped_plans()["couch-to-5k", 1]
    rows = [SpecRow("", value, "") for value in (*values.split(), "null", "absent", "5 and part unknown")]
    table = SpecTable("sleep", {"couch-to-5k": ("all",)}, tuple(rows))
    found = list(gaps(plan.gate("sleep"), table, plan, plan.stage("week-1")))
    assert (found == []) is complete
    assert complete or found == ["the limit 5 has no rows below, on and above it"]


def test_a_level_a_null_and_a_doubt_need_rows() -> None:
    plan = shipped_plans()["couch-to-5k", 1]
    rows = (SpecRow("", "very low", ""), SpecRow("", "low", ""))
    table = SpecTable("energy", {"couch-to-5k": ("week-2",)}, rows)
    assert list(gaps(plan.gate("energy"), table, plan, plan.stage("week-2"))) == [
        "null has no row",
        "absent has no row",
        "partly known has no row",
        "good has no row",
    ]
    assert table.holds_at(plan, plan.stage("week-2"))
    assert not table.holds_at(plan, plan.stage("week-3"))
