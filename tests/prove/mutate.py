"""Change `program/` in every small way and see whether the tests notice: `python tests/prove/mutate.py`.

Works on a copy in a temporary folder with mutmut, prints the score, writes it to docs/mutation.md, and fails
under 95 %. Takes an hour rather than minutes. Mutants that no test reaches count as survivors.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
GOAL = 0.95
COPIED = ("program", "tests/program", "tests/spec", "tests/prove", "docs/generated", "docs/cases")
#: The campaigns over random weeks are left out: chance is no witness for one mutant.
LEFT_OUT = ("tests/program/test_weeks_go_by.py", "tests/program/test_worse_is_never_bolder.py")
ARGUMENTS = ["-p", "no:cacheprovider", "-x", "-q", *(f"--deselect={name}" for name in LEFT_OUT)]
SETTINGS = f"""
[tool.mutmut]
source_paths = ["program"]
pytest_add_cli_args_test_selection = ["tests/program", "tests/spec"]
pytest_add_cli_args = {json.dumps(ARGUMENTS)}
also_copy = ["docs", "tests"]
use_git_change_detection = false
track_dependencies = false

[tool.pytest.ini_options]
addopts = ["--import-mode=importlib"]
"""
RESULT = re.compile(r"^\s*(?P<name>\S+): (?P<status>[a-z ]+)$", re.MULTILINE)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for name in COPIED:
            shutil.copytree(ROOT / name, work / name, ignore=shutil.ignore_patterns("__pycache__"))
        (work / "pyproject.toml").write_text(SETTINGS, "utf-8")
        run = [sys.executable, "-m", "mutmut"]
        workers = str(os.cpu_count() or 1)
        subprocess.run([*run, "run", "--max-children", workers], cwd=work, check=True)
        shown = subprocess.run(
            [*run, "results", "--all", "true"], cwd=work, check=True, capture_output=True, text=True
        )
    counts = Counter(match["status"] for match in RESULT.finditer(shown.stdout))
    survivors = sorted(
        m["name"] for m in RESULT.finditer(shown.stdout) if m["status"] not in ("killed", "timeout")
    )
    return report(counts, survivors)


def report(counts: Counter[str], survivors: list[str]) -> int:
    """Write the score and where mutants survived; 1 where it is under the goal."""
    total = counts.total()
    score = (counts["killed"] + counts["timeout"]) / total if total else 0.0
    places = Counter(re.sub(r"__mutmut_\d+$", "", name) for name in survivors)
    rows = [f"| `{place}` | {count} |" for place, count in sorted(places.items())]
    text = [
        "# Mutation testing of `program/`",
        f"Made by `python tests/prove/mutate.py`. {total} mutants, {score:.1%} noticed by the tests"
        f" ({', '.join(f'{count} {status}' for status, count in sorted(counts.items()))}).",
        "\n".join(["| where mutants survived | how many |", "|---|---|", *rows]),
    ]
    (ROOT / "docs" / "mutation.md").write_text("\n\n".join(text) + "\n", "utf-8")
    sys.stdout.write(f"{total} mutants, {score:.1%} noticed\n")
    return 0 if score >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
