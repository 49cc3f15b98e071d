"""What a watch file becomes: the measured activity, without anything that tells who or where."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Literal

import dataframely as dy
import polars as pl

FileFormat = Literal["fit", "gpx", "tcx"]
CadenceRule = Literal[
    "fit_strides_doubled",
    "fit_steps",
    "gpx_strides_doubled",
    "gpx_steps",
    "tcx_strides_doubled",
    "tcx_steps",
    "unknown",
    "none",
]


class Samples(dy.Schema):
    """One row per recorded instant, in time order; every channel is null where the watch has no value."""

    time_utc = dy.Datetime(time_unit="ms", time_zone="UTC", nullable=False)
    #: Seconds since the activity's start, pauses included.
    elapsed_s = dy.Float64(nullable=False, min=0)
    #: Seconds since the activity's start, pauses excluded.
    timer_s = dy.Float64(nullable=False, min=0)
    #: Metres since the start; never falls.
    distance_m = dy.Float64(nullable=True, min=0)
    speed_mps = dy.Float64(nullable=True, min=0)
    #: Steps a minute of both legs; revolutions a minute on a ride, strokes on a swim.
    cadence_spm = dy.Float64(nullable=True, min=0)
    heart_rate_bpm = dy.Float64(nullable=True, min=0)
    #: Altitude less that of the first sample which has one.
    relative_altitude_m = dy.Float64(nullable=True)
    vertical_oscillation_mm = dy.Float64(nullable=True, min=0)
    stance_time_ms = dy.Float64(nullable=True, min=0)
    stance_balance_pct = dy.Float64(nullable=True, min=0, max=100)
    step_length_mm = dy.Float64(nullable=True, min=0)
    power_w = dy.Float64(nullable=True, min=0)

    @dy.rule()
    def time_never_goes_back(cls) -> pl.Expr:
        return (cls.elapsed_s.col.diff() >= 0).fill_null(True)

    @dy.rule()
    def distance_never_falls(cls) -> pl.Expr:
        return (cls.distance_m.col.forward_fill().diff() >= 0).fill_null(True)


class Laps(dy.Schema):
    """The laps of the watch, `[start_s, end_s)` in elapsed seconds."""

    lap_index = dy.Int64(nullable=False, min=0)
    start_s = dy.Float64(nullable=False, min=0)
    end_s = dy.Float64(nullable=False, min=0)
    timer_time_s = dy.Float64(nullable=True, min=0)
    distance_m = dy.Float64(nullable=True, min=0)
    cadence_spm = dy.Float64(nullable=True, min=0)
    #: active, rest, warmup, cooldown, recovery, interval, other.
    intensity = dy.String(nullable=True)
    #: manual, time, distance, session_end, and so on, as the watch names it.
    trigger = dy.String(nullable=True)
    workout_step_index = dy.Int64(nullable=True, min=0)


class Pauses(dy.Schema):
    """Where the timer stood still, `[start_s, end_s)` in elapsed seconds, in order, without overlap."""

    start_s = dy.Float64(nullable=False, min=0)
    end_s = dy.Float64(nullable=False, min=0)
    #: timer_event, segment_gap, or timer_total (only the sum is known from the file's totals).
    source = dy.String(nullable=False)


class DeviceSplits(dy.Schema):
    """The watch's own run, walk and stand detection, `[start_s, end_s)` in elapsed seconds."""

    kind = dy.Enum(["run", "walk", "stand"], nullable=False)
    start_s = dy.Float64(nullable=False, min=0)
    end_s = dy.Float64(nullable=False, min=0)
    distance_m = dy.Float64(nullable=True, min=0)
    cadence_spm = dy.Float64(nullable=True, min=0)


