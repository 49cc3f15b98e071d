"""The points of a file as numbers."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.motion import Floats

Places = NDArray[np.int32]


@dataclass(frozen=True)
class Points:
    """One value per point: `time_ms` since 1970 in UTC, channels in SI units, NaN where unknown.

    `channels` holds only those that the file has. `track`, `stretch` and `lap` tell where a point
    stands, -1 where it stands in none; in the file's order they never fall.
    """

    time_ms: Floats
    channels: Mapping[str, Floats]
    track: Places
    stretch: Places
    lap: Places

    def __len__(self) -> int:
        return len(self.time_ms)

    def channel(self, name: str) -> Floats:
        """The values of a channel, all NaN where the file lacks it."""
        values = self.channels.get(name)
        return np.full(len(self), np.nan) if values is None else values

    def take(self, chosen: slice | NDArray[np.int64] | NDArray[np.bool_]) -> "Points":
        """The chosen points, in the order in which they are chosen."""
        return Points(
            self.time_ms[chosen],
            {name: values[chosen] for name, values in self.channels.items()},
            self.track[chosen],
            self.stretch[chosen],
            self.lap[chosen],
        )

    def spans_ms(self, place: Places) -> dict[int, tuple[float, float]]:
        """The first and last time at each `track`, `stretch` or `lap`, where any point of it has one."""
        if not len(self):
            return {}
        firsts = np.flatnonzero(np.diff(place, prepend=place[0] - 1))
        earliest = np.fmin.reduceat(self.time_ms, firsts).tolist()
        latest = np.fmax.reduceat(self.time_ms, firsts).tolist()
        spans = zip(place[firsts].tolist(), earliest, latest, strict=True)
        return {number: (first, last) for number, first, last in spans if first == first}
