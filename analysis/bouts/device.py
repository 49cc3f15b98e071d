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

    A run's label, and a walk's before a stand, holds on for some seconds after the steps: it says nothing
    of these.
    """
    if splits.is_empty():
        return np.zeros(middle_s.shape)
    ordered = splits.sort("start_s")
    start_s, end_s = ordered["start_s"].to_numpy(), ordered["end_s"].to_numpy()
    kind = ordered["kind"].cast(pl.String).to_numpy()
    is_late = (kind == "run") | ((kind == "walk") & (np.append(kind[1:], "") == "stand"))
    says_s = np.where(is_late, np.maximum(end_s - settings.device_late_s, start_s + 1.0), end_s)
    is_label = end_s - start_s >= settings.min_device_label_s
    at = (np.searchsorted(start_s, middle_s, side="right") - 1).clip(0)
    is_covered = (middle_s >= start_s[at]) & (middle_s < says_s[at]) & is_label[at]
    must_guess = ~(cadence_spm < _GUESSED_SPM[0]) & ~(cadence_spm >= _GUESSED_SPM[1])
    weight = np.where(must_guess, settings.by_device_in_doubt, settings.by_device)
    return np.where(is_covered, np.where(kind[at] == "run", weight, -weight), 0.0)
