"""What speaks against the date of a recording: its own clock, the time zone, the moment of its upload.

Whether local time was written as UTC, or the other way round, a file alone cannot say: only where something
contradicts it is she asked, and nothing is ever corrected by itself.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

#: Clocks of watch, telephone and server may differ by this much.
TOLERANCE = timedelta(minutes=10)
#: Two starts lie a time zone apart where they do so but for this much.
_SAME_INSTANT = timedelta(minutes=1)
#: Hours of the day at which hardly anybody begins to run, and those at which people do.
_NIGHT = range(1, 4)
_DAY = range(6, 21)
_HALF_YEAR = timedelta(days=182)


@dataclass(frozen=True)
class Doubt:
    """Why only she can say when it was, and when it may have begun instead; null where nothing says.

    `future`: it begins after its upload. `swapped`: UTC and local time may have been taken for each other.
    """

    code: Literal["future", "swapped"]
    other_start_utc: datetime | None


@dataclass(frozen=True)
class Stamps:
    """When a file says that it was; `other_start_utc` is another start that it tells, null where none."""

    start_utc: datetime
    end_utc: datetime
    utc_offset_s: int | None
    other_start_utc: datetime | None = None


def doubt_of(stamps: Stamps, zone: ZoneInfo, *, now: datetime) -> Doubt | None:
    """What is doubtful about a date, of a runner who lives in this zone; null where nothing is."""
    swapped_utc = _swapped(stamps, zone, now)
    if stamps.start_utc > now + TOLERANCE:
        return Doubt("future", swapped_utc)
    if swapped_utc is None:
        return None
    if _names_the_opposite_zone(stamps, zone) or _is_at_night(stamps, zone) or _differs(stamps, swapped_utc):
        return Doubt("swapped", swapped_utc)
    return None


def _swapped(stamps: Stamps, zone: ZoneInfo, now: datetime) -> datetime | None:
    """The start, if what is written as UTC is local time; null where that changes nothing or lies ahead."""
    start_utc = stamps.start_utc.replace(tzinfo=zone).astimezone(UTC)
    length = stamps.end_utc - stamps.start_utc
    is_possible = start_utc != stamps.start_utc and start_utc + length <= now + TOLERANCE
    return start_utc if is_possible else None


def _names_the_opposite_zone(stamps: Stamps, zone: ZoneInfo) -> bool:
    """The file's own offset is hers, with the sign turned round, in summer or in winter time."""
    if stamps.utc_offset_s is None:
        return False
    moments = (stamps.start_utc - _HALF_YEAR, stamps.start_utc, stamps.start_utc + _HALF_YEAR)
    hers_s = {
        int((moment.astimezone(zone).utcoffset() or timedelta(0)).total_seconds()) for moment in moments
    }
    return stamps.utc_offset_s not in hers_s and -stamps.utc_offset_s in hers_s


def _is_at_night(stamps: Stamps, zone: ZoneInfo) -> bool:
    """Without an offset of its own, the file begins in the dead of her night, and by day if it is local."""
    if stamps.utc_offset_s is not None:
        return False
    return stamps.start_utc.astimezone(zone).hour in _NIGHT and stamps.start_utc.hour in _DAY


def _differs(stamps: Stamps, swapped_utc: datetime) -> bool:
    """Another start in the file lies just where this one would be if it were local time."""
    other_utc = stamps.other_start_utc
    return other_utc is not None and abs(other_utc - swapped_utc) <= _SAME_INSTANT
