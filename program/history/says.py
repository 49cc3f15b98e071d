"""What one revision of an entry or a check-in says at each gate of the plan that read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from program.case import Case
from program.check import covers
from program.diary import CheckIn, SymptomEntry
from program.facts.readings import SILENT, SPOKEN_OF, read
from program.facts.symptoms import badness
from program.facts.view import View
from program.gates import Value, opens, row_for
from program.history.events import Entry, Exam, Week
from program.history.known import Known
from program.model import Action, Outcome
from program.plan import Gate, Plan, Row, Stage
from program.record import Baseline, Profile
from program.signs import sign_list

SIGN_MEASURES = {"emergency": "emergency_sign", "same_day": "same_day_sign"}
#: Measures whose finding is one a place.
_BY_PLACE = ("bone_pain_0_10", "bone_stress", "calf_pain")
#: What an entry says of a sign is asked sign by sign.
_DIARY = SPOKEN_OF - frozenset(SIGN_MEASURES.values())
_WEEKLY = (
    "sleep_hours_per_night",
    "feeding",
    "energy",
    "mood",
    "illness",
    "confidence_0_10",
    "outside_runs",
)


@dataclass(frozen=True, slots=True)
class Said:
    """One reading: what a gate makes of it."""

    gate: str
    measure: str
    key: str | None
    value: Value
    outcome: Outcome
    is_new: bool = False


Says = dict[tuple[str, str | None], Said]


def is_new(gate: Gate, row: Row) -> bool:
    """Whether it came with the rules by which the record is folded: those before them did not have it."""
    return gate.beside is not None or row.beside is not None


def is_worse(measure: str, value: Value, than: Value) -> bool:
    """Whether one value of a measure is worse than another."""
    return value != than and badness(measure, value) > badness(measure, than)


def says_of(known: Known, revision: Entry | Week, first: Entry | Week) -> Says:
    """The readings of one revision that ask for anything; remembered by all that they depend on."""
    plan = _Same(known.plan_at(revision.known_at))
    stage = known.stage_at(revision.known_at)
    stage_id = None if stage is None else stage.id
    if isinstance(revision, Week):
        return _said_of_week(revision.says, plan, stage_id)  # pyright: ignore[reportArgumentType]  frozen
    if revision.says is None:
        return {}
    usual = known.usual_known(revision.known_at)
    return _said_of_entry(
        revision.says,  # pyright: ignore[reportArgumentType]  frozen, so it has a hash
        plan,
        stage_id,
        _days_of(known, revision, first),
        known.birth_known(revision.known_at),
        usual.says if usual else None,  # pyright: ignore[reportArgumentType]  frozen too
        has_pelvic_questions(known, revision.known_at),
    )


class _Same:
    """A plan as the very object it is, to remember things by: comparing what it says takes too long."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def __hash__(self) -> int:
        return id(self.plan)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.plan is self.plan

    def stage(self, stage_id: str | None) -> Stage | None:
        """The stage of that id."""
        return None if stage_id is None else self.plan.stage(stage_id)


# What was said never changes, and neither does what the gates of one plan make of it: each is read once,
# however often the record of its runner is folded.
@lru_cache(maxsize=4096)
def _said_of_week(check_in: CheckIn, same: _Same, stage_id: str | None) -> Says:
    return _of_week(check_in, same.plan, same.stage(stage_id))


@lru_cache(maxsize=4096)
def _said_of_entry(
    entry: SymptomEntry,
    same: _Same,
    stage_id: str | None,
    days: tuple[date, ...],
    birth: date | None,
    baseline: Baseline | None,
    pelvic: bool,
) -> Says:
    plan, profile = same.plan, Profile(birth_date=birth, pelvic_questions=pelvic or None)
    return _worst_of(
        _of_entry(entry, plan, same.stage(stage_id), _view(plan, day, profile, baseline), day) for day in days
    )


