"""Activities, their samples, and what measuring found in them."""

import sqlalchemy as sa

from store.tables.base import (
    COUNTED_ID,
    RANDOM_ID,
    actor_id,
    counted_id,
    instant,
    metadata,
    person_id,
    version,
)

samples = sa.Table(
    "samples",
    metadata,
    counted_id(),
    #: The contracted samples frame as compressed Parquet; the checksum is verified on each read.
    sa.Column("parquet", sa.LargeBinary, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("row_count", sa.Integer, nullable=False),
)

activity = sa.Table(
    "activity",
    metadata,
    sa.Column("id", RANDOM_ID, primary_key=True),
    person_id("runner_id"),
    #: foot (recorded on foot), other (a ride, a swim, a strength session), hand (told, not recorded).
    sa.Column("kind", sa.String(8), nullable=False),
    sa.Column("samples_id", COUNTED_ID, sa.ForeignKey("samples.id"), nullable=True, index=True),
    sa.Column("file_sha256", sa.String(64), nullable=True),
    sa.Column("format", sa.String(8), nullable=True),
    sa.Column("device", sa.String(200), nullable=True),
    sa.Column("device_key", sa.String(64), nullable=True),
    sa.Column("sport", sa.String(64), nullable=False),
    sa.Column("sub_sport", sa.String(64), nullable=True),
    instant("start_utc"),
    instant("end_utc"),
    sa.Column("utc_offset_s", sa.Integer, nullable=True),
    #: The runner's calendar date, fixed when the activity is imported or its start is told.
    sa.Column("local_date", sa.Date, nullable=False),
    sa.Column("elapsed_time_s", sa.Float, nullable=False),
    sa.Column("timer_time_s", sa.Float, nullable=False),
    sa.Column("distance_m", sa.Float, nullable=True),
    sa.Column("cadence_rule", sa.String(32), nullable=False),
    sa.Column("cadence_reason", sa.Text, nullable=False),
    sa.Column("device_rpe_0_10", sa.Float, nullable=True),
    sa.Column("device_feel", sa.Float, nullable=True),
    sa.Column("dropped", sa.Text, nullable=False),
    sa.Column("file_notes", sa.Text, nullable=False),
    #: For a run told by hand: as_prescribed, partly, exceeded, or null where she does not say.
    sa.Column("told_outcome", sa.String(16), nullable=True),
    # Small frames, as rows of JSON: a few dozen numbers each, readable without us.
    sa.Column("laps", sa.Text, nullable=False),
    sa.Column("pauses", sa.Text, nullable=False),
    sa.Column("device_splits", sa.Text, nullable=False),
    sa.Column("workout_steps", sa.Text, nullable=False),
    instant("imported_utc"),
    actor_id("imported_by"),
    #: What is doubtful about its date: future, swapped; null: nothing. When it may have begun instead.
    sa.Column("date_doubt", sa.String(16), nullable=True),
    instant("other_start_utc", nullable=True),
    #: The recording that it may be the same run as, and whether she said that it is another one.
    sa.Column("twin_of", RANDOM_ID, nullable=True),
    sa.Column("is_apart", sa.Boolean, nullable=True),
    #: Start and offset as they were read, where she has told the start.
    instant("recorded_start_utc", nullable=True),
    sa.Column("recorded_offset_s", sa.Integer, nullable=True),
    version(),
    sa.CheckConstraint("kind IN ('foot', 'other', 'hand')", name="kind"),
    sa.Index("ix_activity_runner_start", "runner_id", "start_utc"),
    sa.Index("ix_activity_runner_recorded", "runner_id", "recorded_start_utc"),
    sa.Index("ix_activity_runner_file", "runner_id", "file_sha256"),
)

measurement = sa.Table(
    "measurement",
    metadata,
    sa.Column("activity_id", RANDOM_ID, sa.ForeignKey("activity.id", ondelete="CASCADE"), primary_key=True),
    # Null below: not on foot.
    sa.Column("bouts", sa.Text, nullable=True),
    sa.Column("run_time_s", sa.Float, nullable=True),
    sa.Column("walk_time_s", sa.Float, nullable=True),
    sa.Column("stand_time_s", sa.Float, nullable=True),
    sa.Column("pause_time_s", sa.Float, nullable=False),
    sa.Column("run_distance_m", sa.Float, nullable=True),
    sa.Column("run_bout_count", sa.Integer, nullable=True),
    sa.Column("longest_run_bout_s", sa.Float, nullable=True),
    sa.Column("run_cadence_spm", sa.Float, nullable=True),
    sa.Column("run_pace_s_per_km", sa.Float, nullable=True),
    sa.Column("mean_heart_rate_bpm", sa.Float, nullable=True),
    sa.Column("bouts_source", sa.String(16), nullable=True),
    sa.Column("quality_notes", sa.Text, nullable=False),
    sa.Column("counts_for_progress", sa.Boolean, nullable=False),
    sa.Column("not_counted_reason", sa.Text, nullable=True),
    sa.Column("measured_by_version", sa.String(32), nullable=False),
    instant("measured_utc"),
)

#: How a session was executed, kept under a hash of everything that it was made from, so that it is
#: never stale: another bout, plan or prescription is another hash. At its session's first activity.
execution = sa.Table(
    "execution",
    metadata,
    sa.Column("activity_id", RANDOM_ID, sa.ForeignKey("activity.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("inputs_sha256", sa.String(64), nullable=False),
    sa.Column("outcome", sa.String(16), nullable=False),
    sa.Column("record", sa.Text, nullable=False),
)

tombstone = sa.Table(
    "tombstone",
    metadata,
    sa.Column("activity_id", RANDOM_ID, primary_key=True),
    person_id("runner_id", index=True),
    sa.Column("kind", sa.String(8), nullable=False),
    instant("start_utc"),
    instant("end_utc"),
    sa.Column("local_date", sa.Date, nullable=False),
    instant("deleted_utc"),
    actor_id("deleted_by"),
    #: What stays of how it was run: a deleted run is never bolder than a kept one.
    sa.Column("sure_s", sa.Float, nullable=True),
    sa.Column("maybe_s", sa.Float, nullable=True),
    sa.Column("outcome", sa.String(16), nullable=True),
    #: Where nobody knew when it was: its times are then those of its upload.
    sa.Column("date_doubt", sa.String(16), nullable=True),
    instant("recorded_start_utc", nullable=True),
    sa.Column("recorded_offset_s", sa.Integer, nullable=True),
)

#: What must be deleted again after a restore from an older backup.
deletion = sa.Table(
    "deletion",
    metadata,
    sa.Column("subject_id", RANDOM_ID, primary_key=True),
    #: person or activity.
    sa.Column("kind", sa.String(8), nullable=False),
    instant("deleted_utc"),
    sa.CheckConstraint("kind IN ('person', 'activity')", name="kind"),
)
