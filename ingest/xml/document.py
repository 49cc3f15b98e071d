"""What a GPX or TCX file holds, as written: points of strings, and the frame they stand in."""

from dataclasses import dataclass, field

import polars as pl

#: The channels of a point, each as the text that the file has.
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
_TYPE_OF: dict[str, type[pl.DataType]] = {
    **dict.fromkeys(CHANNELS, pl.String),
    **dict.fromkeys(PLACES, pl.Int32),
}
POINT_SCHEMA = pl.Schema(_TYPE_OF)


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
    intensity: str | None = None
    trigger: str | None = None


@dataclass
class RawDocument:
    """A file's points with `POINT_SCHEMA`, its tracks and laps, and what else it held."""

    points: pl.DataFrame
    tracks: list[Track]
    laps: list[Lap]
    #: How many routes, waypoints, courses and so on were seen, for the message to the person.
    others: dict[str, int] = field(default_factory=dict)
    creator: str | None = None
    #: Byte where the XML breaks; null where it is whole.
    damaged_at: int | None = None
    is_cut_off: bool = False
