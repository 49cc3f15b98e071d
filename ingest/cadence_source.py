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
    dead = _dead_records(own, other)
    return dead >= DEAD_RECORDS and dead > DEAD_TIMES * _dead_records(other, own)


def _dead_records(cadence: Floats, beside: Floats) -> int:
    """Records in spells in which the cadence is nothing or hangs, while the one beside counts on."""
    values = np.where(np.isnan(cadence), 0.0, cadence)
    begins = np.concatenate(([0], np.flatnonzero(values[1:] != values[:-1]) + 1))
    sizes = np.diff(begins, append=len(values))
    silent = (values[begins] == 0) & (sizes >= SILENT_RECORDS)
    held = (values[begins] > 0) & (sizes >= HELD_RECORDS)
    dead = 0
    for spell in np.flatnonzero(silent | held).tolist():
        others = beside[begins[spell] : begins[spell] + sizes[spell]]
        alive = others[others > 0]
        counts_on = len(alive) > sizes[spell] / 2
        if counts_on and (silent[spell] or alive.max() - alive.min() > VARIES * alive.max()):
            dead += int(sizes[spell])
    return dead
