"""From the store to the record of a life: all that is known of one runner, without any window.

Each table is read once, and samples never. A row that no longer reads becomes `Unreadable`, which holds; it
never raises. Facts and acts are the record; what was told stands beside it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from program.history.events import Advance, Begin, Event, Record, Unreadable
from program.history.fold import fold
from program.history.standing import Standing
from program.load import shipped_plans
from services.history.acts import acts_of, rules_of
from services.history.dated import undated_events
from services.history.earlier import begun_earlier
from services.history.examinations import examinations_of
from services.history.outings import hold_all, outing_id_of, outings_of
from services.history.redated import redated_events
from services.history.rows import Rows, read_rows
from services.history.words import words_of
from services.plans import default_plan, plan_faults
from services.sessions import HeldSession
from store.engine import Connection

__all__ = ["Life", "read_life", "read_record", "read_record_earlier", "standing_of"]


@dataclass(frozen=True)
class Life:
    """One runner's record, the sessions behind its outings, oldest first, and the rows behind all of it."""

    record: Record
    sessions: tuple[HeldSession, ...]
    rows: Rows


def read_record(connection: Connection, runner_id: str, *, now: datetime, keeps: bool = False) -> Record:
    """All that is known of a runner by an instant. Raises NotFoundError where there is no such runner.

    With `keeps` (in a transaction that writes) how new sessions were executed is kept.
    """
    return read_life(connection, runner_id, now=now, keeps=keeps).record


def read_life(connection: Connection, runner_id: str, *, now: datetime, keeps: bool = False) -> Life:
    """The record with the sessions that it was made from; as `read_record`."""
    return _life(connection, read_rows(connection, runner_id, now=now), now, keeps=keeps)


def read_record_earlier(connection: Connection, runner_id: str, *, by: timedelta, now: datetime) -> Record:
    """The record as if it had begun to be folded by so much earlier than its stage was carried over."""
    rows = begun_earlier(read_rows(connection, runner_id, now=now), by=by)
    return _life(connection, rows, now, keeps=False).record


def _life(connection: Connection, rows: Rows, now: datetime, *, keeps: bool) -> Life:
    plan = default_plan()
    sessions = hold_all(connection, rows, plan, keeps=keeps)
    kept = [held for held in sessions if not held.is_deleted]
    outing_of = {name: outing_id_of(held, kept) for held in sessions for name in held.activity_ids}
    acts = tuple(acts_of(rows))
    events = (
        *acts,
        *rules_of(rows),
        *_faulty_plan(connection, rows, acts, now),
        *examinations_of(rows, plan),
        *outings_of(rows, sessions),
        *undated_events(rows),
        *redated_events(connection, rows, plan, sessions),
        *words_of(rows, outing_of),
    )
    record = Record(events=events, plans=rows.plans, default_plan=plan, zone=rows.first_zone)
    return Life(record, sessions, rows)


def _faulty_plan(
    connection: Connection, rows: Rows, acts: Sequence[Event], now: datetime
) -> Iterator[Unreadable]:
    """The plan in force, where it breaks a bound by the rules of today: nobody runs by it."""
    chosen = [act for act in acts if isinstance(act, Begin | Advance)]
    newest = max(chosen, key=lambda act: act.known_at, default=None)
    if newest is None or newest.plan not in rows.plans:
        return
    if newest.plan not in shipped_plans() and plan_faults(connection, rows.runner.id, *newest.plan):
        name = f"plan {newest.plan[0]} {newest.plan[1]}"
        yield Unreadable(id=name, happened_at=now, known_at=now, code="plan")


def standing_of(connection: Connection, runner_id: str, *, now: datetime) -> Standing:
    """What stands for a runner at an instant, from all that is known by then."""
    return fold(read_record(connection, runner_id, now=now), now)
