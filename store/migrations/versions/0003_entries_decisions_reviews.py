"""Entries, decisions, reviews."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "check_in",
        sa.Column("runner_id", sa.String(length=32), nullable=False),
        sa.Column("week_start", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("made_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["person.id"], name=op.f("fk_check_in_runner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("runner_id", "week_start", "revision", name=op.f("pk_check_in")),
    )
    op.create_table(
        "decision",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=False),
            nullable=False,
        ),
        sa.Column("runner_id", sa.String(length=32), nullable=False),
        sa.Column("made_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("asked_by", sa.String(length=16), nullable=False),
        sa.Column("plan_id", sa.String(length=80), nullable=False),
        sa.Column("plan_version", sa.Integer(), nullable=False),
        sa.Column("plan_sha256", sa.String(length=64), nullable=False),
        sa.Column("stage_id", sa.String(length=80), nullable=True),
        sa.Column("next_stage_id", sa.String(length=80), nullable=True),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("running_allowed", sa.Boolean(), nullable=False),
        sa.Column("release_by", sa.String(length=16), nullable=False),
        sa.Column("urgency", sa.String(length=16), nullable=True),
        sa.Column("rest_days", sa.Integer(), nullable=False),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.Column("facts_sha256", sa.String(length=64), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["person.id"], name=op.f("fk_decision_runner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index("ix_decision_runner_made", "decision", ["runner_id", "made_utc"], unique=False)
    op.create_table(
        "hold",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=False),
            nullable=False,
        ),
        sa.Column("runner_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("ordered_by", sa.String(length=32), nullable=True),
        sa.Column("ordered_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_on", sa.Date(), nullable=True),
        sa.Column("lifted_by", sa.String(length=32), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["person.id"], name=op.f("fk_hold_runner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
    )
    op.create_index(op.f("ix_hold_runner_id"), "hold", ["runner_id"], unique=False)
    op.create_table(
        "individual_plan",
        sa.Column("runner_id", sa.String(length=32), nullable=False),
        sa.Column("plan_id", sa.String(length=80), nullable=False),
        sa.Column("plan_version", sa.Integer(), nullable=False),
        sa.Column("toml", sa.Text(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("made_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["person.id"], name=op.f("fk_individual_plan_runner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("runner_id", "plan_id", "plan_version", name=op.f("pk_individual_plan")),
    )
    op.create_table(
        "note",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=False),
            nullable=False,
        ),
        sa.Column("runner_id", sa.String(length=32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("reach", sa.String(length=400), nullable=True),
        sa.Column("made_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=True),
        sa.Column("read_utc", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["person.id"], name=op.f("fk_note_runner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    op.create_index(op.f("ix_note_runner_id"), "note", ["runner_id"], unique=False)
    op.create_table(
        "open_finding",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=False),
            nullable=False,
        ),
        sa.Column("runner_id", sa.String(length=32), nullable=False),
        sa.Column("gate", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("release_by", sa.String(length=16), nullable=False),
        sa.Column("because_of", sa.Text(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=32), nullable=True),
        sa.Column("closed_because", sa.Text(), nullable=True),
        sa.Column("examined_by", sa.String(length=200), nullable=True),
        sa.Column("examined_on", sa.Date(), nullable=True),
        sa.Column("self_stated", sa.Boolean(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["person.id"], name=op.f("fk_open_finding_runner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_finding")),
    )
    op.create_index(op.f("ix_open_finding_runner_id"), "open_finding", ["runner_id"], unique=False)
    op.create_table(
        "record",
        sa.Column("runner_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("made_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["person.id"], name=op.f("fk_record_runner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("runner_id", "kind", "revision", name=op.f("pk_record")),
    )
    op.create_table(
        "stage_change",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=False),
            nullable=False,
        ),
        sa.Column("runner_id", sa.String(length=32), nullable=False),
        sa.Column("plan_id", sa.String(length=80), nullable=False),
        sa.Column("plan_version", sa.Integer(), nullable=False),
        sa.Column("stage_id", sa.String(length=80), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("decision_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("made_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["person.id"], name=op.f("fk_stage_change_runner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_change")),
    )
    op.create_index("ix_stage_change_runner_made", "stage_change", ["runner_id", "made_utc"], unique=False)
    op.create_table(
        "symptom_entry",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=False),
            nullable=False,
        ),
        sa.Column("runner_id", sa.String(length=32), nullable=False),
        sa.Column("activity_id", sa.String(length=32), nullable=True),
        sa.Column("phase", sa.String(length=16), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["person.id"], name=op.f("fk_symptom_entry_runner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_symptom_entry")),
    )
    op.create_index(op.f("ix_symptom_entry_activity_id"), "symptom_entry", ["activity_id"], unique=False)
    op.create_index(
        "ix_symptom_entry_runner_date", "symptom_entry", ["runner_id", "local_date"], unique=False
    )
    op.create_table(
        "decision_mark",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=False),
            nullable=False,
        ),
        sa.Column("decision_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("action_now", sa.String(length=16), nullable=False),
        sa.Column("facts_sha256", sa.String(length=64), nullable=False),
        sa.Column("made_utc", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_decision_mark_decision_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_mark")),
    )
    op.create_index(op.f("ix_decision_mark_decision_id"), "decision_mark", ["decision_id"], unique=False)
    op.create_table(
        "review",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=False),
            nullable=False,
        ),
        sa.Column("runner_id", sa.String(length=32), nullable=False),
        sa.Column("decision_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("stage_id", sa.String(length=80), nullable=True),
        sa.Column("running_allowed", sa.Boolean(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("facts_sha256", sa.String(length=64), nullable=False),
        sa.Column("made_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("live_contact", sa.String(length=80), nullable=True),
        sa.Column("live_contact_on", sa.Date(), nullable=True),
        sa.Column("next_review_on", sa.Date(), nullable=True),
        sa.Column(
            "voided_by_decision_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_review_decision_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["person.id"], name=op.f("fk_review_runner_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["voided_by_decision_id"],
            ["decision.id"],
            name=op.f("fk_review_voided_by_decision_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    op.create_index("ix_review_decision_id", "review", ["decision_id"], unique=False)
    op.create_index("ix_review_runner_made", "review", ["runner_id", "made_utc"], unique=False)
    op.create_table(
        "symptom_revision",
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=True),
        sa.Column("made_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["symptom_entry.id"], name=op.f("fk_symptom_revision_entry_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("entry_id", "revision", name=op.f("pk_symptom_revision")),
    )
