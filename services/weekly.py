"""The week's round at the server: every runner's decision, and a reminder where something is late."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.acts import Act
from services.context import Context
from services.dates import local_date
from services.errors import RefusedError, in_service_words
from services.notices import deliver
from services.policy import Access, Actor, Visit, visit
from services.telling import tell
from store import decisions, diary, notices, people
from store.engine import reading
from store.people import Person

_REMIND_AGAIN_AFTER = timedelta(days=3)
#: A day begins first where clocks are this far ahead of UTC.
_EASTERNMOST = timedelta(hours=14)


@dataclass(frozen=True)
class WeeklyLine:
    """One runner's round, without anything about her health."""

    runner_id: str
    decision_id: int
    is_new: bool
    waits_for: str | None
    is_overdue: bool


class Weekly:
    """For a timer."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def run(self, actor: Actor, *, on: date, now: datetime) -> tuple[WeeklyLine, ...]:
        """Tell every runner's answer of this moment, remind the late ones of `on`'s week, send what waits.

        Safe to repeat: the same facts give the same decision once, and nobody is reminded
        twice in three days. A runner whose day `on` has not begun where she lives is left for later; a
        day that has begun nowhere is refused.
        """
        if on > (now + _EASTERNMOST).date():
            raise RefusedError(f"{on.isoformat()} has not begun yet.")
        with in_service_words(), reading(self._context.engine) as connection:
            runners = people.people_with_role(connection, "runner")
        lines = [self._round(actor, runner, on, now) for runner in runners if runner.closed_utc is None]
        deliver(self._context, now=now)
        return tuple(line for line in lines if line is not None)

    def _round(self, actor: Actor, runner: Person, on: date, now: datetime) -> WeeklyLine | None:
        """One runner's round at the true instant; null where the day has not begun where she lives."""
        if on > local_date(now, utc_offset_s=None, time_zone=runner.time_zone):
            return None
        with visit(
            self._context,
            actor,
            Access.OPERATION,
            subject_id=runner.id,
            doing=Act.WEEKLY,
            now=now,
            writes=True,
        ) as desk:
            before = decisions.newest_decision(desk.connection, runner.id)
            row = tell(desk.connection, runner.id, now=now, asked_by="weekly", actor_id=None)
            late = _is_late(desk, runner, on)
            if late:
                _remind(desk, runner, now)
            return WeeklyLine(
                runner_id=runner.id,
                decision_id=row.id,
                is_new=before is None or row.id != before.id,
                waits_for=row.release_by if row.action == "progress" else None,
                is_overdue=late,
            )


def _is_late(desk: Visit, runner: Person, on: date) -> bool:
    """True where a plan is in force and no check-in was sent in the week before."""
    if not decisions.stage_changes_of(desk.connection, runner.id):
        return False
    sent = diary.check_ins_of(desk.connection, runner.id)
    return all(row.week_start < on - timedelta(days=on.weekday() + 7) for row in sent)


def _remind(desk: Visit, runner: Person, now: datetime) -> None:
    last = notices.newest_of(desk.connection, runner.id, "overdue")
    if last is None or now - last.made_utc >= _REMIND_AGAIN_AFTER:
        notices.add_notice(desk.connection, runner.id, "overdue", decision_id=None, now=now)
