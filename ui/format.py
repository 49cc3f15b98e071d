"""Numbers as people read them; the only place where SI is left."""

from datetime import datetime
from typing import Literal

from services.figures import UNKNOWN, StepLike, clock, date_and_time, day, steps_in_words

__all__ = [
    "UNKNOWN",
    "StepLike",
    "Units",
    "cadence",
    "clock",
    "count",
    "date_and_time",
    "day",
    "day_and_time",
    "distance",
    "heart_rate",
    "minutes",
    "pace",
    "pace_change",
    "steps_in_words",
]

Units = Literal["km", "mi"]
METRES: dict[Units, float] = {"km": 1000.0, "mi": 1609.344}
#: Slower than this is standing about, not a pace.
SLOWEST_PACE_S_PER_KM = 3600.0


def minutes(seconds: float | None) -> str:
    """Seconds as whole minutes in words: `12 min`; a dash where unknown."""
    return UNKNOWN if seconds is None else f"{round(seconds / 60)} min"


def distance(metres: float | None, units: Units = "km") -> str:
    """Metres as kilometres or miles with two decimals; a dash where unknown."""
    return UNKNOWN if metres is None else f"{metres / METRES[units]:.2f} {units}"


def pace(seconds_per_km: float | None, units: Units = "km") -> str:
    """Pace as `m:ss /km` or `/mi`; a dash where unknown or too slow to be one."""
    if seconds_per_km is None or seconds_per_km > SLOWEST_PACE_S_PER_KM:
        return UNKNOWN
    return f"{clock(seconds_per_km * METRES[units] / METRES['km'])} /{units}"


def pace_change(seconds_per_km: float, units: Units = "km") -> str:
    """A change of pace as `12 s /km slower` or `faster`."""
    seconds = round(abs(seconds_per_km) * METRES[units] / METRES["km"])
    return f"{seconds} s /{units} {'slower' if seconds_per_km > 0 else 'faster'}"


def cadence(steps_per_minute: float | None) -> str:
    """Steps of both legs a minute, as `160 spm`; a dash where unknown."""
    return UNKNOWN if steps_per_minute is None else f"{round(steps_per_minute)} spm"


def heart_rate(beats_per_minute: float | None) -> str:
    """Beats a minute, as `142 bpm`; a dash where unknown."""
    return UNKNOWN if beats_per_minute is None else f"{round(beats_per_minute)} bpm"


def day_and_time(at: datetime | None) -> str:
    """A local instant as `Mon 2 Mar, 07:10`; a dash where unknown."""
    return UNKNOWN if at is None else f"{day(at)}, {at:%H:%M}"


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 run`, `2 runs`."""
    return f"{number} {one if number == 1 else many or one + 's'}"
