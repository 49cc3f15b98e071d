"""The watch's own run, walk and stand labels as votes: never decisive alone, their ends put right."""

import numpy as np
import polars as pl

from analysis.bouts.settings import OPINION_SPM, BoutSettings

#: Where a watch's own rule must guess, in steps a minute: its border of 140, and what leads up to it.
_GUESSED_SPM = (120.0, OPINION_SPM[1])


def device_votes(
    splits: pl.DataFrame, middle_s: np.ndarray, cadence_spm: np.ndarray, settings: BoutSettings
) -> np.ndarray:
    """Log-odds for running by the watch's labels, one value a cell; 0 where it has none.

    A run's label, and a walk's before a stand, holds on for some seconds after the steps: they go to what
    follows.
    """
    votes = np.zeros(middle_s.shape)
    if splits.is_empty():
        return votes
    ordered = splits.sort("start_s")
    start_s, end_s = ordered["start_s"].to_numpy(), ordered["end_s"].to_numpy()
    kind = ordered["kind"].cast(pl.String).to_numpy()
    start_s = _put_right(start_s, end_s, kind, settings)
    end_s = np.where(_meets_next(start_s, end_s), np.append(start_s[1:], end_s[-1:]), end_s)
    is_label = end_s - start_s >= settings.min_device_label_s
    place = np.searchsorted(start_s, middle_s, side="right") - 1
    at = place.clip(0)
    is_covered = (place >= 0) & (middle_s < end_s[at]) & is_label[at]
    must_guess = ~(cadence_spm < _GUESSED_SPM[0]) & ~(cadence_spm >= _GUESSED_SPM[1])
    weight = np.where(must_guess, settings.by_device_in_doubt, settings.by_device)
    return np.where(is_covered, np.where(kind[at] == "run", weight, -weight), votes)


def _put_right(
    start_s: np.ndarray, end_s: np.ndarray, kind: np.ndarray, settings: BoutSettings
) -> np.ndarray:
    """The starts of what follows a late end, earlier by as much, though never before the late label's own."""
    is_late = (kind == "run") | ((kind == "walk") & (np.append(kind[1:], "") == "stand"))
    follows_late = np.append(False, is_late[:-1] & (start_s[1:] - end_s[:-1] <= 1.0))
    earliest_s = np.append(start_s[:1], start_s[:-1] + 1.0)
    return np.where(follows_late, np.maximum(start_s - settings.device_late_s, earliest_s), start_s)


def _meets_next(start_s: np.ndarray, end_s: np.ndarray) -> np.ndarray:
    return np.append(start_s[1:] < end_s[:-1], False)
