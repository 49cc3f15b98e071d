"""Bout detection on generated outings whose signals are wrong in a known way.

A floor is what is reached, less half a point; `python -m benchmarks.generated_faults 1` prints the figures.
A better detection raises the floors here, and none may be lowered for a worse one.
"""

import pytest

from benchmarks.bout_scores import f1
from benchmarks.generated_faults import generated, score_fault
from benchmarks.labelled_outings import Labelled
from benchmarks.signal_faults import FAULTS
from benchmarks.ways_of_finding import OURS

#: Least F1 for running by the second. The goal is 0.98 everywhere; what is below has its fault unsolved.
FLOORS = {
    "clean": 0.986,
    "halved": 0.986,
    "doubled": 0.988,
    "halved-spells": 0.906,
    "doubled-spells": 0.889,
    "frozen": 0.963,
    "missing": 0.987,
    "zero": 0.987,
    "speed-missing": 0.985,
    "speed-stuck": 0.983,
    "gps-noise": 0.986,
    "cadence-late": 0.974,
    "car": 0.796,
    "bus": 0.788,
    "tall": 0.987,
    "short-steps": 0.987,
    "slow-jog": 0.981,
}


@pytest.fixture(scope="module")
def outings() -> list[Labelled]:
    return list(generated(seeds=1))


def test_every_fault_has_a_floor() -> None:
    assert list(FLOORS) == list(FAULTS)


@pytest.mark.parametrize("fault", FAULTS)
def test_running_is_found_under_a_fault(fault: str, outings: list[Labelled]) -> None:
    assert f1(score_fault(fault, outings)[OURS]) >= FLOORS[fault]
