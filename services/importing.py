"""Files into the store: one verdict per activity, each file committed by itself."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from analysis import BoutSettings
from ingest import ReadResult, Skipped, content_of, read_activities
from ingest.activity import Activity
from ingest.errors import IngestError
from services.acts import Act
from services.calibrating import own_settings
from services.context import Context
from services.errors import NotFoundError
from services.history.run_answers import may_have_run_s
from services.import_words import (
    LOOKS_LIKE_RUNNING,
    OF_A_SUMMARY,
    SAME_RUN,
    SUMMARY_ONLY,
    local_start_of,
    of_a_date,
    of_a_twin,
    rides_seen,
)
from services.measuring import Measured, measure, not_measured
from services.packing import Owner, PackedActivity, pack
from services.policy import Access, Actor, visit
from services.telling import tell
from services.twins import near, other_recording, twin_of
from store import activities, people
from store.activities import ActivityRow
from store.engine import Connection

Verdict = Literal["new", "duplicate", "ask", "not_a_run", "skipped", "failed"]


@dataclass(frozen=True)
class Pick:
    """One activity of a file: its place in the archive, null where there is none, and its start."""

    member: str | None
    start_utc: datetime


@dataclass(frozen=True)
class Upload:
    """One file to import: its name, and its bytes or where they are; `pick` takes only one activity of it."""

    name: str
    content: bytes | Path
    pick: Pick | None = None

    def read(self) -> bytes:
        """Return the bytes; raises IngestError where the file cannot be read."""
        return self.content if isinstance(self.content, bytes) else content_of(self.content)


@dataclass(frozen=True)
class ImportVerdict:
    """What became of one activity of one file, or of all files of an archive that are none.

    `new`, `not_a_run`: `activity_id` is the stored one. `duplicate`, `ask`: `other_id` is the
    stored activity that it is, or may be, the same as, and nothing was stored. An `ask` with a code
    (`looks_like_running`, `same_run`, `date_in_future`, `date_unclear`) is stored as `activity_id`, and holds
    until she has answered. A `new` of code `summary_only` is kept and not measured: nothing was recorded but
    its totals. `skipped`: `count` files of an archive are no activities, and `message` says what they are.
    `failed`: `code`, `message` and `offset` say why and where. `local_start` is the
    start by the clock where she was.
    """

    file: str
    member: str | None
    verdict: Verdict
    activity_id: str | None = None
    other_id: str | None = None
    start_utc: datetime | None = None
    code: str | None = None
    message: str | None = None
    offset: int | None = None
    local_start: datetime | None = None
    count: int | None = None


@dataclass(frozen=True)
class _Read:
    """One activity as a worker packed it, or the verdict where it could not be read."""

    member: str | None
    packed: PackedActivity | None
    failure: ImportVerdict | None = None


@dataclass(frozen=True)
class _Reader:
    """Reads, measures and packs files for one runner; works in any process and touches no database."""

    key: bytes
    owner: Owner
    settings: BoutSettings | None

    def read(self, upload: Upload) -> list[_Read]:
        """Return one result for each activity of the file."""
        try:
            results = read_activities(upload.read(), upload.name, serial_key=self.key)
            skipped: list[Skipped] = []
            reads: list[_Read] = []
            for result in results:
                if result.skipped is not None:
                    skipped.append(result.skipped)
                else:
                    reads.append(self._measured(upload, result))
            if upload.pick is not None:
                return [read for read in reads if _is(upload.pick, read)]
            return [*reads, _passed_over(upload, skipped, is_all=not reads)] if skipped else reads
        except IngestError as error:
            return [_Read(error.member, None, _failure(upload, error))]

    def _measured(self, upload: Upload, result: ReadResult) -> _Read:
        if result.activity is None:
            return _Read(result.member, None, _failure(upload, result.error))
        try:
            return _Read(result.member, self._pack(result.activity))
        except Exception as fault:  # noqa: BLE001 - see not_measured
            return _Read(result.member, None, _failure(upload, not_measured(fault, result.member)))

    def _pack(self, activity: Activity) -> PackedActivity:
        return pack(measure(activity, settings=self.settings), self.owner)


class Importing:
    """Adding files, again and again if need be: what is there already is told and left alone."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def add_files(
        self,
        actor: Actor,
        runner_id: str,
        uploads: Iterable[Upload],
        *,
        now: datetime,
        anyway: bool = False,
        executor: Executor | None = None,
        ahead: int = 4,
    ) -> Iterator[ImportVerdict]:
        """Import files one after the other, giving each verdict once it is committed.

        A ride, a swim or the like is kept as such (`not_a_run`). `anyway` also stores what is
        or may be a duplicate. With an executor, files are read and measured there, at most
        `ahead` of them at a time, and written here. Safe to interrupt and to repeat. After the
        last file a decision is made; one that an interruption left out is made at the next look.
        """
        with self._visit(actor, runner_id, now, writes=False) as desk:
            owner = _owner(desk.connection, actor, runner_id, now)
            settings = own_settings(desk.connection, runner_id)
        first_days: list[date] = []
        for upload, reads in _read_all(
            uploads, _Reader(self._context.secret_key, owner, settings), executor, ahead
        ):
            with self._visit(actor, runner_id, now, writes=True) as desk:
                verdicts = [
                    _settle(desk.connection, upload.name, read, owner.time_zone, anyway=anyway)
                    for read in reads
                ]
            yield from verdicts
            first_days += [read.packed.row.local_date for read in reads if read.packed]
        if first_days:
            self._decide(actor, runner_id, min(first_days), now)

    def keep_measured(
        self, actor: Actor, runner_id: str, measured: Measured, *, now: datetime, anyway: bool = False
    ) -> ImportVerdict:
        """Import one activity that was read and measured before, and decide; its verdict as for a file."""
        with self._visit(actor, runner_id, now, writes=True) as desk:
            owner = _owner(desk.connection, actor, runner_id, now)
            packed = pack(measured, owner)
            verdict = _settle(desk.connection, "", _Read(None, packed), owner.time_zone, anyway=anyway)
        self._decide(actor, runner_id, packed.row.local_date, now)
        return verdict

    def _decide(self, actor: Actor, runner_id: str, first_day: date, now: datetime) -> None:
        with self._visit(actor, runner_id, now, writes=True) as desk:
            tell(
                desk.connection,
                runner_id,
                now=now,
                asked_by="import",
                actor_id=actor.person_id,
                since=first_day,
            )

    def _visit(self, actor: Actor, runner_id: str, now: datetime, *, writes: bool):
        return visit(
            self._context,
            actor,
            Access.HANDLING,
            subject_id=runner_id,
            doing=Act.IMPORT_FILES,
            now=now,
            writes=writes,
        )