class WorkoutSteps(dy.Schema):
    """The structured workout that the watch was told to guide, as stored in the file."""

    step_index = dy.Int64(nullable=False, min=0)
    #: time, distance, open, repeat, or other.
    duration_type = dy.String(nullable=False)
    duration_s = dy.Float64(nullable=True, min=0)
    distance_m = dy.Float64(nullable=True, min=0)
    #: active, rest, warmup, cooldown, recovery, interval, other.
    intensity = dy.String(nullable=True)
    #: For a repeat: the step to go back to, and how often in all.
    repeat_from_index = dy.Int64(nullable=True, min=0)
    repeat_count = dy.Int64(nullable=True, min=0)


@dataclass(frozen=True)
class QualityNote:
    """One remark on how far the file can be trusted; `code` is stable, `message` is for people."""

    code: str
    message: str


@dataclass(frozen=True)
class Provenance:
    """Where an activity came from, without what would tell who or where.

    `device_key` is a keyed hash of the device's serial number (null without a key or a
    serial); `dropped` counts what was left out, by reason: points for those of `WHOLE_POINTS`, else
    single values, laps or events. Where seconds or metres went with it, they are in `dropped_s` and
    `dropped_m`. What no activity of a file can be told to have lost stands with the first.
    `other_start_utc` is another start that the file tells, far from that of its records; null where it
    agrees with itself.
    """

    sha256: str
    format: FileFormat
    device: str | None
    device_key: str | None
    sport: str
    sub_sport: str | None
    start_utc: datetime
    utc_offset_s: int | None
    cadence_rule: CadenceRule
    cadence_reason: str
    dropped: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    other_start_utc: datetime | None = None
    dropped_s: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    dropped_m: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Totals:
    """The file's own totals, to hold against what was measured; each null where it has none.

    `timer_s` leaves the pauses out; `steps` counts both legs.
    """

    timer_s: float | None = None
    distance_m: float | None = None
    steps: float | None = None


@dataclass(frozen=True)
class Activity:
    """One measured activity, in SI units, times in elapsed seconds since `provenance.start_utc`.

    `elapsed_time_s` is the whole span and `pauses` lie inside it. `distance_m` is the
    file's own total where it has one, else the last sample's; null where unknown.
    """

    samples: pl.DataFrame
    laps: pl.DataFrame
    pauses: pl.DataFrame
    device_splits: pl.DataFrame
    workout_steps: pl.DataFrame
    provenance: Provenance
    elapsed_time_s: float
    distance_m: float | None = None
    device_rpe_0_10: float | None = None
    #: 0 (very weak) to 100 (very strong), as the watch asked it.
    device_feel: float | None = None
    quality: tuple[QualityNote, ...] = ()
    #: For each of `pauses`, how far apart the positions before and after it lie; NaN where unknown.
    moved_in_pauses_m: tuple[float, ...] = ()
    totals: Totals = Totals()

    @property
    def timer_time_s(self) -> float:
        """Elapsed time less all pauses, in seconds."""
        return self.elapsed_time_s - float((self.pauses["end_s"] - self.pauses["start_s"]).sum())

    @property
    def end_utc(self) -> datetime:
        """The instant at which the activity ended, in UTC."""
        return self.provenance.start_utc + timedelta(seconds=self.elapsed_time_s)

    @property
    def is_on_foot(self) -> bool:
        """True for a run, a walk or a hike, and where the file names no sport."""
        return self.provenance.sport in FOOT_SPORTS


#: In `dropped`: seconds that may have been running, of a file whose sport is not on foot.
RUNNING_S = "running_s"
#: In `dropped`: how often the clock was set; in `dropped_s` the seconds by which its stamps leapt.
CLOCK_SET = "clock_set"
#: Reasons in `dropped` that count whole points; of all others the point stays and one of its values goes.
WHOLE_POINTS = frozenset(
    {
        "no_time",
        "same_second",
        "time_doubled",
        "time_far_from_others",
        "time_impossible",
        "time_missing",
        "time_not_in_order",
        "time_span_too_long",
    }
)
#: Sports whose cadence counts steps. "generic" is what files without a sport are given.
FOOT_SPORTS = frozenset({"running", "walking", "hiking", "generic"})
