"""Spells of a recording whose cadence counts otherwise than the rest: one leg lost, or each step twice."""

import numpy as np
from numpy.typing import NDArray

from ingest.cadence_evidence import CELL_S, Cells, Floats

#: Slower cells say nothing: short quick steps up a hill look like a walk that counts twice (configured).
SPELL_MPS = 1.2
#: A lost leg must show for a minute at the speed of a run, and none of a vehicle, or for long (configured).
LOST_LEG_MPS, LOST_LEG_S, LONG_S = (2.0, 5.0), 60.0, 240.0
#: What a change costs, in nats, and the seconds that count as one look (configured): spells of a minute.
COST_NATS, LOOK_S = 25.0, 4.0
#: What a spell may count, beside the unit of the file.
CHANGES = (1.0, 0.5, 2.0)
#: Near one end at least, within so many cells, the cadence jumps: over so many cells on either side it is the
#: same when put right, within the first share, and so is speed, within the second (configured).
NEAR_CELLS, EDGE_CELLS, SAME_CADENCE, SAME_SPEED = 24, 3, 1.15, 1.5


def spells_of(cells: Cells, factor: float) -> NDArray[np.float64] | None:
    """The factor of each cell where that of the file is `factor`; null where all have the same.

    A wrong speed makes no spell: the cadence itself must jump at an end of it.
    """
    base = cells.log_density(factor)
    looks = np.where(cells.speed_mps >= SPELL_MPS, cells.worth, 0.0) * CELL_S / LOOK_S
    gains = [(cells.log_density(factor * change) - base) * looks for change in CHANGES]
    if not any(_pays(gain) for gain in gains[1:]):
        return None
    course = np.array(_course(np.column_stack(gains)))
    ends = np.concatenate((np.flatnonzero(np.diff(course)) + 1, [len(course)]))
    for first, last in zip(np.concatenate(([0], ends[:-1])).tolist(), ends.tolist(), strict=True):
        state = course[first]
        if state and not _is_sure(cells, first, last, CHANGES[state], gains[state][first:last]):
            course[first:last] = 0
    return factor * np.array(CHANGES)[course] if course.any() else None


def _is_sure(cells: Cells, first: int, last: int, change: float, gains: Floats) -> bool:
    """Whether the cadence jumped at an end of the spell, and a lost leg shows at the speed of a run."""
    mps = cells.speed_mps[first:last]
    is_run = (mps >= LOST_LEG_MPS[0]) & (mps <= LOST_LEG_MPS[1])
    run_s, all_s = CELL_S * (gains[is_run] > 0).sum(), CELL_S * (gains > 0).sum()
    if change > 1 and run_s < LOST_LEG_S and all_s < LONG_S:
        return False
    return _jumps_near(cells, first, 1 / change) or _jumps_near(cells, last, change)


def _jumps_near(cells: Cells, end: int, jump: float) -> bool:
    """Whether the cadence becomes `jump` times as much near a cell, while she goes on at the same speed."""
    most = len(cells.place) - EDGE_CELLS
    for cell in range(max(EDGE_CELLS, end - NEAR_CELLS), min(most, end + NEAR_CELLS) + 1):
        before, after = slice(cell - EDGE_CELLS, cell), slice(cell, cell + EDGE_CELLS)
        if cells.place[after.stop - 1] - cells.place[before.start] >= 2 * EDGE_CELLS + 1:
            continue  # a rest lies between
        steps = float(np.median(cells.cadence[after]) / np.median(cells.cadence[before])) / jump
        was_mps, is_mps = (float(np.median(cells.speed_mps[side])) for side in (before, after))
        if (
            1 / SAME_CADENCE <= steps <= SAME_CADENCE
            and was_mps / SAME_SPEED <= is_mps <= was_mps * SAME_SPEED
        ):
            return True
    return False


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
        best = max(totals)
        top, change = totals.index(best), best - COST_NATS
        came_from.append([state if total >= change else top for state, total in enumerate(totals)])
        totals = [max(total, change) + gain for total, gain in zip(totals, row, strict=True)]
    state = totals.index(max(totals))
    course = []
    for origins in reversed(came_from):
        course.append(state)
        state = origins[state]
    return course[::-1]