def _days_of(known: Known, revision: Entry, first: Entry | Week) -> tuple[date, ...]:
    """The day it was first told with, and another one that it says now: the worse reading counts."""
    told = first.says.local_date if isinstance(first, Entry) and first.says else None
    now = revision.says.local_date if revision.says else None
    day = told or known.day(first.happened_at)
    return (day,) if now is None or now == day else (day, now)


def has_pelvic_questions(known: Known, moment: datetime) -> bool:
    """Whether it was known by then that the pelvic questions apply, birth or not."""
    said = [exam for exam in known.of(Exam) if exam.item == "pelvic_questions" and exam.known_at <= moment]
    return any(not exam.is_good for exam in said)


def _view(plan: Plan, day: date, profile: Profile, baseline: Baseline | None) -> View:
    case = Case(
        plan=plan.id, plan_version=plan.version, stage=None, date=day, profile=profile, baseline=baseline
    )
    return View(case, plan)


def _worst_of(readings: Iterable[Says]) -> Says:
    found: Says = {}
    for says in readings:
        for name, said in says.items():
            if name not in found or is_worse(said.measure, said.value, found[name].value):
                found[name] = said
    return found


def _of_entry(entry: SymptomEntry, plan: Plan, stage: Stage | None, view: View, day: date) -> Says:
    said = entry.model_copy(update={"local_date": day})
    found = _signs(said.signs or (), plan)
    for gate in plan.gates:
        if gate.measure not in _DIARY or not _is_asked(gate, stage, view):
            continue
        for place, part in _parts(gate, said):
            reading = read(gate.measure, part, view)
            if reading != SILENT and reading.value is not None:
                _judged(found, gate, place, reading.value, row_for(gate, reading.value, plan, stage))
    return found


def _is_asked(gate: Gate, stage: Stage | None, view: View) -> bool:
    """Girdle pain is a key sign where the pelvic questions apply; the other items count for anybody."""
    if stage is not None and not covers(gate, stage):
        return False
    return view.pelvic or gate.measure != "girdle_pain_0_10"


def _parts(gate: Gate, entry: SymptomEntry) -> list[tuple[str | None, SymptomEntry]]:
    """The entry, place by place where each place is a finding of its own."""
    if gate.measure not in _BY_PLACE or not entry.pain:
        return [(None, entry)]
    sites = dict.fromkeys(pain.site for pain in entry.pain)
    return [
        (site, entry.model_copy(update={"pain": tuple(pain for pain in entry.pain if pain.site == site)}))
        for site in sites
    ]


def _judged(found: Says, gate: Gate, place: str | None, value: Value, row: Row | None) -> None:
    if row is None or row.outcome.action is Action.PROGRESS:
        return
    key = None
    if opens(gate, row.outcome):
        key = gate.id if place is None else f"{gate.id}:{place}"
    name = (gate.id, key or place)
    if name not in found or is_worse(gate.measure, value, found[name].value):
        found[name] = Said(gate.id, gate.measure, key, value, row.outcome, is_new(gate, row))


def _signs(signs: Iterable[str], plan: Plan) -> Says:
    found: Says = {}
    for sign in signs:
        measure = SIGN_MEASURES[sign_list().sign(sign).urgency]
        for gate in (each for each in plan.gates if each.measure == measure):
            row = row_for(gate, "present", plan, None)
            if row is not None:
                key = f"sign:{sign}"
                found[gate.id, key] = Said(gate.id, measure, key, "present", row.outcome)
    return found


def _of_week(check_in: CheckIn, plan: Plan, stage: Stage | None) -> Says:
    signs = (*(check_in.signs or ()), *(("harm_thoughts",) if check_in.harm_thoughts else ()))
    found = _signs(dict.fromkeys(signs), plan)
    for gate in plan.gates:
        if gate.measure in _WEEKLY and (value := getattr(check_in, gate.measure)) is not None:
            _judged(found, gate, None, value, row_for(gate, value, plan, stage))
    return found
