"""Between a measured activity and the rows that the store keeps: pure, so that it runs in any process."""

import json
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from importlib.metadata import version
from uuid import uuid4

from analysis import RunSummary
from ingest.activity import RUNNING_S, Activity, QualityNote
from services.dates import local_date, zone_of
from services.doubts import Doubt, Stamps, doubt_of
from services.measuring import Measured
from store.activities import ActivityRow, MeasurementRow
from store.frames import Blob, pack_rows, pack_samples

_VERSION = version("stridegate")
_SUMMARY = tuple(
    field.name for field in fields(RunSummary) if field.name in MeasurementRow.__dataclass_fields__
)


@dataclass(frozen=True)
class Owner:
    """Whose activity it is, in which time zone she lives, and who brought it in when."""

    runner_id: str
    time_zone: str
    actor_id: str | None
    now: datetime


@dataclass(frozen=True)
class PackedActivity:
    """One activity ready to be stored."""

    row: ActivityRow
    samples: Blob
    measurement: MeasurementRow


def pack(measured: Measured, owner: Owner) -> PackedActivity:
    """Turn a measured activity into rows and one compressed blob, under a new random id."""
    activity = measured.activity
    origin = activity.provenance
    doubt = _doubt(activity, owner)
    row = ActivityRow(
        id=uuid4().hex,
        runner_id=owner.runner_id,
        kind="foot" if activity.is_on_foot else "other",
        file_sha256=origin.sha256,
        format=origin.format,
        device=origin.device,
        device_key=origin.device_key,
        sport=origin.sport,
        sub_sport=origin.sub_sport,
        start_utc=origin.start_utc,
        end_utc=activity.end_utc,
        utc_offset_s=origin.utc_offset_s,
        local_date=local_date(origin.start_utc, utc_offset_s=origin.utc_offset_s, time_zone=owner.time_zone),
        elapsed_time_s=activity.elapsed_time_s,
        timer_time_s=activity.timer_time_s,
        distance_m=activity.distance_m,
        cadence_rule=origin.cadence_rule,
        cadence_reason=origin.cadence_reason,
        device_rpe_0_10=activity.device_rpe_0_10,
        device_feel=activity.device_feel,
        told_outcome=None,
        dropped=json.dumps(dict(origin.dropped)),
        file_notes=pack_notes(activity.quality),
        laps=pack_rows(activity.laps),
        pauses=pack_rows(activity.pauses),
        device_splits=pack_rows(activity.device_splits),
        workout_steps=pack_rows(activity.workout_steps),
        imported_utc=owner.now,
        imported_by=owner.actor_id,
        date_doubt=doubt and doubt.code,
        other_start_utc=doubt and doubt.other_start_utc,
    )
    return PackedActivity(row, pack_samples(activity.samples), _measurement(measured, row))


def _doubt(activity: Activity, owner: Owner) -> Doubt | None:
    """What is doubtful about its date; of what was surely no running nobody needs to know."""
    origin = activity.provenance
    if not activity.is_on_foot and not origin.dropped.get(RUNNING_S):
        return None
    stamps = Stamps(origin.start_utc, activity.end_utc, origin.utc_offset_s, origin.other_start_utc)
    return doubt_of(stamps, zone_of(owner.time_zone), now=owner.now)


@dataclass(frozen=True)
class PackedTold:
    """A run told by hand, ready to be stored: nothing was recorded."""

    row: ActivityRow
    measurement: MeasurementRow


def pack_told(
    start_utc: datetime,
    elapsed_time_s: float,
    run_time_s: float | None,
    distance_m: float | None,
    outcome: str | None,
    owner: Owner,
) -> PackedTold:
    """Turn what a runner tells into rows; what she cannot tell stays unknown."""
    row = ActivityRow(
        id=uuid4().hex,
        runner_id=owner.runner_id,
        kind="hand",
        file_sha256=None,
        format=None,
        device=None,
        device_key=None,
        sport="running",
        sub_sport=None,
        start_utc=start_utc,
        end_utc=start_utc + timedelta(seconds=elapsed_time_s),
        utc_offset_s=None,
        local_date=local_date(start_utc, utc_offset_s=None, time_zone=owner.time_zone),
        elapsed_time_s=elapsed_time_s,
        timer_time_s=elapsed_time_s,
        distance_m=distance_m,
        cadence_rule="none",
        cadence_reason="told by hand",
        device_rpe_0_10=None,
        device_feel=None,
        told_outcome=outcome,
        dropped="{}",
        file_notes="[]",
        laps="[]",
        pauses="[]",
        device_splits="[]",
        workout_steps="[]",
        imported_utc=owner.now,
        imported_by=owner.actor_id,
    )
    measurement = MeasurementRow(
        activity_id=row.id,
        bouts=None,
        run_time_s=run_time_s,
        walk_time_s=None,
        stand_time_s=None,
        pause_time_s=0.0,
        run_distance_m=None,
        run_bout_count=None,
        longest_run_bout_s=None,
        run_cadence_spm=None,
        run_pace_s_per_km=None,
        mean_heart_rate_bpm=None,
        bouts_source=None,
        quality_notes="[]",
        counts_for_progress=False,
        not_counted_reason="Told by hand, without a recording.",
        measured_by_version=_VERSION,
        measured_utc=owner.now,
    )
    return PackedTold(row, measurement)


def _measurement(measured: Measured, row: ActivityRow) -> MeasurementRow:
    figures = {name: getattr(measured.summary, name) for name in _SUMMARY}
    return MeasurementRow(
        activity_id=row.id,
        bouts=pack_rows(measured.bouts) if measured.activity.is_on_foot else None,
        **figures,
        quality_notes=pack_notes(measured.quality.notes),
        counts_for_progress=measured.quality.counts_for_progress,
        not_counted_reason=measured.quality.reason,
        measured_by_version=_VERSION,
        measured_utc=row.imported_utc,
    )


def pack_notes(notes: tuple[QualityNote, ...]) -> str:
    """Write quality notes as JSON."""
    return json.dumps([asdict(note) for note in notes])


def unpack_notes(text: str) -> tuple[QualityNote, ...]:
    """Read quality notes back."""
    return tuple(QualityNote(**note) for note in json.loads(text))
