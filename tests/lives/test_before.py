"""The page of what the old edition answered: each finding failed there, is met here, and is held by tests."""

import re
from pathlib import Path

import pytest

from tests.lives.before.__main__ import held_by, reproduced
from tests.lives.before.held import HELD, TITLES

ROOT = Path(__file__).parents[2]
FINDINGS = range(1, 33)
ROWS = re.findall(
    r"^\| (\d+) \| (.*?) \| (.*?) \| (.*?) \| (.*?) \| (.*?) \|$",
    (ROOT / "docs" / "evidence" / "found.md").read_text("utf-8"),
    re.MULTILINE,
)


def test_each_finding_failed_before_and_is_met_now() -> None:
    assert [int(row[0]) for row in ROWS] == [*FINDINGS]
    assert [row[0] for row in ROWS if not row[2].startswith("yes: ")] == []
    assert [row[0] for row in ROWS if "**broken" in row[4]] == []


@pytest.mark.parametrize("finding", FINDINGS)
def test_each_test_that_holds_a_finding_is_there(finding: int) -> None:
    for named in HELD[finding]:
        path, _, name = named.partition("::")
        assert f"def {name}(" in (ROOT / path).read_text("utf-8"), named
    assert finding not in TITLES or reproduced(finding)
    held = next(row[5] for row in ROWS if int(row[0]) == finding)
    assert held == "<br>".join(f"`{test}`" for test in held_by(finding))
