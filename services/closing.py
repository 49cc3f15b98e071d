"""Closing what is open, and lifting what was ordered: who may, from when on, and what it answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from program.history.asks import OVERSHOOT
from program.history.events import Shown
from program.history.standing import Lifting, StandingFinding
from program.model import ReleaseBy, Urgency
from program.signs import sign_list
from services.casebook import CaseBook
from services.errors import NotAllowedError, NotFoundError, RefusedError
from services.limits import EXAMINER_MOST, line_of, reason_of
from services.register import order_code
from services.telling import look
from store import caution, decisions, people, reviews
from store.caution import Caution
from store.closings import NewClosing, add_closing
from store.engine import Connection
from store.rows import Seen

#: An emergency is not over in a day, whoever says so alone (configured).
_EMERGENCY_STANDS = timedelta(hours=24)
NEWER = "Something was written after this page was shown. Look at it first; then close what you have seen."


@dataclass(frozen=True)
class Closing:
    """What somebody states who closes a finding.

    `shown` are the revisions that stood on the page; null takes all that is known. `is_mistake` says that
    what opened it was noted by mistake.
    """

    because: str
    shown: frozenset[Shown] | None = None
    examined_by: str | None = None
    profession: str | None = None
    examined_on: date | None = None
    is_mistake: bool = False


def close(
    connection: Connection,
    runner_id: str,
    key: str,
    closing: Closing,
    *,
    now: datetime,
    actor_id: str | None,
    is_runner: bool,
) -> None:
    """Close one open finding for the revisions that were shown. Raises what says why it may not be."""
    book = look(connection, runner_id, now=now).book
    found = next((item for item in book.standing.findings if item.key == key), None)
    if found is None:
        raise NotFoundError("This is not open any more.")
    because = reason_of(closing.because)
    if closing.shown is not None and not _covers(closing.shown, found.entries):
        raise RefusedError(NEWER)
    if is_runner:
        _check_alone(connection, book, found, closing, now)
    elif closing.is_mistake and found.corrected is None:
        raise RefusedError("Nothing behind this was corrected. Close it with what was found instead.")
    elif found.release_by is ReleaseBy.MEDICAL and not closing.is_mistake:
        _check_examined(book, found, closing, now)
    add_closing(
        connection,
        NewClosing(
            runner_id=runner_id,
            finding_key=key,
            closed_utc=now,
            closed_by=actor_id,
            role="self_stated" if is_runner else "pt",
            kind="mistake" if closing.is_mistake else "looked",
            because=because,
            examined_by=line_of(closing.examined_by, EXAMINER_MOST, "Who examined her"),
            profession=closing.profession,
            examined_on=closing.examined_on,
            seen=frozenset(found.entries),
        ),
    )
    _note_on_row(connection, book, found, closing, because, now, actor_id, is_runner)
    caution.append(connection, Caution(runner_id, key, "closed", now))


def lift_alone(
    connection: Connection, runner_id: str, hold_id: int, closing: Closing, *, now: datetime
) -> None:
    """Lift, without a therapist, an order of a former one: she states who examined her after its day."""
    book = look(connection, runner_id, now=now).book
    order = _order(book, hold_id)
    if "runner" not in order.who:
        on = order.runner_from and book.local_date(order.runner_from)
        when = f" From {on:%-d %B %Y} you can, by stating who examined you." if on else ""
        raise NotAllowedError(f"A therapist ordered this, and another one can lift it.{when}")
    if not (closing.examined_by and closing.profession and closing.examined_on):
        raise RefusedError("Write who examined you, her or his profession, and when.")
    if not book.local_date(order.since) <= closing.examined_on <= book.today:
        raise RefusedError("The examination has to be after the day of the order, and not in the future.")
    lift(connection, book, hold_id, actor_id=book.runner.id)


def lift(
    connection: Connection, book: CaseBook, hold_id: int, *, actor_id: str | None, version: int | None = None
):
    """Lift an order that stands. Raises NotFoundError where it does not any more."""
    row = next((row for row in book.holds if row.id == hold_id and row.lifted_on is None), None)
    if row is None:
        raise NotFoundError("This order is not there any more.")
    seen = Seen(hold_id, row.version if version is None else version)
    reviews.lift_hold(connection, seen, on=book.today, lifted_by=actor_id, now=book.now)
    caution.append(connection, Caution(book.runner.id, order_code(row.ordered_utc), "closed", book.now))


def _order(book: CaseBook, hold_id: int) -> Lifting:
    found = next((order for order in book.standing.orders if order.order == f"hold {hold_id}"), None)
    if found is None:
        raise NotFoundError("This order is not there any more.")
    return found


def _covers(shown: Iterable[Shown], entries: Iterable[Shown]) -> bool:
    newest: dict[str, int] = {}
    for source, revision in shown:
        newest[source] = max(revision, newest.get(source, 0))
    return all(newest.get(source, 0) >= revision for source, revision in entries)


def _check_alone(
    connection: Connection, book: CaseBook, found: StandingFinding, closing: Closing, now: datetime
) -> None:
    links = people.links_of_runner(connection, book.runner.id)
    if any(link.ended_utc is None for link in links):
        raise NotAllowedError("Your therapist closes this. She sees that it is open.")
    ended = [
        link.ended_utc for link in links if link.ended_utc is not None and found.opened_at < link.ended_utc
    ]
    from_utc = max(ended, default=now) + timedelta(days=book.plan.number("lift_alone_after_d"))
    if ended and now < from_utc:
        raise NotAllowedError(
            "This was open while a therapist cared for you. Another therapist can close it, or from "
            f"{book.local_date(from_utc):%-d %B %Y} you can, by stating who examined you."
        )
    if found.is_answered:
        return
    if found.gate == OVERSHOOT:
        raise RefusedError("Say how the morning after this run was. Then it can be closed.")
    if closing.is_mistake and not ended and is_mistake_of_hers(found):
        return
    if found.urgency is Urgency.EMERGENCY and now < found.opened_at + _EMERGENCY_STANDS:
        raise RefusedError("An emergency sign stays open for 24 hours at least. Do what a doctor told you.")
    _check_examined(book, found, closing, now)


def is_mistake_of_hers(found: StandingFinding) -> bool:
    """Whether she may close it alone as noted by mistake: a slip corrected in time, and no red flag."""
    return found.corrected == "in_time" and found.urgency is Urgency.NONE


def _check_examined(book: CaseBook, found: StandingFinding, closing: Closing, now: datetime) -> None:
    if not (closing.examined_by and closing.profession and closing.examined_on):
        raise RefusedError("Write who examined the runner, her or his profession, and when.")
    kind = "medical" if found.release_by is ReleaseBy.MEDICAL else "pt"
    may = sign_list().professions[kind]
    if closing.profession not in may:
        raise RefusedError(f"This is closed by what a {', a '.join(may[:-1])} or a {may[-1]} found.")
    if not book.local_date(found.opened_at) <= closing.examined_on <= book.local_date(now):
        raise RefusedError(
            "The examination has to be on or after the day it was opened, and not in the future."
        )


def _note_on_row(
    connection: Connection,
    book: CaseBook,
    found: StandingFinding,
    closing: Closing,
    because: str,
    now: datetime,
    actor_id: str | None,
    is_runner: bool,
) -> None:
    """Write on the finding's own row, which lists show, who closed it; the closing itself is what counts."""
    rows = [row for row in book.findings if row.key == found.key and row.closed_utc is None]
    for row in rows:
        decisions.close_finding(
            connection,
            Seen(row.id, row.version),
            decisions.Closing(
                closed_utc=now,
                closed_by=actor_id,
                closed_because=because,
                examined_by=line_of(closing.examined_by, EXAMINER_MOST, "Who examined her"),
                examined_on=closing.examined_on,
                self_stated=is_runner,
            ),
        )
