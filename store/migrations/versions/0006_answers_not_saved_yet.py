"""Answers not saved yet."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unsaved",
        sa.Column("runner_id", sa.String(length=32), nullable=False),
        sa.Column("form", sa.String(length=120), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("made_utc", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["person.id"], name=op.f("fk_unsaved_runner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("runner_id", "form", name=op.f("pk_unsaved")),
    )
