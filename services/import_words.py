"""What an import says of a file: when it was, what was seen in it, and what only the runner can tell."""

from datetime import datetime

from services.dates import local_instant, zone_of
from services.figures import date_and_time
from services.packing import unpack_notes
from store.activities import ActivityRow

#: What only she can say of a file that is kept, by code.
LOOKS_LIKE_RUNNING, SAME_RUN = "looks_like_running", "same_run"
IN_FUTURE, DATE_UNCLEAR = "date_in_future", "date_unclear"
SUMMARY_ONLY = "summary_only"
OF_A_SUMMARY = "Not measured: only a summary. It is kept, and what you tell of it by hand stands beside it."


def of_a_twin(twin: ActivityRow, time_zone: str) -> str:
    when = date_and_time(local_start_of(twin, time_zone))
    return f"Second by second this is like the run of {when}, by another clock. Is it the same run?"


def of_a_date(row: ActivityRow, time_zone: str) -> tuple[str, str]:
    """The code and the words of what is asked of a date."""
    as_read = date_and_time(local_start_of(row, time_zone))
    other = row.other_start_utc
    if row.date_doubt == "future":
        asked = (
            "When was it?"
            if other is None
            else f"Was it on {date_and_time(other.astimezone(zone_of(time_zone)))}?"
        )
        return IN_FUTURE, f"By its file this run was on {as_read}, which is still to come. {asked}"
    swapped = date_and_time(other.astimezone(zone_of(time_zone))) if other else "another day"
    return DATE_UNCLEAR, f"Was this run on {swapped}? Its file can also be read as {as_read}."


def local_start_of(row: ActivityRow, time_zone: str) -> datetime:
    return local_instant(row.start_utc, utc_offset_s=row.utc_offset_s, time_zone=time_zone)


def rides_seen(quality_notes: str) -> str | None:
    """What was seen of a ride before, after or within a run; null where nothing was."""
    if "not_on_foot" not in quality_notes:
        return None
    notes = unpack_notes(quality_notes)
    return " ".join(note.message for note in notes if note.code == "not_on_foot") or None
