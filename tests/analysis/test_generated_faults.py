"""Bout detection on generated outings whose signals are wrong in a known way.

`python -m benchmarks.generated_faults 1` prints the figures. The generated watch tells steps two seconds
late, which costs every way of finding running the same point and a half.
"""

import pytest

from benchmarks.bout_scores import f1
from benchmarks.generated_faults import generated, score_fault
from benchmarks.labelled_outings import Labelled
from benchmarks.signal_faults import FAULTS
from benchmarks.ways_of_finding import OURS

#: Least F1 for running by the second, under every fault.
FLOOR = 0.978


@pytest.fixture(scope="module")
def outings() -> list[Labelled]:
    return list(generated(seeds=1))


@pytest.mark.parametrize("fault", FAULTS)
def test_running_is_found_under_a_fault(fault: str, outings: list[Labelled]) -> None:
    assert f1(score_fault(fault, outings)[OURS]) >= FLOOR
