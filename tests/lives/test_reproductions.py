"""What of the findings no life can say, asked of this edition; `tests.lives.before` asks the old one too."""

from pathlib import Path

import pytest

from tests.lives.before.reproductions import REPRODUCTIONS, Reproduce, ask


@pytest.mark.parametrize("reproduce", REPRODUCTIONS.values(), ids=lambda one: one.__name__)
def test_what_was_reproduced_is_answered_rightly(reproduce: Reproduce, tmp_path: Path) -> None:
    said = ask(reproduce, tmp_path)

    assert said.is_right, said.words
