"""What stays open: findings on record, and those that the entries of the case open by themselves."""

from itertools import chain, count

from program.diary import CheckIn, SymptomEntry
from program.facts.readings import read, read_signs
from program.facts.view import View, changed_at
from program.gates import Fact, Value, opens, row_for
from program.model import Action, OpenFinding, ReleaseBy
from program.plan import Gate
from program.record import Closure, FindingRecord

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


def answered(measure: str, entry: SymptomEntry | CheckIn, view: View) -> bool:
    """Whether a closure has looked at what this entry says: it was written before, and not changed since."""
    return any(
        _covers(closure, finding, entry)
        for finding in view.case.open_findings
        if (closure := finding.closed) is not None
        and is_closed(finding, view)
        and _measure_of(finding.gate, view) == measure
    )


def _covers(closure: Closure, finding: FindingRecord, entry: SymptomEntry | CheckIn) -> bool:
    changed = entry.at if isinstance(entry, CheckIn) else changed_at(entry)
    return entry.id in finding.because_of if changed is None else changed <= closure.closed_at


def _measure_of(gate_id: str, view: View) -> str | None:
    return next((gate.measure for gate in view.plan.gates if gate.id == gate_id), None)


def open_findings(view: View) -> tuple[OpenFinding, ...]:
    """Everything that is open: on record and not closed, or opened by an entry that no closure has answered.

    No window of days ends it: a quiet week does not close a finding.
    """
    recorded = [finding for finding in view.case.open_findings if not is_closed(finding, view)]
    found = [
        OpenFinding(
            finding.id,
            finding.gate,
            finding.kind,
            finding.opened_at.date() if finding.opened_at else None,
            ReleaseBy(finding.release_by),
            finding.because_of,
        )
        for finding in recorded
    ]
    behind = {(finding.gate, entry) for finding in recorded for entry in finding.because_of}
    for gate in view.plan.gates:
        if gate.opens:
            found += [
                item for item in _opened_by(gate, view) if (item.gate, item.because_of[0]) not in behind
            ]
    return tuple(sorted(found, key=lambda item: (str(item.opened_on), item.id)))


def _opened_by(gate: Gate, view: View) -> list[OpenFinding]:
    sources: list[SymptomEntry | CheckIn] = [*view.case.symptoms]
    if gate.measure in _SIGNS:
        sources += view.case.check_ins
    found = []
    for source in sources:
        if answered(gate.measure, source, view):
            continue
        row = row_for(gate, _says(gate.measure, source, view), view.plan, view.stage)
        if row is not None and opens(gate, row.outcome):
            on = source.date if isinstance(source, CheckIn) else view.day_of(source)
            kind = "stop" if row.outcome.action is Action.STOP else "key_sign"
            name = _free_id(f"{gate.id}:{source.id}", view)
            found.append(OpenFinding(name, gate.id, kind, on, row.outcome.release_by, (source.id,)))
    return found


def _free_id(name: str, view: View) -> str:
    """The id of a finding that an entry opens; another where it was closed and the entry changed."""
    taken = {finding.id for finding in view.case.open_findings}
    return next(free for free in chain([name], map(f"{name}:{{}}".format, count(2))) if free not in taken)


def _says(measure: str, source: SymptomEntry | CheckIn, view: View) -> Value:
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
