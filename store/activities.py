"""Activities, their samples, and what measuring found: written together, gone together."""

from dataclasses import dataclass
from datetime import date, datetime

import polars as pl
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from store import tables as t
from store.frames import Blob, unpack_samples
from store.rows import RUNNER, columns_of, insert, of_runner, read_all, read_one


@dataclass(frozen=True)
class ActivityRow:
    """One activity without its samples; frames and mappings as the JSON text that is stored."""

    id: str
    runner_id: str
    kind: str
    file_sha256: str | None
    format: str | None
    device: str | None
    device_key: str | None
    sport: str
    sub_sport: str | None
    start_utc: datetime
    end_utc: datetime
    utc_offset_s: int | None
    local_date: date
    elapsed_time_s: float
    timer_time_s: float
    distance_m: float | None
    cadence_rule: str
    cadence_reason: str
    device_rpe_0_10: float | None
    device_feel: float | None
    told_outcome: str | None
    dropped: str
    file_notes: str
    laps: str
    pauses: str
    device_splits: str
    workout_steps: str
    imported_utc: datetime
    imported_by: str | None
    #: What is doubtful about its date, null where nothing is: `future`, `swapped`.
    date_doubt: str | None = None
    #: When it may have begun instead; null where nothing says.
    other_start_utc: datetime | None = None
    #: The recording that it may be the same run as; `is_apart` is what she said of that, null until she has.
    twin_of: str | None = None
    is_apart: bool | None = None
    #: Start and offset as they were read, where she has told the start; null: she has not.
    recorded_start_utc: datetime | None = None
    recorded_offset_s: int | None = None

    @property
    def is_undated(self) -> bool:
        """Whether it is not known when it was: its date is doubtful, and she has not told it."""
        return self.date_doubt is not None and self.recorded_start_utc is None


@dataclass(frozen=True)
class MeasurementRow:
    """What measuring found in one activity; `bouts` and `quality_notes` as JSON text."""

    activity_id: str
    bouts: str | None
    run_time_s: float | None
    walk_time_s: float | None
    stand_time_s: float | None
    pause_time_s: float
    run_distance_m: float | None
    run_bout_count: int | None
    longest_run_bout_s: float | None
    run_cadence_spm: float | None
    run_pace_s_per_km: float | None
    mean_heart_rate_bpm: float | None
    bouts_source: str | None
    quality_notes: str
    counts_for_progress: bool
    not_counted_reason: str | None
    measured_by_version: str
    measured_utc: datetime


@dataclass(frozen=True)
class Tombstone:
    """What stays of a deleted activity."""

    activity_id: str
    runner_id: str
    kind: str
    start_utc: datetime
    end_utc: datetime
    local_date: date
    deleted_utc: datetime
    deleted_by: str | None
    #: What stays of how it was run: surely, at most, and as the comparison found.
    sure_s: float | None = None
    maybe_s: float | None = None
    outcome: str | None = None
    #: Where nobody knew when it was: its times are then those of its upload.
    date_doubt: str | None = None
    #: As they were read, where she had told the start.
    recorded_start_utc: datetime | None = None
    recorded_offset_s: int | None = None


@dataclass(frozen=True)
class ExecutionRow:
    """How a session was executed, as JSON text, under a hash of what it was made from."""

    activity_id: str
    inputs_sha256: str
    outcome: str
    record: str


