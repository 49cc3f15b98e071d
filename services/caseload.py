"""A therapist's runners, in order of need."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum
from typing import TypeVar

from program import Action, Plan, SymptomEntry
from services.acts import Act
from services.answers import Standing, gist_of_kept, standing
from services.context import Context
from services.dates import local_date
from services.diary import week_of
from services.errors import NotFoundError
from services.plans import known_plan
from services.policy import Access, Actor, visit, visit_caseload
from store import caseload, people
from store.caseload import DayOutcome, DayRunTime, NewestDecision, SaidAnswers
from store.decisions import StageChangeRow
from store.engine import Connection
from store.people import CareLink, Person
from store.reviews import ReviewRow

RowT = TypeVar("RowT")

SPARK_WEEKS = 8
STRIP_DAYS = 14
_ADHERENCE_DAYS = 28
_RECENT_DAYS = 7


class Need(IntEnum):
    """Why a runner is where she is in the list; a lower number comes first."""

    STOP = 0
    OPEN_FINDING = 1
    REGRESS = 2
    EXCEEDED = 3
    OVERDUE = 4
    WAITING = 5
    STEADY = 6


@dataclass(frozen=True)
class StripDay:
    """What was said on one day; null scores were not answered, and a day without an entry is unknown."""

    local_date: date
    has_entry: bool
    pain_0_10: int | None
    heaviness_0_10: int | None
    has_key_sign: bool
    has_red_flag: bool


@dataclass(frozen=True)
class CaseloadRow:
    """One runner of a therapist, as of her newest decision.

    `run_time_s` has a value for each of the last weeks, oldest first. `done_count` of
    `session_count` sessions of the last four weeks were as prescribed.
    """

    runner_id: str
    name: str
    need: Need
    needs: tuple[Need, ...]
    plan_title: str | None
    stage_id: str | None
    stage_title: str | None
    standing: Standing | None
    urgency: str | None
    waiting_since_utc: datetime | None
    run_time_s: tuple[float, ...]
    strip: tuple[StripDay, ...]
    done_count: int
    session_count: int
    last_seen_on: date | None
    last_check_in_on: date | None
    check_in_is_overdue: bool
    log_is_overdue: bool
    last_review_utc: datetime | None
    next_review_on: date | None


@dataclass(frozen=True)
class LinkedRunner:
    """A runner who is linked with a therapist: what the link itself tells, and nothing of her health."""

    runner_id: str
    name: str


class Caseload:
    """The list that a therapist opens first."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def rows(self, actor: Actor, *, now: datetime) -> tuple[CaseloadRow, ...]:
        """Return the actor's linked runners, those who need her first on top, each look written down."""
        with visit_caseload(self._context, actor, now=now) as (connection, links):
            gathered = _gather(connection, links, now)
            rows = [_row(gathered, link, now) for link in links]
        return tuple(sorted(rows, key=lambda row: (row.need, -len(row.needs), row.name.lower())))

    def row(self, actor: Actor, runner_id: str, *, now: datetime) -> CaseloadRow:
        """Return one linked runner's row, this one look written down."""
        with visit(
            self._context, actor, Access.CARE, subject_id=runner_id, doing=Act.READ_CASELOAD, now=now
        ) as desk:
            link = people.open_link(desk.connection, runner_id, actor.person_id or "")
            if link is None:
                raise NotFoundError("There is no link with this person.")
            return _row(_gather(desk.connection, (link,), now), link, now)

    def names(self, actor: Actor, *, now: datetime) -> tuple[LinkedRunner, ...]:
        """Return who is linked with the actor, by name.

        No look at anybody's data is written down, because there is none: a name comes with the link.
        """
        pt_id = actor.person_id or ""
        with visit(
            self._context, actor, Access.PT_SELF, subject_id=pt_id, doing=Act.READ_NAMES, now=now
        ) as desk:
            ids = [link.runner_id for link in people.open_links_of_pt(desk.connection, pt_id)]
            found = [
                LinkedRunner(person.id, person.display_name)
                for person in caseload.people_of(desk.connection, ids)
            ]
        return tuple(sorted(found, key=lambda runner: runner.name.lower()))


