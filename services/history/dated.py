"""When each recording was: as read, as she told it, and not known while she is asked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import pairwise

from program.history.events import Undated
from services.dates import local_instant
from services.executions import Part
from services.history.rows import Rows
from services.history.run_answers import Answered, ToldStart, answered, may_have_run_s, told_same
from store.activities import ActivityRow, Tombstone


@dataclass(frozen=True)
class AskedTwin:
    """A recording that may be the same run as another, which began at `other_start`."""

    row: ActivityRow
    other_start_utc: datetime
    other_offset_s: int | None


def counted_parts(rows: Rows) -> list[Part]:
    """The recordings with a place in time, each run once, in the order of their starts.

    One that is the same run as another, or may be, is held at the other's start, so that the worse of both
    counts.
    """
    placed = []
    for part in rows.parts:
        other = _other_of(rows, part.row)
        if other is not None:
            placed.append(_at(part, other.start_utc, other.local_date))
        elif not part.row.is_undated:
            placed.append(part)
    return sorted(placed, key=lambda part: (part.row.start_utc, part.row.imported_utc, part.row.id))


def asked_twins(rows: Rows) -> Iterator[AskedTwin]:
    """Those that she has not said to be the same run, or another."""
    for part in rows.parts:
        other = _other_of(rows, part.row)
        if other is not None and part.row.is_apart is None:
            yield AskedTwin(part.row, other.start_utc, other.utc_offset_s)


def is_asked_when(rows: Rows, row: ActivityRow) -> bool:
    """Whether she is asked when a recording was; one that may be another's twin is asked of that first."""
    return row.is_undated and _other_of(rows, row) is None


@dataclass(frozen=True)
class _Other:
    """The recording that another may be the same run as, there or deleted."""

    id: str
    start_utc: datetime
    local_date: date
    utc_offset_s: int | None = None


def _other_of(rows: Rows, row: ActivityRow) -> _Other | None:
    """The run that a recording counts as, where she did not say that it is another; null where none."""
    seen = {row.id}
    found, here = None, row
    by_id = {part.row.id: part.row for part in rows.parts}
    gone = {stone.activity_id: stone for stone in rows.tombstones}
    while here.twin_of is not None and not here.is_apart and here.twin_of not in seen:
        seen.add(here.twin_of)
        stone = gone.get(here.twin_of)
        if stone is not None:
            return _Other(stone.activity_id, stone.start_utc, stone.local_date)
        if here.twin_of not in by_id:
            break
        here = by_id[here.twin_of]
        found = _Other(here.id, here.start_utc, here.local_date, here.utc_offset_s)
        if here.is_undated:
            # Two of one run, and nobody knows when: each is asked about by itself.
            found = None
    return found


def _at(part: Part, start_utc: datetime, on: date) -> Part:
    row = part.row
    end_utc = start_utc + (row.end_utc - row.start_utc)
    return replace(part, row=replace(row, start_utc=start_utc, end_utc=end_utc, local_date=on))


# -- asked about


def undated_events(rows: Rows) -> Iterator[Undated]:
    """What has no place in time while she is asked, and that she has answered; a clear walk asks nothing."""
    twins = {twin.row.id for twin in asked_twins(rows)}
    said = answered(rows.records)
    for part in rows.parts:
        row = part.row
        if not _may_have_run(part):
            continue
        asked = Undated(id=row.id, happened_at=row.imported_utc, known_at=row.imported_utc)
        if row.id in twins or is_asked_when(rows, row):
            yield asked
            continue
        moments = [told.at_utc for told in rows.told_starts.get(row.id, ())[:1]] if row.date_doubt else []
        if row.twin_of is not None and (row.id, "same_run") in said:
            moments.append(said[row.id, "same_run"].at_utc)
        if moments:
            yield asked
            yield replace(asked, known_at=max(moments), is_answered=True)
    for stone in rows.tombstones:
        if stone.date_doubt is not None:
            at_utc = stone.start_utc
            yield Undated(id=stone.activity_id, happened_at=at_utc, known_at=at_utc)


def _may_have_run(part: Part) -> bool:
    found = part.measurement
    if part.row.kind == "other":
        return may_have_run_s(part.row.dropped) > 0
    return found is None or found.run_time_s != 0 or not found.counts_for_progress


# -- told without being asked


@dataclass(frozen=True)
class Correction:
    """A moment at which she told other dates unasked, and since when those before were known.

    `is_own_words`: she had told those too. To call one run what she had called two is such a moment.
    """

    at_utc: datetime
    since_utc: datetime
    is_own_words: bool