def _owner(connection: Connection, actor: Actor, runner_id: str, now: datetime) -> Owner:
    runner = people.person_by_id(connection, runner_id)
    if runner is None:
        raise NotFoundError("There is no such runner.")
    return Owner(runner_id, runner.time_zone, actor.person_id, now)


def _is(pick: Pick, read: _Read) -> bool:
    return read.packed is not None and (read.member, read.packed.row.start_utc) == (
        pick.member,
        pick.start_utc,
    )


def _read_all(
    uploads: Iterable[Upload], reader: _Reader, executor: Executor | None, ahead: int
) -> Iterator[tuple[Upload, list[_Read]]]:
    """Read and pack each upload, in order; memory holds at most `ahead` of them."""
    if executor is None:
        for upload in uploads:
            yield upload, reader.read(upload)
        return
    waiting: deque[tuple[Upload, Future[list[_Read]]]] = deque()
    for upload in uploads:
        waiting.append((upload, executor.submit(reader.read, upload)))
        if len(waiting) >= ahead:
            first, future = waiting.popleft()
            yield first, future.result()
    for first, future in waiting:
        yield first, future.result()


def _failure(upload: Upload, error: IngestError | None) -> ImportVerdict | None:
    if error is None:
        return None
    return ImportVerdict(
        upload.name, error.member, "failed", code=error.code, message=error.message, offset=error.offset
    )


def _passed_over(upload: Upload, skipped: list[Skipped], *, is_all: bool) -> _Read:
    """One line for all files of an archive that are no activities; `is_all` where there is nothing else."""
    count = sum(each.count for each in skipped)
    kinds = ", ".join(f"{each.count} {each.kind.replace('_', ' ')}" for each in skipped)
    are = "1 file that is no activity" if count == 1 else f"{count} files that are no activities"
    words = f"{are} ({kinds})." + (" The archive holds no activity." if is_all else "")
    return _Read(None, None, ImportVerdict(upload.name, None, "skipped", message=words, count=count))


def _settle(connection: Connection, file: str, read: _Read, time_zone: str, *, anyway: bool) -> ImportVerdict:
    """Keep what was read, or leave it; what only she can say is asked."""
    if read.packed is None:
        return read.failure or ImportVerdict(file, read.member, "failed", code="unreadable")
    packed = read.packed
    same_id = _same_recording(connection, packed.row)
    there = () if same_id else near(connection, packed.row)
    alike = other_recording(packed.row, there)
    is_summary = packed.row.kind == "foot" and not packed.samples.row_count
    verdict = ImportVerdict(
        file,
        read.member,
        "new" if packed.row.kind == "foot" else "not_a_run",
        other_id=same_id or (alike and alike.id),
        start_utc=packed.row.start_utc,
        local_start=local_start_of(packed.row, time_zone),
        code=SUMMARY_ONLY if is_summary else None,
        message=OF_A_SUMMARY if is_summary else rides_seen(packed.measurement.quality_notes),
    )
    if verdict.other_id and not anyway:
        return replace(verdict, verdict="duplicate" if same_id else "ask")
    twin = None if verdict.other_id or anyway else twin_of(connection, packed, there)
    row = replace(packed.row, twin_of=twin and twin.id)
    activities.add_activity(connection, row, packed.samples)
    activities.put_measurement(connection, packed.measurement)
    verdict = replace(verdict, activity_id=row.id)
    if twin is not None:
        return _asked(verdict, SAME_RUN, of_a_twin(twin, time_zone), other_id=twin.id)
    if row.date_doubt is not None:
        return _asked(verdict, *of_a_date(row, time_zone))
    if row.kind != "foot" and may_have_run_s(row.dropped):
        words = "This looks like running, though the file calls it another sport. Was it?"
        return _asked(verdict, LOOKS_LIKE_RUNNING, words)
    return verdict


def _asked(verdict: ImportVerdict, code: str, words: str, *, other_id: str | None = None) -> ImportVerdict:
    return replace(verdict, verdict="ask", code=code, message=words, other_id=other_id or verdict.other_id)


def _same_recording(connection: Connection, row: ActivityRow) -> str | None:
    """The runner's stored activity of the same bytes, or by the same device at the same instant."""
    if row.file_sha256:
        found = activities.same_file(connection, row.runner_id, row.file_sha256, row.start_utc)
        if found:
            return found
    return row.device_key and activities.same_device(connection, row.runner_id, row.device_key, row.start_utc)
