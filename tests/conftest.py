"""What every test may ask for, and what no test may leave behind."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.connections import left_open


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real watch files, or a skip that says why."""
    folder = os.environ.get("STRIDEGATE_CORPUS")
    if not folder:
        pytest.skip("STRIDEGATE_CORPUS is not set, so there are no real watch files to read")
    return Path(folder)


@pytest.fixture(autouse=True)
def no_connection_is_left_open() -> Iterator[None]:
    """Whoever opens a database closes it: counted, since only Python 3.13 and later tell of it."""
    before = left_open()
    yield
    left = [connection for connection in left_open() if connection not in before]
    assert not left, f"{len(left)} database connections were left open"
