"""Mail that waits to go out: whom and which kind."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
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


@dataclass(frozen=True)
class SentNotice:
    """A mail that went out about a decision, and to whom."""

    decision_id: int
    display_name: str
    sent_utc: datetime


_NOTICE = columns_of(t.notice, Notice)


def add_notice(
    connection: Connection, person_id: str, kind: str, *, decision_id: int | None, now: datetime
) -> int:
    """Let a mail wait for its sending."""
    values = {"person_id": person_id, "kind": kind, "decision_id": decision_id, "made_utc": now}
    return insert(connection, t.notice, values)


def waiting(connection: Connection, most_tries: int) -> tuple[Notice, ...]:
    """Return what was not sent yet and may be tried again, oldest first."""
    query = sa.select(*_NOTICE).where(t.notice.c.sent_utc.is_(None), t.notice.c.tries < most_tries)
    return read_all(connection, query.order_by(t.notice.c.id), Notice)


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
