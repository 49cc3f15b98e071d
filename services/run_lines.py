"""One activity as a list shows it: what was recorded, when, and what measuring found."""

from dataclasses import dataclass
from datetime import date, datetime

from services.dates import local_instant
from store.activities import ActivityRow, MeasurementRow


@dataclass(frozen=True)
class Run:
    """One activity as a list shows it, times in seconds, distances in metres; null is unknown or not on foot.

    `kind` is foot (recorded on foot), other (a ride, a swim and the like) or hand (told by the runner).
    `local_start` is by the clock where she was; `start_as_read` the same as its file has it, where she told
    another. `is_undated` says that nobody knows when it was, `same_as` which run it is, or may be.
    """

    activity_id: str
    local_start: datetime
    start_as_read: datetime | None
    is_undated: bool
    same_as: str | None
    kind: str
    sport: str
    sub_sport: str | None
    start_utc: datetime
    end_utc: datetime
    local_date: date
    elapsed_time_s: float
    timer_time_s: float
    distance_m: float | None
    run_time_s: float | None
    walk_time_s: float | None
    stand_time_s: float | None
    pause_time_s: float | None
    run_distance_m: float | None
    run_bout_count: int | None
    longest_run_bout_s: float | None
    run_cadence_spm: float | None
    run_pace_s_per_km: float | None
    mean_heart_rate_bpm: float | None
    counts_for_progress: bool
    not_counted_reason: str | None
    device_rpe_0_10: float | None


def run_of(row: ActivityRow, measurement: MeasurementRow | None, time_zone: str) -> Run:
    """Join an activity with what measuring found in it; `time_zone` is the runner's own."""
    as_read_utc = row.recorded_start_utc
    return Run(
        activity_id=row.id,
        local_start=local_instant(row.start_utc, utc_offset_s=row.utc_offset_s, time_zone=time_zone),
        start_as_read=as_read_utc
        and local_instant(as_read_utc, utc_offset_s=row.recorded_offset_s, time_zone=time_zone),
        is_undated=row.is_undated,
        same_as=None if row.is_apart else row.twin_of,
        kind=row.kind,
        sport=row.sport,
        sub_sport=row.sub_sport,
        start_utc=row.start_utc,
        end_utc=row.end_utc,
        local_date=row.local_date,
        elapsed_time_s=row.elapsed_time_s,
        timer_time_s=row.timer_time_s,
        distance_m=row.distance_m,
        run_time_s=measurement and measurement.run_time_s,
        walk_time_s=measurement and measurement.walk_time_s,
        stand_time_s=measurement and measurement.stand_time_s,
        pause_time_s=measurement and measurement.pause_time_s,
        run_distance_m=measurement and measurement.run_distance_m,
        run_bout_count=measurement and measurement.run_bout_count,
        longest_run_bout_s=measurement and measurement.longest_run_bout_s,
        run_cadence_spm=measurement and measurement.run_cadence_spm,
        run_pace_s_per_km=measurement and measurement.run_pace_s_per_km,
        mean_heart_rate_bpm=measurement and measurement.mean_heart_rate_bpm,
        counts_for_progress=measurement is not None and measurement.counts_for_progress,
        not_counted_reason=measurement.not_counted_reason if measurement else None,
        device_rpe_0_10=row.device_rpe_0_10,
    )
