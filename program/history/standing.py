"""What stands for a runner at an instant: what is owed, what is allowed, and until when that holds."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from program.history.events import PlanKey, Shown
from program.model import ReleaseBy, Urgency

Correction = Literal["in_time", "late"]


@dataclass(frozen=True, slots=True)
class Rest:
    """No run before `until`, because of one source at one gate. Nothing but its date ends it."""

    until: datetime
    source: str
    gate: str


@dataclass(frozen=True, slots=True)
class Bar:
    """No running (or no progress) until `who` has acted; `until` where a date ends it by itself.

    `code` names the finding, the order (`order:<id>`), or what else it is: illness, pregnancy, taken_back,
    not_examined, bad:<item>, fresh_check_in:<item>, lapsed, clean_week, restored, unreadable.
    """

    code: str
    who: ReleaseBy
    since: datetime
    until: datetime | None = None
    because_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StandingFinding:
    """One open finding: one a sign, with the revisions that a closing has to name.

    `key` is `sign:<id>`, a gate's id (with place and side for bone and calf), `gap:<run>`,
    `ran_while_forbidden:<run>` or `overshoot:<run>`; `number` counts how often it was opened. `is_answered`
    says that all it asked of her has been said: it stays open until somebody has looked, and forbids no run.
    `corrected` says that nothing behind it says so any more, taken back in time or later.
    """

    key: str
    number: int
    gate: str
    opened_at: datetime
    release_by: ReleaseBy
    urgency: Urgency
    entries: tuple[Shown, ...]
    is_answered: bool = False
    corrected: Correction | None = None


@dataclass(frozen=True, slots=True)
class StepBack:
    """Facts that stepped back together, once: from which stage, by how many, and which they were."""

    began: datetime
    origin: str
    drop: int
    used: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lifting:
    """An order that stands, and who may lift it from when on; nobody yet where `who` is empty."""

    order: str
    kind: str
    since: datetime
    who: tuple[str, ...]
    runner_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that a therapist is told once, by a key made of one fact, and again while nobody acted."""

    key: str
    kind: str
    since: datetime
    acted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands at `at`. No words, no names.

    `answered` are the readings (source, gate) that closings named; `not_evidence` the sessions that show
    nothing done; `asked` those about which she is asked, `undated` those whose date is not certain.
    `stepped_from` is the stage last told, where higher.
    `before_rules` are readings (source, gate, when known) that rules ask which came later: they take nothing.
    """

    at: datetime
    plan: PlanKey | None
    stage: str | None
    entered_at: datetime | None
    stepped_from: str | None
    rests: tuple[Rest, ...]
    bars: tuple[Bar, ...]
    holds: tuple[Bar, ...]
    findings: tuple[StandingFinding, ...]
    answered: frozenset[tuple[str, str]]
    steps: tuple[StepBack, ...]
    taken_back: tuple[str, ...]
    listed: tuple[str, ...]
    evidence_since: datetime | None
    not_evidence: frozenset[str]
    ran_forbidden: frozenset[str]
    asked: frozenset[str]
    stage_told: tuple[tuple[str, str | None], ...]
    last_run_at: datetime | None
    orders: tuple[Lifting, ...]
    alerts: tuple[Alert, ...]
    holds_until: datetime
    before_rules: tuple[tuple[str, str, datetime], ...] = ()
    undated: frozenset[str] = frozenset()

    @property
    def rest_until(self) -> datetime | None:
        """The first instant at which no ordered rest stands; null where none does."""
        return max((rest.until for rest in self.rests if rest.until > self.at), default=None)

    @property
    def is_barred(self) -> bool:
        """Whether running is forbidden now, by somebody who has to act or by a date."""
        return bool(self.bars) or self.rest_until is not None
