"""The record messages of a part, in order of time, in SI units; nothing is left out silently."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from ingest.clock import FEW_POINTS
from ingest.errors import IngestError
from ingest.fit.clock import message_times
from ingest.fit.columns import Columns
from ingest.fit.layout import Layout
from ingest.fit.pods import Pods
from ingest.fit.profile import (
    CADENCE,
    CHANNELS,
    COMPRESSED_SPEED_DISTANCE,
    FRACTIONAL_CADENCE,
    POSITION,
    Field,
    Message,
)
from ingest.fit.repair import SOUND, Clock, cut_apart, judge_clock
from ingest.fit.summary import Summaries
from ingest.leaps import APART_S

MAX_RECORDS = 1_000_000

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
    clock: Clock = SOUND
    #: How many other records each row joined, those of its second; null where none did.
    joined: Floats | None = None
    #: The cadence is a pod's, which says that it counts the steps of both legs.
    counts_steps: bool = False

    def known(self, channel: str) -> Floats:
        """The values of a channel that are not NaN, none where the file lacks it."""
        values = self.channels.get(channel, np.empty(0))
        return values[np.isfinite(values)]

    def span_s(self, first: int, stop: int) -> tuple[float, float]:
        """Bounds for `between` around the records from `first` to before `stop`."""
        after_s = float(self.time_s[stop]) if stop < len(self.time_s) else float("inf")
        return float(self.time_s[first]), after_s

    @property
    def same_second(self) -> int:
        """How many records were joined with another of their second."""
        return 0 if self.joined is None else int(self.joined.sum())

    def between(self, start_s: float, end_s: float) -> "Records":
        """The records with `start_s <= time_s < end_s`, without what was dropped of all."""
        low, high = np.searchsorted(self.time_s, (start_s, end_s))
        return Records(
            self.time_s[low:high],
            {name: values[low:high] for name, values in self.channels.items()},
            joined=None if self.joined is None else self.joined[low:high],
            counts_steps=self.counts_steps,
        )


def read_records(data: bytes, layouts: list[Layout], summaries: Summaries) -> Records:
    """Read, order and merge the record messages; records of one second become one row.

    Their clock is judged first, by what the summaries tell. Of two values of one second the later
    one in the file counts. Raises IngestError where there are more records than any watch writes.
    """
    columns = Columns(data, layouts, Message.RECORD)
    if len(columns) > MAX_RECORDS:
        raise IngestError("too_large", f"The FIT file has more than {MAX_RECORDS} records.")
    time_s = message_times(data, layouts, columns)
    clock = judge_clock(columns, time_s, summaries)
    order = _Order(time_s if clock.repair is None else clock.repair.time_s)
    if clock.repair is not None and clock.repair.lost:
        lost = clock.repair.lost - int(np.isnan(time_s).sum())
        order.dropped.update(time_impossible=lost, no_time=-lost)
    channels: dict[str, Floats] = {}
    pods = Pods(data, layouts)
    for name, values in _channels(columns, pods):
        # One at a time, so that a large file's columns do not stand in memory twice.
        channels[name] = order.arrange(values)
    dropped, joined = +order.dropped, order.joined
    return Records(order.time_s, channels, dropped, order.jumps_back, clock, joined, pods.counts_steps)


def _channels(columns: Columns, pods: Pods) -> Iterator[tuple[str, Floats]]:
    """The channels that hold any value; positions only where there is no distance."""
    packed = _compressed_speed_distance(columns)
    has_distance = False
    for channel in CHANNELS:
        if channel.name in POSITION and has_distance:
            continue
        values: Floats | None = None
        for native in channel.native:
            values = _filled(values, _native(columns, native))
        values = _filled(values, packed.get(channel.name))
        values = pods.beside(values, channel, columns)
        if values is not None and not np.isnan(values).all():
            has_distance |= channel.name == "distance_m"
            yield channel.name, values


def _native(columns: Columns, field: Field) -> Floats | None:
    values = columns.field(field)
    if field is CADENCE and values is not None:
        fraction = columns.field(FRACTIONAL_CADENCE)
        return values if fraction is None else values + np.where(np.isnan(fraction), 0.0, fraction)
    return values


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


class _Order:
    """The order of time of the records: which go, which stand where, which are of one second."""

    def __init__(self, time_s: Floats) -> None:
        self.dropped: Counter[str] = Counter()
        is_kept = np.isfinite(time_s)
        self.dropped["no_time"] = len(time_s) - int(is_kept.sum())
        if len(time_s) and (is_alone := _stand_alone(time_s)) is not None:
            is_kept &= ~is_alone
            self.dropped["time_impossible"] = int(is_alone.sum())
        self._places = None if is_kept.all() else np.flatnonzero(is_kept)
        if self._places is not None:
            time_s = time_s[self._places]
        self.jumps_back = int((np.diff(time_s) < 0).sum())
        if self.jumps_back:
            rank = np.argsort(time_s, kind="stable")
            time_s = time_s[rank]
            self._places = rank if self._places is None else self._places[rank]
        is_new = np.diff(time_s, prepend=-1.0) > 0
        self._first = None if is_new.all() else np.flatnonzero(is_new)
        #: One time per second that has a record, rising.
        self.time_s = time_s if self._first is None else time_s[self._first]
        self.joined = None if self._first is None else np.diff(self._first, append=len(time_s)) - 1

    def arrange(self, values: Floats) -> Floats:
        """The values of the records in order of time, one per second."""
        if self._places is not None:
            values = values[self._places]
        return values if self._first is None else _last_known(values, self._first)


def _stand_alone(time_s: Floats) -> np.ndarray | None:
    """The few records that three hours or more part from the many; null where none are apart."""
    known_s = time_s[np.isfinite(time_s)]
    if not (np.abs(np.diff(known_s)) > APART_S).any():
        return None
    rank = np.argsort(time_s, kind="stable")
    rank = rank[np.isfinite(time_s[rank])]
    stretches = cut_apart(time_s[rank])
    sizes = [stop - first for first, stop in stretches]
    is_alone = np.zeros(len(time_s), dtype=bool)
    for first, stop in stretches:
        if stop - first < min(FEW_POINTS, max(sizes) / 2):
            is_alone[rank[first:stop]] = True
    return is_alone if is_alone.any() else None


def _last_known(values: Floats, first: np.ndarray) -> Floats:
    """The last value that is not NaN in each group of rows, which begin at `first`."""
    at = np.where(np.isnan(values), -1, np.arange(len(values)))
    last = np.maximum.reduceat(at, first)
    return np.where(last >= first, values[last], np.nan)
