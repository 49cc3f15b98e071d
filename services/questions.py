"""What is asked of her recordings, and keeping what she answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from program.history.events import Outing
from program.history.known import known_by
from program.record import RunAnswer, RunAnswers
from services.casebook import CaseBook
from services.dates import local_instant, zone_of
from services.doubts import TOLERANCE
from services.errors import NotFoundError, RefusedError
from services.executions import Part
from services.figures import day
from services.history.dated import asked_twins, is_asked_when
from services.history.kept import read_kept
from services.history.run_answers import KIND, Question, answered, may_have_run_s
from services.packing import Owner, pack_told
from services.policy import Actor, Visit
from services.records import put_record
from store import activities, dating, diary, people
from store.activities import ActivityRow
from store.engine import Connection

_LONGEST_AGO = timedelta(days=3653)


@dataclass(frozen=True)
class RunQuestion:
    """What only she can say of a recording.

    `ran`: `run_s` of a recording of another sport may be running. `same_run`: she told of `run_s` beside a
    recording that began at `beside_utc`; or a recording is like another by another clock. `when`: its date is
    doubtful. `readings` are the local starts that are possible of the last two.
    """

    question: Question
    activity_id: str
    start_utc: datetime
    run_s: float | None
    beside_utc: datetime | None = None
    readings: tuple[datetime, ...] = ()


def questions_of(book: CaseBook) -> Iterator[RunQuestion]:
    """What only she can say of her recordings, of the runs at hand."""
    asked = {each.id: each for each in known_by(book.record, book.now).of(Outing) if each.question}
    for outing in asked.values():
        if outing.question == "ran":
            yield RunQuestion("ran", outing.id, outing.happened_at, outing.maybe_s)
    for held in book.sessions:
        if held.session_id in asked:
            recorded_utc = min(part.row.start_utc for part in held.recorded)
            for part in held.beside:
                yield RunQuestion("same_run", part.row.id, part.row.start_utc, _run_s(part), recorded_utc)
    yield from _of_dates(book)


def _of_dates(book: CaseBook) -> Iterator[RunQuestion]:
    """Whether two recordings are one run, and when each of those was whose date is doubtful."""
    zone = book.runner.time_zone
    for twin in asked_twins(book.rows):
        row, other_utc = twin.row, twin.other_start_utc
        other = local_instant(other_utc, utc_offset_s=twin.other_offset_s, time_zone=zone)
        readings = _as_read(row, zone), other
        yield RunQuestion("same_run", row.id, row.start_utc, None, other_utc, readings)
    for part in book.rows.parts:
        if is_asked_when(book.rows, part.row):
            readings = possible_starts(part.row, zone)
            yield RunQuestion("when", part.row.id, part.row.start_utc, _run_s(part), readings=readings)


def possible_starts(row: ActivityRow, time_zone: str) -> tuple[datetime, ...]:
    """The local starts that a recording of a doubtful date may have; the likelier first, none to come."""
    other = row.other_start_utc and row.other_start_utc.astimezone(zone_of(time_zone))
    as_read = None if row.date_doubt == "future" else _as_read(row, time_zone)
    return tuple(start for start in (other, as_read) if start is not None)


def _as_read(row: ActivityRow, time_zone: str) -> datetime:
    return local_instant(row.start_utc, utc_offset_s=row.utc_offset_s, time_zone=time_zone)


def _run_s(part: Part) -> float | None:
    return part.measurement.run_time_s if part.measurement else None


def keep_answer(
    desk: Visit,
    actor: Actor,
    runner_id: str,
    activity_id: str,
    question: Question,
    *,
    says: bool,
    now: datetime,
) -> date:
    """Keep what she answers, and return the day of the recording; what she ran is kept as told by her."""
    connection = desk.connection
    row = _row(connection, runner_id, activity_id)
    if not _is_asked(row, question):
        raise RefusedError("This is not asked of it.")
    before = (row.id, "ran") in answered(diary.records_of(connection, runner_id))
    add_answer(desk, actor, runner_id, RunAnswer(activity=activity_id, question=question, says=says), now)
    if question == "same_run" and row.twin_of is not None:
        dating.tell_apart(connection, row.id, is_apart=not says)
    if question == "ran" and says and not before:
        _tell_of(connection, row, actor, now)
    return row.local_date


def keep_start(
    desk: Visit, actor: Actor, runner_id: str, activity_id: str, start: datetime, *, now: datetime
) -> date:
    """Keep when she says that a recording began, and return the earlier of the days before and after.

    `start` has the offset of the clock where she was. What was read of the file stays beside it. Raises
    RefusedError for a start that cannot be.
    """
    row = _row(desk.connection, runner_id, activity_id)
    offset = start.utcoffset()
    if offset is None:
        raise RefusedError("A start needs the time zone in which it was.")
    _refuse_the_impossible(row, start, now)
    if not row.is_undated and start.astimezone(UTC) == row.start_utc:
        return row.local_date
    add_answer(
        desk, actor, runner_id, RunAnswer(activity=row.id, question="when", says=True, start=start), now
    )
    offset_s = int(offset.total_seconds())
    dating.tell_start(desk.connection, row, start.astimezone(UTC), offset_s, start.date())
    return start.date() if row.is_undated else min(row.local_date, start.date())


def _refuse_the_impossible(row: ActivityRow, start: datetime, now: datetime) -> None:
    known_utc = min(now, row.imported_utc)
    if start + (row.end_utc - row.start_utc) > known_utc + TOLERANCE:
        raise RefusedError(
            f"This was added on {day(known_utc)} {known_utc:%Y}, so it was not run after that."
        )
    if known_utc - start > _LONGEST_AGO:
        raise RefusedError("This is more than ten years ago. Check the year.")


def _row(connection: Connection, runner_id: str, activity_id: str) -> ActivityRow:
    row = activities.activity_by_id(connection, activity_id)
    if row is None or row.runner_id != runner_id:
        raise NotFoundError("This run is not there. It may have been deleted.")
    return row


def _is_asked(row: ActivityRow, question: Question) -> bool:
    if question == "ran":
        return row.kind == "other" and not row.is_undated
    return question == "same_run" and (row.kind == "hand" or row.twin_of is not None)


def add_answer(desk: Visit, actor: Actor, runner_id: str, newest: RunAnswer, now: datetime) -> None:
    """Keep one more answer about a recording, with all that were kept before."""
    said = diary.newest_record(desk.connection, runner_id, KIND)
    kept = read_kept(RunAnswers, said.content).answers if said and said.content else ()
    put_record(
        desk, runner_id, KIND, RunAnswers(answers=(*kept, newest)), said.revision if said else 0, now, actor
    )


def asked_s(connection: Connection, row: ActivityRow) -> float | None:
    """Seconds of a recording of another sport, where she has not said whether she ran; else null."""
    if row.kind != "other" or (row.id, "ran") in answered(diary.records_of(connection, row.runner_id)):
        return None
    return may_have_run_s(row.dropped) or None


def _tell_of(connection: Connection, row: ActivityRow, actor: Actor, now: datetime) -> None:
    """Keep as told what may have been running in a recording of another sport."""
    runner = people.person_by_id(connection, row.runner_id)
    owner = Owner(row.runner_id, runner.time_zone if runner else "UTC", actor.person_id, now)
    told = pack_told(row.start_utc, row.elapsed_time_s, may_have_run_s(row.dropped), None, None, owner)
    activities.add_activity(connection, told.row, None)
    activities.put_measurement(connection, told.measurement)
