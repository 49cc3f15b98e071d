"""What a plan file holds. Strict: an unknown key or a number without its reason is refused."""

from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from program.diary import Phase, Site
from program.measures import MEASURES, Measure
from program.model import Action, Outcome, ReleaseBy, Urgency
from program.questions import BY_ID
from program.signs import Evidence
from program.steps import Step, parse_steps

Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.-]*$", max_length=60)]
Reason = Annotated[str, Field(min_length=3, max_length=500)]
StageKind = Literal["foundation", "running"]
SiteGroup = Literal["girdle", "bone", "calf", "bone_stress"]


def _known_item(item: str) -> str:
    if item not in BY_ID:
        raise ValueError(f"there is no question called {item}; the questions are {', '.join(BY_ID)}")
    return item


#: The id of a question of the diary.
Item = Annotated[str, AfterValidator(_known_item)]


class PlanData(BaseModel):
    """A part of a plan file: strict, whole, finite, and never changed."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class Sourced(PlanData):
    """Anything with a number in it says why, from where, and what kind of evidence that is."""

    because: Annotated[str, Field(min_length=3)]
    source: Annotated[str, Field(min_length=2)]
    evidence: Evidence


class Setting(Sourced):
    """One number. In the floor `at_least` and `at_most` are the range that no plan may leave.

    `bound_in` says for which kind of stage `at_least` holds.
    """

    value: float
    unit: str
    at_least: float | None = None
    at_most: float | None = None
    bound_in: Literal["all", "running"] = "all"


class Row(PlanData):
    """One row of a gate: a condition, and what follows. Rows stand from the worst to the best.

    Exactly one of the conditions is set. A limit is a number or `$name` of a setting, which may differ by
    stage. `then = "progress"` is a gate met. A row `beside` the standing is reached only where it is known
    what stands.
    """

    at_least: float | str | None = None
    more_than: float | str | None = None
    at_most: float | str | None = None
    less_than: float | str | None = None
    is_: tuple[str, ...] | None = Field(default=None, alias="is")
    unknown: Literal[True] | None = None
    otherwise: Literal[True] | None = None
    then: Literal["progress", "hold", "regress", "stop"]
    running_allowed: bool = True
    drop: Annotated[int, Field(ge=0)] = 0
    rest_days: Annotated[int, Field(ge=0)] = 0
    release_by: Literal["none", "runner", "pt", "medical"] = "none"
    urgency: Literal["same_day", "emergency"] | None = None
    says: str | None = None
    beside: Literal["standing"] | None = None

    @model_validator(mode="after")
    def _one_condition(self) -> "Row":
        names = ("at_least", "more_than", "at_most", "less_than", "is_", "unknown", "otherwise")
        given = [name for name in names if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError("a row has exactly one condition (at_least, more_than, is, unknown, …)")
        if self.then == "progress" and self.outcome != Outcome():
            raise ValueError("a row that lets the runner progress asks for nothing else")
        if self.then == "stop" and self.running_allowed:
            raise ValueError("a stop row has running_allowed = false")
        return self

    @cached_property
    def outcome(self) -> Outcome:
        """What this row asks for."""
        return Outcome(
            Action(self.then),
            self.running_allowed,
            self.drop,
            self.rest_days,
            ReleaseBy(self.release_by),
            Urgency(self.urgency),
        )

    @property
    def limit(self) -> float | str | None:
        """The limit of a numeric row, as written."""
        for limit in (self.at_least, self.more_than, self.at_most, self.less_than):
            if limit is not None:
                return limit
        return None


class Gate(Sourced):
    """One question with an answer for every value of one fact.

    `entry`: what a stage asks before it is entered; looked at for the present stage and the next one.
    `opens`: the rows that are not met open a finding that stays until a named person closes it.
    `changeable`: whether 'what would change it' may speak of it; never true where it opens a finding.
    `beside`: asked only of a case in which it is known what stands; the floor alone says so.
    """

    id: Key
    label: str
    measure: str
    unit: str
    stages: Literal["all", "foundation", "running"] | tuple[Key, ...] = "all"
    entry: bool = False
    opens: Literal["stop", "key_sign"] | None = None
    changeable: bool = False
    beside: Literal["standing"] | None = None
    says: str
    rows: Annotated[tuple[Row, ...], Field(min_length=2)]

    @field_validator("measure")
    @classmethod
    def _known_measure(cls, value: str) -> str:
        if value not in MEASURES:
            raise ValueError(f"there is no fact called {value}; the facts are {', '.join(sorted(MEASURES))}")
        return value

    @cached_property
    def fact(self) -> Measure:
        """The declared order of the fact it looks at."""
        return MEASURES[self.measure]

    @cached_property
    def unknown_row(self) -> Row | None:
        """The row for what is not known."""
        return next((row for row in self.rows if row.unknown), None)

    @cached_property
    def last_limit(self) -> tuple[str, float | str] | None:
        """How the last row that asks for anything compares, and with what; null where it compares nothing."""
        asking = [row for row in self.rows if not row.unknown and row.outcome.action is not Action.PROGRESS]
        names = ("at_least", "more_than", "at_most", "less_than")
        limits = [(name, getattr(row, name)) for row in asking[-1:] for name in names]
        return next(((name, limit) for name, limit in limits if limit is not None), None)

    @cached_property
    def levels_met(self) -> str:
        """The levels that meet it, in words: `low or good`."""
        met = [level for row in self.rows if row.outcome.action is Action.PROGRESS for level in row.is_ or ()]
        return " or ".join(level.replace("_", " ") for level in met)


class LogRule(PlanData):
    """Which answers a session needs before it can count."""

    stages: StageKind
    phase: Phase
    who: Literal["all", "pelvic"] = "all"
    items: tuple[Item, ...]

    @model_validator(mode="after")
    def _asked_by_a_page(self) -> "LogRule":
        for item in self.items:
            if self.phase not in BY_ID[item].phases:
                raise ValueError(f"no page asks {item} at the moment {self.phase}")
        return self


class SessionPlan(PlanData):
    """One session of a stage. Bands are reported; they gate only where the plan says so."""

    id: Key
    title: str
    steps_text: str = Field(alias="steps")
    times: Annotated[int, Field(ge=1, le=14)] = 1
    cadence_min_spm: float | None = None
    cadence_max_spm: float | None = None
    pace_ceiling_s_per_km: float | None = None

    @field_validator("steps_text")
    @classmethod
    def _readable(cls, value: str) -> str:
        parse_steps(value)
        return value

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The session as flat steps, repetitions written out, its bands on each running step."""
        return tuple(
            step
            if step.kind == "walk"
            else Step(
                step.kind,
                step.duration_s,
                step.distance_m,
                self.cadence_min_spm,
                self.cadence_max_spm,
                self.pace_ceiling_s_per_km,
            )
            for step in parse_steps(self.steps_text)
        )

    @property
    def run_time_s(self) -> float | None:
        """Seconds of running prescribed; null where a running step is by distance."""
        runs = [step.duration_s for step in self.steps if step.kind == "run"]
        return None if None in runs else float(sum(run for run in runs if run is not None))


