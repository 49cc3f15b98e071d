"""The record of one runner: all that is known, each with when it happened and when it became known.

`known_at` is given by the transaction that wrote it, under the runner's lock, and grows strictly; it is
never a telephone's. `happened_at` is never after it. Facts and acts are the record; what was told is kept
beside it, and nothing that is owed is computed from it. A correction is a new event of the same `id` with a
higher revision.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from program.diary import CheckIn, SymptomEntry
from program.model import ReleaseBy
from program.plan import Plan
from program.record import Baseline

PlanKey = tuple[str, int]
#: One revision of one source: an entry, a check-in, a session, or what a finding names itself after.
Shown = tuple[str, int]
Role = Literal["runner", "pt", "medical", "operator", "system"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened. `person` is a pseudonymous id, null where nobody did it or none is left."""

    id: str
    happened_at: datetime
    known_at: datetime
    role: Role = "runner"
    person: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Event):
    """One revision of one diary entry; `says` is null where it withdraws it.

    `happened_at` is that of the first revision, whatever a later one says: re-dating is never bolder.
    """

    revision: int
    says: SymptomEntry | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Week(Event):
    """One revision of one weekly check-in."""

    revision: int
    says: CheckIn


@dataclass(frozen=True, slots=True, kw_only=True)
class Outing(Event):
    """One session as all its recordings and tellings leave it; `happened_at` is its start.

    `sure_s` were surely run, `maybe_s` at most, told ones included: what may step back, and what may only
    hold. `stage` and `session` are what it was held against, the stage as she was told when it began;
    `asked_s` is the running that this prescribed, and `outcome` what the comparison found. `was_allowed` is
    kept when it becomes known: null where it has to be asked of the record. `question` is what she is asked
    of it: whether it was running at all, or whether what she told beside a recording is the same run.
    """

    end: datetime
    local_date: date
    sure_s: float | None
    maybe_s: float | None
    longest_run_s: float | None = None
    stage: str | None = None
    plan: PlanKey | None = None
    session: str | None = None
    asked_s: float | None = None
    outcome: str | None = None
    is_by_hand: bool = False
    is_clear: bool = True
    is_deleted: bool = False
    was_allowed: bool | None = None
    question: Literal["ran", "same_run"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Undated(Event):
    """A recording of which nobody knows when it was, or whether it is one that is there: she is asked.

    It happened when it became known, has no other place in time, and is held against nothing.
    """

    is_answered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Redated(Event):
    """She told another date of a recording without having been asked: nothing gets bolder by that.

    `outings` stood in place of `instead_of` until then, known `since`. `is_own_words` says that she had told
    the date before as well, so that it can be corrected as an entry can.
    """

    outings: tuple[Outing, ...]
    instead_of: frozenset[str]
    since: datetime
    is_own_words: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Begin(Event):
    """A plan and stage set by a person: her first choice, a lower stage, another plan, a therapist's placing.

    `carried` is the stage in force when the record began to be folded.
    """

    plan: PlanKey
    stage: str | None
    kind: Literal["first", "lower", "switch", "placed", "carried"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Advance(Event):
    """A yes to a progress that stood: her own, or a therapist's release or override."""

    plan: PlanKey
    origin: str
    to: str
    kind: Literal["confirm", "release", "override"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Close(Event):
    """A finding closed: it answers the revisions that it names and nothing that was written later."""

    finding: str
    seen: frozenset[Shown]
    kind: Literal["looked", "mistake"] = "looked"
    examined_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried(Event):
    """A finding that stood open on record when the record began to be folded, with the entries behind it."""

    finding: str
    gate: str
    release_by: ReleaseBy
    entries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(Event):
    """What a therapist ordered over the machine's answer, until it is lifted."""

    kind: Literal["no_running", "no_progress"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lift(Event):
    """An order lifted, by id."""

    order: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Event):
    """A therapist's care begun or ended; `person` is the therapist."""

    ends: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked(Event):
    """Somebody acted on an alert: saw it and said so, or logged a call."""

    alert: str
    kind: Literal["seen", "call"] = "seen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Birth(Event):
    """`happened_at` is the day. A pregnancy holds until a birth or its end; a birth taken back holds."""

    kind: Literal["birth", "pregnancy", "pregnancy_ended", "taken_back"] = "birth"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exam(Event):
    """One answer to one standing question; `happened_at` is the day it was *done*, not signed or written.

    `item` is assessment, clearance, incontinence, girdle_pain, core, pelvic_floor, load_tests or walk_30_min.
    `last_day` is until when it was signed; null: as long as the plan says.
    """

    item: str
    is_good: bool
    is_self_stated: bool = False
    plan: PlanKey | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WellAgain(Event):
    """Well since `happened_at`, after an illness of the whole body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual(Event):
    """What a therapist signed as usual, from then on; null where she took it back."""

    says: Baseline | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone(Event):
    """The runner's time zone from then on, by its IANA name."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules(Event):
    """The rules of an edition came into force: what was known by then is judged by those before them."""

    edition: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased(Event):
    """What is left of something deleted by right: the cautious code, and no content."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable(Event):
    """A kept row that no longer reads: it holds, and says so, instead of raising."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told(Event):
    """What a decision said. Read only for what she was told when a run began, never for what is owed."""

    stage: str | None
    running_allowed: bool
    rest_until: datetime | None = None
    holds_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """All events of one runner in any order, the plans that they name, and the plan before any is chosen."""

    events: tuple[Event, ...]
    plans: Mapping[PlanKey, Plan]
    default_plan: Plan
    zone: str = "UTC"
    cache: dict[object, object] = field(default_factory=dict, compare=False, repr=False)
