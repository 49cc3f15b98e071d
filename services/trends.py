"""The long view of one runner: weeks, what was asked for, symptoms, answers. Made from short rows only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import polars as pl

from analysis import summarise_weeks
from analysis.schema import RunLog
from ingest.frames import schema_of
from program.asking import asks_pelvic
from program.diary import SymptomEntry
from program.plan import Plan, Stage
from program.record import Profile
from services.acts import Act
from services.answers import Standing, unpack_kept
from services.context import Context
from services.dates import local_date, zone_of
from services.diary import week_of
from services.plans import find_plan
from services.policy import Access, Actor, Visit, visit
from services.prescribing import tolerances_of
from services.sessions import stage_at
from services.symptom_weeks import RunOfWeek, SymptomWeek, asked_after, symptom_weeks
from store import caseload, decisions, diary, people, trends
from store.decisions import StageChangeRow
from store.engine import Connection
from store.trends import ActivityLine, DecisionLine

#: As many of the newest answers come with their reasons.
WITH_REASONS = 12
_MIDWEEK = timedelta(days=3)


@dataclass(frozen=True)
class WeekAsked:
    """What the step of a week asks for in a whole week of it, in seconds of running.

    From `least_s` to `most_s` it counts as done. No week has one where no step was in force,
    where its running is by distance, or where running was not allowed all week.
    """

    week_start: date
    stage_title: str
    run_time_s: float
    least_s: float
    most_s: float


@dataclass(frozen=True)
class AnswerMark:
    """One answer that changed something, or that a check-in brought; older ones come without reasons."""

    decision_id: int
    made_utc: datetime
    on: date
    action: str
    running_allowed: bool
    stage_title: str | None
    next_stage_title: str | None
    reasons: tuple[str, ...]
    would_now_be: str | None

    @property
    def standing(self) -> Standing:
        """Its action, or that there is no running; why there is none stands in the findings alone."""
        is_barred = not self.running_allowed and self.action != Standing.STOP
        return Standing.NO_RUNNING if is_barred else Standing(self.action)


@dataclass(frozen=True)
class Trends:
    """All that the long view shows. `weeks` is a `Weeks` frame; answers are newest first."""

    weeks: pl.DataFrame
    asked: tuple[WeekAsked, ...]
    symptoms: tuple[SymptomWeek, ...]
    answers: tuple[AnswerMark, ...]


class LookingBack:
    """Looking back over many weeks at once."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def trends(
        self,
        actor: Actor,
        runner_id: str,
        *,
        now: datetime,
        since: date | None = None,
        with_reasons: int = WITH_REASONS,
    ) -> Trends:
        """Return a runner's weeks, symptoms and answers, from a local date on where one is given."""
        with visit(
            self._context, actor, Access.SHARED, subject_id=runner_id, doing=Act.READ_WEEKS, now=now
        ) as desk:
            first = max(filter(None, (since, desk.shared_from)), default=date.min)
            return _Reader(desk, runner_id, first, now).read(with_reasons)


class _Reader:
    """One runner's rows from a local date on, and what they come to."""

    def __init__(self, desk: Visit, runner_id: str, first: date, now: datetime) -> None:
        self._connection: Connection = desk.connection
        self._runner_id = runner_id
        self._first = first
        runner = people.person_by_id(desk.connection, runner_id)
        self._zone = runner.time_zone if runner else "UTC"
        self._today = local_date(now, utc_offset_s=None, time_zone=self._zone)
        self._way = decisions.stage_changes_of(desk.connection, runner_id)
        self._lines = trends.activity_lines(desk.connection, runner_id, since=first)
        self._decided = trends.decision_lines(desk.connection, runner_id, since=first)

    def read(self, with_reasons: int) -> Trends:
        weeks = summarise_weeks(_light_log(self._lines), until=self._today)
        return Trends(
            weeks=weeks,
            asked=tuple(self._asked(weeks["week_start"].to_list())),
            symptoms=self._symptoms(),
            answers=self._answers(with_reasons),
        )

    def _plan(self, change: StageChangeRow) -> Plan:
        return find_plan(self._connection, self._runner_id, change.plan_id, change.plan_version)

    def _stage_at(self, instant: datetime) -> tuple[Plan, Stage] | None:
        change = stage_at(self._way, instant)
        if change is None or change.stage_id is None:
            return None
        plan = self._plan(change)
        return plan, plan.stage(change.stage_id)

    def _asked(self, mondays: Sequence[date]) -> Iterator[WeekAsked]:
        """The step at the first run of each week, else in the middle of it."""
        began: dict[date, datetime] = {}
        for line in self._lines:
            if _is_run(line):
                began.setdefault(week_of(line.local_date), line.start_utc)
        for monday in mondays:
            noon = datetime.combine(monday + _MIDWEEK, time(12), zone_of(self._zone))
            found = self._stage_at(began.get(monday, noon))
            if found is None or (monday not in began and not self._may_run_in(monday)):
                continue
            asked = _asked_of(*found, monday)
            if asked is not None:
                yield asked

    def _may_run_in(self, monday: date) -> bool:
        """True unless running was not allowed before the week and at every answer in it."""
        before = [line for line in self._decided if line.on_date < monday]
        within = [line for line in self._decided if monday <= line.on_date < monday + timedelta(days=7)]
        return any(line.running_allowed for line in (*before[-1:], *within))

    def _symptoms(self) -> tuple[SymptomWeek, ...]:
        said = caseload.said_since(self._connection, [self._runner_id], self._first)
        entries = [
            (row.local_date, _entry(row.answers, row.activity_id, row.phase)) for row in said if row.answers
        ]
        record = diary.newest_record(self._connection, self._runner_id, "profile")
        profile = Profile.model_validate_json(record.content) if record and record.content else Profile()
        runs = []
        for line in self._lines:
            found = self._stage_at(line.start_utc) if _is_run(line) else None
            if found is not None:
                plan, stage = found
                asked = asked_after(plan, stage.kind, pelvic=asks_pelvic(plan, profile))
                runs.append(RunOfWeek(line.id, line.local_date, asked))
        return symptom_weeks(entries, runs, today=self._today)

    def _answers(self, with_reasons: int) -> tuple[AnswerMark, ...]:
        telling = _telling(self._decided)[::-1]
        rows = trends.decisions_by_id(self._connection, [line.id for line in telling[:with_reasons]])
        reasons = {row.id: unpack_kept(row.record).explanation.reasons for row in rows}
        now_be = {
            mark.decision_id: mark.action_now
            for mark in decisions.marks_of(self._connection, self._runner_id)
        }
        titles = {stage.id: stage.title for change in self._way for stage in self._plan(change).stages}
        return tuple(
            AnswerMark(
                decision_id=line.id,
                made_utc=line.made_utc,
                on=line.on_date,
                action=line.action,
                running_allowed=line.running_allowed,
                stage_title=titles.get(line.stage_id or ""),
                next_stage_title=titles.get(line.next_stage_id or ""),
                reasons=reasons.get(line.id, ()),
                would_now_be=now_be[line.id] if now_be.get(line.id, line.action) != line.action else None,
            )
            for line in telling
        )


