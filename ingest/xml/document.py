"""What a GPX or TCX file holds, as written: columns of text, and where each point stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

#: The channels of a point, each as the UTF-8 text that the file has.
CHANNELS = (
    "time",
    "lat",
    "lon",
    "altitude",
    "distance",
    "speed",
    "heart_rate",
    "cadence",
    "run_cadence",
    "power",
)
#: Where a point stands: its track (TCX: its activity), its unbroken stretch, its lap; -1 is none.
PLACES = ("track", "stretch", "lap")

Column = Sequence[bytes | None]


@dataclass
class Track:
    """One `<trk>` of GPX or one `<Activity>` of TCX."""

    sport: str | None = None
    device: str | None = None
    serial: str | None = None


@dataclass
class Lap:
    """One `<Lap>` of TCX, as written."""

    track: int
    start: str | None = None
    timer_time: str | None = None
    distance: str | None = None
    cadence: str | None = None
    run_cadence: str | None = None
    steps: str | None = None
    intensity: str | None = None
    trigger: str | None = None


@dataclass
class RawDocument:
    """A file's points, its tracks and laps, and what else it held.

    `columns` has one text per point for each of `CHANNELS` that any point has, null where a point
    lacks it; `places` one number per point for each of `PLACES`, none of which ever falls.
    """

    columns: Mapping[str, Column]
    places: Mapping[str, NDArray[np.int32]]
    tracks: list[Track]
    laps: list[Lap]
    #: How many routes, waypoints, courses and so on were seen, for the message to the person.
    others: dict[str, int] = field(default_factory=dict)
    creator: str | None = None
    #: Byte where the XML breaks; null where it is whole.
    damaged_at: int | None = None
    is_cut_off: bool = False

    @property
    def point_count(self) -> int:
        return len(self.places["track"])
