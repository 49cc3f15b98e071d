"""When a message was written, compressed timestamps included."""

import numpy as np

from ingest.fit.columns import Columns
from ingest.fit.layout import COMPRESSED, Layout
from ingest.fit.profile import TIMESTAMP

_LOW_BITS = 32


def message_times(data: bytes, layouts: list[Layout], columns: Columns) -> np.ndarray:
    """Times in FIT seconds, one per message, NaN where unknown.

    A compressed header carries the low five bits of the time, so the time moves on by the
    difference of those bits, modulo 32, from message to message, whatever their kind.
    """
    time_s = columns.times(TIMESTAMP)
    is_compressed = np.isnan(time_s)
    if not is_compressed.any():
        return time_s
    headers = np.frombuffer(data, dtype=np.uint8)
    is_compressed &= headers[columns.starts] >= COMPRESSED
    if not is_compressed.any():
        return time_s
    everything = Columns(data, layouts)
    full_s = everything.times(TIMESTAMP)
    is_full = np.isfinite(full_s)
    has_time = is_full | (headers[everything.starts] >= COMPRESSED)
    starts, full_s, is_full = everything.starts[has_time], full_s[has_time], is_full[has_time]
    low_bits = np.where(is_full, full_s % _LOW_BITS, headers[starts] % _LOW_BITS)
    steps_s = np.where(is_full[1:], 0, np.diff(low_bits) % _LOW_BITS)
    moved_s = np.concatenate(([0.0], np.cumsum(steps_s)))
    last_full = np.maximum.accumulate(np.where(is_full, np.arange(len(starts)), -1))
    all_s = np.where(last_full >= 0, full_s[last_full] + moved_s - moved_s[last_full], np.nan)
    time_s[is_compressed] = all_s[np.searchsorted(starts, columns.starts[is_compressed])]
    return time_s
