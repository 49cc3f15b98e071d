"""Ten of the kills of the long campaign (`tests/services/crash.py`)."""

import random
from pathlib import Path

import pytest

from tests.services.crash import kill_repeatedly


@pytest.mark.slow
@pytest.mark.parametrize("postgresql", [False, True], ids=["sqlite", "postgresql"])
def test_a_killed_process_loses_nothing_that_it_acknowledged(tmp_path: Path, postgresql: bool) -> None:
    said = list(kill_repeatedly(5, tmp_path, random.Random(7), postgresql=postgresql))

    assert len(said) == 5
