"""`stridegate decide` and `stridegate plan` as other programs see them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli import app

PLANS = Path(__file__).parents[2] / "program" / "plans"
SHORT_CASE = {"plan": "postnatal-graded", "plan_version": 1, "stage": "run-01", "date": "2026-11-22"}
CONTRACT_FIELDS = (
    "action running_allowed release_by urgency stage next_stage rest_days findings missing open_findings"
    " would_change_it plan plan_version facts_sha256 explanation"
).split()


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def decide(folder: Path, case: object) -> Result:
    path = folder / "case.json"
    path.write_text(case if isinstance(case, str) else json.dumps(case), encoding="utf-8")
    return run("decide", path, "--json")


def test_a_case_with_nothing_known_never_progresses(tmp_path: Path) -> None:
    result = decide(tmp_path, SHORT_CASE)

    decision = json.loads(result.stdout)
    assert result.exit_code == 0
    assert set(CONTRACT_FIELDS) <= set(decision)
    assert decision["action"] == "hold"
    assert decision["running_allowed"] is False
    assert {"gate", "measure", "value", "limit", "result", "severity", "source"} <= set(
        decision["findings"][0]
    )


def test_the_same_case_gives_the_same_answer(tmp_path: Path) -> None:
    assert decide(tmp_path, SHORT_CASE).stdout == decide(tmp_path, SHORT_CASE).stdout


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ({**SHORT_CASE, "birthday": "2026-01-01"}, "birthday"),
        ({**SHORT_CASE, "profile": {"height": 1}}, "profile.height"),
        ({**SHORT_CASE, "date": "yesterday"}, "date"),
        ({**SHORT_CASE, "plan": "no-such-plan"}, "no-such-plan"),
        ({**SHORT_CASE, "stage": "run-99"}, "run-99"),
        ({}, "plan"),
        ("{not json", "JSON"),
        ("[]", "case"),
    ],
)
def test_a_faulty_case_is_refused_with_its_path(tmp_path: Path, case: object, words: str) -> None:
    result = decide(tmp_path, case)

    assert result.exit_code == 1
    assert result.stdout == ""
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def test_the_schema_refuses_unknown_keys() -> None:
    schema = json.loads(run("decide", "--schema").stdout)

    assert schema["additionalProperties"] is False
    assert set(SHORT_CASE) <= set(schema["properties"])


def test_decide_without_a_case_is_wrong_usage() -> None:
    assert run("decide").exit_code == 2


def test_shipped_plans_are_listed() -> None:
    listed = [json.loads(line) for line in run("plan", "list", "--json").stdout.splitlines()]

    assert "postnatal-graded" in {plan["plan"] for plan in listed}
    assert all(plan["stages"] for plan in listed)


def test_shipped_plans_pass_their_own_check() -> None:
    result = run("plan", "check", *PLANS.glob("*-v*.toml"), "--json")

    assert result.exit_code == 0
    assert {json.loads(line)["status"] for line in result.stdout.splitlines()} == {"ok"}


def test_all_faults_of_a_plan_are_reported_at_once(tmp_path: Path) -> None:
    text = (PLANS / "postnatal-graded-v1.toml").read_text(encoding="utf-8")
    faulty = tmp_path / "faulty.toml"
    faulty.write_text(
        text.replace('title = "Graded return', 'titel = "Graded return', 1).replace(
            "run 0:30", "run 0:75", 1
        ),
        encoding="utf-8",
    )

    result = run("plan", "check", faulty, "--json")

    (record,) = [json.loads(line) for line in result.stdout.splitlines()]
    paths = " ".join(fault["path"] for fault in record["faults"])
    assert result.exit_code == 1
    assert "titel" in paths
    assert "steps" in paths
