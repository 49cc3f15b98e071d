"""What is doubtful about when a recording was, what she told of it, and what was read.

A recording that lay ahead of its own upload is doubtful from here on.
"""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_TOLERANCE = timedelta(minutes=10)


def upgrade() -> None:
    for table, columns in _columns().items():
        for column in columns:
            op.add_column(table, column)
    op.create_index("ix_activity_runner_recorded", "activity", ["runner_id", "recorded_start_utc"])
    _doubt_what_lay_ahead()


def downgrade() -> None:
    op.drop_index("ix_activity_runner_recorded", table_name="activity")
    for table, columns in _columns().items():
        for column in reversed(columns):
            op.drop_column(table, column.name)


def _columns() -> dict[str, tuple[sa.Column[object], ...]]:
    return {
        "activity": (
            sa.Column("date_doubt", sa.String(length=16), nullable=True),
            sa.Column("other_start_utc", sa.DateTime(timezone=True), nullable=True),
            sa.Column("twin_of", sa.String(length=32), nullable=True),
            sa.Column("is_apart", sa.Boolean(), nullable=True),
            sa.Column("recorded_start_utc", sa.DateTime(timezone=True), nullable=True),
            sa.Column("recorded_offset_s", sa.Integer(), nullable=True),
        ),
        "tombstone": (
            sa.Column("date_doubt", sa.String(length=16), nullable=True),
            sa.Column("recorded_start_utc", sa.DateTime(timezone=True), nullable=True),
            sa.Column("recorded_offset_s", sa.Integer(), nullable=True),
        ),
    }


def _doubt_what_lay_ahead() -> None:
    activity = sa.table(
        "activity",
        sa.column("id", sa.String()),
        sa.column("kind", sa.String()),
        sa.column("start_utc", sa.DateTime(timezone=True)),
        sa.column("imported_utc", sa.DateTime(timezone=True)),
        sa.column("date_doubt", sa.String()),
    )
    connection = op.get_bind()
    ahead = sa.select(activity).where(
        activity.c.start_utc > activity.c.imported_utc, activity.c.kind == "foot"
    )
    for row in connection.execute(ahead).all():
        if row.start_utc - row.imported_utc > _TOLERANCE:
            here = activity.update().where(activity.c.id == row.id)
            connection.execute(here.values(date_doubt="future"))
