"""What every test may ask for, and what no test may leave behind."""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.connections import left_open
from tests.lives.pairs import summary


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


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what each folder of tests took, over all workers, the longest first."""
    took_s: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                took_s["/".join(report.nodeid.split("/")[:2])] += round(report.duration, 3)
    told = ", ".join(f"{folder} {seconds:.0f}" for folder, seconds in took_s.most_common())
    terminalreporter.write_line(f"Seconds a folder, over all workers: {told}")
    # Here and not beside the lives: over several workers only this conftest is read by the one that prints.
    if met := summary(terminalreporter.stats.get("passed", [])):
        terminalreporter.write_line(met)
