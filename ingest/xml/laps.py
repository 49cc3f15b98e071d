"""The laps of a TCX activity as a `Laps` frame."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from ingest.activity import Laps
from ingest.frames import empty_frame, schema_of
from ingest.motion import Floats
from ingest.xml.document import Lap
from ingest.xml.values import parse_times_ms

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


def timed_laps(laps: Sequence[Lap], points: pl.DataFrame) -> list[TimedLap]:
    """Laps in order of time; one without a start of its own begins at its first point."""
    if not laps:
        return []
    first_points = points.group_by("lap").agg(pl.col("time_ms").min())
    first_point_ms = dict(first_points.drop_nulls().iter_rows())
    starts_ms = parse_times_ms([lap.start for lap in laps])
    timed = []
    for index, (lap, told_ms) in enumerate(zip(laps, starts_ms, strict=True)):
        start_ms = first_point_ms.get(index) if told_ms is None else told_ms
        if start_ms is not None:
            timed.append(
                TimedLap(
                    track=lap.track,
                    start_ms=start_ms,
                    timer_time_s=_number(lap.timer_time),
                    distance_m=_number(lap.distance),
                    cadence=_number(lap.run_cadence or lap.cadence),
                    intensity=_INTENSITY.get(lap.intensity or ""),
                    trigger=_TRIGGER.get(lap.trigger or ""),
                )
            )
    return sorted(timed, key=lambda lap: lap.start_ms)


def laps_frame(
    laps: Sequence[TimedLap], start_s: Floats, end_s: Floats, cadence_factor: float | None
) -> pl.DataFrame:
    """The laps with their bounds in elapsed seconds; no cadence where its unit is unknown."""
    if not laps:
        return empty_frame(Laps)
    columns = {
        "lap_index": range(len(laps)),
        "start_s": start_s,
        "end_s": end_s,
        "timer_time_s": [lap.timer_time_s for lap in laps],
        "distance_m": [lap.distance_m for lap in laps],
        "cadence_spm": [lap.cadence * (cadence_factor or np.nan) for lap in laps],
        "intensity": [lap.intensity for lap in laps],
        "trigger": [lap.trigger for lap in laps],
        "workout_step_index": [None] * len(laps),
    }
    return pl.DataFrame(columns, schema=schema_of(Laps)).with_columns(pl.col(pl.Float64).fill_nan(None))


def _number(text: str | None) -> float:
    try:
        value = float(text or "nan")
    except ValueError:
        return float("nan")
    return value if 0 <= value < 1e7 else float("nan")  # noqa: PLR2004 - four months, or round the world