_ACTIVITY = columns_of(t.activity, ActivityRow)
_MEASUREMENT = columns_of(t.measurement, MeasurementRow)
#: What she tells of a start changes nothing of which file it is.
_start_as_read = sa.func.coalesce(t.activity.c.recorded_start_utc, t.activity.c.start_utc)
_BY_START = (t.activity.c.start_utc, t.activity.c.id)
_ACTIVITIES = of_runner(t.activity, ActivityRow, *_BY_START)
_SPAN = (
    sa.bindparam("earliest_utc", type_=t.activity.c.start_utc.type),
    sa.bindparam("latest_utc", type_=t.activity.c.start_utc.type),
)
# One query for each index: with both in one, all of a runner's rows would be looked at.
_STARTED = tuple(
    _ACTIVITIES.where(column.between(*_SPAN))
    for column in (t.activity.c.start_utc, t.activity.c.recorded_start_utc)
)
_MEASUREMENTS = (
    sa.select(*_MEASUREMENT).join(t.activity).where(t.activity.c.runner_id == RUNNER).order_by(*_BY_START)
)
_EXECUTIONS = (
    sa.select(t.execution)
    .join(t.activity)
    .where(t.activity.c.runner_id == RUNNER, t.activity.c.local_date >= sa.bindparam("since"))
)
_TOMBSTONES = of_runner(t.tombstone, Tombstone, t.tombstone.c.local_date)
_SAME_FILE = sa.select(t.activity.c.id).where(
    t.activity.c.runner_id == RUNNER,
    t.activity.c.file_sha256 == sa.bindparam("file_sha256"),
    _start_as_read == sa.bindparam("start_utc", type_=t.activity.c.start_utc.type),
)
_SAME_DEVICE = sa.select(t.activity.c.id).where(
    t.activity.c.runner_id == RUNNER,
    t.activity.c.device_key == sa.bindparam("device_key"),
    _start_as_read == sa.bindparam("start_utc", type_=t.activity.c.start_utc.type),
)


def add_activity(connection: Connection, row: ActivityRow, samples: Blob | None) -> None:
    """Insert an activity and its samples in the same transaction."""
    samples_id = None if samples is None else insert(connection, t.samples, vars(samples))
    connection.execute(t.activity.insert(), {**vars(row), "samples_id": samples_id})


def put_measurement(connection: Connection, row: MeasurementRow) -> None:
    """Write what measuring found, in place of what it found before."""
    connection.execute(t.measurement.delete().where(t.measurement.c.activity_id == row.activity_id))
    connection.execute(t.measurement.insert(), vars(row))


def put_execution(connection: Connection, row: ExecutionRow) -> None:
    """Keep how a session was executed, in place of what was kept before."""
    connection.execute(t.execution.delete().where(t.execution.c.activity_id == row.activity_id))
    connection.execute(t.execution.insert(), vars(row))


def executions_of(connection: Connection, runner_id: str, *, since: date) -> tuple[ExecutionRow, ...]:
    """Return what is kept of a runner's sessions from a local date on."""
    return read_all(connection, _EXECUTIONS, ExecutionRow, runner_id=runner_id, since=since)


def activity_by_id(connection: Connection, activity_id: str) -> ActivityRow | None:
    """Return the activity, null where there is none."""
    return read_one(connection, sa.select(*_ACTIVITY).where(t.activity.c.id == activity_id), ActivityRow)


def activities_of(
    connection: Connection, runner_id: str, *, since: date | None = None, until: date | None = None
) -> tuple[ActivityRow, ...]:
    """Return a runner's activities from the first to the last local date, both included, oldest first."""
    query = _ACTIVITIES
    if since is not None:
        query = query.where(t.activity.c.local_date >= since)
    if until is not None:
        query = query.where(t.activity.c.local_date <= until)
    return read_all(connection, query, ActivityRow, runner_id=runner_id)


def measurements_of(
    connection: Connection, runner_id: str, *, since: date | None = None, until: date | None = None
) -> tuple[MeasurementRow, ...]:
    """Return what measuring found in a runner's activities, oldest first."""
    query = _MEASUREMENTS
    if since is not None:
        query = query.where(t.activity.c.local_date >= since)
    if until is not None:
        query = query.where(t.activity.c.local_date <= until)
    return read_all(connection, query, MeasurementRow, runner_id=runner_id)


def measurement_by_id(connection: Connection, activity_id: str) -> MeasurementRow | None:
    """Return what measuring found in one activity."""
    query = sa.select(*_MEASUREMENT).where(t.measurement.c.activity_id == activity_id)
    return read_one(connection, query, MeasurementRow)


def samples_of(connection: Connection, activity_id: str) -> pl.DataFrame | None:
    """Return an activity's samples, null where it was told by hand; raises DamagedError."""
    query = sa.select(*columns_of(t.samples, Blob)).join(t.activity).where(t.activity.c.id == activity_id)
    blob = read_one(connection, query, Blob)
    return None if blob is None else unpack_samples(blob)


def same_file(connection: Connection, runner_id: str, file_sha256: str, start_utc: datetime) -> str | None:
    """Return the runner's activity made of the same bytes, null where there is none.

    The start tells apart the sessions of one multisport file.
    """
    values = {"runner_id": runner_id, "file_sha256": file_sha256, "start_utc": start_utc}
    return connection.execute(_SAME_FILE, values).scalars().first()


