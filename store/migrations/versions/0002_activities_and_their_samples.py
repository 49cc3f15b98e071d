"""Activities and their samples."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deletion",
        sa.Column("subject_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("deleted_utc", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('person', 'activity')", name=op.f("ck_deletion_kind")),
        sa.PrimaryKeyConstraint("subject_id", name=op.f("pk_deletion")),
    )
    op.create_table(
        "samples",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=False),
            nullable=False,
        ),
        sa.Column("parquet", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_samples")),
    )
    op.create_table(
        "activity",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("runner_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("samples_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("file_sha256", sa.String(length=64), nullable=True),
        sa.Column("member", sa.String(length=400), nullable=True),
        sa.Column("format", sa.String(length=8), nullable=True),
        sa.Column("device", sa.String(length=200), nullable=True),
        sa.Column("device_key", sa.String(length=64), nullable=True),
        sa.Column("sport", sa.String(length=64), nullable=False),
        sa.Column("sub_sport", sa.String(length=64), nullable=True),
        sa.Column("start_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("end_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("utc_offset_s", sa.Integer(), nullable=True),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("elapsed_time_s", sa.Float(), nullable=False),
        sa.Column("timer_time_s", sa.Float(), nullable=False),
        sa.Column("distance_m", sa.Float(), nullable=True),
        sa.Column("cadence_rule", sa.String(length=32), nullable=False),
        sa.Column("cadence_reason", sa.Text(), nullable=False),
        sa.Column("device_rpe_0_10", sa.Float(), nullable=True),
        sa.Column("device_feel", sa.Float(), nullable=True),
        sa.Column("dropped", sa.Text(), nullable=False),
        sa.Column("file_notes", sa.Text(), nullable=False),
        sa.Column("told_outcome", sa.String(length=16), nullable=True),
        sa.Column("laps", sa.Text(), nullable=False),
        sa.Column("pauses", sa.Text(), nullable=False),
        sa.Column("device_splits", sa.Text(), nullable=False),
        sa.Column("workout_steps", sa.Text(), nullable=False),
        sa.Column("imported_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_by", sa.String(length=32), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("kind IN ('foot', 'other', 'hand')", name=op.f("ck_activity_kind")),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["person.id"], name=op.f("fk_activity_runner_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["samples_id"], ["samples.id"], name=op.f("fk_activity_samples_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
    )
    op.create_index("ix_activity_runner_file", "activity", ["runner_id", "file_sha256"], unique=False)
    op.create_index("ix_activity_runner_start", "activity", ["runner_id", "start_utc"], unique=False)
    op.create_index(op.f("ix_activity_samples_id"), "activity", ["samples_id"], unique=False)
    op.create_table(
        "tombstone",
        sa.Column("activity_id", sa.String(length=32), nullable=False),
        sa.Column("runner_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("start_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("end_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("deleted_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["person.id"], name=op.f("fk_tombstone_runner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("activity_id", name=op.f("pk_tombstone")),
    )
    op.create_index(op.f("ix_tombstone_runner_id"), "tombstone", ["runner_id"], unique=False)
    op.create_table(
        "execution",
        sa.Column("activity_id", sa.String(length=32), nullable=False),
        sa.Column("inputs_sha256", sa.String(length=64), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_execution_activity_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("activity_id", name=op.f("pk_execution")),
    )
    op.create_table(
        "measurement",
        sa.Column("activity_id", sa.String(length=32), nullable=False),
        sa.Column("bouts", sa.Text(), nullable=True),
        sa.Column("run_time_s", sa.Float(), nullable=True),
        sa.Column("walk_time_s", sa.Float(), nullable=True),
        sa.Column("stand_time_s", sa.Float(), nullable=True),
        sa.Column("pause_time_s", sa.Float(), nullable=False),
        sa.Column("run_distance_m", sa.Float(), nullable=True),
        sa.Column("run_bout_count", sa.Integer(), nullable=True),
        sa.Column("longest_run_bout_s", sa.Float(), nullable=True),
        sa.Column("run_cadence_spm", sa.Float(), nullable=True),
        sa.Column("run_pace_s_per_km", sa.Float(), nullable=True),
        sa.Column("mean_heart_rate_bpm", sa.Float(), nullable=True),
        sa.Column("bouts_source", sa.String(length=16), nullable=True),
        sa.Column("quality_notes", sa.Text(), nullable=False),
        sa.Column("counts_for_progress", sa.Boolean(), nullable=False),
        sa.Column("not_counted_reason", sa.Text(), nullable=True),
        sa.Column("measured_by_version", sa.String(length=32), nullable=False),
        sa.Column("measured_utc", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_measurement_activity_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("activity_id", name=op.f("pk_measurement")),
    )
