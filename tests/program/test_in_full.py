"""Weeks with much in them, held against their pages: no fact, day, reason or word changes unseen."""

from collections.abc import Callable

import pytest
from in_full import FOLDER, WEEKS, Week, page


@pytest.mark.parametrize("week", WEEKS, ids=lambda week: week.__name__)
def test_everything_made_of_the_week_is_as_written(week: Callable[[], Week]) -> None:
    assert page(week) == (FOLDER / f"{week.__name__}.md").read_text("utf-8")


def test_every_page_has_its_week() -> None:
    assert {path.stem for path in FOLDER.glob("*.md")} == {week.__name__ for week in WEEKS}
