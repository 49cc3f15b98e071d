"""Running on while the watch was paused: what its records, or the distance across the pause, tell."""

from collections.abc import Mapping

import numpy as np

from analysis.bouts.gait import Evidence
from analysis.bouts.pieces import find_pieces
from analysis.bouts.settings import BoutSettings
from analysis.bouts.signals import Signals

#: Nobody stands who gets on by this much in all and so fast on average: GPS wanders less (configured).
_LEAST_M, _LEAST_MPS = 100.0, 0.5
#: The speed of a run where the recording shows none of its own (configured: that of a slow one).
_USUAL_RUN_MPS = 2.2


def moved_while_paused(
    signals: Signals,
    evidence: Evidence,
    is_run: np.ndarray,
    metres: np.ndarray | None,
    moved_m: Mapping[float, float],
    settings: BoutSettings,
) -> np.ndarray:
    """The share of each cell that may have been run though the watch was paused; 0 outside of pauses.

    Where records show the steps of a run for as long as a bout, all of them; else where the distance grew, as
    many seconds as running it would take. `metres` is the distance at each cell's edges, null where unknown;
    `moved_m` is the way between the positions around a pause, by when it begins.
    """
    share = np.zeros(signals.start_s.shape)
    if not signals.is_pause.any():
        return share
    steps = signals.is_pause & (evidence.cadence_spm >= evidence.border.spm) & (evidence.running > 0)
    spells = find_pieces(steps)
    seconds = np.add.reduceat(signals.width_s, spells.first)
    share[steps & (seconds >= settings.min_run_s)[spells.of_cell]] = 1.0
    run_mps = _run_mps(signals, is_run)
    pauses = find_pieces(signals.stretch)
    for first, last in zip(pauses.first.tolist(), pauses.last.tolist(), strict=True):
        grown_m = 0.0 if metres is None else float(metres[last + 1] - metres[first])
        way_m = max(grown_m, moved_m.get(float(signals.start_s[first]), 0.0))
        length_s = float(signals.end_s[last] - signals.start_s[first])
        if signals.is_pause[first] and way_m >= max(_LEAST_M, _LEAST_MPS * length_s):
            ran = min(1.0, way_m / run_mps / length_s)
            share[first : last + 1] = np.maximum(share[first : last + 1], ran)
    return share


def _run_mps(signals: Signals, is_run: np.ndarray) -> float:
    speeds = signals.speed_mps[is_run & np.isfinite(signals.speed_mps)]
    return float(np.median(speeds)) if speeds.size else _USUAL_RUN_MPS
