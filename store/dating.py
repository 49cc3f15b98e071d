"""When activities were, as she tells it, and which of them count by it."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from store import tables as t
from store.activities import ActivityRow


def tell_start(
    connection: Connection, row: ActivityRow, start_utc: datetime, utc_offset_s: int | None, local_date: date
) -> None:
    """Write when an activity began, as she tells it; what was read stays beside it from the first time on."""
    is_first = row.recorded_start_utc is None
    connection.execute(
        t.activity.update()
        .where(t.activity.c.id == row.id)
        .values(
            start_utc=start_utc,
            end_utc=start_utc + (row.end_utc - row.start_utc),
            utc_offset_s=utc_offset_s,
            local_date=local_date,
            recorded_start_utc=row.start_utc if is_first else row.recorded_start_utc,
            recorded_offset_s=row.utc_offset_s if is_first else row.recorded_offset_s,
        )
    )


def tell_apart(connection: Connection, activity_id: str, *, is_apart: bool) -> None:
    """Write whether a recording is another run than the one it is like."""
    connection.execute(t.activity.update().where(t.activity.c.id == activity_id).values(is_apart=is_apart))


def counted_once() -> tuple[sa.ColumnElement[bool], ...]:
    """What a query of activities asks for where each run counts once and on a day that is known."""
    other = t.activity.alias("other")
    is_there = sa.exists().where(other.c.id == t.activity.c.twin_of)
    return (
        sa.or_(t.activity.c.date_doubt.is_(None), t.activity.c.recorded_start_utc.is_not(None)),
        sa.or_(t.activity.c.is_apart.is_(True), ~is_there),
    )
