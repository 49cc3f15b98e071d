"""What every test may ask for."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real watch files, or a skip that says why."""
    folder = os.environ.get("STRIDEGATE_CORPUS")
    if not folder:
        pytest.skip("STRIDEGATE_CORPUS is not set, so there are no real watch files to read")
    return Path(folder)
