"""`make setup` says each of its steps in one line; what needs Chromium says where there is none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
#: Stands in for a Python: makes an environment of itself, and installs as `FAKE_PIP` says.
FAKE_PYTHON = """#!/bin/sh
case "$1 $2" in
    "--version ") echo "Python 3.13.0" ;;
    "-m venv") mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
    "-m pip") exit "${FAKE_PIP:-0}" ;;
esac
"""

needs_make = pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with our Makefile, a lock of two packages, and a script that finds the stand-in."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "requirements.lock").write_text("one==1 \\\n    --hash=sha256:0\ntwo==2\n")
    (tmp_path / "pyproject.toml").touch()
    python = tmp_path / "a python"
    python.write_text(FAKE_PYTHON)
    python.chmod(0o755)
    find_python(tmp_path, f"echo '{python}'")
    return tmp_path


def find_python(clone: Path, script: str) -> None:
    (clone / "scripts").mkdir(exist_ok=True)
    (clone / "scripts" / "python.sh").write_text(script + "\n")


def make(clone: Path, target: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run make as somebody who has no terminal would."""
    ours = {key: value for key, value in os.environ.items() if key not in ("MAKEFLAGS", "MAKELEVEL")}
    return subprocess.run(
        ["make", "--no-print-directory", target],
        cwd=clone,
        env=ours | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


@needs_make
def test_setting_up_says_a_line_a_step(clone: Path) -> None:
    done = make(clone, "setup")

    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines() == [
        "Making a virtual environment with Python 3.13.0 ...",
        "Installing 2 locked packages (one to three minutes) ...",
        "Ready.",
    ]
    assert (clone / ".venv" / ".ready").exists()


@needs_make
@pytest.mark.parametrize("target", ["setup", "demo"])
def test_without_a_python_there_is_its_sentence_and_an_end(clone: Path, target: str) -> None:
    find_python(clone, "echo 'No Python was found; install one.' >&2; exit 1")

    done = make(clone, target)

    sentence, *rest = done.stderr.splitlines()
    assert done.returncode != 0
    assert sentence == "No Python was found; install one."
    assert len(rest) == 1
    assert rest[0].startswith("make: *** ")
    assert done.stdout == ""


@needs_make
def test_packages_that_cannot_be_installed_are_told_and_tried_again(clone: Path) -> None:
    failed = make(clone, "setup", FAKE_PIP="1")

    assert failed.returncode != 0
    assert "The locked packages were not installed" in failed.stderr
    assert "Ready." not in failed.stderr
    assert make(clone, "setup").returncode == 0


def without_chromium(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a command whose path holds no browser, no package manager, and no way to become root."""
    environment = {key: value for key, value in os.environ.items() if key != "STRIDEGATE_CHROMIUM"}
    environment |= {"PATH": "", "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)


def test_without_chromium_the_pictures_stay_and_a_line_says_so(tmp_path: Path) -> None:
    old = tmp_path / "today-phone.png"
    old.touch()

    done = without_chromium(sys.executable, "-m", "tests.browser.screens", str(tmp_path))

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "there is no Chromium here" in done.stderr
    assert old.exists()


def test_where_chromium_cannot_be_installed_one_line_says_what_to_do(tmp_path: Path) -> None:
    bash = shutil.which("bash")
    assert bash is not None
    tools = {"id": "echo 0", "true": "", "apt-get": "echo 'E: no network' >&2; exit 100"}
    for name, script in tools.items():
        (tmp_path / name).write_text(f"#!{bash}\n{script}\n")
        (tmp_path / name).chmod(0o755)
    environment = {"PATH": str(tmp_path)}

    done = subprocess.run(
        [bash, ROOT / "scripts" / "chromium.sh"], env=environment, capture_output=True, text=True
    )

    first, last = done.stderr.splitlines()
    assert first == "Installing Chromium for the browser tests ..."
    assert "Install it, or set STRIDEGATE_CHROMIUM to its path." in last