@dataclass(frozen=True)
class _Gathered:
    """Everything about all runners of one therapist, by runner."""

    people: Mapping[str, Person]
    decisions: Mapping[str, NewestDecision]
    stages: Mapping[str, StageChangeRow]
    plans: Mapping[str, Plan]
    reviews: Mapping[str, ReviewRow]
    finding_counts: Mapping[str, int]
    check_ins: Mapping[str, caseload.LastCheckIn]
    days: Mapping[str, list[DayRunTime]]
    outcomes: Mapping[str, list[DayOutcome]]
    said: Mapping[str, list[SaidAnswers]]


def _gather(connection: Connection, links: tuple[CareLink, ...], now: datetime) -> _Gathered:
    ids = [link.runner_id for link in links]
    first_week = now.date() - timedelta(weeks=SPARK_WEEKS + 1)
    findings = _by_runner(caseload.open_findings(connection, ids))
    stages = {row.runner_id: row for row in caseload.newest_stage_changes(connection, ids)}
    return _Gathered(
        people={person.id: person for person in caseload.people_of(connection, ids)},
        decisions={row.runner_id: row for row in caseload.newest_decisions(connection, ids)},
        stages=stages,
        plans=_plans(connection, stages),
        reviews={row.runner_id: row for row in caseload.newest_reviews(connection, ids)},
        finding_counts={runner_id: len(rows) for runner_id, rows in findings.items()},
        check_ins={row.runner_id: row for row in caseload.newest_check_ins(connection, ids)},
        days=_by_runner(caseload.run_days(connection, ids, first_week)),
        outcomes=_by_runner(
            caseload.outcomes(connection, ids, now.date() - timedelta(days=_ADHERENCE_DAYS + 1))
        ),
        said=_by_runner(caseload.said_since(connection, ids, now.date() - timedelta(days=STRIP_DAYS + 1))),
    )


def _plans(connection: Connection, stages: Mapping[str, StageChangeRow]) -> dict[str, Plan]:
    """The plan that each runner follows; those made for one runner are read together."""
    named = [(row.runner_id, row.plan_id, row.plan_version) for row in stages.values()]
    own = {row.runner_id: row for row in caseload.plans_named(connection, named)}
    return {
        runner_id: known_plan(row.plan_id, row.plan_version, own.get(runner_id))
        for runner_id, row in stages.items()
    }


def _by_runner(rows: Iterable[RowT]) -> dict[str, list[RowT]]:
    grouped: dict[str, list[RowT]] = defaultdict(list)
    for row in rows:
        grouped[row.runner_id].append(row)  # pyright: ignore[reportAttributeAccessIssue]  all rows have it
    return grouped


def _row(all_of: _Gathered, link: CareLink, now: datetime) -> CaseloadRow:
    runner_id = link.runner_id
    person = all_of.people[runner_id]
    today = local_date(now, utc_offset_s=None, time_zone=person.time_zone)

    def shared(rows: list[RowT], day_of: Callable[[RowT], date]) -> list[RowT]:
        return [row for row in rows if link.shared_from is None or day_of(row) >= link.shared_from]

    days = shared(all_of.days.get(runner_id, []), lambda row: row.local_date)
    outcomes = shared(all_of.outcomes.get(runner_id, []), lambda row: row.local_date)
    said = shared(all_of.said.get(runner_id, []), lambda row: row.local_date)
    kept = all_of.decisions.get(runner_id)
    stage = all_of.stages.get(runner_id)
    plan = all_of.plans.get(runner_id)
    check_in = all_of.check_ins.get(runner_id)
    review = all_of.reviews.get(runner_id)
    check_in_days = plan.number("check_in_days") if plan else None
    last_check_in_on = check_in.made_utc.date() if check_in else None
    since = last_check_in_on or (stage.made_utc.date() if stage else today)
    late_check_in = check_in_days is not None and (today - since).days > check_in_days
    gist = gist_of_kept(kept.record) if kept else None
    late_log = gist is not None and any(
        gap.session is not None and gap.on is not None and gap.on < today for gap in gist.missing
    )
    needs = _needs(kept, all_of.finding_counts.get(runner_id, 0), stage, review, outcomes, today)
    if late_check_in or late_log:
        needs = tuple(sorted({*needs, Need.OVERDUE} - {Need.STEADY}))
    held = [row for row in outcomes if row.local_date > today - timedelta(days=_ADHERENCE_DAYS)]
    seen = [*(row.local_date for row in days), *(row.local_date for row in said), last_check_in_on]
    return CaseloadRow(
        runner_id=runner_id,
        name=person.display_name,
        need=needs[0],
        needs=needs,
        plan_title=plan.title if plan else None,
        stage_id=stage.stage_id if stage else None,
        stage_title=plan.stage(stage.stage_id).title if plan and stage and stage.stage_id else None,
        standing=standing(gist) if gist else None,
        urgency=kept.urgency if kept else None,
        waiting_since_utc=kept.made_utc if kept and Need.WAITING in needs else None,
        run_time_s=_weekly(days, today),
        strip=_strip(said, today),
        done_count=sum(row.outcome == "as_prescribed" for row in held),
        session_count=len(held),
        last_seen_on=max((day for day in seen if day is not None), default=None),
        last_check_in_on=last_check_in_on,
        check_in_is_overdue=late_check_in,
        log_is_overdue=late_log,
        last_review_utc=review.made_utc if review else None,
        next_review_on=review.next_review_on if review else None,
    )


