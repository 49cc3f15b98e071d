"""What a runner said, as events: entries and check-ins with all their revisions, births, and well again."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from pydantic import ValidationError

from program.diary import CheckIn, SymptomEntry
from program.history.events import Birth, Entry, Event, Unreadable, Week, WellAgain
from services.history.kept import read_kept
from services.history.rows import Rows
from store.diary import CheckInRevision, EntryRevision


def words_of(rows: Rows, outing_of: Mapping[str, str]) -> Iterator[Event]:
    """All that she said; `outing_of` names the outing of each activity."""
    yield from _entries(rows, outing_of)
    for check_in in rows.check_ins:
        yield _week(check_in)
    for birth in rows.births:
        known_utc = birth.known_utc
        day = birth.on_date or known_utc.astimezone(rows.zone_at(known_utc)).date()
        yield Birth(
            id=f"birth {birth.id}",
            happened_at=min(
                rows.first_instant(day, known_utc), known_utc.astimezone(rows.zone_at(known_utc))
            ),
            known_at=known_utc,
            role=rows.role_of(birth.made_by),
            person=birth.made_by,
            kind=birth.kind,  # pyright: ignore[reportArgumentType]  what is written is one of these
        )
    for well in rows.well_again:
        yield WellAgain(
            id=f"well {well.id}",
            happened_at=min(well.since_utc, well.known_utc),
            known_at=well.known_utc,
            role=rows.role_of(well.made_by),
            person=well.made_by,
        )


def _entries(rows: Rows, outing_of: Mapping[str, str]) -> Iterator[Event]:
    by_id: dict[int, list[EntryRevision]] = {}
    for row in rows.entries:
        by_id.setdefault(row.entry_id, []).append(row)
    for revisions in by_id.values():
        revisions.sort(key=lambda row: row.revision)
        happened_at = _happened(rows, revisions[0])
        for row in revisions:
            yield _entry(row, happened_at, revisions[0].revision, outing_of)


def _happened(rows: Rows, first: EntryRevision) -> datetime:
    """When it was felt, as it was first told: a day that was over by then is its last instant."""
    at = first.happened_utc or _felt(first) or first.made_utc
    if first.activity_id is None:
        at = min(at, rows.last_instant(first.local_date, first.made_utc))
    return min(at, first.made_utc)


def _felt(row: EntryRevision) -> datetime | None:
    try:
        return read_kept(SymptomEntry, row.answers or "").at
    except ValidationError:
        return None


def _entry(row: EntryRevision, happened_at: datetime, first: int, outing_of: Mapping[str, str]) -> Event:
    name, known_at = str(row.entry_id), row.made_utc
    says = None
    if row.answers is not None:
        try:
            says = read_kept(SymptomEntry, row.answers)
        except ValidationError:
            return Unreadable(id=name, happened_at=happened_at, known_at=known_at, code="entry")
        outing = outing_of.get(row.activity_id or "")
        # Written anew with another day it says both: its own, and the one with which it was first told.
        day: date = (says.local_date if row.revision > first else None) or row.local_date
        changes = {"id": name, "session": outing, "local_date": day, "recorded_at": row.made_utc}
        says = says.model_copy(update=changes if outing else {**changes, "phase": "day"})
    return Entry(
        id=name,
        happened_at=happened_at,
        known_at=known_at,
        person=row.made_by,
        revision=row.revision,
        says=says,
    )


def _week(row: CheckInRevision) -> Event:
    name, known_at = f"check-in {row.week_start.isoformat()}", row.made_utc
    try:
        says = read_kept(CheckIn, row.answers)
    except ValidationError:
        return Unreadable(id=name, happened_at=known_at, known_at=known_at, code="check_in")
    says = says.model_copy(update={"id": name, "at": row.made_utc})
    return Week(
        id=name,
        happened_at=known_at,
        known_at=known_at,
        person=row.made_by,
        revision=row.revision,
        says=says,
    )
