"""Six weeks of a sample runner: which session she ran on which day, and what was different about it.

Days count from the last day of the six weeks (day 0, the day of her weekly check-in).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Twist = Literal["pause", "overshoot"]
Medium = Literal["fit", "gpx_steps", "gpx_strides"]


@dataclass(frozen=True)
class Chapter:
    """One run of the six weeks. `stage` and `session` count from 0 in the plan's running stages."""

    key: str
    day: int
    local_start: tuple[int, int]
    stage: int
    session: int
    shows: str
    medium: Medium = "fit"
    twist: Twist | None = None
    treadmill: bool = False
    workout: bool = False
    device_splits: bool = False
    auto_lap: bool = False
    rpe_0_10: int | None = None

    @property
    def file_name(self) -> str:
        return f"{self.key}.{self.medium.partition('_')[0]}"

    @property
    def seed(self) -> int:
        return 1000 + abs(self.day)


#: Where the pause is made (the span before the session's third run), and how long it is.
PAUSE_AFTER_SPAN = 5
PAUSE_S = 95
#: She felt well and ran on after the last repetition.
OVERSHOOT_S = 180

CHAPTERS: Sequence[Chapter] = (
    Chapter(
        "week1-run1",
        -41,
        (7, 10),
        0,
        0,
        "the first session, guided by the watch: one lap per step",
        workout=True,
    ),
    Chapter("week1-run2", -39, (7, 20), 0, 1, "as prescribed, with a lap at each kilometre", auto_lap=True),
    Chapter("week1-run3", -37, (7, 40), 0, 2, "as prescribed; the watch asked for the effort", rpe_0_10=3),
    Chapter("week2-run1", -34, (7, 5), 1, 0, "as prescribed"),
    Chapter("week2-run2", -32, (7, 15), 1, 1, "as prescribed; her knee hurt that evening"),
    Chapter("week2-run3", -30, (7, 30), 1, 2, "GPX whose cadence counts steps", medium="gpx_steps"),
    Chapter("week3-run1", -27, (7, 0), 1, 0, "stopped the watch at a crossing, and went on", twist="pause"),
    Chapter("week3-run2", -25, (7, 20), 1, 1, "on a treadmill, without GPS", treadmill=True),
    Chapter("week3-run3", -23, (7, 30), 1, 2, "as prescribed", auto_lap=True),
    Chapter("week4-run1", -20, (7, 10), 2, 0, "as prescribed"),
    Chapter("week4-run2", -18, (7, 25), 2, 1, "felt well and ran three minutes too long", twist="overshoot"),
    Chapter("week4-run3", -16, (7, 45), 2, 2, "as prescribed"),
    Chapter("week5-run1", -13, (7, 0), 2, 0, "GPX whose cadence counts strides", medium="gpx_strides"),
    Chapter("week5-run2", -11, (7, 15), 2, 1, "as prescribed", rpe_0_10=4),
    Chapter("week5-run3", -9, (7, 30), 2, 2, "as prescribed", auto_lap=True),
    Chapter("week6-run1", -6, (7, 10), 3, 0, "guided by the watch: one lap per step", workout=True),
    Chapter("week6-run2", -4, (7, 20), 3, 1, "with the watch's own run and walk splits", device_splits=True),
    Chapter("week6-run3", -2, (7, 40), 3, 2, "as prescribed; the watch asked for the effort", rpe_0_10=3),
)

#: The evening of the weekly check-in, after the last run's next morning; the newest is yesterday's.
CHECK_IN_DAYS: Sequence[int] = (-36, -29, -22, -15, -8, -1)
CHECK_IN_LOCAL = (20, 0)
BIRTH_DAY = -151
EXAMINED_DAY = -46
CLEARED_DAY = -43
#: The run after which her knee hurt, and how much; it was gone the next morning.
SORE_KNEE_AFTER = "week2-run2"
SORE_KNEE_0_10 = 4
