"""What speaks against the date of a recording: a row for each kind, and what looks like one and is none."""

from datetime import UTC, datetime, timedelta

import pytest

from services.dates import zone_of
from services.doubts import Doubt, Stamps, doubt_of

HOUR_S = 3600
LENGTH = timedelta(minutes=23)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of November 2026."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def doubt(
    zone: str, start: datetime, now: datetime, offset_h: float | None = None, other: datetime | None = None
) -> Doubt | None:
    offset_s = None if offset_h is None else round(offset_h * HOUR_S)
    return doubt_of(Stamps(start, start + LENGTH, offset_s, other), zone_of(zone), now=now)


@pytest.mark.parametrize(
    ("zone", "start", "now", "offset_h", "expected"),
    [
        # Months, days or an hour ahead: nothing says when it was, or local time does.
        ("Europe/Berlin", datetime(2027, 3, 1, 6, tzinfo=UTC), at(20, 12), None, Doubt("future", None)),
        ("Australia/Sydney", at(21, 7), at(20, 21), None, Doubt("future", at(20, 20))),
        ("America/New_York", at(21, 7), at(20, 21), None, Doubt("future", None)),
        ("Europe/Berlin", at(20, 7), at(20, 6, 30), None, Doubt("future", at(20, 6))),
        # The file's own offset has the sign turned round, in winter or in summer time.
        ("Australia/Sydney", at(11, 6), at(12, 0), -11, Doubt("swapped", at(10, 19))),
        ("Australia/Sydney", at(11, 6), at(12, 0), -10, Doubt("swapped", at(10, 19))),
        ("America/New_York", at(11, 6), at(12, 0), 5, Doubt("swapped", at(11, 11))),
        ("Asia/Kathmandu", at(11, 6), at(12, 0), -5.75, Doubt("swapped", at(11, 0, 15))),
        # Without an offset, in the dead of her night, and by day if the stamps are local.
        ("America/New_York", at(11, 7), at(12, 0), None, Doubt("swapped", at(11, 12))),
        ("Australia/Sydney", at(11, 16), at(12, 20), None, Doubt("swapped", at(11, 5))),
    ],
)
def test_what_is_doubtful_is_asked_about(
    zone: str, start: datetime, now: datetime, offset_h: float | None, expected: Doubt
) -> None:
    assert doubt(zone, start, now, offset_h) == expected


@pytest.mark.parametrize(
    ("zone", "start", "now", "offset_h"),
    [
        ("Europe/Berlin", at(20, 6), at(20, 5, 55), None),  # the server's clock is a little behind
        (
            "Europe/Berlin",
            at(20, 6),
            at(20, 6, 5),
            None,
        ),  # it ends after its upload: today, whatever the hour
        ("Europe/Berlin", at(11, 6), at(12, 0), 1),  # at home
        ("Australia/Sydney", at(11, 6), at(12, 0), 10),  # at home, by the other half of the year
        ("Europe/Berlin", at(11, 6), at(12, 0), 9),  # on a journey
        ("America/New_York", at(11, 6), at(12, 0), 1),  # on a journey, and not the other way round
        ("Europe/London", at(11, 6), at(12, 0), 0),  # at Greenwich there is nothing to swap
        ("UTC", at(11, 3), at(12, 0), None),
        ("America/New_York", at(11, 7), at(12, 0), -5),  # at night, and the watch knows its zone
        ("America/New_York", at(11, 11), at(12, 0), None),  # six in the morning
        ("Europe/Berlin", at(11, 2), at(12, 0), None),  # at night both ways: she may well have
    ],
)
def test_what_may_well_be_is_not(zone: str, start: datetime, now: datetime, offset_h: float | None) -> None:
    assert doubt(zone, start, now, offset_h) is None


def test_two_starts_of_one_file_a_time_zone_apart_are_asked_about() -> None:
    start, now = at(11, 17), at(12, 12)
    assert doubt("Australia/Sydney", start, now, None, at(11, 6)) == Doubt("swapped", at(11, 6))
    assert doubt("Australia/Sydney", start, now, None, at(11, 9)) is None
