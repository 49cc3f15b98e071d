"""From the store to the one case that a decision is made from."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from program.case import Case, Session
from program.diary import CheckIn, Record, SymptomEntry
from program.plan import Plan
from program.record import (
    Assessment,
    Baseline,
    Clearance,
    Closure,
    FindingRecord,
    Hold,
    Profile,
    Readiness,
    StageChange,
    StandingRelease,
)
from services.dates import local_date
from services.errors import NotFoundError
from services.executions import Executions, Part
from services.plans import default_plan, find_plan
from services.sessions import HeldSession, hold_sessions
from store import activities, decisions, diary, people, reviews
from store.decisions import FindingRow, StageChangeRow
from store.diary import CheckInRevision, EntryRevision, RecordRevision
from store.engine import Connection
from store.people import Person
from store.reviews import HoldRow

#: A case looks back this far, or to the beginning of the stage where that is longer ago: past every
#: window of the plans, so that what it leaves out cannot speak any more.
_LOOK_BACK = timedelta(days=70)

RecordT = TypeVar("RecordT", bound=Record)


@dataclass(frozen=True)
class CaseBook:
    """All that is known about one runner at one instant, as the program wants it and as the screens do."""

    runner: Person
    today: date
    plan: Plan
    case: Case
    sessions: tuple[HeldSession, ...]
    stages: tuple[StageChangeRow, ...]
    entries: tuple[EntryRevision, ...]
    check_ins: tuple[CheckInRevision, ...]
    findings: tuple[FindingRow, ...]
    holds: tuple[HoldRow, ...]


def open_book(connection: Connection, runner_id: str, *, now: datetime, keeps: bool = False) -> CaseBook:
    """Gather one runner's case at an instant.

    With `keeps` (in a transaction that writes) how new sessions were executed is kept. Before
    a plan is chosen it is a case of the default plan without a stage, so that red
    flags are answered from the first day. Raises NotFoundError where there is no such runner.
    """
    runner = people.person_by_id(connection, runner_id)
    if runner is None:
        raise NotFoundError("There is no such runner.")
    today = local_date(now, utc_offset_s=None, time_zone=runner.time_zone)
    stages = tuple(row for row in decisions.stage_changes_of(connection, runner_id) if row.made_utc <= now)
    current = stages[-1] if stages else None
    plan = default_plan()
    since = today - _LOOK_BACK
    if current is not None:
        plan = find_plan(connection, runner_id, current.plan_id, current.plan_version)
        since = min(since, local_date(current.made_utc, utc_offset_s=None, time_zone=runner.time_zone))
    sessions = read_sessions(connection, runner_id, stages, since=since, until_utc=now, keeps=keeps)
    entries = _entries_since(diary.entries_of(connection, runner_id), since)
    check_ins = newest_revisions(diary.check_ins_of(connection, runner_id))
    findings = decisions.findings_of(connection, runner_id)
    holds = reviews.holds_of(connection, runner_id)
    names = _names(connection, findings, holds)
    records = {row.kind: row for row in diary.records_of(connection, runner_id)}
    links = [link for link in people.links_of_runner(connection, runner_id) if link.ended_utc is None]
    linked_utc = min((link.began_utc for link in links), default=None)
    case = Case(
        plan=plan.id,
        plan_version=plan.version,
        stage=current.stage_id if current else None,
        date=today,
        now=now,
        stage_since=current.made_utc if current and current.stage_id else None,
        pt="linked" if links else "alone",
        pt_linked_on=linked_utc and local_date(linked_utc, utc_offset_s=None, time_zone=runner.time_zone),
        profile=_record(records.get("profile"), Profile) or Profile(),
        readiness=_record(records.get("readiness"), Readiness) or Readiness(),
        assessment=_record(records.get("assessment"), Assessment),
        clearance=_record(records.get("clearance"), Clearance),
        baseline=_record(records.get("baseline"), Baseline),
        sessions=tuple(case_session(session) for session in sessions),
        symptoms=case_entries(entries, sessions),
        check_ins=tuple(case_check_in(row) for row in check_ins if row.made_utc <= now),
        open_findings=tuple(_finding(row, names) for row in findings),
        stage_history=tuple(_stage_change(row) for row in stages if row.stage_id is not None),
        standing_release=_record(records.get("standing_release"), StandingRelease),
        holds=tuple(_hold(row, names) for row in holds),
    )
    return CaseBook(runner, today, plan, case, sessions, stages, entries, check_ins, findings, holds)


def read_sessions(
    connection: Connection,
    runner_id: str,
    stages: Sequence[StageChangeRow],
    *,
    since: date,
    until_utc: datetime | None = None,
    keeps: bool = False,
) -> tuple[HeldSession, ...]:
    """Return a runner's sessions from a local date on, held against what was prescribed."""
    rows = activities.activities_of(connection, runner_id, since=since)
    found = activities.measurements_of(connection, runner_id, since=since)
    by_id = {row.activity_id: row for row in found}
    parts = [Part(row, by_id.get(row.id)) for row in rows if until_utc is None or row.end_utc <= until_utc]
    tombstones = [
        stone for stone in activities.tombstones_of(connection, runner_id) if stone.local_date >= since
    ]

    def plan_of(plan_id: str, plan_version: int) -> Plan:
        return find_plan(connection, runner_id, plan_id, plan_version)

    executions = Executions(connection, runner_id, since=since, keeps=keeps)
    return hold_sessions(parts, tombstones, stages, plan_of, executions)


