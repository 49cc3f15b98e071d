"""What a decision is made of. Evaluation only: the words are made in `explain`."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from enum import Enum, StrEnum
from typing import Any, Self


class _Ordered(Enum):
    """An enum whose members stand in order from the boldest to the most cautious."""

    rank: int

    def __init__(self, *_: object) -> None:
        self.rank = len(type(self).__members__)

    def __lt__(self, other: Self) -> bool:
        return self.rank < other.rank

    def __gt__(self, other: Self) -> bool:
        return self.rank > other.rank

    def __le__(self, other: Self) -> bool:
        return self.rank <= other.rank

    def __ge__(self, other: Self) -> bool:
        return self.rank >= other.rank

    @classmethod
    def most_cautious(cls, members: Iterable[Self]) -> Self:
        """The most cautious of the members given; the boldest there is where none is given."""
        return max(members, default=next(iter(cls)))


class Action(_Ordered):
    """What is proposed; a later member is the more cautious answer."""

    PROGRESS = "progress"
    HOLD = "hold"
    REGRESS = "regress"
    STOP = "stop"


class ReleaseBy(_Ordered):
    """Who has to agree before the runner goes on."""

    NONE = "none"
    RUNNER = "runner"
    PT = "pt"
    MEDICAL = "medical"


class Urgency(_Ordered):
    """How soon somebody has to be called. `NONE` is written as null."""

    NONE = None
    SAME_DAY = "same_day"
    EMERGENCY = "emergency"


class Truth(StrEnum):
    """Whether a gate is passed. Unknown is a value of its own and never counts as met."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one row of one gate asks for; the default asks for nothing, which is a vote to progress."""

    action: Action = Action.PROGRESS
    running_allowed: bool = True
    drop: int = 0
    rest_days: int = 0
    release_by: ReleaseBy = ReleaseBy.NONE
    urgency: Urgency = Urgency.NONE

    def join(self, other: "Outcome") -> "Outcome":
        """The more cautious of the two in every part of the answer; commutative and idempotent."""
        return Outcome(
            max(self.action, other.action),
            self.running_allowed and other.running_allowed,
            max(self.drop, other.drop),
            max(self.rest_days, other.rest_days),
            max(self.release_by, other.release_by),
            max(self.urgency, other.urgency),
        )

    def at_least_as_cautious_as(self, other: "Outcome") -> bool:
        """True where no part of this answer is bolder than the same part of the other."""
        return self.join(other) == self


class MissingKind(StrEnum):
    """What can be missing, by its code. Some have an item: the question, the test, the session."""

    DURING = "during"
    AFTER = "after"
    NEXT_MORNING = "next_morning"
    DAY_AFTER = "day_after"
    PAIN_SCORE = "pain score"
    PAIN_ON_BONE = "pain on bone"
    LIMP = "limp"
    PAIN_BUILDS_UP = "pain that builds up"
    PAIN_AT_NIGHT = "pain at night"
    CHECK_IN = "check-in"
    SESSION = "session"
    SESSIONS = "sessions"
    CLEAR_RECORDING = "clear recording"
    NIGHT = "the night after the run"
    STAGE_BEGUN = "start of the stage"
    STAGE_HISTORY = "stage history"
    LAST_RUN = "date of the last run"
    RUN_DATE = "date of a run"
    BIRTH_DATE = "birth date"
    CLEARANCE = "clearance"
    PELVIC_QUESTIONS = "whether pelvic questions apply"
    PELVIC_ASSESSMENT = "pelvic_assessment"
    CORE_REHAB = "core_rehab"
    PELVIC_FLOOR_REHAB = "pelvic_floor_rehab"
    INCONTINENCE = "incontinence"
    GIRDLE_PAIN = "readiness_girdle_pain_0_10"
    GIRDLE_PAIN_SCORE = "girdle pain score"
    WALK_30_MIN = "walk_30_min"
    LOAD_TEST = "load test"

    def of(self, item: str) -> str:
        """The name of one item of this kind."""
        return f"{self.value}{_JOINS.get(self, ': ')}{item}"


_JOINS = {MissingKind.SESSION: " "}


@dataclass(frozen=True, slots=True)
class Missing:
    """One answer that is not there: its name, the day it belongs to, and the session where it has one.

    The name is a code, or a code and its item: `kind` and `item` take it apart.
    """

    name: str
    on: date | None = None
    session: str | None = None

    @property
    def kind(self) -> MissingKind:
        """Its code; ValueError for a name that no code begins."""
        if self.name.startswith(MissingKind.SESSION.of("")):
            return MissingKind.SESSION
        return MissingKind(self.name.partition(": ")[0])

    @property
    def item(self) -> str | None:
        """What of it is missing; null where the code says all."""
        rest = self.name.removeprefix(self.kind.of(""))
        return rest if rest != self.name else None


@dataclass(frozen=True, slots=True)
class Finding:
    """What one gate found.

    `value` is the worst that is known (null where nothing is), `limit` what meets the gate, in words and
    numbers of the plan; `on` is the day of the worst value.
    """

    gate: str
    measure: str
    value: float | str | None
    limit: str
    result: Truth
    severity: Action
    source: str
    unit: str = ""
    on: date | None = None
    outcome: Outcome = Outcome()
    because_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenFinding:
    """A stop or a key sign that stays a fact until a named person closes it with date and reason."""

    id: str
    gate: str
    kind: str
    opened_on: date | None
    release_by: ReleaseBy
    because_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that, had it been different, would have changed the answer.

    `needed` is the value nearest to the limit that meets the gate; `together_with` names the gates that would
    have to change at the same time, none where this one alone is enough.
    """

    gate: str
    measure: str
    value: float | str | None
    needed: float | str | None
    then: Action
    together_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """A proposal: action and findings, replayable from (plan version, stage, facts, date).

    `stage` is null before clearance; `next_stage` is null there and where the last stage is done.
    `rest_days` are days without running that this answer adds before the next run.
    """

    action: Action
    running_allowed: bool
    release_by: ReleaseBy
    urgency: Urgency
    stage: str | None
    next_stage: str | None
    rest_days: int
    findings: tuple[Finding, ...]
    missing: tuple[Missing, ...]
    open_findings: tuple[OpenFinding, ...]
    would_change_it: tuple[Change, ...]
    plan: str
    plan_version: int
    on: date
    facts_sha256: str


def decision_json(decision: Decision, explanation: str) -> dict[str, Any]:
    """The object of the command line contract: plain JSON values, unknown as null."""
    record = {key: _plain(value) for key, value in asdict(decision).items()}
    for finding in record["findings"]:
        del finding["outcome"]
    record["date"] = record.pop("on")
    record["explanation"] = explanation
    return record


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value
