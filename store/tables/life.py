"""What is kept of a runner's life beside her diary: closings, births, zones, and what she had been told."""

import sqlalchemy as sa

from store.tables.base import (
    COUNTED_ID,
    RANDOM_ID,
    actor_id,
    counted_id,
    instant,
    metadata,
    person_id,
)

#: A finding closed: it answers the revisions that `closing_seen` names, and nothing written later.
closing = sa.Table(
    "closing",
    metadata,
    counted_id(),
    person_id("runner_id", index=True),
    sa.Column("finding_key", sa.String(160), nullable=False),
    instant("closed_utc"),
    actor_id("closed_by"),
    #: pt, self_stated.
    sa.Column("role", sa.String(16), nullable=False),
    #: looked, mistake (noted by mistake).
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("because", sa.Text, nullable=False),
    sa.Column("examined_by", sa.String(200), nullable=True),
    sa.Column("profession", sa.String(80), nullable=True),
    sa.Column("examined_on", sa.Date, nullable=True),
)

closing_seen = sa.Table(
    "closing_seen",
    metadata,
    sa.Column("closing_id", COUNTED_ID, sa.ForeignKey("closing.id", ondelete="CASCADE"), primary_key=True),
    #: An entry's id, a check-in ("check-in 2026-11-16"), a run's id, or what the finding is named after.
    sa.Column("source", sa.String(160), primary_key=True),
    sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
)

#: Somebody acted on an alert or a finding: saw it and said so, or logged a call.
looked = sa.Table(
    "looked",
    metadata,
    counted_id(),
    person_id("runner_id", index=True),
    sa.Column("key", sa.String(200), nullable=False),
    #: seen, call.
    sa.Column("kind", sa.String(16), nullable=False),
    instant("at_utc"),
    actor_id("by"),
)

#: The runner's time zone from an instant on.
zone_change = sa.Table(
    "zone_change",
    metadata,
    counted_id(),
    person_id("runner_id", index=True),
    instant("from_utc"),
    sa.Column("time_zone", sa.String(64), nullable=False),
)

birth = sa.Table(
    "birth",
    metadata,
    counted_id(),
    person_id("runner_id", index=True),
    #: birth, pregnancy, pregnancy_ended, taken_back.
    sa.Column("kind", sa.String(16), nullable=False),
    #: The day of it; null where she does not say.
    sa.Column("on_date", sa.Date, nullable=True),
    sa.Column("reason", sa.Text, nullable=True),
    instant("known_utc"),
    actor_id("made_by"),
)

#: What she had been told when a run began. It is kept when the run becomes known and outlives the run.
run_told = sa.Table(
    "run_told",
    metadata,
    sa.Column("activity_id", RANDOM_ID, primary_key=True),
    person_id("runner_id", index=True),
    #: Null where no plan was in force.
    sa.Column("plan_id", sa.String(80), nullable=True),
    sa.Column("plan_version", sa.Integer, nullable=True),
    sa.Column("stage_id", sa.String(80), nullable=True),
    #: Null where nothing had been told.
    sa.Column("was_allowed", sa.Boolean, nullable=True),
    instant("known_utc"),
)

#: Well since then, after an illness of the whole body.
well_again = sa.Table(
    "well_again",
    metadata,
    counted_id(),
    person_id("runner_id", index=True),
    instant("since_utc"),
    instant("known_utc"),
    actor_id("made_by"),
)

#: The rules of an edition came into force in a store that has people from before them.
rules = sa.Table(
    "rules",
    metadata,
    sa.Column("edition", sa.Integer, primary_key=True, autoincrement=False),
    instant("from_utc"),
    #: When it was noted what differs by them; null: not yet.
    instant("noted_utc", nullable=True),
)

#: Where what stands for a runner is another by the rules of a new edition: codes, no content.
difference = sa.Table(
    "difference",
    metadata,
    counted_id(),
    person_id("runner_id", index=True),
    #: stage, running, action: what was told last against what holds now; rule: what a new one would ask.
    sa.Column("code", sa.String(16), nullable=False),
    #: The entry, check-in or run that a rule would speak of; null for the others.
    sa.Column("about", sa.String(160), nullable=True),
    sa.Column("was", sa.String(80), nullable=True),
    sa.Column("would_be", sa.String(80), nullable=False),
    instant("made_utc"),
    #: When she said that she has seen it.
    instant("seen_utc", nullable=True),
    #: When it was settled, by whom (null: by itself) and how: applied, left, overtaken.
    instant("settled_utc", nullable=True),
    actor_id("settled_by"),
    sa.Column("settled", sa.String(16), nullable=True),
)
