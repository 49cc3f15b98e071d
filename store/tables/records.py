"""What a runner tells and what is decided from it. Revisions and decisions are only ever added to."""

import sqlalchemy as sa

from store.tables.base import (
    COUNTED_ID,
    RANDOM_ID,
    actor_id,
    counted_id,
    instant,
    metadata,
    person_id,
    version,
)
from store.types import CompressedText

symptom_entry = sa.Table(
    "symptom_entry",
    metadata,
    counted_id(),
    person_id("runner_id"),
    #: Null for the entry of a day. It outlives its activity, whose tombstone it then belongs to.
    sa.Column("activity_id", RANDOM_ID, nullable=True, index=True),
    #: during, after, next_morning, day_after, day.
    sa.Column("phase", sa.String(16), nullable=False),
    sa.Column("local_date", sa.Date, nullable=False),
    #: When it was felt, as its first revision says, whatever a later one does; null: only its day is known.
    instant("happened_utc", nullable=True),
    sa.Index("ix_symptom_entry_runner_date", "runner_id", "local_date"),
)

symptom_revision = sa.Table(
    "symptom_revision",
    metadata,
    sa.Column(
        "entry_id", COUNTED_ID, sa.ForeignKey("symptom_entry.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("revision", sa.Integer, primary_key=True),
    #: The answers as JSON; null where this revision withdraws the entry.
    sa.Column("answers", sa.Text, nullable=True),
    instant("made_utc"),
    actor_id("made_by"),
)

check_in = sa.Table(
    "check_in",
    metadata,
    person_id("runner_id", key=True),
    #: The first day of the week that it looks back on.
    sa.Column("week_start", sa.Date, primary_key=True),
    sa.Column("revision", sa.Integer, primary_key=True),
    sa.Column("answers", sa.Text, nullable=False),
    instant("made_utc"),
    actor_id("made_by"),
)

#: What she tapped and has not saved, so that a lost connection does not lose it. No decision reads it.
unsaved = sa.Table(
    "unsaved",
    metadata,
    person_id("runner_id", key=True),
    #: Which questions, as the page names them.
    sa.Column("form", sa.String(120), primary_key=True),
    #: The state of the form as JSON.
    sa.Column("answers", sa.Text, nullable=False),
    instant("made_utc"),
)

#: What is on record about a runner, one revision after the other, the newest in force.
record = sa.Table(
    "record",
    metadata,
    person_id("runner_id", key=True),
    #: profile, readiness, assessment, baseline, clearance, standing_release.
    sa.Column("kind", sa.String(16), primary_key=True),
    sa.Column("revision", sa.Integer, primary_key=True),
    #: Null where this revision withdraws what stood there.
    sa.Column("content", sa.Text, nullable=True),
    instant("made_utc"),
    actor_id("made_by"),
)

#: What a therapist ordered over the machine's answer, until it is lifted.
hold = sa.Table(
    "hold",
    metadata,
    counted_id(),
    person_id("runner_id", index=True),
    #: no_progress or no_running.
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("ordered_on", sa.Date, nullable=False),
    actor_id("ordered_by"),
    instant("ordered_utc"),
    sa.Column("lifted_on", sa.Date, nullable=True),
    instant("lifted_utc", nullable=True),
    actor_id("lifted_by"),
    version(),
)

individual_plan = sa.Table(
    "individual_plan",
    metadata,
    person_id("runner_id", key=True),
    sa.Column("plan_id", sa.String(80), primary_key=True),
    sa.Column("plan_version", sa.Integer, primary_key=True),
    sa.Column("toml", sa.Text, nullable=False),
    sa.Column("because", sa.Text, nullable=False),
    instant("made_utc"),
    actor_id("made_by"),
)

stage_change = sa.Table(
    "stage_change",
    metadata,
    counted_id(),
    person_id("runner_id"),
    sa.Column("plan_id", sa.String(80), nullable=False),
    sa.Column("plan_version", sa.Integer, nullable=False),
    #: Null before clearance.
    sa.Column("stage_id", sa.String(80), nullable=True),
    #: Acts: first (once cleared), progress, placed, switch, lower, carried (over from the time before the
    #: record was folded). Tellings: regress, taken_back, given_back.
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("because", sa.Text, nullable=False),
    sa.Column("decision_id", COUNTED_ID, nullable=True),
    instant("made_utc"),
    actor_id("made_by"),
    #: Where she came from; null where that is the step before.
    sa.Column("from_stage_id", sa.String(80), nullable=True),
    #: When it became known; null: when it was made.
    instant("known_utc", nullable=True),
    sa.Index("ix_stage_change_runner_made", "runner_id", "made_utc"),
)

decision = sa.Table(
    "decision",
    metadata,
    counted_id(),
    person_id("runner_id"),
    instant("made_utc"),
    sa.Column("on_date", sa.Date, nullable=False),
    #: What made somebody ask: import, symptom, check_in, review, weekly, look.
    sa.Column("asked_by", sa.String(16), nullable=False),
    sa.Column("plan_id", sa.String(80), nullable=False),
    sa.Column("plan_version", sa.Integer, nullable=False),
    sa.Column("plan_sha256", sa.String(64), nullable=False),
    sa.Column("stage_id", sa.String(80), nullable=True),
    sa.Column("next_stage_id", sa.String(80), nullable=True),
    sa.Column("action", sa.String(16), nullable=False),
    sa.Column("running_allowed", sa.Boolean, nullable=False),
    sa.Column("release_by", sa.String(16), nullable=False),
    sa.Column("urgency", sa.String(16), nullable=True),
    sa.Column("rest_days", sa.Integer, nullable=False),
    sa.Column("facts", CompressedText(), nullable=False),
    sa.Column("facts_sha256", sa.String(64), nullable=False),
    #: The whole decision as the command line contract prints it.
    sa.Column("record", CompressedText(), nullable=False),
    #: The rest that it told of, and until when its answer holds.
    instant("not_before_utc", nullable=True),
    instant("holds_until_utc", nullable=True),
    #: The codes of what forbade running, as a JSON list.
    sa.Column("barred", sa.Text, nullable=True),
    sa.Index("ix_decision_runner_id", "runner_id", "id"),
)

#: Put beside an old decision when what is known now would have made another one; the old one stays.
decision_mark = sa.Table(
    "decision_mark",
    metadata,
    counted_id(),
    sa.Column(
        "decision_id",
        COUNTED_ID,
        sa.ForeignKey("decision.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("action_now", sa.String(16), nullable=False),
    sa.Column("facts_sha256", sa.String(64), nullable=False),
    instant("made_utc"),
)

open_finding = sa.Table(
    "open_finding",
    metadata,
    counted_id(),
    person_id("runner_id", index=True),
    sa.Column("gate", sa.String(80), nullable=False),
    #: stop or key_sign.
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("release_by", sa.String(16), nullable=False),
    sa.Column("because_of", sa.Text, nullable=False),
    sa.Column("opened_on", sa.Date, nullable=False),
    instant("opened_utc"),
    instant("closed_utc", nullable=True),
    actor_id("closed_by"),
    sa.Column("closed_because", sa.Text, nullable=True),
    sa.Column("examined_by", sa.String(200), nullable=True),
    sa.Column("examined_on", sa.Date, nullable=True),
    sa.Column("self_stated", sa.Boolean, nullable=True),
    version(),
    #: What is open: one sign, one gate, one break or one run, and how often it was opened.
    sa.Column("key", sa.String(160), nullable=False, server_default=""),
    sa.Column("number", sa.Integer, nullable=False, server_default="1"),
    sa.Index("uq_open_finding_key", "runner_id", "key", "number", unique=True),
)

review = sa.Table(
    "review",
    metadata,
    counted_id(),
    person_id("runner_id"),
    sa.Column("decision_id", COUNTED_ID, sa.ForeignKey("decision.id", ondelete="CASCADE"), nullable=False),
    #: release, confirm (the runner's own, alone), override, agree.
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("action", sa.String(16), nullable=False),
    sa.Column("stage_id", sa.String(80), nullable=True),
    sa.Column("running_allowed", sa.Boolean, nullable=False),
    sa.Column("because", sa.Text, nullable=False),
    sa.Column("facts_sha256", sa.String(64), nullable=False),
    instant("made_utc"),
    actor_id("made_by"),
    #: For the therapist's record of the week.
    sa.Column("minutes", sa.Integer, nullable=True),
    sa.Column("live_contact", sa.String(80), nullable=True),
    sa.Column("live_contact_on", sa.Date, nullable=True),
    sa.Column("next_review_on", sa.Date, nullable=True),
    #: Set when a later cautious decision took the release back.
    sa.Column(
        "voided_by_decision_id",
        COUNTED_ID,
        sa.ForeignKey("decision.id", ondelete="SET NULL"),
        nullable=True,
    ),
    version(),
    #: The revisions that were on the page, as JSON: a list of source and revision.
    sa.Column("seen", sa.Text, nullable=True),
    sa.Index("ix_review_runner_made", "runner_id", "made_utc"),
    sa.Index("ix_review_decision_id", "decision_id"),
)

note = sa.Table(
    "note",
    metadata,
    counted_id(),
    person_id("runner_id", index=True),
    sa.Column("words", sa.Text, nullable=False),
    #: How to reach the therapist: one to one, by video, by telephone.
    sa.Column("reach", sa.String(400), nullable=True),
    instant("made_utc"),
    actor_id("made_by"),
    instant("read_utc", nullable=True),
)
