"""Whether anybody is on foot at all: a car, a bus, a train or a bicycle before, after or within a run."""

import numpy as np

from analysis.bouts.course import margins
from analysis.bouts.pieces import find_pieces, starts_anew
from analysis.bouts.settings import BoutSettings
from analysis.bouts.signals import Signals
from analysis.steps import step_length_m

#: Steps a minute from which somebody steps, the most of a gait, and the longest step with which feet keep up
#: and with which they do not, in metres (Usain Bolt's are 2.7).
_STEPPING_SPM, _MOST_SPM = 100.0, 230.0
_FOOT_STEP_M, _WHEEL_STEP_M = 2.2, 2.6
#: Walking slowly enough that a bus in traffic is no match.
_STROLL_SPM, _STROLL_MPS = (60.0, 140.0), 2.0
#: She is on wheels where she is this much faster than nearly all of her own steps; the least of it.
_FASTER, _NEARLY_ALL, _LEAST_TOP_MPS = 1.15, 98, 2.5
#: The same of a recording that shows no steps, and the speeds at which such a one is on foot.
_TOP_WITHOUT_MPS, _ON_FOOT_MPS = 6.0, (0.6, 4.5)
_USUAL_TOP_MPS = 3.6
_COST = 30.0
_LEAST_S = 20.0
_RIDING_SHARE = 0.2
#: No runner is faster than this for long; up to it, seconds without a reading of steps may have been run.
MAY_RUN_MPS = 5.0


def not_on_foot(signals: Signals, settings: BoutSettings) -> np.ndarray:
    """True in the cells in which nobody was on foot: no steps at a speed above her own, for long."""
    cadence, width_s = signals.cadence_spm, signals.width_s
    speed = np.nan_to_num(signals.speed_mps)
    steps = np.nan_to_num(cadence)
    step_m = np.nan_to_num(step_length_m(speed, steps), nan=np.inf)
    is_known = np.isfinite(cadence) | np.isfinite(signals.speed_mps)
    if width_s[steps >= settings.lost_spm].sum() > width_s[is_known].sum() / 10:
        top = _fastest_on_foot_mps(cadence, signals.speed_mps, step_m)
        stepping = steps >= _STEPPING_SPM
        on_wheels = (speed > top) & (~stepping | (step_m > _WHEEL_STEP_M))
        strolls = (steps >= _STROLL_SPM[0]) & (steps < _STROLL_SPM[1]) & (speed < _STROLL_MPS)
        on_foot = (stepping & (step_m <= _FOOT_STEP_M)) | strolls
    else:
        on_wheels = speed > _TOP_WITHOUT_MPS
        on_foot = (speed > _ON_FOOT_MPS[0]) & (speed < _ON_FOOT_MPS[1])
    if width_s[on_wheels].sum() < _LEAST_S:
        return np.zeros(speed.shape, dtype=bool)
    evidence = np.select([on_wheels, on_foot, speed < 0.5], [1.0, -1.5, 0.0], -0.1)  # noqa: PLR2004
    return _between_wheels(
        margins(evidence * width_s, starts_anew(np.zeros(speed.shape)), _COST) > 0, on_wheels
    )


def _between_wheels(is_apart: np.ndarray, on_wheels: np.ndarray) -> np.ndarray:
    """Each spell from its first to its last second on wheels: who stands before and after may be on foot."""
    spells = find_pieces(is_apart)
    at = np.flatnonzero(on_wheels & is_apart)
    first, last = at.searchsorted(spells.first), at.searchsorted(spells.last, side="right") - 1
    kept = np.zeros(is_apart.shape, dtype=bool)
    for start, end in zip(first.tolist(), last.tolist(), strict=True):
        # A ride goes on most of the time; GPS that leaps around a rest does not.
        if start <= end and end - start + 1 >= _RIDING_SHARE * (at[end] - at[start] + 1):
            kept[at[start] : at[end] + 1] = True
    return kept & is_apart


def _fastest_on_foot_mps(cadence: np.ndarray, speed: np.ndarray, step_m: np.ndarray) -> float:
    own = (cadence >= _STEPPING_SPM) & (cadence < _MOST_SPM) & np.isfinite(speed) & (step_m < _FOOT_STEP_M)
    if own.sum() < 60:  # noqa: PLR2004 - a minute
        return max(_LEAST_TOP_MPS, _FASTER * _USUAL_TOP_MPS)
    return max(_LEAST_TOP_MPS, _FASTER * float(np.percentile(speed[own], _NEARLY_ALL)))
