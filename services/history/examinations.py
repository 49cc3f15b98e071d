"""Answers to standing questions, as events: examinations, clearances, readiness, and what is usual.

Whether an answer is good is what the gates of the plan before any is chosen say of it, so that no number of
theirs stands here. Each counts from the day on which it was done.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TypeVar

from pydantic import ValidationError

from program.case import Case
from program.diary import Record
from program.facts.standing import standing_facts
from program.facts.view import View
from program.gates import row_for
from program.history.events import Event, Exam, PlanKey, Unreadable, Usual
from program.model import Action
from program.plan import Plan
from program.record import Assessment, Baseline, Clearance, Profile, Readiness
from services.history.kept import read_kept
from services.history.rows import Rows
from store.diary import RecordRevision

RecordT = TypeVar("RecordT", bound=Record)
#: The measure of each standing question of the readiness, and the name of the question.
_READINESS = {
    "core_rehab": "core",
    "pelvic_floor_rehab": "pelvic_floor",
    "incontinence": "incontinence",
    "readiness_girdle_pain_0_10": "girdle_pain",
    "walk_30_min": "walk_30_min",
}
_MODELS: Mapping[str, type[Record]] = {
    "profile": Profile,
    "readiness": Readiness,
    "assessment": Assessment,
    "clearance": Clearance,
    "baseline": Baseline,
}


def examinations_of(rows: Rows, plan: Plan) -> Iterator[Event]:
    """All answers that were ever on record; `plan` is the one before any is chosen."""
    newest = {row.kind: row.revision for row in rows.records}
    usual: Baseline | None = None
    # A baseline counts for what was answered after it was signed.
    for row in sorted(rows.records, key=lambda row: (row.made_utc, row.kind, row.revision)):
        model = _MODELS.get(row.kind)
        if model is None:
            continue
        try:
            said = None if row.content is None else read_kept(model, row.content)
        except ValidationError:
            if row.revision == newest[row.kind]:
                yield _unreadable(row)
            continue
        if row.kind == "baseline":
            usual = said if isinstance(said, Baseline) else None
            made = row.made_utc
            yield Usual(id=f"baseline {row.revision}", happened_at=made, known_at=made, role="pt", says=usual)
        elif said is not None:
            yield from _answers(rows, row, said, usual, plan)


def _unreadable(row: RecordRevision) -> Unreadable:
    name, made = f"{row.kind} {row.revision}", row.made_utc
    return Unreadable(id=name, happened_at=made, known_at=made, code=row.kind)


def _answers(
    rows: Rows, row: RecordRevision, said: Record, usual: Baseline | None, plan: Plan
) -> Iterator[Event]:
    made_at = row.made_utc.astimezone(rows.zone_at(row.made_utc))
    if isinstance(said, Profile):
        if said.pelvic_questions is not None:
            yield _exam(rows, row, "pelvic_questions", made_at, is_good=not said.pelvic_questions)
    elif isinstance(said, Clearance):
        yield _clearance(rows, row, said)
    elif isinstance(said, Readiness):
        case = _case(plan, made_at.date()).model_copy(update={"readiness": said, "baseline": usual})
        for item, is_good in _judged(case, plan, _READINESS):
            yield _exam(rows, row, item, made_at, is_good=is_good)
    elif isinstance(said, Assessment):
        done_at = _done(rows, row, said.assessed_on)
        yield _exam(rows, row, "assessment", done_at, is_good=True)
        case = _case(plan, made_at.date()).model_copy(update={"assessment": said})
        for item, is_good in _judged(case, plan, {"load_tests": "load_tests"}):
            yield _exam(rows, row, item, done_at, is_good=is_good)


def _case(plan: Plan, day: date) -> Case:
    return Case(plan=plan.id, plan_version=plan.version, stage=None, date=day)


def _judged(case: Case, plan: Plan, names: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    """Each question that was answered, and whether the gates let that answer, and all of it, go on."""
    facts = standing_facts(View(case, plan))
    for measure, item in names.items():
        fact = facts[measure]
        gates = [gate for gate in plan.gates if gate.measure == measure]
        if fact.value is None or not gates:
            continue
        found = [row_for(gate, fact.value, plan, None) for gate in gates]
        goes_on = all(row is not None and row.outcome.action is Action.PROGRESS for row in found)
        yield item, goes_on and fact.complete


def _clearance(rows: Rows, row: RecordRevision, said: Clearance) -> Exam:
    """A signature counts from the examination behind it; one taken back is a bad answer of that day."""
    is_self_stated = said.role == "self_stated"
    day = said.examined_on if is_self_stated and said.examined_on else said.signed_on
    return _exam(
        rows,
        row,
        "clearance",
        _done(rows, row, said.withdrawn_on or day),
        is_good=said.withdrawn_on is None,
        is_self_stated=is_self_stated,
        plan=(said.plan, said.plan_version),
        last_day=said.valid_until,
    )


def _done(rows: Rows, row: RecordRevision, day: date) -> datetime:
    """The day on which it was done; one that lies ahead is the day on which it was written."""
    made_at = row.made_utc.astimezone(rows.zone_at(row.made_utc))
    return min(rows.first_instant(day, row.made_utc), made_at)


def _exam(
    rows: Rows,
    row: RecordRevision,
    item: str,
    done_at: datetime,
    *,
    is_good: bool,
    is_self_stated: bool | None = None,
    plan: PlanKey | None = None,
    last_day: date | None = None,
) -> Exam:
    role = rows.role_of(row.made_by)
    return Exam(
        id=f"{item} {row.revision}",
        happened_at=done_at,
        known_at=row.made_utc,
        role=role,
        person=row.made_by,
        item=item,
        is_good=is_good,
        is_self_stated=role != "pt" if is_self_stated is None else is_self_stated,
        plan=plan,
        last_day=last_day,
    )
