"""People, roles, care links."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("display_name", sa.String(length=120), nullable=False),
        sa.Column("oidc_issuer", sa.String(length=500), nullable=True),
        sa.Column("oidc_subject", sa.String(length=255), nullable=True),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("distance_unit", sa.String(length=2), nullable=False),
        sa.Column("signed_out_after_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("distance_unit IN ('km', 'mi')", name=op.f("ck_person_distance_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
        sa.UniqueConstraint("oidc_issuer", "oidc_subject", name=op.f("uq_person_oidc_issuer_oidc_subject")),
    )
    op.create_table(
        "care_link",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=False),
            nullable=False,
        ),
        sa.Column("runner_id", sa.String(length=32), nullable=False),
        sa.Column("pt_id", sa.String(length=32), nullable=False),
        sa.Column("shared_from", sa.Date(), nullable=True),
        sa.Column("began_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=32), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["pt_id"], ["person.id"], name=op.f("fk_care_link_pt_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["person.id"], name=op.f("fk_care_link_runner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_link")),
    )
    op.create_index(op.f("ix_care_link_pt_id"), "care_link", ["pt_id"], unique=False)
    op.create_index(op.f("ix_care_link_runner_id"), "care_link", ["runner_id"], unique=False)
    op.create_index(
        "uq_care_link_open",
        "care_link",
        ["runner_id", "pt_id"],
        unique=True,
        sqlite_where=sa.text("ended_utc IS NULL"),
        postgresql_where=sa.text("ended_utc IS NULL"),
    )
    op.create_table(
        "invitation",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=False),
            nullable=False,
        ),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("links_to", sa.String(length=32), nullable=True),
        sa.Column("shared_from", sa.Date(), nullable=True),
        sa.Column("created_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=32), nullable=True),
        sa.Column("expires_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_by", sa.String(length=32), nullable=True),
        sa.CheckConstraint("role IN ('runner', 'pt', 'administrator')", name=op.f("ck_invitation_role")),
        sa.ForeignKeyConstraint(
            ["links_to"], ["person.id"], name=op.f("fk_invitation_links_to"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_invitation_token_sha256")),
    )
    op.create_table(
        "role",
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("granted_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted_by", sa.String(length=32), nullable=True),
        sa.CheckConstraint("role IN ('runner', 'pt', 'administrator')", name=op.f("ck_role_role")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_role_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "role", name=op.f("pk_role")),
    )