def _is_run(line: ActivityLine) -> bool:
    """True for what was run or may have been; a ride is none, nor is a plain walk."""
    return line.kind != "other" and (line.run_time_s is None or line.run_time_s > 0)


def _light_log(lines: Sequence[ActivityLine]) -> pl.DataFrame:
    """A `RunLog` of activities, each by itself, without what was prescribed."""
    rows = [
        {
            "local_date": line.local_date,
            "start_utc": line.start_utc,
            "end_utc": line.end_utc,
            "is_run": _is_run(line),
            "timer_time_s": line.timer_time_s,
            "run_time_s": line.run_time_s,
            "run_distance_m": line.run_distance_m,
            "longest_run_bout_s": line.longest_run_bout_s,
            "run_cadence_spm": line.run_cadence_spm,
            "run_pace_s_per_km": line.run_pace_s_per_km,
        }
        for line in lines
    ]
    return pl.DataFrame(rows, schema=schema_of(RunLog), orient="row")


def _asked_of(plan: Plan, stage: Stage, monday: date) -> WeekAsked | None:
    """A whole week of a stage, the tolerances of its sessions added up; null without running by time."""
    times = [stage.session(session_id).run_time_s for session_id in stage.required]
    known = [time_s for time_s in times if time_s]
    if len(known) < len(times):
        return None
    tolerances = tolerances_of(plan, stage)
    of_week = stage.sessions_per_week / len(known)
    less = [max(tolerances.total_share * time_s, tolerances.total_s) for time_s in known]
    more = [max(tolerances.total_over_share * time_s, tolerances.total_over_s) for time_s in known]
    run_time_s = sum(known) * of_week
    return WeekAsked(
        week_start=monday,
        stage_title=stage.title,
        run_time_s=run_time_s,
        least_s=max(0.0, run_time_s - sum(less) * of_week),
        most_s=run_time_s + sum(more) * of_week,
    )


def _entry(answers: str, activity_id: str | None, phase: str) -> SymptomEntry:
    entry = SymptomEntry.model_validate_json(answers)
    return entry.model_copy(update={"session": activity_id, "phase": phase})


def _telling(lines: Sequence[DecisionLine]) -> list[DecisionLine]:
    """The answers of check-ins, a step back, and every change of whether she may run, oldest first."""
    found: list[DecisionLine] = []
    may_run = None
    for line in lines:
        changed = may_run is not None and line.running_allowed != may_run
        may_run = line.running_allowed if line.stage_id else None
        if line.stage_id is None or not (
            changed or line.asked_by in {"check_in", "weekly"} or line.action in {"regress", "stop"}
        ):
            continue
        if not found or _said(found[-1]) != _said(line):
            found.append(line)
        elif line.asked_by == "check_in":
            found[-1] = line
    return found


def _said(line: DecisionLine) -> tuple[object, ...]:
    """What makes two answers of one week the same answer."""
    week = week_of(line.on_date)
    return week, line.action, line.running_allowed, line.stage_id, line.next_stage_id
