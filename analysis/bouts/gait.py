"""Evidence for running and for moving, and the most likely course of two gaits through it."""

from dataclasses import dataclass

import numpy as np

from analysis.bouts.cells import Cells
from analysis.bouts.settings import BoutSettings, Curve


@dataclass(frozen=True)
class Evidence:
    """Log-odds per second in each cell; 0 where the watch says nothing."""

    running: np.ndarray
    moving: np.ndarray
    #: Neither cadence nor speed could be used, or nothing was recorded.
    is_blind: np.ndarray
    #: Cadence without the values that cannot be steps.
    cadence_spm: np.ndarray


def weigh(cells: Cells, settings: BoutSettings) -> Evidence:
    """Turn cadence and speed into evidence, leaving out values that contradict each other.

    Cadence that is gone or halved while the runner moves is left to speed, speed that stands
    still under running steps is left to cadence.
    """
    cadence, speed = cells.cadence_spm, cells.speed_mps
    with np.errstate(invalid="ignore", divide="ignore"):
        step_m = speed * 60 / cadence
        lost = (cadence < settings.dropout_cadence_spm) & (speed > settings.dropout_speed_mps)
        halved = (cadence < settings.half_cadence_spm) & (step_m > settings.max_walk_step_m)
        stuck = (cadence > settings.border_spm) & (step_m < settings.min_step_m)
    cadence = np.where(lost | halved, np.nan, cadence)
    speed = np.where(stuck, np.nan, speed)
    return Evidence(
        running=_log_odds(cadence - settings.border_spm, settings.gait_by_cadence)
        + _log_odds(speed, settings.gait_by_speed),
        moving=_log_odds(cadence, settings.move_by_cadence) + _log_odds(speed, settings.move_by_speed),
        is_blind=cells.is_blind | (np.isnan(cadence) & np.isnan(speed)),
        cadence_spm=cadence,
    )


def _log_odds(values: np.ndarray, curve: Curve) -> np.ndarray:
    at, height = zip(*curve, strict=True)
    return np.where(np.isnan(values), 0.0, np.interp(np.nan_to_num(values), at, height))


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
    forward = _leads(evidence, breaks, change_cost)
    backward = _leads(evidence[::-1], ends[::-1], change_cost)[::-1]
    return forward + backward - evidence


def _leads(evidence: np.ndarray, breaks: np.ndarray, change_cost: float) -> np.ndarray:
    """All leads at once: clip-and-add maps compose into clip-and-add maps, so a prefix scan does it.

    Each cell is the map x -> clip(x, low, high) + add; after n doublings a cell's map spans
    2**n cells. At a break, low = high = 0: the past is forgotten.
    """
    low = np.where(breaks, 0.0, -change_cost)
    high = np.where(breaks, 0.0, change_cost)
    low[0] = high[0] = 0.0
    add = evidence.astype(float)
    span = 1
    while span < evidence.size:
        earlier_low, earlier_high, earlier_add = low[:-span], high[:-span], add[:-span]
        bottom, top = low[span:] - earlier_add, high[span:] - earlier_add
        new_low = np.clip(earlier_low, bottom, top)
        new_high = np.clip(earlier_high, bottom, top)
        new_add = earlier_add + add[span:]
        low, high = np.append(low[:span], new_low), np.append(high[:span], new_high)
        add = np.append(add[:span], new_add)
        span *= 2
    return low + add