class Stage(Sourced):
    """One stage: its sessions in order, each `times` times, and what else is done beside them."""

    id: Key
    title: str
    kind: StageKind = "running"
    sessions_per_week: Annotated[int, Field(ge=1, le=14)]
    sessions: Annotated[tuple[SessionPlan, ...], Field(min_length=1)]
    beside: tuple[str, ...] = ()
    #: Why a therapist lets it grow by more than any shipped plan does, or ask for less than the one before.
    signed_growth: Reason | None = None
    settings: dict[str, Setting] = Field(default_factory=dict)

    @property
    def required(self) -> tuple[str, ...]:
        """The ids of the sessions needed, in their order."""
        return tuple(session.id for session in self.sessions for _ in range(session.times))

    def session(self, session_id: str) -> SessionPlan:
        """The session of that id; KeyError where the stage has none."""
        for session in self.sessions:
            if session.id == session_id:
                return session
        raise KeyError(session_id)


class DroppedGate(PlanData):
    """A gate of the released plan that a runner's own plan leaves out, and why."""

    id: Key
    because: Reason


class StageMap(PlanData):
    """Where a runner on an older version starts in this one: never on a higher stage."""

    from_version: Annotated[int, Field(ge=1)]
    stages: dict[str, str]


class Plan(PlanData):
    """A released plan: never edited, a change is a new version."""

    id: Key
    version: Annotated[int, Field(ge=1, le=9999)]
    title: str
    for_whom: str
    not_for: str
    entry: tuple[str, ...] = ()
    population: Literal["postpartum", "any"]
    advance: Literal["per_week", "per_session"]
    clearance: Literal["none", "examined"]
    based_on: str | None = None
    notes: tuple[str, ...] = ()
    settings: dict[str, Setting] = Field(default_factory=dict)
    log: tuple[LogRule, ...] = ()
    gates: tuple[Gate, ...] = ()
    dropped_gates: tuple[DroppedGate, ...] = ()
    stages: Annotated[tuple[Stage, ...], Field(min_length=1)]
    stage_maps: tuple[StageMap, ...] = ()
    #: The floor's groups of sites; a file leaves this out.
    sites: dict[SiteGroup, tuple[Site, ...]] = Field(default_factory=dict)
    #: The floor's ceilings of what a signed baseline may call usual; a file leaves this out.
    baseline_ceilings: dict[str, Setting] = Field(default_factory=dict)

    @field_validator("gates")
    @classmethod
    def _asked_of_every_case(cls, value: tuple[Gate, ...]) -> tuple[Gate, ...]:
        """A plan's own gate could otherwise stand in for one of the floor and be left out of most cases."""
        if any(gate.beside for gate in value):
            raise ValueError("`beside` belongs to the floor; leave it out")
        return value

    @cached_property
    def stage_index(self) -> dict[str, int]:
        """The place of each stage, by id."""
        return {stage.id: index for index, stage in enumerate(self.stages)}

    def stage(self, stage_id: str) -> Stage:
        """The stage of that id; KeyError where there is none."""
        return self.stages[self.stage_index[stage_id]]

    def after(self, stage_id: str) -> Stage | None:
        """The next stage; null after the last."""
        index = self.stage_index[stage_id] + 1
        return self.stages[index] if index < len(self.stages) else None

    def number(self, name: str, stage: Stage | None = None) -> float:
        """A setting's value: the stage's own where it has one, else the plan's."""
        if name == "sessions_per_week" and stage is not None:
            return stage.sessions_per_week
        if stage is not None and name in stage.settings:
            return stage.settings[name].value
        return self.settings[name].value

    def limit(self, limit: float | str, stage: Stage | None) -> float:
        """A row's limit as a number: itself, or the setting that `$name` stands for."""
        return self.number(limit.removeprefix("$"), stage) if isinstance(limit, str) else limit

    def gate(self, gate_id: str) -> Gate:
        """The gate of that id; KeyError where there is none."""
        for gate in self.gates:
            if gate.id == gate_id:
                return gate
        raise KeyError(gate_id)
