"""What each source asks for, once: one ask a reading of an entry or a check-in at one gate of its plan.

An entry is read by the plan, the birth and the baseline that were in force when it became known, and keeps
the day with which it was first told: re-dating is never bolder.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from program.case import Case
from program.check import covers
from program.diary import CheckIn, SymptomEntry
from program.facts.readings import SILENT, SPOKEN_OF, read
from program.facts.symptoms import badness
from program.facts.view import View
from program.gates import Value, opens, row_for
from program.history.events import Entry, Erased, Exam, Week
from program.history.known import Known
from program.history.limits import hours
from program.model import Action, Outcome
from program.plan import Gate, Plan, Row, Stage
from program.record import Profile
from program.signs import sign_list

_SIGN_MEASURES = {"emergency": "emergency_sign", "same_day": "same_day_sign"}
#: Measures whose finding is one a place.
_BY_PLACE = ("bone_pain_0_10", "bone_stress", "calf_pain")
#: What an entry says of a sign is asked sign by sign.
_DIARY = SPOKEN_OF - frozenset(_SIGN_MEASURES.values())
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
class Ask:
    """What one reading of one source asks for at one gate.

    `key` names the finding that it opens, null where none. `void_at` is when it was taken back in time: it
    asks no step and no rest from then on; its finding stays. `rest_until` is fixed when it became known.
    """

    source: str
    revision: int
    gate: str
    measure: str
    key: str | None
    value: Value
    happened_at: datetime
    known_at: datetime
    outcome: Outcome
    void_at: datetime | None = None
    rest_until: datetime | None = None

    @property
    def name(self) -> str:
        """The one fact that it is: what a step back lists, and an alert is named after."""
        return f"{self.source}/{self.gate}"

    @property
    def drop(self) -> int:
        """By how many stages it steps back; none once it was taken back in time."""
        return 0 if self.void_at else self.outcome.drop


@dataclass(frozen=True, slots=True)
class _Said:
    """One reading: what a gate makes of it."""

    gate: str
    measure: str
    key: str | None
    value: Value
    outcome: Outcome


_Says = dict[tuple[str, str | None], _Said]


def told_asks(known: Known) -> list[Ask]:
    """The asks of all entries, check-ins and of what was erased."""
    found: list[Ask] = []
    for revisions in _by_source(known.of(Entry)):
        found += _over_revisions(known, revisions)
    for revisions in _by_source(known.of(Week)):
        found += _over_revisions(known, revisions)
    return [*found, *_erased(known)]


def with_rest(known: Known, ask: Ask) -> Ask:
    """The ask with the instant until which it orders rest: fixed in the zone in force when it was known."""
    if not ask.outcome.rest_days or ask.void_at:
        return ask
    return replace(ask, rest_until=known.midnight_after(ask.known_at, ask.outcome.rest_days))


def is_worse(measure: str, value: Value, than: Value) -> bool:
    """Whether one value of a measure is worse than another."""
    return value != than and badness(measure, value) > badness(measure, than)


def _by_source(events: Iterable[Entry] | Iterable[Week]) -> list[list[Entry]] | list[list[Week]]:
    found: dict[str, list] = {}
    for event in events:
        found.setdefault(event.id, []).append(event)
    return [sorted(each, key=lambda event: (event.revision, event.known_at)) for each in found.values()]


# -- over the revisions of one source


def _over_revisions(known: Known, revisions: Sequence[Entry] | Sequence[Week]) -> list[Ask]:
    """The asks of one source, oldest first. The same or a better reading asks nothing new."""
    first = min(revisions, key=lambda event: event.revision)
    held: dict[tuple[str, str | None], list[Ask]] = {}
    for revision in revisions:
        says = _says(known, revision, first)
        for name in dict.fromkeys((*held, *says)):
            mine = held.setdefault(name, [])
            _taken_back(known, mine, says.get(name), revision)
            _added(mine, says.get(name), revision, first)
    return [ask for asks in held.values() for ask in asks]


def _taken_back(known: Known, mine: list[Ask], said: _Said | None, revision: Entry | Week) -> None:
    """Void what a better reading takes back: soon enough, and before the next session began."""
    for place, ask in enumerate(mine):
        better = said is None or is_worse(ask.measure, ask.value, said.value)
        if ask.void_at or not better or not _in_time(known, ask, revision.known_at):
            continue
        mine[place] = replace(ask, void_at=revision.known_at)


def _in_time(known: Known, ask: Ask, moment: datetime) -> bool:
    ran = any(ask.known_at < outing.happened_at <= moment for outing in known.maybe_ran)
    return not ran and moment - ask.known_at <= hours(known.record, "correction_h")


def _added(mine: list[Ask], said: _Said | None, revision: Entry | Week, first: Entry | Week) -> None:
    if said is None:
        return
    live = [ask for ask in mine if not ask.void_at]
    if live and not is_worse(said.measure, said.value, live[-1].value):
        return
    # What replaces a worse reading was said, at least, when that was: its rest does not begin anew.
    replaced = [ask.known_at for ask in mine if ask.void_at == revision.known_at]
    known_at = min((*replaced, revision.known_at))
    mine.append(
        Ask(
            source=first.id,
            revision=revision.revision,
            gate=said.gate,
            measure=said.measure,
            key=said.key,
            value=said.value,
            happened_at=first.happened_at,
            known_at=known_at,
            outcome=said.outcome,
        )
    )


# -- what one revision says


def _says(known: Known, revision: Entry | Week, first: Entry | Week) -> _Says:
    """The readings of one revision that ask for anything; remembered by all that they depend on."""
    plan = known.plan_at(revision.known_at)
    stage = known.stage_at(revision.known_at)
    stage_id = None if stage is None else stage.id
    if isinstance(revision, Week):
        name = ("week", revision, plan.id, plan.version, stage_id)
        return _remembered(known, name, lambda: _of_week(revision.says, plan, stage))
    if revision.says is None:
        return {}
    birth, usual = known.birth_known(revision.known_at), known.usual_known(revision.known_at)
    days = _days_of(known, revision, first)
    pelvic = _has_pelvic_questions(known, revision.known_at)
    name = ("entry", revision, days, plan.id, plan.version, stage_id, birth, usual, pelvic)
    profile = Profile(birth_date=birth, pelvic_questions=pelvic or None)
    baseline = usual.says if usual else None
    said = revision.says
    return _remembered(
        known,
        name,
        lambda: _worst_of(
            _of_entry(said, plan, stage, _view(plan, day, profile, baseline), day) for day in days
        ),
    )


def _remembered(known: Known, name: tuple, make) -> _Says:
    cache = known.record.cache
    if name not in cache:
        cache[name] = make()
    return cache[name]  # type: ignore[return-value]


def _days_of(known: Known, revision: Entry, first: Entry | Week) -> tuple[date, ...]:
    """The day it was first told with, and another one that it says now: the worse reading counts."""
    told = first.says.local_date if isinstance(first, Entry) and first.says else None
    now = revision.says.local_date if revision.says else None
    day = told or known.day(first.happened_at)
    return (day,) if now is None or now == day else (day, now)


def _has_pelvic_questions(known: Known, moment: datetime) -> bool:
    said = [exam for exam in known.of(Exam) if exam.item == "pelvic_questions" and exam.known_at <= moment]
    return any(not exam.is_good for exam in said)


def _view(plan: Plan, day: date, profile: Profile, baseline) -> View:
    case = Case(
        plan=plan.id, plan_version=plan.version, stage=None, date=day, profile=profile, baseline=baseline
    )
    return View(case, plan)


def _worst_of(readings: Iterable[_Says]) -> _Says:
    found: _Says = {}
    for says in readings:
        for name, said in says.items():
            if name not in found or is_worse(said.measure, said.value, found[name].value):
                found[name] = said
    return found


def _of_entry(entry: SymptomEntry, plan: Plan, stage: Stage | None, view: View, day: date) -> _Says:
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


def _judged(found: _Says, gate: Gate, place: str | None, value: Value, row: Row | None) -> None:
    if row is None or row.outcome.action is Action.PROGRESS:
        return
    key = None
    if opens(gate, row.outcome):
        key = gate.id if place is None else f"{gate.id}:{place}"
    name = (gate.id, key or place)
    if name not in found or is_worse(gate.measure, value, found[name].value):
        found[name] = _Said(gate.id, gate.measure, key, value, row.outcome)


def _signs(signs: Iterable[str], plan: Plan) -> _Says:
    found: _Says = {}
    for sign in signs:
        measure = _SIGN_MEASURES[sign_list().sign(sign).urgency]
        for gate in (each for each in plan.gates if each.measure == measure):
            row = row_for(gate, "present", plan, None)
            if row is not None:
                key = f"sign:{sign}"
                found[gate.id, key] = _Said(gate.id, measure, key, "present", row.outcome)
    return found


def _of_week(check_in: CheckIn, plan: Plan, stage: Stage | None) -> _Says:
    signs = (*(check_in.signs or ()), *(("harm_thoughts",) if check_in.harm_thoughts else ()))
    found = _signs(dict.fromkeys(signs), plan)
    for gate in plan.gates:
        if gate.measure in _WEEKLY and (value := getattr(check_in, gate.measure)) is not None:
            _judged(found, gate, None, value, row_for(gate, value, plan, stage))
    return found


# -- what was erased


def _erased(known: Known) -> list[Ask]:
    """What was deleted by right keeps its finding open: the code of a finding, and no content."""
    found = []
    for gone in known.of(Erased):
        plan = known.plan_at(gone.known_at)
        gate = _gate_of(gone.code, plan)
        if gate is None:
            continue
        row = next((row for row in gate.rows if not row.running_allowed and row.unknown is None), None)
        if row is None:
            continue
        outcome = replace(row.outcome, action=Action.HOLD, drop=0, rest_days=0)
        found.append(
            Ask(gone.id, 1, gate.id, gate.measure, gone.code, None, gone.happened_at, gone.known_at, outcome)
        )
    return found


def _gate_of(code: str, plan: Plan) -> Gate | None:
    """The gate of a finding's key; null where it is none that stays open."""
    if code.startswith("sign:"):
        signs = {sign.id: sign.urgency for sign in sign_list().signs}
        measure = _SIGN_MEASURES.get(signs.get(code.removeprefix("sign:"), ""))
        return next((gate for gate in plan.gates if gate.measure == measure), None)
    name = code.partition(":")[0]
    return next((gate for gate in plan.gates if gate.id == name and gate.opens), None)
