"""Reminders as a calendar file (RFC 5545) that any phone takes in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event

from services.errors import RefusedError
from services.exports.records import CalendarCheckIn, CalendarSession

#: The titles stand on a lock screen that others see: none of them speaks of health.
SESSION_TITLE = "Training session"
MORNING_TITLE = "Morning log"
CHECK_IN_TITLE = "Weekly check-in"
SESSION_NOTICE = timedelta(minutes=30)
MORNING_TAKES = timedelta(minutes=5)
CHECK_IN_TAKES = timedelta(minutes=10)
#: The name under which the UIDs of this calendar are made (RFC 4122, version 5).
_NAMES = UUID("5a6d1f0e-3c0e-5b52-9d0b-0d6f3a1c7e42")
#: Revisions are counted in minutes from here, so that a later file replaces an earlier one.
_FIRST_REVISION = datetime(2020, 1, 1, tzinfo=UTC)
_DAYS_OF_ZONE = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: str
    key: str
    title: str
    start: datetime
    takes: timedelta
    notice: timedelta = timedelta(0)
    weeks: int = 1


def reminders_calendar(
    sessions: Sequence[CalendarSession],
    check_in: CalendarCheckIn | None,
    *,
    owner: str,
    zone: ZoneInfo,
    morning_at: time,
    made_utc: datetime,
) -> bytes:
    """The sessions, the log on the morning after each, and the weekly check-in, each with an alarm.

    Days and times are local to `zone`, whose rules stand in the file. `owner` is any lasting id of the
    runner: with it the same session keeps its UID in every later file and moves in the calendar instead of
    standing there twice; it cannot be read from the UID. `made_utc` (aware) is the stamp of all entries.

    Only for sessions of a stage that is in force: the caller checks.

    Raises RefusedError where there is nothing to remind of.
    """
    entries = [entry for session in sessions for entry in _of_session(session, zone, morning_at)]
    if check_in is not None:
        start = datetime.combine(check_in.first_day, check_in.at, zone)
        entries.append(
            _Entry("check-in", "weekly", CHECK_IN_TITLE, start, CHECK_IN_TAKES, weeks=check_in.weeks)
        )
    if not entries:
        raise RefusedError("There is no session and no check-in to remind of yet.")
    calendar = Calendar()
    calendar.add("prodid", "-//Stridegate//Reminders//EN")
    calendar.add("version", "2.0")
    for entry in entries:
        calendar.add_component(_event(entry, owner, made_utc))
    calendar.add_missing_timezones(*_zone_days(entries))
    return calendar.to_ical()


def _of_session(session: CalendarSession, zone: ZoneInfo, morning_at: time) -> tuple[_Entry, _Entry]:
    morning = datetime.combine(session.day + timedelta(days=1), morning_at, zone)
    return (
        _Entry(
            "session",
            session.key,
            SESSION_TITLE,
            datetime.combine(session.day, session.at, zone),
            timedelta(seconds=round(session.duration_s)),
            SESSION_NOTICE,
        ),
        _Entry("morning", session.key, MORNING_TITLE, morning, MORNING_TAKES),
    )


def _event(entry: _Entry, owner: str, made_utc: datetime) -> Event:
    event = Event()
    event.add("uid", f"{uuid5(_NAMES, f'{owner}/{entry.kind}/{entry.key}')}@stridegate")
    event.add("dtstamp", made_utc.astimezone(UTC))
    event.add("sequence", (made_utc - _FIRST_REVISION) // timedelta(minutes=1))
    event.add("dtstart", entry.start)
    event.add("duration", entry.takes)
    if entry.weeks > 1:
        event.add("rrule", {"freq": "weekly", "count": entry.weeks})
    event.add("summary", entry.title)
    event.add("description", "Open Stridegate.")
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -entry.notice)
    alarm.add("description", entry.title)
    event.add_component(alarm)
    return event


def _zone_days(entries: Sequence[_Entry]) -> tuple[date, date]:
    """The days for which the file has to know the zone's rules."""
    first = min(entry.start for entry in entries)
    last = max(entry.start + timedelta(weeks=entry.weeks) for entry in entries)
    return (first - _DAYS_OF_ZONE).date(), (last + _DAYS_OF_ZONE).date()