def _needs(
    kept: NewestDecision | None,
    open_count: int,
    stage: StageChangeRow | None,
    review: ReviewRow | None,
    outcomes: list[DayOutcome],
    today: date,
) -> tuple[Need, ...]:
    """All reasons to look, the first the most urgent; what was reviewed since is no reason any more."""
    if kept is None:
        return (Need.WAITING,)
    found: set[Need] = set()
    if kept.action == Action.STOP.value or kept.urgency is not None:
        found.add(Need.STOP)
    if open_count:
        found.add(Need.OPEN_FINDING)
    reviewed_on = review.made_utc.date() if review else date.min
    stepped_back = stage is not None and stage.kind in {"regress", "taken_back"}
    seen = stage is not None and review is not None and review.made_utc >= stage.made_utc
    if kept.action == Action.REGRESS.value or (stepped_back and not seen):
        found.add(Need.REGRESS)
    since = max(reviewed_on, today - timedelta(days=_RECENT_DAYS))
    if any(row.outcome == "exceeded" and row.local_date >= since for row in outcomes):
        found.add(Need.EXCEEDED)
    waits = kept.action == Action.PROGRESS.value and kept.release_by == "pt"
    if waits or stage is None:
        found.add(Need.WAITING)
    return tuple(sorted(found)) or (Need.STEADY,)


def _weekly(days: list[DayRunTime], today: date) -> tuple[float, ...]:
    monday = week_of(today)
    totals = [0.0] * SPARK_WEEKS
    for row in days:
        ago = (monday - row.local_date + timedelta(days=6)).days // 7
        if 0 <= ago < SPARK_WEEKS:
            totals[SPARK_WEEKS - 1 - ago] += row.run_time_s or 0.0
    return tuple(totals)


def _strip(said: list[SaidAnswers], today: date) -> tuple[StripDay, ...]:
    entries: dict[date, list[SymptomEntry]] = defaultdict(list)
    for row in said:
        entries[row.local_date].append(SymptomEntry.model_validate_json(row.answers or "{}"))
    days = [today - timedelta(days=ago) for ago in range(STRIP_DAYS - 1, -1, -1)]
    return tuple(strip_day(day, entries.get(day, [])) for day in days)


def strip_day(day: date, entries: list[SymptomEntry]) -> StripDay:
    """Sum up what was said on one day: the highest scores, and whether any sign was named."""
    pains = [pain.score_0_10 for entry in entries for pain in entry.pain or ()]
    answered = [entry.pain for entry in entries if entry.pain is not None]
    known = [score for score in pains if score is not None]
    heaviness = [entry.heaviness_0_10 for entry in entries if entry.heaviness_0_10 is not None]
    return StripDay(
        local_date=day,
        has_entry=bool(entries),
        pain_0_10=max(known, default=0 if answered and not pains else None),
        heaviness_0_10=max(heaviness, default=None),
        has_key_sign=any(_has_key_sign(entry) for entry in entries),
        has_red_flag=any(bool(entry.signs) for entry in entries),
    )


def _has_key_sign(entry: SymptomEntry) -> bool:
    levels = (entry.leak_urine, entry.leak_stool, entry.leak_wind, entry.scar, entry.doming)
    return "new_or_worse" in levels or entry.bleeding == "new_or_more"
