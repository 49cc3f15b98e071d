"""From SQL rows to frozen records, and edits that notice each other."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from store.errors import StaleVersionError

RecordT = TypeVar("RecordT")
#: The person a query is about, filled in when it is run. What is asked at every command is built once, as
#: the module is read: to build a query takes several times as long as to run it.
RUNNER = sa.bindparam("runner_id")


def columns_of(table: sa.FromClause, record: type) -> list[sa.ColumnElement[Any]]:
    """Return the columns of the table that the record's fields name."""
    return [table.c[field.name] for field in fields(record)]


def of_runner(
    table: sa.Table, record: type, *order: sa.ColumnElement[Any] | sa.Column[Any]
) -> sa.Select[*tuple[Any, ...]]:
    """Return the query for one runner's rows of a table, to be run with her `runner_id`."""
    return sa.select(*columns_of(table, record)).where(table.c.runner_id == RUNNER).order_by(*order)


def read_all(
    connection: Connection, query: sa.Select[*tuple[Any, ...]], record: type[RecordT], **values: object
) -> tuple[RecordT, ...]:
    """Run a query and return one record a row; the query's columns are the record's fields.

    `values` fill in what the query leaves open.
    """
    result = connection.execute(query, values)
    names = tuple(result.keys())
    return tuple(record(**dict(zip(names, row, strict=True))) for row in result.all())


def read_one(
    connection: Connection, query: sa.Select[*tuple[Any, ...]], record: type[RecordT], **values: object
) -> RecordT | None:
    """Run a query and return the first row as a record, null where there is none; else as `read_all`."""
    row = connection.execute(query, values).mappings().first()
    return None if row is None else record(**row)


def insert(connection: Connection, table: sa.Table, values: Mapping[str, object]) -> int:
    """Insert one row and return its counted id, 0 where the table has another key."""
    key = connection.execute(table.insert(), dict(values)).inserted_primary_key
    found = key[0] if key else 0
    return found if isinstance(found, int) else 0


@dataclass(frozen=True)
class Seen:
    """Which version of a row an edit was made against."""

    row_id: int | str
    version: int


def update_seen(connection: Connection, table: sa.Table, seen: Seen, values: Mapping[str, object]) -> None:
    """Change a row if it still is as it was seen; raises StaleVersionError where somebody was faster."""
    result = connection.execute(
        table.update()
        .where(table.c.id == seen.row_id, table.c.version == seen.version)
        .values({**values, "version": seen.version + 1})
    )
    if result.rowcount != 1:
        raise StaleVersionError(
            "Somebody else changed this in the meantime. Look at what it says now, then try again."
        )
