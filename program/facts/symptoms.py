"""The symptom side: the worst that is known in the entries that count, and which answers are missing."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from program.case import Session
from program.diary import SymptomEntry
from program.facts.memory import answered
from program.facts.readings import MEASURES_OF, PELVIC, SILENT, above_usual, read
from program.facts.view import View
from program.gates import NOT_ASKED, Fact, Value
from program.measures import MEASURES
from program.model import Missing, MissingKind
from program.plan import Item

#: Measures that are asked in one phase only, or follow from several sessions.
_BY_PHASE = {"next_morning": "next_morning_pain_0_10", "day_after": "day_after_pain_0_10"}
#: Measures of gates that are asked only where it is known what stands.
_BESIDE_STANDING = ("bone_stress",)
_DIARY = tuple(measure for measures in MEASURES_OF.values() for measure in measures)


def symptom_facts(view: View) -> dict[str, Fact]:
    """All facts of the diary. What no rule of the plan asks is not missing; a bad answer always counts."""
    missing = _missing(view)
    facts = {}
    for measure in (*_DIARY, *_BY_PHASE.values()):
        if measure == "girdle_pain_0_10" and not view.pelvic:
            facts[measure] = NOT_ASKED
            continue
        if measure in _BESIDE_STANDING and view.case.standing is None:
            continue
        facts[measure] = _fact(measure, view, missing.get(measure, ()))
    facts["repeated_pain_sessions"] = _repeated(view, facts["pain_0_10"].complete)
    return facts


def _fact(measure: str, view: View, missing: tuple[Missing, ...]) -> Fact:
    """The worst reading of the entries that count; complete where no needed answer is missing."""
    spoken = [
        (entry, reading)
        for entry in view.entries
        if not answered(measure, entry, view) and (reading := read(measure, entry, view)) != SILENT
    ]
    questions = tuple(
        Missing(name, view.day_of(entry), entry.session)
        for entry, reading in spoken
        for name in reading.open_questions
    )
    missing = (*missing, *questions)
    known = [(entry, reading) for entry, reading in spoken if reading.value is not None]
    if not known:
        return Fact(None, not missing, applies=bool(missing), missing=missing)
    worst = max((reading.value for _, reading in known), key=lambda value: badness(measure, value))
    behind = [entry for entry, reading in known if reading.value == worst]
    return Fact(
        worst,
        not missing,
        on=max((day for entry in behind if (day := view.day_of(entry))), default=None),
        because_of=tuple(sorted(entry.id for entry in behind)),
        missing=missing,
    )


def badness(measure: str, value: Value) -> float:
    """A number that grows as the value gets worse, by the declared order of the measure."""
    declared = MEASURES[measure]
    if declared.worse == "level":
        return -declared.levels.index(str(value))
    number = float(value or 0)
    return number if declared.worse == "higher" else -number


def _missing(view: View) -> dict[str, tuple[Missing, ...]]:
    """For each measure, the answers of the sessions watched that are not there."""
    missing: dict[str, list[Missing]] = {}
    for session in view.watched:
        for measure, gap in _missing_of(session, view):
            missing.setdefault(measure, []).append(gap)
    return {measure: tuple(dict.fromkeys(gaps)) for measure, gaps in missing.items()}


def _missing_of(session: Session, view: View) -> Iterator[tuple[str, Missing]]:
    for rule in view.rules_for(session):
        if rule.phase == "day_after" and not is_amber(session, view):
            continue
        entries = in_window(session, rule.phase, view)
        on = _day_asked(session, rule.phase)
        for item in rule.items:
            if not any(getattr(entry, item) is not None for entry in entries):
                yield from _gaps(
                    item, rule.phase, Missing(MissingKind(rule.phase).of(item), on, session.id), view
                )


def _gaps(item: Item, phase: str, gap: Missing, view: View) -> Iterator[tuple[str, Missing]]:
    measures = MEASURES_OF[item]
    if item == "pain" and phase in _BY_PHASE:
        measures = (*measures, _BY_PHASE[phase])
    for measure in measures:
        if measure not in PELVIC or view.pelvic:
            yield measure, gap


def _day_asked(session: Session, phase: str) -> date:
    return session.local_date + timedelta(days=0 if phase in ("during", "after") else 1)


def in_window(session: Session, phase: str, view: View) -> tuple[SymptomEntry, ...]:
    """The session's entries of a phase that were given when the phase had come.

    After-effects are anchored to the end of the run in hours: an answer given sooner does not close its
    window, though what it reports counts. An answer without a time is taken at its word once the window is
    open.
    """
    opens = _opens(session, phase, view)
    return tuple(
        entry
        for entry in view.case.symptoms
        if entry.session == session.id
        and entry.phase == phase
        and opens <= (entry.at or view.now)
        and (entry.at is None or entry.at <= view.now)
    )


def _opens(session: Session, phase: str, view: View) -> datetime:
    """From when on the phase can be answered."""
    if phase == "next_morning":
        return view.night_over(session)
    if phase == "day_after":
        return session.end + timedelta(hours=view.number("day_after_from_h"))
    return session.start


def is_amber(session: Session, view: View) -> bool:
    """Whether the session left pain that has to be asked about again at 24 hours."""
    limit, settled = view.number("amber_pain_0_10"), view.number("settled_pain_0_10")
    for entry in view.case.symptoms:
        if entry.session != session.id or entry.phase not in ("during", "after", "next_morning"):
            continue
        on = view.day_of(entry)
        worst = max((above_usual(pain, on, view) or 0 for pain in entry.pain or ()), default=0)
        if worst >= limit or (entry.phase == "next_morning" and worst > settled):
            return True
    return False


def _repeated(view: View, complete: bool) -> Fact:
    """The most sessions in which one and the same place hurt, above what is usual."""
    limit = view.number("repeated_pain_from_0_10")
    watched = {session.id for session in view.watched}
    hurting: dict[str, set[str]] = {}
    for entry in view.entries:
        if entry.session in watched and entry.phase in ("during", "after"):
            on = view.day_of(entry)
            for pain in entry.pain or ():
                if (above_usual(pain, on, view) or 0) >= limit:
                    hurting.setdefault(pain.site, set()).add(str(entry.session))
    return Fact(max((len(sessions) for sessions in hurting.values()), default=0), complete)
