"""What a therapist's list needs of many runners at once, each in one query."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from store import tables as t
from store.dating import counted_once
from store.decisions import FindingRow, StageChangeRow
from store.people import Person
from store.plans import IndividualPlan
from store.reviews import ReviewRow
from store.rows import columns_of, read_all


@dataclass(frozen=True)
class DayRunTime:
    """Seconds run on one local date; null where none of its activities tells."""

    runner_id: str
    local_date: date
    run_time_s: float | None


@dataclass(frozen=True)
class DayOutcome:
    """How one session was executed."""

    runner_id: str
    local_date: date
    outcome: str


@dataclass(frozen=True)
class SaidAnswers:
    """The newest revision of one symptom entry."""

    runner_id: str
    entry_id: int
    activity_id: str | None
    phase: str
    local_date: date
    answers: str | None
    made_utc: datetime


@dataclass(frozen=True)
class NewestDecision:
    """What a list needs of a decision; `record` holds it whole, as text."""

    id: int
    runner_id: str
    made_utc: datetime
    action: str
    running_allowed: bool
    release_by: str
    urgency: str | None
    record: str


@dataclass(frozen=True)
class LastCheckIn:
    """When a runner's newest check-in was sent, and for which day."""

    runner_id: str
    week_start: date
    made_utc: datetime


def people_of(connection: Connection, runner_ids: Sequence[str]) -> tuple[Person, ...]:
    """Return these people."""
    query = sa.select(*columns_of(t.person, Person)).where(t.person.c.id.in_(runner_ids))
    return read_all(connection, query, Person)


def newest_decisions(connection: Connection, runner_ids: Sequence[str]) -> tuple[NewestDecision, ...]:
    """Return the newest decision of each runner who has one, without its facts."""
    newest = (
        sa.select(sa.func.max(t.decision.c.id))
        .where(t.decision.c.runner_id.in_(runner_ids))
        .group_by(t.decision.c.runner_id)
    )
    query = sa.select(*columns_of(t.decision, NewestDecision)).where(t.decision.c.id.in_(newest))
    return read_all(connection, query, NewestDecision)


def plans_named(connection: Connection, named: Sequence[tuple[str, str, int]]) -> tuple[IndividualPlan, ...]:
    """Return the individual plans of these runners, each by runner, plan and version."""
    own = t.individual_plan.c
    query = sa.select(*columns_of(t.individual_plan, IndividualPlan)).where(
        sa.tuple_(own.runner_id, own.plan_id, own.plan_version).in_(named)
    )
    return read_all(connection, query, IndividualPlan)


def newest_stage_changes(connection: Connection, runner_ids: Sequence[str]) -> tuple[StageChangeRow, ...]:
    """Return the newest step of each runner's way."""
    newest = (
        sa.select(sa.func.max(t.stage_change.c.id))
        .where(t.stage_change.c.runner_id.in_(runner_ids))
        .group_by(t.stage_change.c.runner_id)
    )
    query = sa.select(*columns_of(t.stage_change, StageChangeRow)).where(t.stage_change.c.id.in_(newest))
    return read_all(connection, query, StageChangeRow)


def open_findings(connection: Connection, runner_ids: Sequence[str]) -> tuple[FindingRow, ...]:
    """Return what is open of these runners."""
    query = sa.select(*columns_of(t.open_finding, FindingRow)).where(
        t.open_finding.c.runner_id.in_(runner_ids), t.open_finding.c.closed_utc.is_(None)
    )
    return read_all(connection, query, FindingRow)


def newest_reviews(connection: Connection, runner_ids: Sequence[str]) -> tuple[ReviewRow, ...]:
    """Return the newest review of each runner who has one."""
    newest = (
        sa.select(sa.func.max(t.review.c.id))
        .where(t.review.c.runner_id.in_(runner_ids))
        .group_by(t.review.c.runner_id)
    )
    query = sa.select(*columns_of(t.review, ReviewRow)).where(t.review.c.id.in_(newest))
    return read_all(connection, query, ReviewRow)


def newest_check_ins(connection: Connection, runner_ids: Sequence[str]) -> tuple[LastCheckIn, ...]:
    """Return when each runner's newest check-in was sent."""
    query = (
        sa.select(
            t.check_in.c.runner_id,
            sa.func.max(t.check_in.c.week_start).label("week_start"),
            sa.func.max(t.check_in.c.made_utc, type_=t.check_in.c.made_utc.type).label("made_utc"),
        )
        .where(t.check_in.c.runner_id.in_(runner_ids))
        .group_by(t.check_in.c.runner_id)
    )
    return read_all(connection, query, LastCheckIn)


def run_days(connection: Connection, runner_ids: Sequence[str], since: date) -> tuple[DayRunTime, ...]:
    """Return the run time of each day with an activity, from a local date on."""
    query = (
        sa.select(
            t.activity.c.runner_id,
            t.activity.c.local_date,
            sa.func.sum(t.measurement.c.run_time_s).label("run_time_s"),
        )
        .join(t.measurement)
        .where(t.activity.c.runner_id.in_(runner_ids), *_from_local_date(since))
        .group_by(t.activity.c.runner_id, t.activity.c.local_date)
        .order_by(t.activity.c.local_date)
    )
    return read_all(connection, query, DayRunTime)


def outcomes(connection: Connection, runner_ids: Sequence[str], since: date) -> tuple[DayOutcome, ...]:
    """Return how sessions were executed, from a local date on."""
    query = (
        sa.select(t.activity.c.runner_id, t.activity.c.local_date, t.execution.c.outcome)
        .join(t.execution)
        .where(t.activity.c.runner_id.in_(runner_ids), *_from_local_date(since))
    )
    return read_all(connection, query, DayOutcome)


def _from_local_date(since: date) -> tuple[sa.ColumnElement[bool], ...]:
    """Each run once from a local date on, with the range of instants that the index of starts can seek."""
    earliest_utc = datetime.combine(since, time(), UTC) - timedelta(days=1)
    return t.activity.c.start_utc >= earliest_utc, t.activity.c.local_date >= since, *counted_once()


def said_since(connection: Connection, runner_ids: Sequence[str], since: date) -> tuple[SaidAnswers, ...]:
    """Return the newest revision of each entry, from a local date on, withdrawn ones left out."""
    newest = (
        sa.select(t.symptom_revision.c.entry_id, sa.func.max(t.symptom_revision.c.revision).label("revision"))
        .join(t.symptom_entry)
        .where(t.symptom_entry.c.runner_id.in_(runner_ids), t.symptom_entry.c.local_date >= since)
        .group_by(t.symptom_revision.c.entry_id)
        .subquery()
    )
    query = (
        sa.select(
            t.symptom_entry.c.runner_id,
            t.symptom_revision.c.entry_id,
            t.symptom_entry.c.activity_id,
            t.symptom_entry.c.phase,
            t.symptom_entry.c.local_date,
            t.symptom_revision.c.answers,
            t.symptom_revision.c.made_utc,
        )
        .join(t.symptom_entry)
        .join(
            newest,
            sa.and_(
                newest.c.entry_id == t.symptom_revision.c.entry_id,
                newest.c.revision == t.symptom_revision.c.revision,
            ),
        )
        .where(t.symptom_revision.c.answers.is_not(None))
    )
    return read_all(connection, query, SaidAnswers)
