"""What is asked of her recordings, and keeping what she answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from program.history.events import Outing
from program.history.known import known_by
from program.record import RunAnswer, RunAnswers
from services.casebook import CaseBook
from services.errors import NotFoundError, RefusedError
from services.history.kept import read_kept
from services.history.run_answers import KIND, Question, answered, may_have_run_s
from services.packing import Owner, pack_told
from services.policy import Actor, Visit
from services.records import put_record
from store import activities, diary, people
from store.activities import ActivityRow
from store.engine import Connection


@dataclass(frozen=True)
class RunQuestion:
    """What only she can say of a recording.

    `ran`: `run_s` of a recording of another sport may be running. `same_run`: she told of `run_s` beside a
    recording that began at `beside_utc`.
    """

    question: Question
    activity_id: str
    start_utc: datetime
    run_s: float | None
    beside_utc: datetime | None = None


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
                run_s = part.measurement.run_time_s if part.measurement else None
                yield RunQuestion("same_run", part.row.id, part.row.start_utc, run_s, recorded_utc)


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
    row = activities.activity_by_id(connection, activity_id)
    if row is None or row.runner_id != runner_id:
        raise NotFoundError("This run is not there. It may have been deleted.")
    if row.kind != {"ran": "other", "same_run": "hand"}[question]:
        raise RefusedError("This is not asked of it.")
    before = (row.id, "ran") in answered(diary.records_of(connection, runner_id))
    add_answer(desk, actor, runner_id, RunAnswer(activity=activity_id, question=question, says=says), now)
    if question == "ran" and says and not before:
        _tell_of(connection, row, actor, now)
    return row.local_date


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