def corrections(rows: Rows) -> Sequence[Correction]:
    """Every telling of a date that no question asked for, oldest first."""
    found: dict[datetime, Correction] = {}
    for row in (*(part.row for part in rows.parts), *rows.tombstones):
        told = rows.told_starts.get(row.activity_id if isinstance(row, Tombstone) else row.id, ())
        is_asked = isinstance(row, ActivityRow) and row.date_doubt is not None
        for place, each in enumerate(told):
            if place == 0 and is_asked:
                continue
            since_utc = told[place - 1].at_utc if place else _first_known(row)
            own = place > 0 or row.kind == "hand"
            same = found.get(each.at_utc)
            found[each.at_utc] = Correction(
                each.at_utc,
                min(since_utc, same.since_utc) if same else since_utc,
                own and (same is None or same.is_own_words),
            )
    for each in _joined(rows):
        found.setdefault(each.at_utc, each)
    return sorted(found.values(), key=lambda each: each.at_utc)


def _joined(rows: Rows) -> Iterator[Correction]:
    """Each time that she called another run the same one after all."""
    said = told_same(rows.records)
    for part in rows.parts:
        if part.row.twin_of is not None:
            for before, after in pairwise(said.get(part.row.id, ())):
                if after.says:
                    yield Correction(after.at_utc, before.at_utc, is_own_words=True)


def _first_known(row: ActivityRow | Tombstone) -> datetime:
    return row.imported_utc if isinstance(row, ActivityRow) else row.end_utc


def rows_before(rows: Rows, moment: datetime) -> Rows:
    """All that is known, with each date as it was before a moment at which she told another.

    What she was asked, she has answered.
    """
    asked = {part.row.id for part in rows.parts if part.row.date_doubt is not None}
    kept = {
        name: tuple(told for told in each if told.at_utc < moment) or each[: name in asked]
        for name, each in rows.told_starts.items()
    }
    changed = {name for name, each in rows.told_starts.items() if len(kept[name]) < len(each)}
    said = told_same(rows.records)
    parts = tuple(
        replace(
            part,
            row=_apart_by(
                _dated_by(rows, part.row, kept[part.row.id]) if part.row.id in changed else part.row,
                [each for each in said.get(part.row.id, ()) if each.at_utc < moment],
            ),
        )
        for part in rows.parts
    )
    stones = tuple(
        _stone_dated_by(rows, stone, kept[stone.activity_id]) if stone.activity_id in changed else stone
        for stone in rows.tombstones
    )
    return replace(
        rows,
        parts=tuple(sorted(parts, key=lambda part: (part.row.start_utc, part.row.id))),
        tombstones=stones,
        told_starts={name: each for name, each in kept.items() if each},
    )


def _apart_by(row: ActivityRow, said: Sequence[Answered]) -> ActivityRow:
    """A twin as she had called it; what she is only asked about is no worse than what she says."""
    return replace(row, is_apart=not said[-1].says) if row.twin_of is not None and said else row


def _dated_by(rows: Rows, row: ActivityRow, told: Sequence[ToldStart]) -> ActivityRow:
    if told:
        start, offset_s = told[-1].start, None
    elif row.recorded_start_utc is not None:
        start = _as_read(rows, row.recorded_start_utc, row.recorded_offset_s, row.imported_utc)
        offset_s = row.recorded_offset_s
    else:
        return row
    start_utc = start.astimezone(UTC)
    return replace(
        row,
        start_utc=start_utc,
        end_utc=start_utc + (row.end_utc - row.start_utc),
        utc_offset_s=offset_s,
        local_date=start.date(),
        recorded_start_utc=row.recorded_start_utc if told else None,
    )


def _stone_dated_by(rows: Rows, stone: Tombstone, told: Sequence[ToldStart]) -> Tombstone:
    if told:
        start = told[-1].start
    elif stone.recorded_start_utc is not None:
        start = _as_read(rows, stone.recorded_start_utc, stone.recorded_offset_s, stone.deleted_utc)
    else:
        return stone
    start_utc = start.astimezone(UTC)
    end_utc = start_utc + (stone.end_utc - stone.start_utc)
    return replace(stone, start_utc=start_utc, end_utc=end_utc, local_date=start.date())


def _as_read(rows: Rows, start_utc: datetime, offset_s: int | None, known_utc: datetime) -> datetime:
    zone = rows.zone_at(known_utc).key
    return local_instant(start_utc, utc_offset_s=offset_s, time_zone=zone)
