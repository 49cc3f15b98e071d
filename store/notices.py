"""Mail that waits to go out: whom and which kind."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from store import tables as t
from store.rows import columns_of, insert, read_all


@dataclass(frozen=True)
class Notice:
    """One mail, sent or not."""

    id: int
    person_id: str
    kind: str
    decision_id: int | None
    made_utc: datetime
    sent_utc: datetime | None
    failed_because: str | None
    tries: int
    runner_id: str | None = None
    alert_key: str | None = None
    attempt: int = 0
    due_utc: datetime | None = None
    acted_utc: datetime | None = None


@dataclass(frozen=True)
class NewAlert:
    """One telling of one alert to one person; `key` is made of one fact and never sent.

    `attempt` 0 is the first telling, the next ones go out when they are due and nobody acted.
    """

    person_id: str
    runner_id: str
    key: str
    kind: str
    attempt: int = 0
    due_utc: datetime | None = None
    decision_id: int | None = None


@dataclass(frozen=True)
class SentNotice:
    """A mail that went out about a decision, and to whom."""

    decision_id: int | None
    display_name: str
    sent_utc: datetime


_NOTICE = columns_of(t.notice, Notice)
_DUE_BY = sa.bindparam("due_by", type_=t.notice.c.due_utc.type)
_WAITING = (
    sa.select(*_NOTICE)
    .where(
        t.notice.c.sent_utc.is_(None),
        t.notice.c.tries < sa.bindparam("most_tries"),
        sa.or_(t.notice.c.due_utc.is_(None), t.notice.c.due_utc <= _DUE_BY),
        ~sa.and_(t.notice.c.attempt > 0, t.notice.c.acted_utc.is_not(None)),
    )
    .order_by(t.notice.c.id)
)


def add_notice(
    connection: Connection, person_id: str, kind: str, *, decision_id: int | None, now: datetime
) -> int:
    """Let a mail wait for its sending."""
    values = {"person_id": person_id, "kind": kind, "decision_id": decision_id, "made_utc": now}
    return insert(connection, t.notice, values)


def add_alert(connection: Connection, alert: NewAlert, *, now: datetime) -> bool:
    """Let an alert wait for its telling; False where this person has this telling of it already."""
    insert_into = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    values = {
        "person_id": alert.person_id,
        "runner_id": alert.runner_id,
        "alert_key": alert.key,
        "kind": alert.kind,
        "attempt": alert.attempt,
        "due_utc": alert.due_utc,
        "decision_id": alert.decision_id,
        "made_utc": now,
    }
    query = insert_into(t.notice).values(values).on_conflict_do_nothing().returning(t.notice.c.id)
    return connection.execute(query).first() is not None


def alerts_of(connection: Connection, runner_id: str) -> tuple[Notice, ...]:
    """Return all tellings of all alerts about a runner, sent or not, oldest first."""
    query = sa.select(*_NOTICE).where(t.notice.c.runner_id == runner_id, t.notice.c.alert_key.is_not(None))
    return read_all(connection, query.order_by(t.notice.c.id), Notice)


def tie(connection: Connection, runner_id: str, key: str, decision_id: int) -> None:
    """Say of an alert that waited before there was a decision which one it is about."""
    mine = t.notice.c.runner_id == runner_id, t.notice.c.alert_key == key, t.notice.c.decision_id.is_(None)
    connection.execute(t.notice.update().where(*mine).values({"decision_id": decision_id}))


def sent_alerts(connection: Connection, runner_id: str, *, since_utc: datetime) -> tuple[SentNotice, ...]:
    """Return the alerts about a runner that went out since an instant, oldest first."""
    query = (
        sa.select(t.notice.c.decision_id, t.person.c.display_name, t.notice.c.sent_utc)
        .join(t.person, t.person.c.id == t.notice.c.person_id)
        .where(
            t.notice.c.runner_id == runner_id,
            t.notice.c.alert_key.is_not(None),
            t.notice.c.sent_utc >= since_utc,
        )
    )
    return read_all(connection, query.order_by(t.notice.c.id), SentNotice)


def mark_acted(connection: Connection, runner_id: str, key: str, *, now: datetime) -> None:
    """Note that somebody acted on an alert, so that it is not told again."""
    mine = t.notice.c.runner_id == runner_id, t.notice.c.alert_key == key, t.notice.c.acted_utc.is_(None)
    connection.execute(t.notice.update().where(*mine).values({"acted_utc": now}))


def waiting(connection: Connection, most_tries: int, *, now: datetime | None = None) -> tuple[Notice, ...]:
    """Return what was not sent yet, is due and may be tried again, oldest first.

    What is told again goes out only while nobody acted; without `now` nothing is due that had to wait.
    """
    return read_all(connection, _WAITING, Notice, most_tries=most_tries, due_by=now)


def sent_about(connection: Connection, runner_id: str, *, from_id: int) -> tuple[SentNotice, ...]:
    """Return the mails that were sent about a runner's decisions, from a decision's id on, oldest first."""
    query = (
        sa.select(t.notice.c.decision_id, t.person.c.display_name, t.notice.c.sent_utc)
        .join(t.decision, t.decision.c.id == t.notice.c.decision_id)
        .join(t.person, t.person.c.id == t.notice.c.person_id)
        .where(
            t.decision.c.runner_id == runner_id,
            t.notice.c.decision_id >= from_id,
            t.notice.c.sent_utc.is_not(None),
        )
    )
    return read_all(connection, query.order_by(t.notice.c.id), SentNotice)


def newest_of(connection: Connection, person_id: str, kind: str) -> Notice | None:
    """Return the newest mail of one kind to one person, null where there is none."""
    query = sa.select(*_NOTICE).where(t.notice.c.person_id == person_id, t.notice.c.kind == kind)
    found = read_all(connection, query.order_by(t.notice.c.id.desc()).limit(1), Notice)
    return found[0] if found else None


def claim(connection: Connection, notice: Notice) -> bool:
    """Count one more try; False where another process took it in the meantime."""
    result = connection.execute(
        t.notice.update()
        .where(t.notice.c.id == notice.id, t.notice.c.tries == notice.tries, t.notice.c.sent_utc.is_(None))
        .values({"tries": notice.tries + 1})
    )
    return result.rowcount == 1


def settle(
    connection: Connection, notice_id: int, *, sent_utc: datetime | None, failed_because: str | None
) -> None:
    """Note how a try went."""
    values = {"sent_utc": sent_utc, "failed_because": failed_because}
    connection.execute(t.notice.update().where(t.notice.c.id == notice_id).values(values))
