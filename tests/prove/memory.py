"""Law 5 over raw entries: what opens a finding stays open, at any age and stage, until a person closes it."""

from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

from laws import Place, expect

from program.case import Case
from program.diary import CheckIn, PainAt, SymptomEntry
from program.evaluate import decide_only
from program.model import Action
from program.record import Closure, FindingRecord, Profile

NOW = datetime(2026, 11, 22, 20, tzinfo=UTC)
DAYS_AGO = (0, 1, 6, 7, 8, 30, 400)
STAGE_BEGAN_DAYS_AGO = (0, 7, 500)
CLOSED_H_AFTER = (None, -1, 1)
_ON_BONE = PainAt(site="foot", score_0_10=1, on_bone=True)
_NIGHT = PainAt(site="knee", score_0_10=1, on_bone=False, at_night=True)
#: For each gate that opens a finding, what a runner may say that opens it.
OPENERS: dict[str, tuple[dict[str, Any], ...]] = {
    "emergency-sign": ({"signs": ("seizure",)}, {"signs": ("fever", "saddle_numbness")}),
    "same-day-sign": ({"signs": ("fever",)},),
    "leak-urine": ({"leak_urine": "new_or_worse"}, {"leak_urine": "as_baseline"}),
    "leak-stool": ({"leak_stool": "new_or_worse"}, {"leak_stool": "as_baseline"}),
    "leak-wind": ({"leak_wind": "new_or_worse"}, {"leak_wind": "as_baseline"}),
    "heaviness": ({"heaviness_0_10": 1}, {"heaviness_0_10": 10}),
    "bleeding": ({"bleeding": "new_or_more"}, {"bleeding": "fading_after_birth"}),
    "scar": ({"scar": "new_or_worse"},),
    "doming": ({"doming": "new_or_worse"},),
    "girdle-pain": (
        {"pain": (PainAt(site="low_back", score_0_10=1),)},
        {"pain": (PainAt(site="hip"),)},
    ),
    "bone-pain": (
        {"pain": (_ON_BONE,)},
        {"pain": (PainAt(site="groin", score_0_10=1),)},
        {"pain": (PainAt(site="groin"),)},
    ),
    "calf-pain": ({"pain": (PainAt(site="calf", score_0_10=1),)}, {"pain": (PainAt(site="calf"),)}),
    "night-pain": ({"pain": (_NIGHT,)},),
}


def remembered(place: Place) -> int:
    """Every way to open a finding, at every age, closed or not: open means no running and no progress."""
    gates = [gate for gate in place.plan.gates if gate.opens and not gate.beside]
    expect(
        {gate.id for gate in gates} <= set(OPENERS), "a gate opens findings and is not tried", place.plan.id
    )
    count = 0
    for gate in gates:
        ways = product(OPENERS[gate.id], DAYS_AGO, STAGE_BEGAN_DAYS_AGO, CLOSED_H_AFTER, ("linked", "alone"))
        for items, days_ago, began, closed_h, pt in ways:
            _remembers(place, gate.id, items, days_ago, began, closed_h, pt)
            count += 1
    return count


def _remembers(
    place: Place, gate: str, items: dict[str, Any], days_ago: int, began: int, closed_h: int | None, pt: Any
) -> None:
    felt = NOW - timedelta(days=days_ago, hours=2)
    entry = SymptomEntry(id="e", phase="day", at=felt, **items)
    closure = None
    if closed_h is not None:
        at = felt + timedelta(hours=closed_h)
        closure = Closure(closed_by="Ada Brook, PT", closed_at=at, reason="examined", role="pt")
    record = FindingRecord(id="f", gate=gate, kind="key_sign", because_of=("e",), closed=closure)
    # A calf is a clot, and fading bleeding is late, by the days since the birth on the day of the entry.
    days_since_birth = 84 if gate == "calf-pain" else 100
    case = Case(
        plan=place.plan.id,
        plan_version=place.plan.version,
        stage=place.stage.id,
        date=NOW.date(),
        now=NOW,
        stage_since=NOW - timedelta(days=began),
        pt=pt,
        profile=Profile(birth_date=felt.date() - timedelta(days=days_since_birth)),
        sessions=(),
        symptoms=(entry,),
        check_ins=(CheckIn(date=date(2026, 11, 22), signs=(), harm_thoughts=False),),
        open_findings=(record,) if closure else (),
    )
    decision = decide_only(case, place.plan)
    is_open = any(finding.gate == gate for finding in decision.open_findings)
    expect(
        is_open is (closed_h != 1),
        "a finding is forgotten, or kept after it was closed",
        gate,
        items,
        days_ago,
    )
    if is_open:
        expect(not decision.running_allowed, "an open finding leaves running allowed", gate, items)
        expect(decision.action is not Action.PROGRESS, "an open finding progresses", gate, items)
