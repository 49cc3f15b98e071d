"""The demo's first start of a day says what it is at, with a terminal and without one."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console

from ui.terminal import demo_home

WHAT = "Twelve sample runners live through their weeks, once a day"


def fill(home: Path, monkeypatch: pytest.MonkeyPatch, *, terminal: bool) -> str:
    """Fill the demo's folder with somebody who lives through ten steps; gives what was said."""
    said = io.StringIO()
    monkeypatch.setattr(demo_home, "err", Console(file=said, force_terminal=terminal, width=40))

    def load(_services, *, now, on_step) -> None:
        for done in range(10):
            on_step(done, 10)

    monkeypatch.setattr(demo_home, "load_demo", load)
    demo_home.fill(home / "home", now=datetime(2026, 5, 14, tzinfo=UTC), kept=home / "kept")
    return said.getvalue()


def test_where_there_is_no_terminal_a_line_says_each_quarter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert fill(tmp_path, monkeypatch, terminal=False).splitlines() == [
        f"{WHAT} ...",
        "  1 of 4 quarters of their weeks",
        "  2 of 4 quarters of their weeks",
        "  3 of 4 quarters of their weeks",
        "  4 of 4 quarters of their weeks",
    ]
    assert fill(tmp_path, monkeypatch, terminal=False) == ""


def test_a_terminal_shows_a_bar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = fill(tmp_path, monkeypatch, terminal=True)

    assert "Twelve sample runners" in said
    assert "quarters" not in said