def same_device(connection: Connection, runner_id: str, device_key: str, start_utc: datetime) -> str | None:
    """Return the runner's activity that the same device began at the same instant."""
    values = {"runner_id": runner_id, "device_key": device_key, "start_utc": start_utc}
    return connection.execute(_SAME_DEVICE, values).scalars().first()


def started_between(
    connection: Connection, runner_id: str, earliest_utc: datetime, latest_utc: datetime
) -> tuple[ActivityRow, ...]:
    """Return the runner's activities that began in this span, as read or as told, both ends included."""
    span = {"runner_id": runner_id, "earliest_utc": earliest_utc, "latest_utc": latest_utc}
    rows = [row for query in _STARTED for row in read_all(connection, query, ActivityRow, **span)]
    return tuple(sorted({row.id: row for row in rows}.values(), key=lambda row: (row.start_utc, row.id)))


def delete_activity(connection: Connection, activity_id: str) -> None:
    """Delete an activity, what measuring found in it, and its samples."""
    query = sa.select(t.activity.c.samples_id).where(t.activity.c.id == activity_id)
    samples_id = connection.execute(query).scalars().first()
    connection.execute(t.activity.delete().where(t.activity.c.id == activity_id))
    still_used = sa.exists().where(t.activity.c.samples_id == t.samples.c.id)
    connection.execute(t.samples.delete().where(t.samples.c.id == samples_id, ~still_used))


def add_tombstone(connection: Connection, tombstone: Tombstone) -> None:
    """Keep in mind that an activity was deleted."""
    connection.execute(t.tombstone.insert(), vars(tombstone))


def leave_tombstone(
    connection: Connection,
    activity_id: str,
    *,
    deleted_utc: datetime,
    deleted_by: str | None,
    may_have_run_s: float | None = None,
) -> None:
    """Keep in mind that an activity is about to be deleted, and what was cautious about it.

    What was only told was never surely run, nor was what nobody can date. `may_have_run_s` is what may have
    been running in one of another sport. Nothing happens where there is no such activity.
    """
    row = activity_by_id(connection, activity_id)
    if row is None:
        return
    measured = measurement_by_id(connection, activity_id)
    run_s = measured.run_time_s if measured else None
    query = sa.select(t.execution.c.outcome).where(t.execution.c.activity_id == activity_id)
    found = connection.execute(query).scalars().first()
    is_told = row.kind == "hand"
    is_unsure = is_told or row.is_undated
    start_utc, local_date = _start_kept(connection, row)
    add_tombstone(
        connection,
        Tombstone(
            activity_id=row.id,
            runner_id=row.runner_id,
            kind=row.kind,
            start_utc=start_utc,
            end_utc=start_utc + (row.end_utc - row.start_utc),
            local_date=local_date,
            deleted_utc=deleted_utc,
            deleted_by=deleted_by,
            sure_s=0.0 if is_unsure and run_s is not None else None if is_unsure else run_s,
            maybe_s=run_s if run_s is not None else may_have_run_s,
            outcome=row.told_outcome if is_told else found,
            date_doubt=row.date_doubt if row.is_undated else None,
            recorded_start_utc=row.recorded_start_utc,
            recorded_offset_s=row.recorded_offset_s,
        ),
    )


def _start_kept(connection: Connection, row: ActivityRow) -> tuple[datetime, date]:
    """Start and day that stay of it: of what nobody can date those of its upload, of a twin the other's."""
    if row.is_undated:
        return row.imported_utc, row.imported_utc.date()
    if row.twin_of is None or row.is_apart:
        return row.start_utc, row.local_date
    other = activity_by_id(connection, row.twin_of)
    query = sa.select(*columns_of(t.tombstone, Tombstone)).where(t.tombstone.c.activity_id == row.twin_of)
    other = other or read_one(connection, query, Tombstone)
    return (other.start_utc, other.local_date) if other else (row.start_utc, row.local_date)


def tombstones_of(connection: Connection, runner_id: str) -> tuple[Tombstone, ...]:
    """Return what stays of a runner's deleted activities, oldest first."""
    return read_all(connection, _TOMBSTONES, Tombstone, runner_id=runner_id)
