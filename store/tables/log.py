"""What was done by whom (chained, only ever added to), and the mail that waits to go out."""

import sqlalchemy as sa

from store.tables.base import COUNTED_ID, RANDOM_ID, actor_id, counted_id, instant, metadata, person_id

audit = sa.Table(
    "audit",
    metadata,
    sa.Column(
        "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=False
    ),
    instant("at_utc"),
    #: person, operator (the command line), system.
    sa.Column("actor_kind", sa.String(16), nullable=False),
    actor_id("actor_id"),
    sa.Column("action", sa.String(64), nullable=False),
    sa.Column("subject_id", RANDOM_ID, nullable=True, index=True),
    #: Which row it was about: a kind and an id, never its content.
    sa.Column("about", sa.String(120), nullable=True),
    sa.Column("previous_sha256", sa.String(64), nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
)

#: One row: where the chain ends, so that a cut tail is noticed. Locked while a link is added.
audit_head = sa.Table(
    "audit_head",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.CheckConstraint("id = 1", name="one_row"),
)

#: Mail to send: whom and which kind, and nothing about anybody's health.
notice = sa.Table(
    "notice",
    metadata,
    counted_id(),
    person_id("person_id", index=True),
    #: red_flag, waiting, review, overdue.
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column(
        "decision_id",
        COUNTED_ID,
        sa.ForeignKey("decision.id", ondelete="CASCADE"),
        nullable=True,
        index=True,
    ),
    instant("made_utc"),
    instant("sent_utc", nullable=True),
    sa.Column("failed_because", sa.String(200), nullable=True),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
)
