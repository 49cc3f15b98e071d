"""Of two sensors that count steps in one recording, the one that goes on where the other is dead."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: So many records of nothing in a row are a sensor that is dead, if the other one counts on (configured).
SILENT_RECORDS = 20
#: So many records of one value are one that hangs, if the other one varies by this share (configured).
HELD_RECORDS, VARIES = 60, 0.1
#: A sensor must be dead for so many records, and twice as long as the other, to be passed over (configured).
DEAD_RECORDS, DEAD_TIMES = 60, 2.0


def is_outlived(own: Floats, other: Floats) -> bool:
    """Whether the `other` cadence goes on where one's `own` has died; one value a record, NaN for none."""
    if not (own > 0).any() or not (other > 0).any():
        return bool((other > 0).any())
    dead, other_dead = _dead_records(own, other), _dead_records(other, own)
    return dead >= DEAD_RECORDS and dead > DEAD_TIMES * other_dead


def _dead_records(cadence: Floats, beside: Floats) -> int:
    """Records in spells in which the cadence is nothing or hangs, while the one beside counts on."""
    values, others = np.nan_to_num(cadence), np.nan_to_num(beside)
    begins = np.concatenate(([0], np.flatnonzero(np.diff(values)) + 1))
    sizes = np.diff(begins, append=len(values))
    counts_on = np.add.reduceat(others > 0, begins, dtype=int) > sizes / 2
    least, most = np.minimum.reduceat(others, begins), np.maximum.reduceat(others, begins)
    silent = (values[begins] == 0) & (sizes >= SILENT_RECORDS)
    held = (values[begins] > 0) & (sizes >= HELD_RECORDS) & (most - least > VARIES * most)
    return int(sizes[counts_on & (silent | held)].sum())
