"""A store of the version before, opened by this one."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.upgrade.carried import Carried, carry_over

Carry = Callable[..., Carried]


@pytest.fixture
def carry(tmp_path: Path) -> Iterator[Carry]:
    """Brings the store of one life up to date, and notes what differs."""
    with ExitStack() as opened:

        def carried(name: str, kind: str = "sqlite", *, alone: bool = False) -> Carried:
            found = carry_over(name, tmp_path / name, kind, alone=alone)
            opened.callback(found.services.close)
            return found

        yield carried
