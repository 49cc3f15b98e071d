"""The record messages of a part, in order of time, in SI units; nothing is left out silently."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from ingest.errors import IngestError
from ingest.fit.clock import message_times
from ingest.fit.columns import Columns
from ingest.fit.layout import Layout
from ingest.fit.pods import Pods
from ingest.fit.profile import (
    CADENCE,
    CADENCE_256,
    CADENCE_CHANNEL,
    CHANNELS,
    COMPRESSED_SPEED_DISTANCE,
    FRACTIONAL_CADENCE,
    Channel,
    Message,
)

MAX_RECORDS = 1_000_000
#: Nobody records for longer without a break; a time further off than this is a fault.
MAX_SPAN_S = 14 * 86_400

Floats = np.ndarray


@dataclass
class Records:
    """All records of a part: `time_s` rises strictly, in FIT seconds; channels have NaN for no value.

    `channels` holds only the channels that the file has; `cadence_rpm` counts one leg on foot.
    """

    time_s: Floats
    channels: dict[str, Floats]
    dropped: Counter[str] = field(default_factory=Counter)
    #: How often the clock went back from one record to the next in the file.
    jumps_back: int = 0

    def known(self, channel: str) -> Floats:
        """The values of a channel that are not NaN, none where the file lacks it."""
        values = self.channels.get(channel, np.empty(0))
        return values[np.isfinite(values)]

    def between(self, start_s: float, end_s: float) -> "Records":
        """The records with `start_s <= time_s < end_s`, without the counts."""
        low, high = np.searchsorted(self.time_s, (start_s, end_s))
        return Records(
            self.time_s[low:high], {name: values[low:high] for name, values in self.channels.items()}
        )


def read_records(data: bytes, layouts: list[Layout]) -> Records:
    """Read, order and merge the record messages; records of one second become one row.

    Of two values of one second the later one in the file counts. Raises IngestError where there
    are more records than any watch writes.
    """
    columns = Columns(data, layouts, Message.RECORD)
    if len(columns) > MAX_RECORDS:
        raise IngestError("too_large", f"The FIT file has more than {MAX_RECORDS} records.")
    time_s = message_times(data, layouts, columns)
    channels = dict(_channels(columns, Pods(data, layouts)))
    return _in_time_order(time_s, channels)


def _channels(columns: Columns, pods: Pods) -> Iterator[tuple[str, Floats]]:
    packed = _compressed_speed_distance(columns)
    for channel in CHANNELS:
        values: Floats | None = None
        for native in channel.native:
            values = _filled(values, columns.field(native))
        values = _filled(values, packed.get(channel.name))
        yield from _or_pod(channel, values, columns, pods)
    yield from _or_pod(CADENCE_CHANNEL, _cadence_rpm(columns), columns, pods)


def _or_pod(
    channel: Channel, values: Floats | None, columns: Columns, pods: Pods
) -> Iterator[tuple[str, Floats]]:
    if values is None or not np.isfinite(values).any():
        values = pods.channel(channel, columns)
    if values is not None and np.isfinite(values).any():
        yield channel.name, values


def _cadence_rpm(columns: Columns) -> Floats | None:
    whole, fraction = columns.field(CADENCE), columns.field(FRACTIONAL_CADENCE)
    if whole is not None and fraction is not None:
        whole = whole + np.nan_to_num(fraction)
    return _filled(whole, columns.field(CADENCE_256))


def _filled(values: Floats | None, others: Floats | None) -> Floats | None:
    """`values` with `others` where they are NaN."""
    if values is None or others is None:
        return others if values is None else values
    return np.where(np.isnan(values), others, values)


def _compressed_speed_distance(columns: Columns) -> dict[str, Floats]:
    """Speed and distance out of 12 bits each; the distance counts on modulo 256 m."""
    packed = columns.packed(COMPRESSED_SPEED_DISTANCE, 3)
    if packed is None:
        return {}
    known = ~np.isnan(packed).any(axis=1) & (packed != 0xFF).any(axis=1)  # noqa: PLR2004 - the invalid byte
    low, middle, high = packed[known].astype(np.int64).T
    speed = np.full(len(packed), np.nan)
    speed[known] = (low | (middle & 0x0F) << 8) / 100
    distance = np.full(len(packed), np.nan)
    sixteenths = middle >> 4 | high << 4
    steps = np.diff(sixteenths, prepend=0) % 4096
    distance[known] = np.cumsum(steps) / 16
    return {"speed_mps": speed, "distance_m": distance}


def _in_time_order(time_s: Floats, channels: dict[str, Floats]) -> Records:
    dropped: Counter[str] = Counter()
    kept = np.isfinite(time_s)
    dropped["no_time"] = int((~kept).sum())
    if kept.any():
        usual_s = float(np.median(time_s[kept]))
        far = kept & (np.abs(time_s - usual_s) > MAX_SPAN_S)
        dropped["time_impossible"] = int(far.sum())
        kept &= ~far
    if not kept.all():
        time_s = time_s[kept]
        channels = {name: values[kept] for name, values in channels.items()}
    steps = np.diff(time_s)
    jumps = int((steps < 0).sum())
    if jumps:
        order = np.argsort(time_s, kind="stable")
        time_s = time_s[order]
        channels = {name: values[order] for name, values in channels.items()}
        steps = np.diff(time_s)
    if (steps == 0).any():
        first = np.flatnonzero(np.concatenate(([True], steps > 0)))
        merged = {name: _last_known(values, first) for name, values in channels.items()}
        dropped["same_second"] = sum(
            int(np.isfinite(channels[name]).sum() - np.isfinite(merged[name]).sum()) for name in channels
        )
        channels, time_s = merged, time_s[first]
    return Records(time_s, channels, +dropped, jumps)


def _last_known(values: Floats, first: np.ndarray) -> Floats:
    """The last value that is not NaN in each group of rows, which begin at `first`."""
    at = np.where(np.isnan(values), -1, np.arange(len(values)))
    last = np.maximum.reduceat(at, first)
    return np.where(last >= first, values[last], np.nan)
