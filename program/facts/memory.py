"""What stays open: findings on record, and those that the entries of the case open by themselves."""

from datetime import date
from itertools import chain, count

from program.diary import CheckIn, SymptomEntry
from program.facts.readings import SPOKEN_OF, read, read_signs
from program.facts.view import View, changed_at
from program.gates import Fact, Value, opens, row_for
from program.model import Action, OpenFinding, ReleaseBy
from program.plan import Gate, Plan, Row
from program.record import Closure, FindingRecord
from program.standing_record import StandingRecord

_Source = SymptomEntry | CheckIn
#: What somebody has to look at and is no sign: a long break.
_LOOK = "look"
_SIGNS = {"emergency_sign": "emergency", "same_day_sign": "same_day"}


def is_closed(finding: FindingRecord, view: View) -> bool:
    """Whether a named person has closed it. A self-stated closure counts only from before a PT was linked."""
    closure = finding.closed
    if closure is None or closure.closed_at > view.now:
        return False
    if closure.role != "self_stated" or view.case.pt == "alone":
        return True
    linked_on = view.case.pt_linked_on
    return linked_on is not None and closure.closed_at.date() < linked_on


def answered(measure: str, entry: _Source, view: View) -> bool:
    """Whether a closure has looked at what this entry says: it was written before, and not changed since.

    Where it is known what stands, that says which readings were looked at.
    """
    if view.case.standing is not None:
        return (entry.id, measure) in view.looked_at | view.before_rules
    return any(
        _covers(closure, finding, entry)
        for finding in view.case.open_findings
        if (closure := finding.closed) is not None
        and is_closed(finding, view)
        and _measure_of(finding.gate, view) == measure
    )


def _covers(closure: Closure, finding: FindingRecord, entry: _Source) -> bool:
    changed = entry.at if isinstance(entry, CheckIn) else changed_at(entry)
    return entry.id in finding.because_of if changed is None else changed <= closure.closed_at


def _measure_of(gate_id: str, view: View) -> str | None:
    return next((gate.measure for gate in view.plan.gates if gate.id == gate_id), None)


def open_findings(view: View) -> tuple[OpenFinding, ...]:
    """Everything that is open: on record and not closed, or opened by an entry that no closure has answered.

    One gate has one open finding, with all the entries behind it. No window of days ends it: a quiet week
    does not close a finding. Where it is known what stands, that says what is open: one finding a sign.
    """
    if view.case.standing is not None:
        return _standing_findings(view.case.standing, view.plan)
    behind = {
        gate.id: sources
        for gate in view.plan.gates
        if gate.opens
        and gate.beside is None
        and gate.measure in SPOKEN_OF
        and (sources := _openers(gate, view))
    }
    recorded = [finding for finding in view.case.open_findings if not is_closed(finding, view)]
    found = [_recorded(finding, behind.get(finding.gate, [])) for finding in recorded]
    on_record = {finding.gate for finding in recorded}
    found += [
        _opened(view.plan.gate(gate_id), sources, view)
        for gate_id, sources in behind.items()
        if gate_id not in on_record
    ]
    return tuple(sorted(found, key=lambda item: (str(item.opened_on), item.id)))


def _standing_findings(standing: StandingRecord, plan: Plan) -> tuple[OpenFinding, ...]:
    kinds = {gate.id: gate.opens for gate in plan.gates}
    found = [
        OpenFinding(
            finding.key,
            finding.gate,
            kinds.get(finding.gate) or _LOOK,
            finding.opened_at.date() if finding.opened_at else None,
            ReleaseBy.NONE if finding.is_answered else ReleaseBy(finding.release_by),
            tuple(dict.fromkeys(source for source, _ in finding.entries)),
        )
        for finding in standing.findings
    ]
    return tuple(sorted(found, key=lambda item: (str(item.opened_on), item.id)))


def _recorded(finding: FindingRecord, sources: list[_Source]) -> OpenFinding:
    ids = dict.fromkeys((*finding.because_of, *(source.id for source in sources)))
    opened_on = finding.opened_at.date() if finding.opened_at else None
    release_by = ReleaseBy(finding.release_by)
    return OpenFinding(finding.id, finding.gate, finding.kind, opened_on, release_by, tuple(ids))


def _openers(gate: Gate, view: View) -> list[_Source]:
    """What opens the gate's finding and no closure has answered, oldest first."""
    sources: list[_Source] = [*view.case.symptoms]
    if gate.measure in _SIGNS:
        sources += view.case.check_ins
    found = [
        source
        for source in sources
        if not answered(gate.measure, source, view) and _opening_row(gate, source, view) is not None
    ]
    return sorted(found, key=lambda source: (str(_day(source, view)), source.id))


def _opening_row(gate: Gate, source: _Source, view: View) -> Row | None:
    row = row_for(gate, _says(gate.measure, source, view), view.plan, view.stage)
    return row if row is not None and opens(gate, row.outcome) else None


def _day(source: _Source, view: View) -> date | None:
    return source.date if isinstance(source, CheckIn) else view.day_of(source)


def _opened(gate: Gate, sources: list[_Source], view: View) -> OpenFinding:
    """The finding that entries open by themselves, named after the first of them.

    Where that name was used by a finding that is closed, the entry has changed since, and it is another one.
    """
    rows = [row for source in sources if (row := _opening_row(gate, source, view)) is not None]
    stops = any(row.outcome.action is Action.STOP for row in rows)
    taken = {finding.id for finding in view.case.open_findings}
    name = f"{gate.id}:{sources[0].id}"
    free = next(each for each in chain([name], map(f"{name}:{{}}".format, count(2))) if each not in taken)
    release_by = ReleaseBy.most_cautious(row.outcome.release_by for row in rows)
    ids = tuple(source.id for source in sources)
    return OpenFinding(
        free, gate.id, "stop" if stops else "key_sign", _day(sources[0], view), release_by, ids
    )


def _says(measure: str, source: _Source, view: View) -> Value:
    if isinstance(source, CheckIn):
        return read_signs(_SIGNS[measure], source).value
    if measure == "girdle_pain_0_10" and not view.pelvic:
        return None
    return read(measure, source, view).value


def memory_facts(view: View, found: tuple[OpenFinding, ...]) -> dict[str, Fact]:
    """How many stops and key signs are open, and whether a PT ordered a hold."""
    counts = {}
    for measure, kind in (("open_stops", "stop"), ("open_key_signs", "key_sign")):
        these = [finding for finding in found if finding.kind == kind]
        days = [finding.opened_on for finding in these if finding.opened_on]
        counts[measure] = Fact(
            len(these), True, on=min(days, default=None), because_of=tuple(finding.id for finding in these)
        )
    standing = [hold for hold in view.case.holds if hold.lifted_on is None or hold.lifted_on > view.today]
    kinds = [hold.kind for hold in standing]
    worst = next((kind for kind in ("no_running", "no_progress") if kind in kinds), "none")
    on = max((hold.ordered_on for hold in standing), default=None)
    return {**counts, "pt_hold": Fact(worst, True, on=on)}