def newest_revisions(rows: Sequence[CheckInRevision]) -> tuple[CheckInRevision, ...]:
    """Return the newest revision of each week, in the order of the weeks."""
    return tuple({row.week_start: row for row in rows}.values())


def case_session(session: HeldSession) -> Session:
    """Say a session in the words of the program."""
    return Session(
        id=session.session_id,
        start=session.start_utc,
        end=max(session.end_utc, session.start_utc + timedelta(seconds=1)),
        local_date=session.local_date,
        stage=session.stage.id if session.stage else None,
        session=session.prescribed.id if session.prescribed else None,
        outcome=session.outcome,  # pyright: ignore[reportArgumentType]  both rooms name the same outcomes
        run_time_s=session.run_time_s,
        uncertain_time_s=session.uncertain_time_s,
        prescribed_run_time_s=session.prescribed.run_time_s if session.prescribed else None,
        quality="ok" if session.counts_for_progress else "low",
        cadence_known=session.cadence_known,
        recorded_by_hand=session.is_by_hand,
        deleted=session.is_deleted,
    )


def case_entries(
    entries: Sequence[EntryRevision], sessions: Sequence[HeldSession]
) -> tuple[SymptomEntry, ...]:
    """Return the newest revision of each entry that was not withdrawn, tied to the session it belongs to.

    An entry of an activity that is no session (a ride, or a walk beside a running stage) counts for its day.
    """
    session_of = {
        activity_id: session.session_id for session in sessions for activity_id in session.activity_ids
    }
    newest = {row.entry_id: row for row in entries}
    said = [entry_of(row) for row in newest.values() if row.answers is not None]
    return tuple(
        entry
        if entry.session is None
        else entry.model_copy(update={"session": session_of[entry.session]})
        if entry.session in session_of
        else entry.model_copy(update={"session": None, "phase": "day"})
        for entry in said
    )


def entry_of(row: EntryRevision) -> SymptomEntry:
    """Read one revision's answers; its id is the entry's, its `recorded_at` when this revision was made."""
    if row.answers is None:
        raise NotFoundError("This entry was withdrawn.")
    entry = SymptomEntry.model_validate_json(row.answers)
    return entry.model_copy(
        update={
            "id": str(row.entry_id),
            "session": row.activity_id,
            "local_date": row.local_date,
            "recorded_at": row.made_utc,
        }
    )


def case_check_in(row: CheckInRevision) -> CheckIn:
    """Read one revision of a check-in."""
    check_in = CheckIn.model_validate_json(row.answers)
    return check_in.model_copy(update={"id": f"check-in {row.week_start.isoformat()}", "at": row.made_utc})


def _entries_since(rows: Sequence[EntryRevision], since: date) -> tuple[EntryRevision, ...]:
    """All revisions of the entries whose day, or whose last change, is not before a date."""
    newest = {row.entry_id: row for row in rows}
    return tuple(
        row for row in rows if row.local_date >= since or newest[row.entry_id].made_utc.date() >= since
    )


def _record(row: RecordRevision | None, model: type[RecordT]) -> RecordT | None:
    return None if row is None or row.content is None else model.model_validate_json(row.content)


def _names(
    connection: Connection, findings: Sequence[FindingRow], holds: Sequence[HoldRow]
) -> dict[str, str]:
    ids = {row.closed_by for row in findings} | {
        person_id for row in holds for person_id in (row.ordered_by, row.lifted_by)
    }
    found = [people.person_by_id(connection, person_id) for person_id in ids if person_id]
    return {person.id: person.display_name for person in found if person}


def _name(person_id: str | None, names: dict[str, str]) -> str:
    return names.get(person_id or "", "somebody whose account is gone")


def _finding(row: FindingRow, names: dict[str, str]) -> FindingRecord:
    closed = None
    if row.closed_utc is not None:
        closed = Closure(
            closed_by=_name(row.closed_by, names),
            closed_at=row.closed_utc,
            reason=row.closed_because or "",
            role="self_stated" if row.self_stated else "pt",
            examined_by=row.examined_by,
            examined_on=row.examined_on,
        )
    return FindingRecord.model_validate(
        {
            "id": f"finding {row.id}",
            "gate": row.gate,
            "kind": row.kind,
            "opened_at": row.opened_utc,
            "release_by": row.release_by,
            "because_of": tuple(json.loads(row.because_of)),
            "closed": closed,
        }
    )


def _stage_change(row: StageChangeRow) -> StageChange:
    return StageChange.model_validate({"at": row.made_utc, "stage": row.stage_id, "kind": row.kind})


def _hold(row: HoldRow, names: dict[str, str]) -> Hold:
    return Hold.model_validate(
        {
            "kind": row.kind,
            "ordered_by": _name(row.ordered_by, names),
            "ordered_on": row.ordered_on,
            "reason": row.reason,
            "lifted_by": _name(row.lifted_by, names) if row.lifted_on else None,
            "lifted_on": row.lifted_on,
        }
    )
