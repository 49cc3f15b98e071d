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
    #: Runs told beside a recording that she says are the same one.
    same: frozenset[str] = frozenset()

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
        """What the runner said by hand of it, or of a part of it: the worst, null where nothing."""
        return _worst(part.row.told_outcome for part in self.told)

    @property
    def outcome(self) -> str | None:
        """How it was done: the worse of what was measured and what was told; null where neither says."""
        if self.is_by_hand:
            return self.told_outcome
        return _worst((self.execution.outcome if self.execution else None, self.told_outcome))

    @property
    def is_done(self) -> bool:
        """True where it shows that its prescription was done."""
        can_show = self.is_by_hand or (self.counts_for_progress and self.cadence_known)
        return can_show and self.outcome == "as_prescribed"

    @property
    def told(self) -> tuple[Part, ...]:
        """The parts that she told and no watch recorded."""
        return tuple(part for part in self.parts if part.row.kind == "hand")

    @property
    def recorded(self) -> tuple[Part, ...]:
        """The parts that a device recorded."""
        return tuple(part for part in self.parts if part.row.kind != "hand")

    @property
    def run_time_s(self) -> float | None:
        """Seconds surely run; of a session told by hand those that she told."""
        return _run_s(self.parts) if self.is_by_hand else self.sure_s

    @property
    def uncertain_time_s(self) -> float:
        """Seconds that may have been run beyond those."""
        return max((self.maybe_s or 0.0) - (self.run_time_s or 0.0), 0.0)

    @property
    def sure_s(self) -> float | None:
        """Seconds that were measured as run: what is only told never adds to it. Null where nothing says."""
        total = self.execution.run_total if self.execution else None
        if total is not None and total.unit == "s":
            return total.least
        if self.is_by_hand:
            return None if _run_s(self.told) is None else 0.0
        return _run_s(self.recorded)

    @property
    def maybe_s(self) -> float | None:
        """The most that may have been run.

        What she told of the time of a recording, or says is the same run, counts where it is more; what she
        told beside one counts with it. Null where nothing says.
        """
        recorded, told = self.recorded, self.told
        if not recorded:
            return _run_s(told)
        total = self.execution.run_total if self.execution else None
        measured = total.most if total is not None and total.unit == "s" else _run_s(recorded)
        beside = self.beside
        over = [part for part in told if part not in beside]
        told_s = _run_s(over) or 0.0, _run_s(beside) or 0.0
        return None if measured is None and not told else max(measured or 0.0, told_s[0]) + told_s[1]

    @property
    def beside(self) -> tuple[Part, ...]:
        """The parts that she told beside a recording: of another time, and not said to be the same run."""
        recorded = self.recorded
        return tuple(
            part
            for part in self.told
            if recorded
            and part.row.id not in self.same
            and not any(_overlap(part, other) for other in recorded)
        )

    @property
    def counts_for_progress(self) -> bool:
        """True where each recorded part can show what was done."""
        recorded = [part.measurement for part in self.parts if part.row.kind != "hand"]
        return bool(recorded) and all(m is not None and m.counts_for_progress for m in recorded)

    @property
    def cadence_known(self) -> bool:
        """True where each recorded part has a cadence of a known unit, or counts by its speed alone."""
        recorded = [part for part in self.parts if part.row.kind != "hand"]
        return bool(recorded) and all(_says_its_gait(part) for part in recorded)


def _says_its_gait(part: Part) -> bool:
    if part.row.cadence_rule == "none":
        return part.measurement is not None and part.measurement.counts_for_progress
    return part.row.cadence_rule != "unknown"


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
    told = [part.measurement.run_time_s for part in outing if part.row.kind == "hand" and part.measurement]
    if execution is None or any(seconds is None or seconds > dash_s for seconds in told):
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


#: The worst first: what was told and what was measured of one session count by the worse.
_WORST_FIRST = ("exceeded", "not_comparable", "partly", "as_prescribed")


def _worst(outcomes: Iterable[str | None]) -> str | None:
    return min((each for each in outcomes if each is not None), key=_WORST_FIRST.index, default=None)


def _overlap(one: Part, other: Part) -> bool:
    return one.row.start_utc < other.row.end_utc and other.row.start_utc < one.row.end_utc


def _run_s(parts: Iterable[Part]) -> float | None:
    return _sum_known(part.measurement.run_time_s for part in parts if part.measurement)


def _sum_known(values: Iterable[float | None]) -> float | None:
    """The sum, null where any part is unknown or there is none."""
    known = list(values)
    if not known or None in known:
        return None
    return float(sum(value for value in known if value is not None))
