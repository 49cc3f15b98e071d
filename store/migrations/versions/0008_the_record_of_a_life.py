"""The record of a runner's life: closings with what they saw, births, zones, what was told, the register.

What stands at an instant is folded from the record from here on. The stage in force is carried over: it was
entered when it was, and it became known with the newest row of its runner, so that all from before is seen.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from store.migrations import filling_0008 as filling

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KINDS_BEFORE = {
    "first": "cleared",
    "switch": "placed",
    "lower": "placed",
    "given_back": "placed",
    "taken_back": "regress",
}


def upgrade() -> None:
    _add_columns()
    _make_tables()
    for event in ("UPDATE", "DELETE"):
        _forbid(event, "caution")
    filling.fill_happened()
    filling.number_findings()
    op.create_index("uq_open_finding_key", "open_finding", ["runner_id", "key", "number"], unique=True)
    filling.copy_closings()
    filling.fill_births()
    filling.fill_zones()
    filling.fill_run_told()
    filling.carry_stages_over()
    filling.register_what_stands()


def downgrade() -> None:
    op.execute("DELETE FROM stage_change WHERE kind = 'carried'")
    for now, before in _KINDS_BEFORE.items():
        op.execute(f"UPDATE stage_change SET kind = '{before}' WHERE kind = '{now}'")  # noqa: S608  ours
    _allow_again("caution")
    op.drop_index("uq_notice_alert", table_name="notice")
    op.drop_index("ix_notice_runner_id", table_name="notice")
    op.drop_index("uq_open_finding_key", table_name="open_finding")
    for table, columns in reversed(_columns().items()):
        for column in reversed(columns):
            op.drop_column(table, column.name)
    with op.batch_alter_table("notice") as notice:
        notice.drop_constraint(op.f("fk_notice_runner_id"), type_="foreignkey")
        notice.drop_column("runner_id")
    for table in ("closing_seen", *_counted(), "run_told", "caution"):
        op.drop_table(table)


def _columns() -> dict[str, tuple[sa.Column[Any], ...]]:
    """The new columns of the tables that were there."""
    return {
        "symptom_entry": (sa.Column("happened_utc", sa.DateTime(timezone=True), nullable=True),),
        "hold": (sa.Column("lifted_utc", sa.DateTime(timezone=True), nullable=True),),
        "stage_change": (
            sa.Column("from_stage_id", sa.String(length=80), nullable=True),
            sa.Column("known_utc", sa.DateTime(timezone=True), nullable=True),
        ),
        "decision": (
            sa.Column("not_before_utc", sa.DateTime(timezone=True), nullable=True),
            sa.Column("holds_until_utc", sa.DateTime(timezone=True), nullable=True),
            sa.Column("barred", sa.Text(), nullable=True),
        ),
        "open_finding": (
            sa.Column("key", sa.String(length=160), server_default="", nullable=False),
            sa.Column("number", sa.Integer(), server_default="1", nullable=False),
        ),
        "review": (sa.Column("seen", sa.Text(), nullable=True),),
        "tombstone": (
            sa.Column("sure_s", sa.Float(), nullable=True),
            sa.Column("maybe_s", sa.Float(), nullable=True),
            sa.Column("outcome", sa.String(length=16), nullable=True),
        ),
        "notice": (
            sa.Column("alert_key", sa.String(length=200), nullable=True),
            sa.Column("attempt", sa.Integer(), server_default="0", nullable=False),
            sa.Column("due_utc", sa.DateTime(timezone=True), nullable=True),
            sa.Column("acted_utc", sa.DateTime(timezone=True), nullable=True),
        ),
    }


def _add_columns() -> None:
    for table, columns in _columns().items():
        for column in columns:
            op.add_column(table, column)
    # In a batch: SQLite takes a reference only with a table made anew, and nothing refers to this one.
    with op.batch_alter_table("notice") as notice:
        notice.add_column(sa.Column("runner_id", sa.String(length=32), nullable=True))
        notice.create_foreign_key(
            op.f("fk_notice_runner_id"), "person", ["runner_id"], ["id"], ondelete="CASCADE"
        )
    op.create_index("ix_notice_runner_id", "notice", ["runner_id"])
    op.create_index(
        "uq_notice_alert",
        "notice",
        ["person_id", "alert_key", "attempt"],
        unique=True,
        sqlite_where=sa.text("alert_key IS NOT NULL"),
        postgresql_where=sa.text("alert_key IS NOT NULL"),
    )


def _instant(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


_ACTOR = sa.String(length=32)


def _counted() -> dict[str, tuple[sa.Column[Any], ...]]:
    """Tables of rows with a counted id that belong to a runner, and their other columns."""
    return {
        "closing": (
            sa.Column("finding_key", sa.String(length=160), nullable=False),
            _instant("closed_utc"),
            sa.Column("closed_by", _ACTOR, nullable=True),
            sa.Column("role", sa.String(length=16), nullable=False),
            sa.Column("kind", sa.String(length=16), nullable=False),
            sa.Column("because", sa.Text(), nullable=False),
            sa.Column("examined_by", sa.String(length=200), nullable=True),
            sa.Column("profession", sa.String(length=80), nullable=True),
            sa.Column("examined_on", sa.Date(), nullable=True),
        ),
        "looked": (
            sa.Column("key", sa.String(length=200), nullable=False),
            sa.Column("kind", sa.String(length=16), nullable=False),
            _instant("at_utc"),
            sa.Column("by", _ACTOR, nullable=True),
        ),
        "zone_change": (_instant("from_utc"), sa.Column("time_zone", sa.String(length=64), nullable=False)),
        "birth": (
            sa.Column("kind", sa.String(length=16), nullable=False),
            sa.Column("on_date", sa.Date(), nullable=True),
            sa.Column("reason", sa.Text(), nullable=True),
            _instant("known_utc"),
            sa.Column("made_by", _ACTOR, nullable=True),
        ),
        "well_again": (
            _instant("since_utc"),
            _instant("known_utc"),
            sa.Column("made_by", _ACTOR, nullable=True),
        ),
    }


def _make_tables() -> None:
    for name, columns in _counted().items():
        op.create_table(
            name,
            sa.Column("id", _ID, sa.Identity(always=False), nullable=False),
            sa.Column("runner_id", sa.String(length=32), nullable=False),
            *columns,
            _owner(name),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        )
        op.create_index(op.f(f"ix_{name}_runner_id"), name, ["runner_id"])
    op.create_table(
        "closing_seen",
        sa.Column("closing_id", _ID, nullable=False),
        sa.Column("source", sa.String(length=160), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["closing_id"], ["closing.id"], name=op.f("fk_closing_seen_closing_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("closing_id", "source", "revision", name=op.f("pk_closing_seen")),
    )
    op.create_table(
        "run_told",
        sa.Column("activity_id", sa.String(length=32), nullable=False),
        sa.Column("runner_id", sa.String(length=32), nullable=False),
        sa.Column("plan_id", sa.String(length=80), nullable=True),
        sa.Column("plan_version", sa.Integer(), nullable=True),
        sa.Column("stage_id", sa.String(length=80), nullable=True),
        sa.Column("was_allowed", sa.Boolean(), nullable=True),
        _instant("known_utc"),
        _owner("run_told"),
        sa.PrimaryKeyConstraint("activity_id", name=op.f("pk_run_told")),
    )
    op.create_index(op.f("ix_run_told_runner_id"), "run_told", ["runner_id"])
    op.create_table(
        "caution",
        sa.Column("seq", _ID, autoincrement=False, nullable=False),
        sa.Column("runner_id", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        _instant("at_utc"),
        sa.Column("previous_sha256", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_caution")),
    )
    op.create_index(op.f("ix_caution_runner_id"), "caution", ["runner_id"])


def _owner(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["runner_id"], ["person.id"], name=op.f(f"fk_{table}_runner_id"), ondelete="CASCADE"
    )


def _forbid(event: str, table: str) -> None:
    """Make the database itself refuse to change what is only ever added to."""
    name = f"{table}_no_{event.lower()}"
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$BEGIN RAISE EXCEPTION '{table} is only ever added to'; END$$"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
    else:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is only ever added to'); END"
        )


def _allow_again(table: str) -> None:
    for event in ("update", "delete"):
        name = f"{table}_no_{event}"
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP TRIGGER {name} ON {table}")
            op.execute(f"DROP FUNCTION {name}()")
        else:
            op.execute(f"DROP TRIGGER {name}")
