"""The scan against the textbook's row-by-row Viterbi, and the short pieces."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.bouts.course import margins
from analysis.bouts.pieces import absorb_short, find_pieces

COST = 8.0
EVIDENCE = st.lists(st.floats(-9, 9, allow_nan=False), min_size=1, max_size=60)


def margins_row_by_row(evidence: list[float], breaks: list[bool]) -> list[float]:
    """Max-marginals of both states by plain dynamic programming, one stretch at a time."""
    found: list[float] = []
    starts = [i for i, b in enumerate(breaks) if b or i == 0] + [len(evidence)]
    for start, end in itertools.pairwise(starts):
        part = evidence[start:end]
        forward = [(part[0], 0.0)]
        for value in part[1:]:
            run, walk = forward[-1]
            forward.append((max(run, walk - COST) + value, max(walk, run - COST)))
        backward = [(0.0, 0.0)]
        for value in reversed(part[1:]):
            run, walk = backward[-1]
            run += value
            backward.append((max(run, walk - COST), max(walk, run - COST)))
        pairs = zip(forward, reversed(backward), strict=True)
        found += [(f[0] + b[0]) - (f[1] + b[1]) for f, b in pairs]
    return found


@given(EVIDENCE, st.data())
def test_the_scan_is_viterbi(evidence: list[float], data: st.DataObject) -> None:
    breaks = data.draw(st.lists(st.booleans(), min_size=len(evidence), max_size=len(evidence)))

    got = margins(np.array(evidence), np.array(breaks), COST)

    assert got == pytest.approx(margins_row_by_row(evidence, breaks), abs=1e-6)


def test_no_evidence_at_all_has_no_course() -> None:
    assert margins(np.array([]), np.array([], dtype=bool), COST).size == 0


@given(EVIDENCE)
def test_evidence_is_left_as_it_was(evidence: list[float]) -> None:
    given_evidence = np.array(evidence)
    breaks = np.zeros(len(evidence), dtype=bool)

    margins(given_evidence, breaks, COST)

    assert given_evidence.tolist() == evidence
    assert not breaks.any()


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ([0, 0, 1, 0, 0], [0, 0, 0, 0, 0]),
        ([0, 0, 1, 1, 1], [0, 0, 1, 1, 1]),
        ([1, 0, 0, 0], [0, 0, 0, 0]),
        ([0, 0, 0, 1], [0, 0, 0, 0]),
        ([1, 1], [1, 1]),
        ([0, 1, 2], [0, 1, 2]),
    ],
    ids=["inside", "long enough", "at the start", "at the end", "nothing else there", "other neighbour"],
)
def test_short_pieces_are_taken_in(kind: list[int], expected: list[int]) -> None:
    labels = np.array(kind)

    taken = absorb_short(labels, np.zeros(len(kind), dtype=int), np.ones(len(kind)), 1, 0, 2.5)

    assert taken.tolist() == expected


def test_pieces_know_their_cells() -> None:
    pieces = find_pieces(np.array([3, 3, 1, 3]))

    assert pieces.first.tolist() == [0, 2, 3]
    assert pieces.last.tolist() == [1, 2, 3]
    assert pieces.of_cell.tolist() == [0, 0, 1, 2]
