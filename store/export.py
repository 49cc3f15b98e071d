"""Everything that is kept about one person, table by table."""

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from store import tables as t


@dataclass(frozen=True)
class ExportedTable:
    """One table's rows about one person: column names, and values in their order."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


@dataclass(frozen=True)
class ExportedSamples:
    """One activity's samples: the Parquet file as it is kept."""

    activity_id: str
    parquet: bytes


#: The columns by which a table's rows belong to a person; a row may name her in more than one.
_OWNERS = ("runner_id", "person_id", "pt_id", "subject_id")
#: Known by another road: whose they are stands in another table, or they are no one's to hand out.
_ELSEWHERE = {"samples", "audit_head", "invitation", "deletion", "rules"}
_VIA_ACTIVITY = {"measurement", "execution"}


def tables_about(connection: Connection, person_id: str) -> Iterator[ExportedTable]:
    """Give every table with rows about this person, empty ones too."""
    for table in t.metadata.sorted_tables:
        if table.name in _ELSEWHERE:
            continue
        rows = connection.execute(_about(table, person_id)).all()
        yield ExportedTable(table.name, tuple(c.name for c in table.c), tuple(tuple(row) for row in rows))


def _about(table: sa.Table, person_id: str) -> sa.Select[*tuple[object, ...]]:
    query = sa.select(*table.c)
    if table is t.person:
        return query.where(t.person.c.id == person_id)
    if table.name in _VIA_ACTIVITY:
        return query.join(t.activity).where(t.activity.c.runner_id == person_id)
    if table is t.symptom_revision:
        return query.join(t.symptom_entry).where(t.symptom_entry.c.runner_id == person_id)
    if table is t.closing_seen:
        return query.join(t.closing).where(t.closing.c.runner_id == person_id)
    if table is t.notice:
        return _notices(person_id)
    if table is t.decision_mark:
        return query.join(t.decision).where(t.decision.c.runner_id == person_id)
    owners = [table.c[name] == person_id for name in _OWNERS if name in table.c]
    return query.where(sa.or_(*owners))


def _notices(person_id: str) -> sa.Select[*tuple[object, ...]]:
    """Mail to a person and about her; what an alert to a therapist was made of is the runner's alone."""
    of_another = sa.and_(t.notice.c.runner_id.is_not(None), t.notice.c.runner_id != person_id)
    key = sa.case((of_another, sa.null()), else_=t.notice.c.alert_key).label("alert_key")
    query = sa.select(*(key if column.name == "alert_key" else column for column in t.notice.c))
    return query.where(sa.or_(t.notice.c.person_id == person_id, t.notice.c.runner_id == person_id))


def samples_about(connection: Connection, person_id: str) -> Iterator[ExportedSamples]:
    """Give the samples of each of a runner's activities, one in memory at a time."""
    ids = connection.execute(sa.select(t.activity.c.id).where(t.activity.c.runner_id == person_id)).scalars()
    for activity_id in ids.all():
        query = sa.select(t.samples.c.parquet).join(t.activity).where(t.activity.c.id == activity_id)
        parquet = connection.execute(query).scalars().first()
        if parquet is not None:
            yield ExportedSamples(activity_id, parquet)
