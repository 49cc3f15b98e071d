"""The most likely course of two gaits through the evidence."""

import numpy as np


def margins(evidence: np.ndarray, breaks: np.ndarray, change_cost: float) -> np.ndarray:
    """How far the best course with the first gait here beats the best with the second, per cell.

    Two-state Viterbi with a fixed cost for a change, kept as one number (the lead of one state
    over the other): lead = clip(lead before, -cost, +cost) + evidence. The forward and the
    backward lead, less the evidence counted twice, is the max-marginal of the cell: its sign
    is the decoded gait, its size what it would take to turn it over. `breaks` is true where a
    cell starts anew, free of what went before.
    """
    if evidence.size == 0:
        return evidence.copy()
    ends = np.append(breaks[1:], True)
    forward, backward = _leads(
        np.stack([evidence, evidence[::-1]]), np.stack([breaks, ends[::-1]]), change_cost
    )
    return forward + backward[::-1] - evidence


def _leads(evidence: np.ndarray, breaks: np.ndarray, change_cost: float) -> np.ndarray:
    """All leads of each row at once: clip-and-add maps compose into such maps, so a prefix scan does it.

    Each cell is the map x -> clip(x, low, high) + add; after n doublings a cell's map spans
    2**n cells. At a break, low = high = 0: the past is forgotten.
    """
    low = np.where(breaks, 0.0, -change_cost)
    high = np.where(breaks, 0.0, change_cost)
    low[:, 0] = high[:, 0] = 0.0
    add = evidence.astype(float)
    span = 1
    while span < evidence.shape[1]:
        earlier_add = add[:, :-span]
        bottom, top = low[:, span:] - earlier_add, high[:, span:] - earlier_add
        low[:, span:] = np.minimum(np.maximum(low[:, :-span], bottom), top)
        high[:, span:] = np.minimum(np.maximum(high[:, :-span], bottom), top)
        add[:, span:] = earlier_add + add[:, span:]
        span *= 2
    return low + add
