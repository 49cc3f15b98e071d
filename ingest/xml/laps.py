"""The laps of a TCX activity as a `Laps` frame."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from ingest.activity import Laps, Totals
from ingest.frames import frame
from ingest.motion import Floats
from ingest.xml.document import Lap
from ingest.xml.points import Points
from ingest.xml.times import parse_times

_INTENSITY = {"Active": "active", "Resting": "rest"}
_TRIGGER = {
    "Manual": "manual",
    "Distance": "distance",
    "Location": "position",
    "Time": "time",
    "HeartRate": "heart_rate",
}


@dataclass(frozen=True)
class TimedLap:
    """A lap with its numbers, NaN where the file has none; `cadence` is in the file's unit."""

    track: int
    start_ms: int
    timer_time_s: float
    distance_m: float
    cadence: float
    intensity: str | None
    trigger: str | None
    #: Of both legs, as Garmin counts them.
    steps: float = float("nan")


def timed_laps(laps: Sequence[Lap], points: Points, shift_ms: Floats | None = None) -> list[TimedLap]:
    """Laps in order of time; one without a start of its own begins at its first point.

    `shift_ms` is what was taken off the raw times of the points, and is taken off those of their laps.
    """
    if not laps:
        return []
    spans_ms = points.spans_ms(points.lap)
    told_ms = parse_times([lap.start.encode() if lap.start else None for lap in laps]).time_ms
    if shift_ms is not None:
        told_ms -= _shift_of_laps(len(laps), points, shift_ms)
    timed = []
    for index, lap in enumerate(laps):
        start_ms = spans_ms[index][0] if np.isnan(told_ms[index]) and index in spans_ms else told_ms[index]
        if start_ms == start_ms:
            timed.append(
                TimedLap(
                    track=lap.track,
                    start_ms=int(start_ms),
                    timer_time_s=_number(lap.timer_time),
                    distance_m=_number(lap.distance),
                    cadence=_number(lap.run_cadence or lap.cadence),
                    intensity=_INTENSITY.get(lap.intensity or ""),
                    trigger=_TRIGGER.get(lap.trigger or ""),
                    steps=_number(lap.steps),
                )
            )
    return sorted(timed, key=lambda lap: lap.start_ms)


def _shift_of_laps(laps: int, points: Points, shift_ms: Floats) -> Floats:
    """What was taken off the first point of each lap; of one without points, of the lap before it."""
    numbers, first = np.unique(points.lap, return_index=True)
    place = np.searchsorted(numbers, np.arange(laps), side="right") - 1
    return shift_ms[first[np.maximum(place, 0)]]


def laps_frame(
    laps: Sequence[TimedLap], start_s: Floats, end_s: Floats, cadence_factor: float
) -> pl.DataFrame:
    """The laps with their bounds in elapsed seconds; no cadence where its factor is NaN."""
    return frame(
        Laps,
        len(laps),
        lap_index=np.arange(len(laps)),
        start_s=start_s,
        end_s=end_s,
        timer_time_s=np.array([lap.timer_time_s for lap in laps]),
        distance_m=np.array([lap.distance_m for lap in laps]),
        cadence_spm=np.array([lap.cadence for lap in laps]) * cadence_factor,
        intensity=[lap.intensity for lap in laps],
        trigger=[lap.trigger for lap in laps],
    )


def totals_of(laps: Sequence[TimedLap]) -> Totals:
    """What the laps add up to, each total null where any of them does not tell it, or none does."""
    timer_s, distance_m, steps = (
        sum(getattr(lap, name) for lap in laps) for name in ("timer_time_s", "distance_m", "steps")
    )
    return Totals(*(total if total > 0 else None for total in (timer_s, distance_m, steps)))


def _number(text: str | None) -> float:
    try:
        value = float((text or "nan").replace(",", "."))
    except ValueError:
        return float("nan")
    return value if 0 <= value < 1e7 else float("nan")  # noqa: PLR2004 - four months, or round the world
