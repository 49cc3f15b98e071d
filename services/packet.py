"""The week of one runner with all its evidence, as a therapist reviews it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import polars as pl

from analysis import summarise_weeks
from program.record import Clearance, Profile
from services.acts import Act
from services.answers import Answer, answers_of
from services.context import Context
from services.deciding import Today, read_today
from services.diary import DiaryEntry, SentCheckIn, diary_entry, newest_entries, sent_check_ins
from services.policy import Access, Actor, visit
from services.runlog import run_log
from services.sessions import HeldSession
from services.telling import look
from store import activities, diary, people
from store.activities import Tombstone
from store.decisions import FindingRow, StageChangeRow
from store.people import CareLink
from store.reviews import HoldRow

_DAYS = 28
#: Weeks are summed from further back: a session's prescription depends on those before it in its stage.
_WEEKS_DAYS = 180


@dataclass(frozen=True)
class Packet:
    """All evidence for a review: of the last weeks, and of what the runner shares.

    `link` is what a therapist came by, null for the runner herself.
    """

    runner_id: str
    name: str
    link: CareLink | None
    profile: Profile
    clearance: Clearance | None
    today: Today
    sessions: tuple[HeldSession, ...]
    entries: tuple[DiaryEntry, ...]
    #: The notes behind open findings, each in the revision that a closing answers, whatever it says since.
    behind: tuple[DiaryEntry, ...]
    #: The runs that open findings are about, or that a break is counted from.
    runs_behind: tuple[HeldSession, ...]
    check_ins: tuple[SentCheckIn, ...]
    answers: tuple[Answer, ...]
    weeks: pl.DataFrame
    way: tuple[StageChangeRow, ...]
    findings: tuple[FindingRow, ...]
    holds: tuple[HoldRow, ...]
    tombstones: tuple[Tombstone, ...]


class Packets:
    """One runner's evidence in one look."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def packet(self, actor: Actor, runner_id: str, *, now: datetime, since: date | None = None) -> Packet:
        """Return the evidence for a review, with the answer of this moment; nothing is written.

        What an open finding rests on is there from whatever day. It begins at the local date `since`; null
        is four weeks ago, with the weeks of half a year.
        """
        with visit(
            self._context, actor, Access.SHARED, subject_id=runner_id, doing=Act.READ_WEEK, now=now
        ) as desk:
            connection = desk.connection
            found = look(connection, runner_id, now=now)
            book = found.book
            shown = {each for item in book.standing.findings for each in item.entries}
            open_entries = {source for source, _ in shown}
            runs = {source.removeprefix("gap:") for source in open_entries}
            said = diary.entries_of(connection, runner_id)
            begins = since or book.today - timedelta(days=_DAYS)
            first = max(filter(None, (begins, desk.shared_from)))
            summed_from = min(begins, book.today - timedelta(days=_WEEKS_DAYS))
            summed_from = max(filter(None, (summed_from, desk.shared_from)))
            log = run_log(connection, runner_id, since=summed_from, now=now)
            return Packet(
                runner_id=runner_id,
                name=book.runner.display_name,
                link=people.open_link(connection, runner_id, actor.person_id or ""),
                profile=book.case.profile,
                clearance=book.case.clearance,
                today=read_today(desk, found),
                sessions=tuple(held for held in book.sessions if held.local_date >= first),
                entries=newest_entries(
                    [row for row in said if row.local_date >= first or str(row.entry_id) in open_entries]
                ),
                behind=tuple(diary_entry(row) for row in said if (str(row.entry_id), row.revision) in shown),
                runs_behind=tuple(held for held in book.sessions if runs.intersection(held.activity_ids)),
                check_ins=sent_check_ins(diary.check_ins_of(connection, runner_id), since=first),
                answers=answers_of(connection, runner_id, since=first),
                weeks=summarise_weeks(log, until=book.today),
                way=book.stages,
                findings=book.findings,
                holds=book.holds,
                tombstones=tuple(
                    stone
                    for stone in activities.tombstones_of(connection, runner_id)
                    if stone.local_date >= first
                ),
            )
