"""Who is here, what they may be, and who cares for whom."""

import sqlalchemy as sa

from store.tables.base import (
    RANDOM_ID,
    actor_id,
    counted_id,
    instant,
    metadata,
    person_id,
    version,
)

person = sa.Table(
    "person",
    metadata,
    sa.Column("id", RANDOM_ID, primary_key=True),
    sa.Column("email", sa.String(254), nullable=True, unique=True),
    sa.Column("display_name", sa.String(120), nullable=False),
    sa.Column("oidc_issuer", sa.String(500), nullable=True),
    sa.Column("oidc_subject", sa.String(255), nullable=True),
    sa.Column("time_zone", sa.String(64), nullable=False),
    sa.Column("distance_unit", sa.String(2), nullable=False),
    instant("signed_out_after_utc", nullable=True),
    instant("closed_utc", nullable=True),
    instant("created_utc"),
    version(),
    sa.UniqueConstraint("oidc_issuer", "oidc_subject"),
    sa.CheckConstraint("distance_unit IN ('km', 'mi')", name="distance_unit"),
)

role = sa.Table(
    "role",
    metadata,
    person_id("person_id", key=True),
    sa.Column("role", sa.String(16), primary_key=True),
    instant("granted_utc"),
    actor_id("granted_by"),
    sa.CheckConstraint("role IN ('runner', 'pt', 'administrator')", name="role"),
)

care_link = sa.Table(
    "care_link",
    metadata,
    counted_id(),
    person_id("runner_id", index=True),
    person_id("pt_id", index=True),
    #: Local dates from which the PT may look; null shares all history.
    sa.Column("shared_from", sa.Date, nullable=True),
    instant("began_utc"),
    instant("ended_utc", nullable=True),
    actor_id("ended_by"),
    version(),
)
sa.Index(
    "uq_care_link_open",
    care_link.c.runner_id,
    care_link.c.pt_id,
    unique=True,
    sqlite_where=care_link.c.ended_utc.is_(None),
    postgresql_where=care_link.c.ended_utc.is_(None),
)

invitation = sa.Table(
    "invitation",
    metadata,
    counted_id(),
    #: The hash of the link's token: the link itself is never stored.
    sa.Column("token_sha256", sa.String(64), nullable=False, unique=True),
    sa.Column("email", sa.String(254), nullable=True),
    sa.Column("role", sa.String(16), nullable=False),
    #: Set where the invitation also begins a care link with the person who sent it.
    person_id("links_to", nullable=True),
    sa.Column("shared_from", sa.Date, nullable=True),
    instant("created_utc"),
    actor_id("created_by"),
    instant("expires_utc"),
    instant("used_utc", nullable=True),
    actor_id("used_by"),
    sa.CheckConstraint("role IN ('runner', 'pt', 'administrator')", name="role"),
)
