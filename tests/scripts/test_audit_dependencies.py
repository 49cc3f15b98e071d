"""A known vulnerability fails the check, and no answer is never taken for a clean one."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "audit_dependencies.py"
FINE = {"name": "polars", "version": "2.0.0", "vulns": []}
UNKNOWN = {"name": "altair", "skip_reason": "not found"}
BAD = {
    "name": "starlette",
    "version": "0.39.0",
    "vulns": [{"id": "CVE-2024-47874", "fix_versions": ["0.40.0"], "description": ""}],
}


def audit(folder: Path, answer: str, *, status: int = 0) -> subprocess.CompletedProcess[str]:
    """Run the script with a `pip-audit` of our own first on the path."""
    fake = folder / "pip-audit"
    fake.write_text(f"#!/bin/sh\ncat <<'ANSWER'\n{answer}\nANSWER\nexit {status}\n", encoding="utf-8")
    fake.chmod(0o755)
    environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(
        [sys.executable, SCRIPT, "requirements.lock"], capture_output=True, text=True, env=environment
    )


@pytest.mark.parametrize(
    ("packages", "status", "words"),
    [
        ([FINE, FINE], 0, "No known vulnerability in 2 locked packages."),
        ([FINE, BAD], 1, "starlette 0.39.0: CVE-2024-47874, mended in 0.40.0"),
        ([UNKNOWN, BAD], 1, "CVE-2024-47874"),
        ([FINE, UNKNOWN], 0, "No answer about 1 of 2 packages: altair"),
        ([UNKNOWN, UNKNOWN], 0, "NOT looked up: the advisory database knows none of the packages"),
    ],
    ids=["clean", "a vulnerability", "one among the unknown", "some unknown", "all unknown"],
)
def test_what_the_database_says_decides(
    tmp_path: Path, packages: list[dict[str, object]], status: int, words: str
) -> None:
    answer = json.dumps({"dependencies": packages, "fixes": []})

    done = audit(tmp_path, answer, status=1 if BAD in packages else 0)

    assert done.returncode == status
    assert words in done.stdout


def test_no_answer_is_told_in_one_line(tmp_path: Path) -> None:
    done = audit(tmp_path, "", status=1)

    assert (done.returncode, done.stdout.count("\n")) == (0, 1)
    assert "NOT looked up: the advisory database cannot be reached" in done.stdout
