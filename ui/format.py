"""Numbers as people read them; the only place where SI is left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

Units = Literal["km", "mi"]
METRES: dict[Units, float] = {"km": 1000.0, "mi": 1609.344}
#: Slower than this is standing about, not a pace.
SLOWEST_PACE_S_PER_KM = 3600.0
UNKNOWN = "–"


def clock(seconds: float | None) -> str:
    """Seconds as `m:ss`, from one hour on as `h:mm:ss`; a dash where unknown."""
    if seconds is None:
        return UNKNOWN
    minutes, second = divmod(round(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02d}:{second:02d}" if hours else f"{minute}:{second:02d}"


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


def day(on: date | None) -> str:
    """A date as `Mon 2 Mar`; a dash where unknown."""
    return UNKNOWN if on is None else f"{on:%a} {on.day} {on:%b}"


def day_and_time(at: datetime | None) -> str:
    """A local instant as `Mon 2 Mar, 07:10`; a dash where unknown."""
    return UNKNOWN if at is None else f"{day(at)}, {at:%H:%M}"


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 run`, `2 runs`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


class StepLike(Protocol):
    """What `steps_in_words` needs of a prescribed step."""

    @property
    def kind(self) -> str: ...
    @property
    def duration_s(self) -> float | None: ...
    @property
    def distance_m(self) -> float | None: ...


@dataclass(frozen=True)
class Group:
    """Steps that repeat as one: `6 × (run 1:00, walk 1:30)`."""

    times: int
    words: tuple[str, ...]


def steps_in_words(steps: Sequence[StepLike]) -> str:
    """A session in one line, repetitions folded: `walk 5:00 · 6 × (run 1:00, walk 1:30) · walk 5:00`."""
    parts = []
    for group in _fold([_step_in_words(step) for step in steps]):
        inner = ", ".join(group.words)
        parts.append(inner if group.times == 1 else f"{group.times} × ({inner})")
    return " · ".join(parts)


def _step_in_words(step: StepLike) -> str:
    dose = f"{step.distance_m:.0f} m" if step.distance_m is not None else clock(step.duration_s)
    return f"{step.kind} {dose}"


def _fold(words: Sequence[str]) -> list[Group]:
    """Pairs that follow each other unchanged become one group; the rest stay as they are."""
    groups: list[Group] = []
    at = 0
    while at < len(words):
        pair = tuple(words[at : at + 2])
        times = 1
        while len(pair) > 1 and tuple(words[at + 2 * times : at + 2 * times + 2]) == pair:
            times += 1
        if times > 1:
            groups.append(Group(times, pair))
            at += 2 * times
        else:
            groups.append(Group(1, pair[:1]))
            at += 1
    return groups
