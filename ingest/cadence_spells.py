"""Spells of a recording whose cadence counts otherwise than the rest: one leg lost, or each step twice."""

import numpy as np
from numpy.typing import NDArray

from ingest.cadence_evidence import CELL_S, Cells, Floats, log_density

#: A spell must be faster: short quick steps up a steep hill look like a walk that counts twice (configured).
SPELL_MPS = 1.2
#: What a change costs, in nats, and the seconds that count as one look (configured): spells of a minute.
COST_NATS, LOOK_S = 25.0, 4.0
#: What a spell may count, beside the unit of the file.
CHANGES = (1.0, 0.5, 2.0)


def spells_of(cells: Cells, factor: float) -> NDArray[np.float64] | None:
    """The factor of each cell where that of the file is `factor`; null where all have the same."""
    base = log_density(cells, factor)
    looks = np.where(cells.speed_mps >= SPELL_MPS, cells.worth, 0.0) * CELL_S / LOOK_S
    gains = [np.nan_to_num(log_density(cells, factor * change) - base) * looks for change in CHANGES[1:]]
    if not any(_pays(gain) for gain in gains):
        return None
    course = _course(np.column_stack([np.zeros(len(looks)), *gains]))
    return factor * np.array(CHANGES)[course] if any(course) else None


def _pays(gain: Floats) -> bool:
    """Whether any spell gains more than the change costs that it takes at the least."""
    sums = np.cumsum(gain)
    before = np.minimum.accumulate(np.concatenate(([0.0], sums[:-1])))
    return len(sums) > 0 and float((sums - before).max()) > COST_NATS


def _course(gains: Floats) -> list[int]:
    """The best state at each cell; `gains` has a row a cell and a column a state, first that of the file."""
    totals = [0.0] + [-COST_NATS] * (gains.shape[1] - 1)
    came_from: list[list[int]] = []
    for row in gains.tolist():
        top = max(range(len(totals)), key=totals.__getitem__)
        change = totals[top] - COST_NATS
        came_from.append([state if total >= change else top for state, total in enumerate(totals)])
        totals = [max(total, change) + gain for total, gain in zip(totals, row, strict=True)]
    state = max(range(len(totals)), key=totals.__getitem__)
    course = []
    for origins in reversed(came_from):
        course.append(state)
        state = origins[state]
    return course[::-1]
