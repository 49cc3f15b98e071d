"""What of a recording was not on foot: where it lies, what it looks like, and what of it can be cut off."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import polars as pl

Place = Literal["before", "within", "after", "all"]

#: The mean speed from which wheels have a motor: nobody cycles home from a run so fast (configured).
CAR_MPS = 7.0
#: So much standing or walking beyond a ride is the way from the car to the door, and no part of a run.
_DOOR_S = 60.0


@dataclass(frozen=True)
class Ride:
    """A spell in which nobody was on foot, `[start_s, end_s)` in elapsed seconds; metres null where unknown.

    `place`: before or after all that was done on foot, within it, or all there is.
    """

    start_s: float
    end_s: float
    distance_m: float | None
    place: Place

    @property
    def length_s(self) -> float:
        """How long it lasted."""
        return self.end_s - self.start_s

    @property
    def is_fast(self) -> bool:
        """Whether it was as fast as a motor, in the mean."""
        return self.distance_m is not None and self.distance_m >= CAR_MPS * self.length_s


@dataclass(frozen=True)
class Kept:
    """What is left of an activity without the rides at its ends, in elapsed seconds."""

    start_s: float
    end_s: float


def find_rides(bouts: pl.DataFrame) -> tuple[Ride, ...]:
    """The spells of a `Bouts` frame in which nobody was on foot, in order."""
    return tuple(_rides(bouts))


def _rides(bouts: pl.DataFrame) -> Iterator[Ride]:
    apart = bouts.filter(pl.col("kind") == "not_on_foot")
    for start_s, end_s, metres in apart.select("start_s", "end_s", "distance_m").iter_rows():
        is_first = _is_nothing(bouts.filter(pl.col("end_s") <= start_s))
        is_last = _is_nothing(bouts.filter(pl.col("start_s") >= end_s))
        place: Place = "all" if is_first and is_last else "before" if is_first else "within"
        yield Ride(start_s, end_s, metres, "after" if is_last and not is_first else place)


def _is_nothing(beyond: pl.DataFrame) -> bool:
    """Whether the bouts beyond a ride are no part of a run: surely none, and hardly any at all."""
    on_foot = beyond.filter(pl.col("kind") != "not_on_foot")
    lasted_s = (on_foot["end_s"] - on_foot["start_s"]).sum()
    is_run = on_foot["kind"].is_in(["run", "unknown"]).any() or on_foot["uncertain_s"].sum() > 0
    return not is_run and lasted_s <= _DOOR_S


def without_rides(bouts: pl.DataFrame) -> Kept | None:
    """What is left without the rides before and after, null where there is none or nothing is left."""
    rides = find_rides(bouts)
    before = [ride.end_s for ride in rides if ride.place == "before"]
    after = [ride.start_s for ride in rides if ride.place == "after"]
    if not before and not after:
        return None
    return Kept(max(before, default=0.0), min(after, default=float(bouts["end_s"][-1])))


def in_words(ride: Ride) -> str:
    """What was seen: where it lies, how long it was and what it looks like."""
    minutes = max(1, round(ride.length_s / 60))
    span, verb = (f"{minutes} minutes", "look") if minutes > 1 else ("minute", "looks")
    where = {
        "before": f"The first {span} {verb}",
        "after": f"The last {span} {verb}",
        "within": f"From minute {ride.start_s / 60:.0f} on, {minutes} min look",
        "all": f"These {minutes} min look",
    }[ride.place]
    return (
        f"{where} like {'a car, a bus or a train' if ride.is_fast else 'wheels: a bus, a car or a bicycle'}"
    )
