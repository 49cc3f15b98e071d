"""Coming from the edition before: what differs by the new rules, noted once and given to whom it is for.

A stage in force was carried over and stays. Where the whole record says another one, where the answer that
was kept last is another now, and where a new rule would have spoken of the weeks before, that is a list: to
her therapist as offers; alone, to the runner herself, once. Alone a lower stage holds at once, and one that
was lost to looks and edits comes back at the next clean check-in.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from services.acts import Act
from services.context import Context
from services.differing import BECAUSE_OFFERED, STAGES, differences_found, enter, is_linked, note_one
from services.errors import ConflictError, NotAllowedError, NotFoundError, RefusedError, in_service_words
from services.policy import Access, Actor, Visit, visit
from services.telling import look, tell
from store import activities, decisions, diary, life, people
from store.engine import DATABASE_NAME, Connection, opened, reading, sqlite_url, writing
from store.life import DifferenceRow, NewDifference, RulesRow
from store.migrate import upgrade_within


@dataclass(frozen=True)
class Difference:
    """One thing that is another since the new edition.

    `code` is lower, lost, higher, held, free, action or rule. `was` and `would_be` are stages for the first
    three, an action for `action`; for `rule` `would_be` is a gate, and `on` the date of what it is about.
    `is_settled` says that it took effect already.
    """

    id: int
    code: str
    was: str | None
    would_be: str
    on: date | None
    is_settled: bool


@dataclass(frozen=True)
class UpgradeReport:
    """How many runners were carried over, of how many anything differs, and in what: numbers alone."""

    carried: int
    differing: int
    kinds: dict[str, int]


class Upgrading:
    """What a new edition changed for whom."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def note(self, actor: Actor, *, now: datetime) -> None:
        """Note once what differs, for every runner carried over; nothing where that was done."""
        if not actor.is_operator:
            raise NotAllowedError("This is done at the server.")
        with in_service_words(), reading(self._context.engine) as connection:
            due = _not_noted(connection)
            runners = _carried(connection) if due else ()
        if due is None:
            return
        for runner_id in runners:
            with visit(
                self._context,
                actor,
                Access.OPERATION,
                subject_id=runner_id,
                doing=Act.UPGRADE,
                now=now,
                writes=True,
            ) as desk:
                note_one(desk.connection, runner_id, due, now)
        with visit(
            self._context, actor, Access.OPERATION, subject_id=None, doing=Act.UPGRADE, now=now, writes=True
        ) as desk:
            life.note_rules(desk.connection, due.edition, now=now)

    def report(self, actor: Actor, *, now: datetime) -> UpgradeReport:
        """Say in numbers what was noted."""
        with visit(
            self._context, actor, Access.OPERATION, subject_id=None, doing=Act.READ_UPGRADE, now=now
        ) as desk:
            runners = _carried(desk.connection)
            rows = [row for one in runners for row in life.differences_of(desk.connection, one)]
        return _report(runners, rows)

    def differences(self, actor: Actor, runner_id: str, *, now: datetime) -> tuple[Difference, ...]:
        """Return what waits for the actor: offers for a therapist; alone, what the runner has not seen."""
        with visit(
            self._context, actor, Access.SHARED, subject_id=runner_id, doing=Act.READ_UPGRADE, now=now
        ) as desk:
            rows = life.differences_of(desk.connection, runner_id)
            if desk.capacity == "pt":
                rows = tuple(row for row in rows if row.settled is None)
            else:
                alone = not is_linked(desk.connection, runner_id)
                rows = tuple(row for row in rows if row.seen_utc is None and alone)
            return tuple(_in_view(desk, row) for row in rows if not _is_hidden(desk, row))

    def say_seen(self, actor: Actor, runner_id: str, *, now: datetime) -> None:
        """Keep that the runner has seen what differs."""
        with visit(
            self._context,
            actor,
            Access.OWN,
            subject_id=runner_id,
            doing=Act.SEE_UPGRADE,
            now=now,
            writes=True,
        ) as desk:
            life.see_differences(desk.connection, runner_id, now=now)

    def settle(self, actor: Actor, runner_id: str, difference_id: int, *, takes: bool, now: datetime) -> None:
        """Take up an offer as her therapist, who then has placed her, or leave it as it is."""
        with visit(
            self._context,
            actor,
            Access.CARE,
            subject_id=runner_id,
            doing=Act.SETTLE_UPGRADE,
            now=now,
            writes=True,
        ) as desk:
            row = next(
                (row for row in life.differences_of(desk.connection, runner_id) if row.id == difference_id),
                None,
            )
            if row is None or (takes and row.code not in STAGES):
                raise NotFoundError("This offer is not there.")
            by, how = actor.person_id, "applied" if takes else "left"
            if not life.settle_difference(desk.connection, row.id, how, now=now, by=by):
                raise ConflictError("This offer was settled in the meantime.")
            if not takes:
                return
            book = look(desk.connection, runner_id, now=now).book
            if book.standing.stage != row.was:
                raise RefusedError("She is on another step by now. Place her on the page Plan if right.")
            enter(desk.connection, book, row.would_be, "placed", BECAUSE_OFFERED, by, now)
            tell(desk.connection, runner_id, now=now, asked_by="upgrade", actor_id=by)


