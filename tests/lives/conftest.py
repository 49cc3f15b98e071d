"""Random lives: the pairs of act and state that they met are printed at the end of a run."""

import pytest

from tests.lives.pairs import summary

# Lives go through the services once the fold stands behind them; until then they are left out.
collect_ignore_glob = ["test_*.py"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if told := summary(terminalreporter.stats.get("passed", [])):
        terminalreporter.write_line(told)
