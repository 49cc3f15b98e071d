"""The one place where an instant becomes a runner's local date."""

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from services.errors import RefusedError


def zone_of(name: str) -> ZoneInfo:
    """Return the time zone of this name; raises RefusedError where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise RefusedError(f"There is no time zone called {name}; write one like Europe/London.") from None


def local_date(instant_utc: datetime, *, utc_offset_s: int | None, time_zone: str) -> date:
    """Return the runner's calendar date: by the file's own offset where it tells one, else by her zone."""
    return local_instant(instant_utc, utc_offset_s=utc_offset_s, time_zone=time_zone).date()


def local_instant(instant_utc: datetime, *, utc_offset_s: int | None, time_zone: str) -> datetime:
    """The same instant by the clock where she was: by the file's own offset, else by her zone."""
    if utc_offset_s is not None:
        return instant_utc.astimezone(timezone(timedelta(seconds=utc_offset_s)))
    return instant_utc.astimezone(zone_of(time_zone))
