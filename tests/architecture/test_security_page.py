"""The security page names tests, and they exist; and the app keeps nothing about anybody in a cache."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests"


def test_every_test_that_the_security_page_names_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs" / "security.md").read_text(encoding="utf-8")))
    there = {
        name
        for path in TESTS.rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }

    assert len(named) > 50
    assert named - there == set()


def test_nothing_about_a_person_is_cached() -> None:
    """Streamlit's caches are shared by all visitors: only the opened database may be in one."""
    uses = [
        (path.relative_to(ROOT).as_posix(), found)
        for path in [ROOT / "app.py", *(ROOT / "ui").rglob("*.py")]
        for found in re.findall(r"st\.(cache_\w+)|lru_cache|functools import cache", path.read_text("utf-8"))
    ]

    # `stridegate live` keeps an empty store, in which nobody is, and recordings made from a script.
    of_scripts = [("ui/terminal/live.py", ""), ("ui/terminal/living/recording.py", "")]
    assert sorted(set(uses)) == [("ui/desk.py", "cache_resource"), *of_scripts]
