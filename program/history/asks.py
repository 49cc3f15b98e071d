"""What each source asks for, once: one ask a reading of an entry or a check-in at one gate of its plan.

An entry is read by the plan, the birth and the baseline that were in force when it became known, and keeps
the day with which it was first told: re-dating is never bolder.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from program.gates import Value
from program.history.events import Entry, Erased, Week
from program.history.known import Known
from program.history.limits import hours
from program.history.mornings import answered_since
from program.history.says import SIGN_MEASURES, Said, is_worse, says_of
from program.model import Action, Outcome
from program.plan import Gate, Plan
from program.signs import sign_list

#: Far too much opens a finding, one a run, that forbids running until its next morning has been answered.
OVERSHOOT = "overshoot"
BREAK = "days_since_last_run"


@dataclass(frozen=True, slots=True)
class Ask:
    """What one reading of one source asks for at one gate.

    `key` names the finding that it opens, null where none. `corrected_at` is when a later reading took it
    back, and `void_at` the same where that was in time: it asks no step and no rest from then on; its
    finding stays. `rest_until` is fixed when it became known. `answered_at` is when she had said what it
    asked of her: it forbids no run from then on. `is_new` where the newest rules alone ask it.
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
    answered_at: datetime | None = None
    corrected_at: datetime | None = None
    is_new: bool = False

    @property
    def name(self) -> str:
        """The one fact that it is: what a step back lists, and an alert is named after."""
        return f"{self.source}/{self.gate}"

    @property
    def drop(self) -> int:
        """By how many stages it steps back; none once it was taken back in time."""
        return 0 if self.void_at else self.outcome.drop


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
        says = says_of(known, revision, first)
        for name in dict.fromkeys((*held, *says)):
            mine = held.setdefault(name, [])
            _taken_back(known, mine, says.get(name), revision)
            _added(mine, says.get(name), revision, first)
    return [ask for asks in held.values() for ask in asks]


def _taken_back(known: Known, mine: list[Ask], said: Said | None, revision: Entry | Week) -> None:
    """Mark what a better reading corrects; it is void where that was soon, and before the next session."""
    for place, ask in enumerate(mine):
        if ask.void_at:
            continue
        moment = revision.known_at
        if said is not None and not is_worse(ask.measure, ask.value, said.value):
            mine[place] = replace(ask, corrected_at=None)
        elif _in_time(known, ask, moment):
            mine[place] = replace(ask, corrected_at=moment, void_at=moment)
        else:
            mine[place] = replace(ask, corrected_at=ask.corrected_at or moment)


def _in_time(known: Known, ask: Ask, moment: datetime) -> bool:
    outings = (*known.maybe_ran, *known.undated)
    ran = any(ask.known_at < outing.happened_at <= moment for outing in outings)
    return not ran and moment - ask.known_at <= hours(known.record, "correction_h")


def _added(mine: list[Ask], said: Said | None, revision: Entry | Week, first: Entry | Week) -> None:
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
            is_new=said.is_new,
        )
    )


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
        ask = Ask(
            gone.id, 1, gate.id, gate.measure, gone.code, None, gone.happened_at, gone.known_at, outcome
        )
        if gate.measure == OVERSHOOT:
            # No run is left that a morning could belong to: what she notes from the next day on answers it.
            answered_at = answered_since(known, known.midnight_after(gone.known_at))
            ask = replace(ask, answered_at=answered_at)
        found.append(ask)
    return found


def _gate_of(code: str, plan: Plan) -> Gate | None:
    """The gate of a finding's key; null where it is none that stays open."""
    if code.startswith("sign:"):
        signs = {sign.id: sign.urgency for sign in sign_list().signs}
        measure = SIGN_MEASURES.get(signs.get(code.removeprefix("sign:"), ""))
        return next((gate for gate in plan.gates if gate.measure == measure), None)
    name = code.partition(":")[0]
    gates = (gate for gate in plan.gates if gate.opens or gate.measure in {OVERSHOOT, BREAK})
    return next((gate for gate in gates if name in (gate.id, gate.measure)), None)
