"""One recording's values to a finished Activity."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Literal

import numpy as np
import polars as pl

from ingest.activity import (
    FOOT_SPORTS,
    RUNNING_S,
    Activity,
    DeviceSplits,
    Provenance,
    QualityNote,
    Samples,
    WorkoutSteps,
)
from ingest.cadence import read_cadence
from ingest.errors import IngestError
from ingest.frames import empty_frame, frame
from ingest.motion import Floats
from ingest.on_foot import UNNAMED_SPORTS, Motion, Sport, judge_sport
from ingest.pauses import Pause, pause_frame, timer_s
from ingest.xml.laps import TimedLap, laps_frame, totals_of
from ingest.xml.measure import Measured, Measuring
from ingest.xml.pauses import lap_total_pauses, segment_pauses
from ingest.xml.points import Points

#: How far a lap's own start and end may lie outside the samples and still bound the activity.
LAP_MARGIN_S = 60.0
#: The file's total and the samples' may differ by this share before it is worth a word.
TOTAL_MARGIN = 0.1
LONGEST_DAYS = 14
_MS_PER_S = 1_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: Garmin's clock starts on the last day of 1989 when it has never seen a satellite.
_CLOCK_SET = datetime(1995, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Source:
    """What is known of a recording besides its points."""

    format: Literal["gpx", "tcx"]
    sha256: str
    sport: str = "generic"
    sub_sport: str | None = None
    device: str | None = None
    device_key: str | None = None
    utc_offset_s: int | None = None
    laps: Sequence[TimedLap] = ()
    #: The points are a part of what was cut, so a lap may reach beyond them.
    is_part: bool = False
    notes: tuple[QualityNote, ...] = ()


def build_activity(points: Points, source: Source) -> Activity:
    """The finished activity of timed points in order of time.

    Raises `IngestError`: `empty_activity` for a single point, `no_timestamps` where all points
    have the same time, `too_large` for one that would last longer than two weeks.
    """
    _check_span(points)
    measuring = Measuring(source.sport)
    measured = measuring.measure(points)
    sport = _sport(source, measured, measuring)
    laps = _laps_within(source.laps, measured)
    if source.is_part and sum(lap.timer_time_s for lap in laps) > measured.time_s[-1] + LAP_MARGIN_S:
        measuring.count("lap_across_activities", len(laps))
        laps = []
    start_ms, end_ms = _bounds_ms(measured, laps)
    elapsed_s = measured.time_s + (measured.start_ms - start_ms) / _MS_PER_S
    elapsed_time_s = (end_ms - start_ms) / _MS_PER_S
    lap_start_s, lap_end_s = _lap_bounds_s(laps, start_ms, elapsed_time_s)
    pauses = _pauses(measured, elapsed_s, laps, lap_start_s, lap_end_s, measuring)
    cadence = read_cadence(
        source.format,
        measured.time_s,
        measured.speed_mps,
        measured.cadence,
        on_foot=sport.name in FOOT_SPORTS,
    )
    measuring.notes += cadence.notes
    measuring.count("cadence_impossible", cadence.impossible)
    start_utc = _EPOCH + timedelta(milliseconds=start_ms)
    if start_utc < _CLOCK_SET:
        measuring.note(
            "clock_not_set", "The device's clock was not set, so the date and time of day are wrong."
        )
    return Activity(
        samples=_samples(measured, start_ms, elapsed_s, pauses, cadence.steps_per_min),
        laps=laps_frame(laps, lap_start_s, lap_end_s, cadence.factor),
        pauses=pause_frame(pauses),
        moved_in_pauses_m=tuple(pause.moved_m for pause in pauses),
        device_splits=empty_frame(DeviceSplits),
        workout_steps=empty_frame(WorkoutSteps),
        provenance=Provenance(
            sha256=source.sha256,
            format=source.format,
            device=source.device,
            device_key=source.device_key,
            sport=sport.name,
            sub_sport=sport.sub_sport,
            start_utc=start_utc,
            utc_offset_s=source.utc_offset_s,
            cadence_rule=cadence.rule,
            cadence_reason=cadence.reason,
            dropped=MappingProxyType(measuring.dropped),
            dropped_m=MappingProxyType(measuring.dropped_m),
        ),
        elapsed_time_s=elapsed_time_s,
        distance_m=_total_m(measured, laps, measuring),
        quality=(*source.notes, *measuring.notes),
        totals=totals_of(laps),
    )


def summary_of(source: Source) -> Activity | None:
    """The activity that laps without points sum up; null where none of them tells how long it was."""
    laps = [lap for lap in source.laps if lap.timer_time_s > 0]
    if not laps:
        return None
    start_ms = laps[0].start_ms
    start_s = np.array([(lap.start_ms - start_ms) / _MS_PER_S for lap in laps])
    end_s = start_s + [lap.timer_time_s for lap in laps]
    elapsed_time_s = float(end_s.max())
    if elapsed_time_s > LONGEST_DAYS * 86_400:
        return None
    rests = zip(end_s[:-1].tolist(), start_s[1:].tolist(), strict=True)
    totals = totals_of(laps)
    return Activity(
        samples=empty_frame(Samples),
        laps=laps_frame(laps, start_s, end_s, np.nan),
        pauses=pause_frame(
            [Pause(since_s, to_s, "timer_total") for since_s, to_s in rests if to_s > since_s]
        ),
        device_splits=empty_frame(DeviceSplits),
        workout_steps=empty_frame(WorkoutSteps),
        provenance=Provenance(
            sha256=source.sha256,
            format=source.format,
            device=source.device,
            device_key=source.device_key,
            sport=source.sport,
            sub_sport=source.sub_sport,
            start_utc=_EPOCH + timedelta(milliseconds=start_ms),
            utc_offset_s=source.utc_offset_s,
            cadence_rule="none",
            cadence_reason="The file has no cadence.",
        ),
        elapsed_time_s=elapsed_time_s,
        distance_m=totals.distance_m,
        quality=source.notes,
        totals=totals,
    )


def _check_span(points: Points) -> None:
    span_ms = points.time_ms[-1] - points.time_ms[0]
    if len(points) == 1:
        raise IngestError(
            "empty_activity", "The file holds a single point with a time; a run needs at least two."
        )
    if not span_ms:
        raise IngestError(
            "no_timestamps",
            "All points have the same time, so no speed can be told; export the activity again.",
        )
    if span_ms > LONGEST_DAYS * 86_400_000:
        raise IngestError(
            "too_large", f"The times of the file span more than {LONGEST_DAYS} days without a break."
        )


def _sport(source: Source, measured: Measured, measuring: Measuring) -> Sport:
    motion = Motion(measured.time_s, measured.speed_mps, measured.cadence)
    is_other = source.sport == "other"
    sport = judge_sport(
        source.sport,
        source.sub_sport,
        motion,
        says_nothing=source.sport in UNNAMED_SPORTS,
        counts_steps=source.format == "tcx" and is_other and measured.has_run_cadence,
    )
    measuring.notes += sport.notes
    measuring.count(RUNNING_S, sport.may_have_run_s)
    return sport


def _laps_within(laps: Sequence[TimedLap], measured: Measured) -> list[TimedLap]:
    begin_ms = measured.start_ms - LAP_MARGIN_S * _MS_PER_S
    end_ms = measured.start_ms + measured.time_s[-1] * _MS_PER_S
    return [lap for lap in laps if begin_ms <= lap.start_ms <= end_ms]


def _bounds_ms(measured: Measured, laps: list[TimedLap]) -> tuple[int, int]:
    """Start and end in milliseconds since 1970: the samples', widened to the laps' where those are near."""
    start_ms, end_ms = measured.start_ms, measured.start_ms + round(measured.time_s[-1] * _MS_PER_S)
    if laps:
        start_ms = min(start_ms, laps[0].start_ms)
        lap_end_ms = laps[-1].start_ms + np.nan_to_num(laps[-1].timer_time_s) * _MS_PER_S
        if 0 < lap_end_ms - end_ms <= LAP_MARGIN_S * _MS_PER_S:
            end_ms = round(lap_end_ms)
    return start_ms, end_ms


def _lap_bounds_s(laps: list[TimedLap], start_ms: int, elapsed_time_s: float) -> tuple[Floats, Floats]:
    start_s = np.array([(lap.start_ms - start_ms) / _MS_PER_S for lap in laps])
    return start_s, np.append(start_s[1:], elapsed_time_s)[: len(laps)]


def _pauses(
    measured: Measured,
    elapsed_s: Floats,
    laps: list[TimedLap],
    lap_start_s: Floats,
    lap_end_s: Floats,
    measuring: Measuring,
) -> list[Pause]:
    found = segment_pauses(elapsed_s, measured.rest, measured.moved_m)
    if not laps:
        return found
    timer_s = np.array([lap.timer_time_s for lap in laps])
    told, unplaced_s = lap_total_pauses(elapsed_s, lap_start_s, lap_end_s, timer_s, found)
    if unplaced_s:
        measuring.note(
            "pause_unplaced",
            f"The watch was paused for {unplaced_s:.0f} s more, and the file does not tell when.",
        )
    return sorted(found + told)


def _samples(
    measured: Measured, start_ms: int, elapsed_s: Floats, pauses: list[Pause], cadence_spm: Floats | None
) -> pl.DataFrame:
    altitude_m = measured.altitude_m
    known = np.flatnonzero(np.isfinite(altitude_m))
    return frame(
        Samples,
        len(elapsed_s),
        time_utc=start_ms + np.round(elapsed_s * _MS_PER_S).astype(np.int64),
        elapsed_s=elapsed_s,
        timer_s=timer_s(elapsed_s, pauses),
        distance_m=measured.distance_m,
        speed_mps=measured.speed_mps,
        cadence_spm=np.full(len(elapsed_s), np.nan) if cadence_spm is None else cadence_spm,
        heart_rate_bpm=measured.heart_rate_bpm,
        relative_altitude_m=altitude_m - altitude_m[known[0]] if len(known) else altitude_m,
        power_w=measured.power_w,
    )


def _total_m(measured: Measured, laps: list[TimedLap], measuring: Measuring) -> float | None:
    known = measured.distance_m[np.isfinite(measured.distance_m)]
    sampled_m = float(known[-1]) if len(known) else None
    told_m = sum(lap.distance_m for lap in laps) if laps else float("nan")
    if not told_m > 0:
        return sampled_m
    if sampled_m is not None and abs(sampled_m - told_m) > TOTAL_MARGIN * told_m:
        measuring.note(
            "distance_mismatch",
            f"The laps add up to {told_m:.0f} m, the recorded points to {sampled_m:.0f} m.",
        )
    return float(told_m)
