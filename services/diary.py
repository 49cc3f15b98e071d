"""The symptom diary and the weekly check-in: each entry committed by itself, edits kept with history."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from program import Sign, red_flags
from program.asking import asked, asks_pelvic
from program.diary import CheckIn, Phase, SymptomEntry
from program.questions import Question
from services.acts import Act
from services.answers import Answer, answers_of
from services.casebook import case_check_in, case_entry, entry_of, newest_revisions, open_book
from services.context import Context
from services.dates import local_date
from services.differing import give_back
from services.errors import ConflictError, NotFoundError, RefusedError
from services.notices import deliver
from services.policy import Access, Actor, Visit, visit
from services.telling import tell, tell_signs
from store import activities, diary, people
from store.diary import CheckInRevision, EntryRevision
from store.engine import Connection

#: A telephone's clock may be this far ahead of the server's.
_CLOCKS_DIFFER = timedelta(minutes=5)


@dataclass(frozen=True)
class DiaryEntry:
    """One entry as it stands; `revision` is what an edit has to name. `entry` is null where withdrawn."""

    entry_id: int
    revision: int
    activity_id: str | None
    local_date: date
    made_utc: datetime
    made_by: str | None
    entry: SymptomEntry | None


@dataclass(frozen=True)
class SentCheckIn:
    """One check-in as it stands; `revision` is what an edit has to name."""

    week_start: date
    revision: int
    made_utc: datetime
    check_in: CheckIn


@dataclass(frozen=True)
class Logged:
    """What was kept, and the answer to it."""

    entry_id: int | None
    revision: int
    answer: Answer


class Diary:
    """Logging, editing and reading what a runner tells."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def log(self, actor: Actor, runner_id: str, entry: SymptomEntry, *, now: datetime) -> Logged:
        """Keep a new entry, then decide at once; its `id` and `recorded_at` are set here.

        `entry.session` names the activity that it belongs to, null for a day. The entry is
        committed before the decision is made, so that nothing can lose it.
        """
        with self._write(actor, runner_id, now) as desk:
            day = _day_of(desk.connection, runner_id, entry, now)
            entry_id = diary.add_entry(desk.connection, runner_id, entry.session, entry.phase, day)
            diary.add_entry_revision(
                desk.connection, entry_id, 1, _answers(entry, now), now=now, made_by=actor.person_id
            )
            tell_signs(desk.connection, runner_id, str(entry_id), entry.signs or (), now=now)
        return Logged(entry_id, 1, self._answer(actor, runner_id, now, since=day))

    def asks(
        self, actor: Actor, runner_id: str, activity_id: str | None, phase: Phase, *, now: datetime
    ) -> tuple[Question, ...]:
        """Return what her plan asks of her at a moment of a run, or on a day without one.

        A run is asked about as the gate does it, by the kind of its stage. Before a plan is chosen
        it is what the default plan asks.
        """
        with self._read(actor, runner_id, now, Act.READ_RECORDS) as desk:
            book = open_book(desk.connection, runner_id, now=now)
        session = next((each for each in book.sessions if activity_id in each.activity_ids), None)
        stage = session.stage if session is not None else None
        known = stage is not None and stage.id in book.plan.stage_index
        kind = book.plan.stage(stage.id).kind if stage is not None and known else None
        return asked(book.plan, phase, kind, pelvic=asks_pelvic(book.plan, book.case.profile))

    def red_flags(
        self, actor: Actor, runner_id: str, entry: SymptomEntry, *, now: datetime
    ) -> tuple[Sign, ...]:
        """Return the signs in what she enters, before it is kept: the screen answers them at once."""
        with self._read(actor, runner_id, now, Act.READ_RECORDS) as desk:
            book = open_book(desk.connection, runner_id, now=now)
            on = entry.local_date or _today(desk.connection, runner_id, entry.at or now)
        return red_flags(entry, book.plan, book.case.profile, on)

    def edit(
        self,
        actor: Actor,
        runner_id: str,
        entry_id: int,
        entry: SymptomEntry,
        *,
        seen_revision: int,
        now: datetime,
    ) -> Logged:
        """Keep a new revision of an entry, then decide at once; the old revisions stay.

        Raises ConflictError where it was changed since revision `seen_revision`.
        """
        return self._revise(actor, runner_id, entry_id, entry, seen_revision, now)

    def withdraw(
        self, actor: Actor, runner_id: str, entry_id: int, *, seen_revision: int, now: datetime
    ) -> Logged:
        """Take an entry back, then decide at once; its revisions stay, and so does a finding it opened."""
        return self._revise(actor, runner_id, entry_id, None, seen_revision, now)

    def entries(
        self, actor: Actor, runner_id: str, *, now: datetime, since: date | None = None
    ) -> tuple[DiaryEntry, ...]:
        """Return a runner's entries as they stand, newest day first, withdrawn ones left out."""
        with self._read(actor, runner_id, now, Act.READ_SYMPTOMS) as desk:
            first = max(filter(None, (since, desk.shared_from)), default=None)
            rows = diary.entries_of(desk.connection, runner_id, since=first)
        return newest_entries(rows)

    def history(
        self, actor: Actor, runner_id: str, entry_id: int, *, now: datetime
    ) -> tuple[DiaryEntry, ...]:
        """Return all revisions of one entry, oldest first."""
        with self._read(actor, runner_id, now, Act.READ_SYMPTOMS) as desk:
            rows = diary.revisions_of_entry(desk.connection, entry_id)
            hidden = any(desk.shared_from and row.local_date < desk.shared_from for row in rows)
        if hidden or not rows or rows[0].runner_id != runner_id:
            raise NotFoundError("This entry is not there.")
        return tuple(diary_entry(row) for row in rows)

    def check_in(
        self, actor: Actor, runner_id: str, check_in: CheckIn, *, now: datetime, seen_revision: int = 0
    ) -> Logged:
        """Keep the check-in of the week of its date, then decide at once.

        `seen_revision` is 0 for the first of a week; ConflictError where one is there already
        or was changed since.
        """
        week_start = week_of(check_in.date)
        revision = seen_revision + 1
        with self._write(actor, runner_id, now) as desk:
            if check_in.date > _today(desk.connection, runner_id, now):
                raise RefusedError("This day has not begun yet. Check the date.")
            sent = newest_revisions(diary.check_ins_of(desk.connection, runner_id))
            there = next((row.revision for row in sent if row.week_start == week_start), 0)
            if there != seen_revision:
                raise ConflictError("A check-in of this week is there already. Look at it, then change it.")
            diary.add_check_in(
                desk.connection,
                CheckInRevision(
                    runner_id=runner_id,
                    week_start=week_start,
                    revision=revision,
                    answers=check_in.model_copy(update={"at": now}).model_dump_json(),
                    made_utc=now,
                    made_by=actor.person_id,
                ),
            )
        answer = self._answer(actor, runner_id, now, since=check_in.date, asked_by="check_in")
        return Logged(None, revision, answer)

    def check_ins(self, actor: Actor, runner_id: str, *, now: datetime) -> tuple[SentCheckIn, ...]:
        """Return a runner's check-ins as they stand, newest first."""
        with self._read(actor, runner_id, now, Act.READ_CHECK_INS) as desk:
            rows = diary.check_ins_of(desk.connection, runner_id)
            first = desk.shared_from
        return sent_check_ins(rows, since=first)

    def _revise(
        self,
        actor: Actor,
        runner_id: str,
        entry_id: int,
        entry: SymptomEntry | None,
        seen_revision: int,
        now: datetime,
    ) -> Logged:
        with self._write(actor, runner_id, now) as desk:
            rows = diary.revisions_of_entry(desk.connection, entry_id)
            if not rows or rows[0].runner_id != runner_id:
                raise NotFoundError("This entry is not there.")
            if rows[-1].revision != seen_revision:
                raise ConflictError("This entry was changed in the meantime. Look at it again.")
            if entry is not None and (entry.session, entry.phase) != (rows[0].activity_id, rows[0].phase):
                raise RefusedError("An entry stays with its run. Take it back and make a new one.")
            diary.add_entry_revision(
                desk.connection,
                entry_id,
                seen_revision + 1,
                None if entry is None else _answers(entry, now),
                now=now,
                made_by=actor.person_id,
            )
            before = case_entry(rows[-1])
            said = set((before and before.signs) or ())
            signs = tuple(sign for sign in (entry and entry.signs) or () if sign not in said)
            tell_signs(desk.connection, runner_id, str(entry_id), signs, now=now)
        answer = self._answer(actor, runner_id, now, since=rows[0].local_date)
        return Logged(entry_id, seen_revision + 1, answer)

    def _answer(
        self, actor: Actor, runner_id: str, now: datetime, *, since: date, asked_by: str = "symptom"
    ) -> Answer:
        with self._write(actor, runner_id, now) as desk:
            by = actor.person_id
            tell(desk.connection, runner_id, now=now, asked_by=asked_by, actor_id=by, since=since)
            if asked_by == "check_in" and give_back(desk.connection, runner_id, now=now):
                tell(desk.connection, runner_id, now=now, asked_by=asked_by, actor_id=by)
        deliver(self._context, now=now)
        with self._read(actor, runner_id, now, Act.READ_DECISION) as desk:
            return answers_of(desk.connection, runner_id, newest=1)[0]

    def _write(self, actor: Actor, runner_id: str, now: datetime) -> AbstractContextManager[Visit]:
        return visit(
            self._context,
            actor,
            Access.OWN,
            subject_id=runner_id,
            doing=Act.WRITE_DIARY,
            now=now,
            writes=True,
        )

    def _read(self, actor: Actor, runner_id: str, now: datetime, doing: Act) -> AbstractContextManager[Visit]:
        return visit(self._context, actor, Access.SHARED, subject_id=runner_id, doing=doing, now=now)


