"""What was done by whom and which stops were opened (both chained, only ever added to), and waiting mail."""

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

#: Which stops, holds and findings were opened and closed, by code and pseudonymous id. No reference to
#: anybody: it outlives a deletion, and a restore carries it forward, so that nobody is un-stopped by it.
caution = sa.Table(
    "caution",
    metadata,
    sa.Column("seq", COUNTED_ID, primary_key=True, autoincrement=False),
    sa.Column("runner_id", RANDOM_ID, nullable=False, index=True),
    sa.Column("code", sa.String(200), nullable=False),
    #: opened, closed.
    sa.Column("kind", sa.String(8), nullable=False),
    instant("at_utc"),
    sa.Column("previous_sha256", sa.String(64), nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
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
    #: For an alert: whom it is about, and the key of the one fact that it was made of, never sent.
    person_id("runner_id", nullable=True, index=True),
    sa.Column("alert_key", sa.String(200), nullable=True),
    #: 0 is the first time it is told, then again while nobody acted.
    sa.Column("attempt", sa.Integer, nullable=False, server_default="0"),
    #: Not before then; null: at once.
    instant("due_utc", nullable=True),
    #: Somebody acted: it is not told again.
    instant("acted_utc", nullable=True),
)
sa.Index(
    "uq_notice_alert",
    notice.c.person_id,
    notice.c.alert_key,
    notice.c.attempt,
    unique=True,
    sqlite_where=notice.c.alert_key.is_not(None),
    postgresql_where=notice.c.alert_key.is_not(None),
)
