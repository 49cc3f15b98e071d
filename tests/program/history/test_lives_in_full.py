"""Lives with much in them, held against their pages: nothing that stands changes unseen."""

from collections.abc import Callable

import pytest
from lives_in_full import FOLDER, LIVES, page
from small_lives import Life


@pytest.mark.parametrize("make", LIVES, ids=lambda make: make.__name__)
def test_all_that_stands_is_as_written(make: Callable[[], Life]) -> None:
    assert page(make) == (FOLDER / f"{make.__name__}.md").read_text("utf-8")


def test_every_page_has_its_life() -> None:
    assert {path.stem for path in FOLDER.glob("*.md")} == {make.__name__ for make in LIVES}
