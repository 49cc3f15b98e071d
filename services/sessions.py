"""Activities as sessions: parts of one outing joined, each held against what was prescribed that day."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from analysis import Execution
from program.plan import Plan, SessionPlan, Stage
from services.executions import Executions, Part
from store.activities import Tombstone
from store.decisions import StageChangeRow

PlanOf = Callable[[str, int], Plan]


@dataclass(frozen=True)
class HeldSession:
    """One session as it was done. `prescribed` and `execution` are null where no plan was in force.

    `session_id` is the id of its first activity. A deleted one has no parts and no execution.
    `run_time_s` counts the seconds surely run, `uncertain_time_s` those that may have been.
    """

    session_id: str
    start_utc: datetime
    end_utc: datetime
    local_date: date
    parts: tuple[Part, ...]
    stage: Stage | None
    prescribed: SessionPlan | None
    execution: Execution | None
    #: Which step of the runner's way it belongs to; null before the first.
    stage_change_id: int | None = None
    is_deleted: bool = False

    @property
    def activity_ids(self) -> tuple[str, ...]:
        """The activities that make up the session."""
        return tuple(part.row.id for part in self.parts) or (self.session_id,)

    @property
    def is_by_hand(self) -> bool:
        """True where the runner told it and no watch recorded any of it."""
        return not self.is_deleted and all(part.row.kind == "hand" for part in self.parts)

    @property
    def told_outcome(self) -> str | None:
        """What the runner said of a session told by hand."""
        return next((part.row.told_outcome for part in self.parts if part.row.kind == "hand"), None)

    @property
    def outcome(self) -> str | None:
        """How it was done: measured, or told by hand; null where it was not compared."""
        if self.is_by_hand:
            return self.told_outcome
        return self.execution.outcome if self.execution else None

    @property
    def is_done(self) -> bool:
        """True where it shows that its prescription was done."""
        can_show = self.is_by_hand or (self.counts_for_progress and self.cadence_known)
        return can_show and self.outcome == "as_prescribed"

    @property
    def run_time_s(self) -> float | None:
        """Seconds surely run."""
        total = self.execution.run_total if self.execution else None
        if total is not None and total.unit == "s":
            return total.least
        return _sum_known(part.measurement.run_time_s for part in self.parts if part.measurement)

    @property
    def uncertain_time_s(self) -> float:
        """Seconds that may have been run beyond those."""
        total = self.execution.run_total if self.execution else None
        return total.most - total.least if total is not None and total.unit == "s" else 0.0

    @property
    def counts_for_progress(self) -> bool:
        """True where each recorded part can show what was done."""
        recorded = [part.measurement for part in self.parts if part.row.kind != "hand"]
        return bool(recorded) and all(m is not None and m.counts_for_progress for m in recorded)

    @property
    def cadence_known(self) -> bool:
        """True where each recorded part has a cadence whose unit is known."""
        recorded = [part.row.cadence_rule for part in self.parts if part.row.kind != "hand"]
        return bool(recorded) and not {"unknown", "none"} & set(recorded)


def hold_sessions(
    parts: Sequence[Part],
    tombstones: Sequence[Tombstone],
    stages: Sequence[StageChangeRow],
    plan_of: PlanOf,
    executions: Executions,
) -> tuple[HeldSession, ...]:
    """Join a runner's activities into sessions and hold each against its prescription, oldest first.

    `parts` are in the order of their starts. A session belongs to the stage that was in force
    when it began, and there to the first required session that is not done yet. Rides and
    swims are no sessions, nor are plain walks beside a running stage.
    """
    held = [_deleted(tombstone) for tombstone in tombstones if tombstone.kind != "other"]
    progress = _Progress(plan_of, executions)
    for outing in _outings([part for part in parts if part.row.kind != "other"], stages, plan_of):
        session = progress.hold(outing, stage_at(stages, outing[0].row.start_utc))
        if session is not None:
            held.append(session)
    return tuple(sorted(held, key=lambda session: (session.start_utc, session.session_id)))


def stage_at(stages: Sequence[StageChangeRow], instant: datetime) -> StageChangeRow | None:
    """Return the step of the way that was in force at an instant, null before the first."""
    return next((change for change in reversed(stages) if change.made_utc <= instant), None)


def _outings(
    parts: Sequence[Part], stages: Sequence[StageChangeRow], plan_of: PlanOf
) -> Iterator[list[Part]]:
    """Join what overlaps or follows within the plan's minutes: a watch started again is one outing."""
    outing: list[Part] = []
    for part in parts:
        if outing:
            change = stage_at(stages, outing[0].row.start_utc)
            within = timedelta(0)
            if change is not None:
                plan = plan_of(change.plan_id, change.plan_version)
                within = timedelta(minutes=plan.number("same_session_within_min"))
            if part.row.start_utc > max(earlier.row.end_utc for earlier in outing) + within:
                yield outing
                outing = []
        outing.append(part)
    if outing:
        yield outing


class _Progress:
    """Which required session comes next, as sessions of one stage are held one after the other."""

    def __init__(self, plan_of: PlanOf, executions: Executions) -> None:
        self._plan_of = plan_of
        self._executions = executions
        self._change_id: int | None = None
        self._done = 0

    def hold(self, outing: list[Part], change: StageChangeRow | None) -> HeldSession | None:
        """Hold one outing against the session that is due; null where it is no session at all."""
        if change is None or change.stage_id is None:
            return _session(outing)
        if change.id != self._change_id:
            self._change_id, self._done = change.id, 0
        plan = self._plan_of(change.plan_id, change.plan_version)
        stage = plan.stage(change.stage_id)
        due = stage.session(stage.required[self._done % len(stage.required)])
        execution = self._executions.compare(outing, plan, stage, due)
        dash_s = plan.number("extra_run_s", stage)
        if stage.kind == "running" and not _may_have_run(outing, execution, due, dash_s):
            return None
        session = replace(
            _session(outing), stage=stage, prescribed=due, execution=execution, stage_change_id=change.id
        )
        if session.is_done:
            self._done += 1
        return session


def _may_have_run(
    outing: Sequence[Part], execution: Execution | None, due: SessionPlan, dash_s: float
) -> bool:
    """True where more than a dash was run, or so much may have been run as one prescribed step."""
    if execution is None:
        return any(part.row.kind == "hand" for part in outing)
    steps_s = [step.duration_s for step in due.steps if step.kind == "run" and step.duration_s is not None]
    return execution.run_s > dash_s or execution.uncertain_s >= min(steps_s, default=dash_s)


def _session(outing: list[Part]) -> HeldSession:
    """The session that an outing is, held against nothing yet."""
    first = outing[0].row
    return HeldSession(
        session_id=first.id,
        start_utc=first.start_utc,
        end_utc=max(part.row.end_utc for part in outing),
        local_date=first.local_date,
        parts=tuple(outing),
        stage=None,
        prescribed=None,
        execution=None,
    )


def _deleted(tombstone: Tombstone) -> HeldSession:
    return HeldSession(
        session_id=tombstone.activity_id,
        start_utc=tombstone.start_utc,
        end_utc=tombstone.end_utc,
        local_date=tombstone.local_date,
        parts=(),
        stage=None,
        prescribed=None,
        execution=None,
        is_deleted=True,
    )


def _sum_known(values: Iterable[float | None]) -> float | None:
    """The sum, null where any part is unknown or there is none."""
    known = list(values)
    if not known or None in known:
        return None
    return float(sum(value for value in known if value is not None))
