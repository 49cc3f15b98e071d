"""Every database connection that is opened through the store, and which of them are open still."""

import sqlite3
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy import event

#: Kept, so that the collector closes none behind a test's back.
_opened: list[Any] = []
_in_use: list[Any] = []


@event.listens_for(sa.Pool, "connect")
def _note(connection: Any, _record: Any) -> None:
    _opened.append(connection)


def left_open() -> tuple[Any, ...]:
    """The connections that somebody has opened and nobody closed, idle ones of a pool among them."""
    _opened[:] = [connection for connection in _opened if _is_open(connection)]
    return tuple(_opened)


@event.listens_for(sa.Pool, "checkout")
def _take(connection: Any, _record: Any, _proxy: Any) -> None:
    _in_use.append(connection)


@event.listens_for(sa.Pool, "checkin")
def _give_back(connection: Any, _record: Any) -> None:
    if connection in _in_use:
        _in_use.remove(connection)


def in_use() -> tuple[Any, ...]:
    """The connections that somebody took out of their pool and has not given back."""
    return tuple(_in_use)


def _is_open(connection: Any) -> bool:
    if isinstance(connection, psycopg.Connection):
        return not connection.closed
    try:
        return connection.total_changes >= 0
    except sqlite3.ProgrammingError:
        return False
