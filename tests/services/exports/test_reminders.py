"""The calendar file, read back by the library and held against the standard's own rules."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event

from services.errors import RefusedError
from services.exports import reminders_calendar
from services.exports.records import CalendarCheckIn, CalendarSession

MADE = datetime(2026, 10, 20, 8, 0, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
#: The clocks go back in the night from the first session's day to its morning log.
SESSIONS = (
    CalendarSession("plan-1/stage-2/1", date(2026, 10, 24), time(18), 1800.0),
    CalendarSession("plan-1/stage-2/2", date(2026, 10, 27), time(7), 1920.0),
)
CHECK_IN = CalendarCheckIn(date(2026, 11, 1), time(19), weeks=6)


def calendar(
    sessions: tuple[CalendarSession, ...] = SESSIONS,
    check_in: CalendarCheckIn | None = CHECK_IN,
    *,
    owner: str = "person-7",
    zone: ZoneInfo = LONDON,
    made_utc: datetime = MADE,
) -> bytes:
    return reminders_calendar(
        sessions, check_in, owner=owner, zone=zone, morning_at=time(7, 30), made_utc=made_utc
    )


def events(content: bytes) -> list[Event]:
    return list(Calendar.from_ical(content).events)


def uids(content: bytes) -> list[str]:
    return [str(event["uid"]) for event in events(content)]


def test_each_session_has_its_morning_log_and_the_week_its_check_in() -> None:
    found = [(str(event["summary"]), event.start) for event in events(calendar())]

    assert found == [
        ("Training session", datetime(2026, 10, 24, 18, tzinfo=LONDON)),
        ("Morning log", datetime(2026, 10, 25, 7, 30, tzinfo=LONDON)),
        ("Training session", datetime(2026, 10, 27, 7, tzinfo=LONDON)),
        ("Morning log", datetime(2026, 10, 28, 7, 30, tzinfo=LONDON)),
        ("Weekly check-in", datetime(2026, 11, 1, 19, tzinfo=LONDON)),
    ]


def test_times_are_local_on_both_sides_of_a_clock_change() -> None:
    offsets = [event.start.utcoffset() for event in events(calendar())[:2]]

    assert offsets == [timedelta(hours=1), timedelta(0)]
    assert b"DTSTART;TZID=Europe/London:20261024T180000" in calendar()


@pytest.mark.parametrize("name", ["Europe/London", "America/New_York", "Asia/Kolkata", "Australia/Sydney"])
def test_the_file_brings_the_rules_of_its_zone(name: str) -> None:
    zone = ZoneInfo(name)
    found = Calendar.from_ical(calendar(zone=zone))
    (rules,) = found.timezones
    own_zone = rules.to_tz(lookup_tzid=False)

    assert str(rules["tzid"]) == name
    for event in found.events:
        local = event.start.replace(tzinfo=None)
        assert local.replace(tzinfo=own_zone).utcoffset() == local.replace(tzinfo=zone).utcoffset()


def test_utc_needs_no_rules() -> None:
    assert b"DTSTART:20261024T180000Z" in calendar(zone=ZoneInfo("UTC"))


def test_the_check_in_comes_back_every_week_and_is_one_entry() -> None:
    check_in = events(calendar())[-1]

    assert check_in["rrule"].to_ical() == b"FREQ=WEEKLY;COUNT=6"
    assert "rrule" not in events(calendar(check_in=CalendarCheckIn(date(2026, 11, 1), time(19))))[-1]


def test_every_entry_wakes_the_phone() -> None:
    triggers = []
    for event in events(calendar()):
        (alarm,) = event.walk("valarm")
        assert str(alarm["action"]) == "DISPLAY"
        assert str(alarm["description"]) == str(event["summary"])
        triggers.append(alarm["trigger"].dt)

    assert triggers == [
        timedelta(minutes=-30),
        timedelta(0),
        timedelta(minutes=-30),
        timedelta(0),
        timedelta(0),
    ]


def test_uids_stay_with_the_session_and_differ_between_people() -> None:
    moved = CalendarSession("plan-1/stage-2/1", date(2026, 10, 25), time(9), 1800.0)
    later = calendar((moved, SESSIONS[1]), made_utc=MADE + timedelta(days=1))

    assert uids(later) == uids(calendar())
    assert len(set(uids(calendar()))) == 5
    assert not set(uids(calendar())) & set(uids(calendar(owner="person-8")))
    assert b"person-7" not in calendar()


def test_a_later_file_is_a_later_revision() -> None:
    earlier, later = (events(calendar(made_utc=made))[0] for made in (MADE, MADE + timedelta(minutes=1)))

    assert later["sequence"] == earlier["sequence"] + 1
    assert later["dtstamp"].dt == MADE + timedelta(minutes=1)


def test_a_lock_screen_learns_nothing_about_health() -> None:
    shown = {
        str(component[name])
        for component in Calendar.from_ical(calendar()).walk()
        for name in ("summary", "description", "location", "comment", "categories")
        if name in component and component.name != "VTIMEZONE"
    }

    assert shown == {"Training session", "Morning log", "Weekly check-in", "Open Stridegate."}
    assert all(str(event["class"]) == "PRIVATE" for event in events(calendar()))


def test_lines_are_folded_and_end_as_the_standard_says() -> None:
    content = calendar()
    lines = content.split(b"\r\n")

    assert content.endswith(b"END:VCALENDAR\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines)
    assert Calendar.from_ical(content).to_ical() == content


def test_the_same_reminders_give_the_same_bytes() -> None:
    assert calendar() == calendar()


def test_nothing_to_remind_of_is_refused() -> None:
    with pytest.raises(RefusedError, match="no session and no check-in"):
        calendar((), None)
