"""Step length, the check that speed and cadence can be of one runner."""

import numpy as np

_LEAST_SPM = 1.0


def step_length_m(speed_mps: np.ndarray, cadence_spm: np.ndarray) -> np.ndarray:
    """Metres per step, speed x 60 / cadence; NaN where either is unknown or there are no steps."""
    unknown = np.full(speed_mps.shape, np.nan)
    return np.divide(speed_mps * 60, cadence_spm, out=unknown, where=cadence_spm >= _LEAST_SPM)