def newest_entries(rows: Sequence[EntryRevision]) -> tuple[DiaryEntry, ...]:
    """Return entries as they stand, newest day first, withdrawn ones left out."""
    newest = {row.entry_id: row for row in rows}
    kept = [diary_entry(row) for row in newest.values() if row.answers is not None]
    return tuple(sorted(kept, key=lambda item: (item.local_date, item.entry_id), reverse=True))


def sent_check_ins(rows: Sequence[CheckInRevision], *, since: date | None) -> tuple[SentCheckIn, ...]:
    """Return check-ins as they stand, newest first, from the week of a local date on."""
    return tuple(
        SentCheckIn(row.week_start, row.revision, row.made_utc, case_check_in(row))
        for row in reversed(newest_revisions(rows))
        if since is None or row.week_start >= week_of(since)
    )


def week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def _answers(entry: SymptomEntry, now: datetime) -> str:
    """The answers as JSON; felt now where the runner does not say when."""
    return entry.model_copy(update={"at": entry.at or now, "recorded_at": now}).model_dump_json()


def _day_of(connection: Connection, runner_id: str, entry: SymptomEntry, now: datetime) -> date:
    """The local day that an entry belongs to: as said, that of its run, else today."""
    today = _today(connection, runner_id, now)
    if entry.at is not None and entry.at > now + _CLOCKS_DIFFER:
        raise RefusedError("This would be felt in the future. Check the time.")
    if entry.local_date is not None and entry.local_date > today:
        raise RefusedError("This day has not begun yet. Check the date.")
    if entry.local_date is not None and entry.session is None:
        return entry.local_date
    if entry.session is not None:
        row = activities.activity_by_id(connection, entry.session)
        if row is None or row.runner_id != runner_id:
            raise NotFoundError("The run of this entry is not there. It may have been deleted.")
        if entry.phase in {"during", "after"}:
            return row.local_date
    return entry.local_date or _today(connection, runner_id, entry.at or now)


def _today(connection: Connection, runner_id: str, now: datetime) -> date:
    runner = people.person_by_id(connection, runner_id)
    return local_date(now, utc_offset_s=None, time_zone=runner.time_zone if runner else "UTC")


def diary_entry(row: EntryRevision) -> DiaryEntry:
    """One revision of an entry as it was said; its entry is null where it withdraws."""
    return DiaryEntry(
        entry_id=row.entry_id,
        revision=row.revision,
        activity_id=row.activity_id,
        local_date=row.local_date,
        made_utc=row.made_utc,
        made_by=row.made_by,
        entry=entry_of(row) if row.answers is not None else None,
    )
