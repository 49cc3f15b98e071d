"""Deleting people for good, and remembering that they have to stay deleted."""

from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from store import tables as t
from store.activities import delete_activity, leave_tombstone
from store.rows import columns_of, read_all


@dataclass(frozen=True)
class Deletion:
    """Somebody, or one activity, that has to be deleted again after a restore: an id and nothing else."""

    subject_id: str
    kind: str
    deleted_utc: datetime


def delete_person(connection: Connection, person_id: str) -> None:
    """Delete a person with all rows and all samples; audit entries stay, which say nothing of health."""
    mine = sa.select(t.activity.c.samples_id).where(t.activity.c.runner_id == person_id)
    samples_ids = [found for found in connection.execute(mine).scalars() if found is not None]
    connection.execute(t.person.delete().where(t.person.c.id == person_id))
    still_used = sa.exists().where(t.activity.c.samples_id == t.samples.c.id)
    connection.execute(t.samples.delete().where(t.samples.c.id.in_(samples_ids), ~still_used))


def remember_deletion(connection: Connection, deletion: Deletion) -> None:
    """Keep in mind what has to stay deleted; twice is once."""
    known = sa.select(t.deletion.c.subject_id).where(t.deletion.c.subject_id == deletion.subject_id)
    if connection.execute(known).first() is None:
        connection.execute(t.deletion.insert().values(asdict(deletion)))


def deletions(connection: Connection) -> tuple[Deletion, ...]:
    """Return all that has to stay deleted."""
    query = sa.select(*columns_of(t.deletion, Deletion)).order_by(t.deletion.c.deleted_utc)
    return read_all(connection, query, Deletion)


def delete_again(connection: Connection, deletion: Deletion) -> bool:
    """Carry a deletion out once more after a restore; True where there was something to delete."""
    if deletion.kind == "person":
        there = sa.select(t.person.c.id).where(t.person.c.id == deletion.subject_id)
    else:
        there = sa.select(t.activity.c.id).where(t.activity.c.id == deletion.subject_id)
    found = connection.execute(there).first() is not None
    if found and deletion.kind == "person":
        delete_person(connection, deletion.subject_id)
    elif found:
        whose = sa.select(t.activity.c.runner_id).where(t.activity.c.id == deletion.subject_id)
        runner_id = connection.execute(whose).scalar_one()
        leave_tombstone(
            connection, deletion.subject_id, deleted_utc=deletion.deleted_utc, deleted_by=runner_id
        )
        delete_activity(connection, deletion.subject_id)
    remember_deletion(connection, deletion)
    return found
