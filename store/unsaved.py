"""What a runner tapped and has not saved."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from store import tables as t
from store.rows import columns_of, read_one


@dataclass(frozen=True)
class UnsavedRow:
    """The state of one form as JSON."""

    runner_id: str
    form: str
    answers: str
    made_utc: datetime


def put_unsaved(connection: Connection, row: UnsavedRow) -> None:
    """Keep the state of a form in place of the one before."""
    drop_unsaved(connection, row.runner_id, row.form)
    connection.execute(t.unsaved.insert().values(vars(row)))


def unsaved(connection: Connection, runner_id: str, form: str) -> UnsavedRow | None:
    """Return the state of a form, null where nothing is kept."""
    query = sa.select(*columns_of(t.unsaved, UnsavedRow))
    here = query.where(t.unsaved.c.runner_id == runner_id, t.unsaved.c.form == form)
    return read_one(connection, here, UnsavedRow)


def drop_unsaved(connection: Connection, runner_id: str, form: str) -> None:
    """Let go of the state of a form."""
    connection.execute(t.unsaved.delete().where(t.unsaved.c.runner_id == runner_id, t.unsaved.c.form == form))


def drop_unsaved_before(connection: Connection, instant: datetime) -> None:
    """Let go of everything, whosever it is, that was tapped before an instant."""
    connection.execute(t.unsaved.delete().where(t.unsaved.c.made_utc < instant))
