"""A plan as a table: what a therapist types becomes the plan, or is refused with its place."""

from importlib.resources import files

import pytest

from program import load_plan, start_individual
from ui.components.pt.stage_rows import RowData, differences, edited, rows_of, with_row_after

STEPS = "walk 5:00, 3 x (run 1:00, walk 4:00), walk 5:00"
BETWEEN = "walk 5:00, 4 x (run 1:15, walk 3:45), walk 5:00"


@pytest.fixture(scope="module")
def draft() -> str:
    shipped = files("program").joinpath("plans", "postnatal-graded-v1.toml").read_text(encoding="utf-8")
    return start_individual(shipped, "postnatal-graded-own")


@pytest.fixture
def rows(draft: str) -> list[RowData]:
    return rows_of(draft)


def row_of(rows: list[RowData], stage_id: str) -> RowData:
    return next(row for row in rows if row["Stage"] == stage_id)


def test_an_untouched_table_changes_nothing(draft: str, rows: list[RowData]) -> None:
    result = edited(draft, rows, "Pat")

    assert (result.text, result.faults) == (draft, ())
    assert differences(draft, result.text) == ()


def test_a_changed_step_is_in_the_plan_in_the_therapists_name(draft: str, rows: list[RowData]) -> None:
    row_of(rows, "run-02")["Steps"] = STEPS
    row_of(rows, "run-03")["Signed"] = "she has run this before"

    result = edited(draft, rows, "Pat")

    assert result.faults == ()
    stage = load_plan(result.text, "plan").stage("run-02")
    assert stage.sessions[0].steps_text == STEPS
    assert stage.source == "Pat, for this runner"
    found = [(one.field, one.after) for one in differences(draft, result.text)]
    assert found == [
        ("Title", "Run 2: 3 times 1 min running"),
        ("Steps", f"3 × ({STEPS})"),
        ("Session", "3 times 1 min running"),
        ("Signed", "she has run this before"),
    ]


def test_what_grows_too_steeply_is_told_at_its_stage_until_it_is_signed(
    draft: str, rows: list[RowData]
) -> None:
    row_of(rows, "run-02")["Steps"] = STEPS

    ((where, what),) = edited(draft, rows, "Pat").faults

    assert where == row_of(rows, "run-03")["Title"]
    assert what.startswith("Signed: running in a session grows from 3:00 to 6:00")
    assert what.endswith("write here why, to sign it")


def test_a_sessions_own_name_is_a_change_like_any_other(draft: str, rows: list[RowData]) -> None:
    row_of(rows, "run-02")["Session"] = "Easy one"

    (found,) = differences(draft, edited(draft, rows, "Pat").text)

    assert (found.field, found.after) == ("Session", "Easy one")


def test_a_stage_is_put_in_after_another_and_taken_out_again(draft: str, rows: list[RowData]) -> None:
    more = with_row_after(rows, "run-02", "In between", BETWEEN)

    result = edited(draft, more, "Pat")

    ids = [stage.id for stage in load_plan(result.text, "plan").stages]
    assert ids[ids.index("run-02") : ids.index("run-02") + 3] == ["run-02", "run-02-2", "run-03"]
    assert [(d.stage, d.field, d.before) for d in differences(draft, result.text)] == [
        ("In between", "new stage", None)
    ]
    assert edited(draft, [row for row in more if row["Stage"] != "run-02-2"], "Pat").text == draft


def test_two_stages_after_the_same_one_have_ids_of_their_own(rows: list[RowData]) -> None:
    twice = with_row_after(with_row_after(rows, "run-02", "One", STEPS), "run-02", "Two", STEPS)

    ids = [row["Stage"] for row in twice]
    assert ids.count("run-02-2") == ids.count("run-02-3") == 1


def test_a_stage_that_is_taken_out_is_told(draft: str, rows: list[RowData]) -> None:
    result = edited(draft, [row for row in rows if row["Stage"] != "run-16"], "Pat")

    assert "run-16" not in load_plan(result.text, "plan").stage_index
    assert {found.field for found in differences(draft, result.text)} == {"taken out"}


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("Rest days", 0, "Rest days: 1 is the least; no plan may ask for less rest"),
        ("Steps", "hop 3", "Steps: a step begins with run, walk"),
        ("Steps", "walk 30:00", "Steps: a running stage has a step to run"),
        ("A week", None, "A week: 1 is the least"),
        ("Times", 99, "Times: 14 is the most"),
        ("Because", "", "Because: write at least 3 letters"),
    ],
)
def test_what_a_plan_cannot_be_is_refused_with_the_stage_it_is_in(
    draft: str, rows: list[RowData], column: str, value: object, said: str
) -> None:
    row = row_of(rows, "run-03")
    row[column] = value

    result = edited(draft, rows, "Pat")

    ((where, what),) = result.faults
    assert where == row["Title"]
    assert what.startswith(said)
    assert load_plan(result.text, "plan").stage("run-03") == load_plan(draft, "plan").stage("run-03")


def test_a_fault_in_one_stage_does_not_hide_one_in_another(draft: str, rows: list[RowData]) -> None:
    row_of(rows, "run-03")["Rest days"] = 0
    row_of(rows, "run-05")["Steps"] = "run"

    assert len({where for where, _ in edited(draft, rows, "Pat").faults}) == 2


def test_more_rest_than_the_plan_asks_for_is_kept(draft: str, rows: list[RowData]) -> None:
    row_of(rows, "run-03")["Rest days"] = 2

    plan = load_plan(edited(draft, rows, "Pat").text, "plan")

    assert plan.number("rest_days_between_runs", plan.stage("run-03")) == 2
    assert plan.number("rest_days_between_runs", plan.stage("run-04")) == 1
