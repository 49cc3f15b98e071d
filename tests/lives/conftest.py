"""Random lives: the pairs of act and state that they met are printed at the end of a run."""

import os

import pytest

from tests.lives.pairs import summary

# Lives are left out until the fold stands behind the services; STRIDEGATE_LIVES=300 lives them already.
collect_ignore_glob = [] if "STRIDEGATE_LIVES" in os.environ else ["test_*.py"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if told := summary(terminalreporter.stats.get("passed", [])):
        terminalreporter.write_line(told)