def try_upgrade(home: Path, *, database_url: str | None, now: datetime) -> UpgradeReport:
    """Say what an upgrade would change: it is made, looked at and taken back in one transaction.

    Raises RefusedError where there is no database yet.
    """
    if database_url is None and not (home / DATABASE_NAME).exists():
        raise RefusedError("There is no database here yet.")
    with in_service_words(), opened(database_url or sqlite_url(home)) as engine:
        try:
            with writing(engine) as connection:
                upgrade_within(connection)
                runners, due = _carried(connection), _not_noted(connection)
                found = (
                    [row for one in runners for row in differences_found(connection, one, due, now)]
                    if due
                    else []
                )
                raise _TakenBackError(_report(runners, found))
        except _TakenBackError as tried:
            return tried.report


class _TakenBackError(Exception):
    """Takes a transaction back once it has been looked at."""

    def __init__(self, report: UpgradeReport) -> None:
        super().__init__()
        self.report = report


def _not_noted(connection: Connection) -> RulesRow | None:
    return next((row for row in life.rules_of_store(connection) if row.noted_utc is None), None)


def _carried(connection: Connection) -> tuple[str, ...]:
    """The runners whose stage was carried over."""
    runners = people.people_with_role(connection, "runner")
    return tuple(
        runner.id
        for runner in runners
        if any(row.kind == "carried" for row in decisions.stage_changes_of(connection, runner.id))
    )


def _report(runners: tuple[str, ...], rows: list[NewDifference] | list[DifferenceRow]) -> UpgradeReport:
    kinds = Counter(code for code, _ in {(row.code, row.runner_id) for row in rows})
    return UpgradeReport(len(runners), len({row.runner_id for row in rows}), dict(sorted(kinds.items())))


# -- who sees what


def _in_view(desk: Visit, row: DifferenceRow) -> Difference:
    on = _day_of(desk, row)
    return Difference(row.id, row.code, row.was, row.would_be, on, row.settled == "applied")


def _is_hidden(desk: Visit, row: DifferenceRow) -> bool:
    """What is about something from before the date from which a therapist may see."""
    day = _day_of(desk, row)
    return desk.shared_from is not None and day is not None and day < desk.shared_from


def _day_of(desk: Visit, row: DifferenceRow) -> date | None:
    """The date of what a rule would speak of; null where it is gone, or it speaks of nothing."""
    about = row.about or ""
    if about.isdecimal():
        said = diary.revisions_of_entry(desk.connection, int(about))
        return said[0].local_date if said else None
    if about.startswith("check-in "):
        return date.fromisoformat(about.removeprefix("check-in "))
    run = activities.activity_by_id(desk.connection, about) if about else None
    return run.local_date if run else None
