"""Since when the rules of this edition are in force, and where what stands differs by them.

A store with people from before them gets their day: it is that on which their stages were carried over.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_EDITION = 2


def upgrade() -> None:
    op.create_table(
        "rules",
        sa.Column("edition", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("from_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_utc", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("edition", name=op.f("pk_rules")),
    )
    op.create_table(
        "difference",
        sa.Column("id", _ID, sa.Identity(always=False), nullable=False),
        sa.Column("runner_id", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("about", sa.String(length=160), nullable=True),
        sa.Column("was", sa.String(length=80), nullable=True),
        sa.Column("would_be", sa.String(length=80), nullable=False),
        sa.Column("made_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(length=32), nullable=True),
        sa.Column("settled", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["person.id"], name=op.f("fk_difference_runner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_difference")),
    )
    op.create_index(op.f("ix_difference_runner_id"), "difference", ["runner_id"])
    op.execute(
        f"INSERT INTO rules (edition, from_utc) SELECT {_EDITION}, MAX(known_utc) FROM stage_change "  # noqa: S608
        "WHERE kind = 'carried' HAVING MAX(known_utc) IS NOT NULL"
    )


def downgrade() -> None:
    op.drop_table("difference")
    op.drop_table("rules")
