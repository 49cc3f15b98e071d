"""What stands beside a case makes its answer more cautious, never bolder: whole cases, the real judge."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

from laws import NOTHING, Place, expect

sys.path.insert(0, str(Path(__file__).parents[1] / "program"))
from weeks import case_of, clean_week, knee

from program.case import Case
from program.evaluate import decide_only
from program.model import Action, Decision, ReleaseBy
from program.plan import Plan
from program.standing_record import StandingRecord

_BARS = (
    ("illness", "runner"),
    ("illness", "none"),
    ("pregnancy", "medical"),
    ("taken_back", "pt"),
    ("not_examined", "pt"),
    ("bad:incontinence", "pt"),
    ("fresh_check_in:incontinence", "runner"),
    ("order:hold 1", "pt"),
    ("restored", "runner"),
    ("unreadable", "pt"),
    ("what nobody has thought of", "none"),
)
_FINDINGS = (
    ("sign:chest_pain", "emergency-sign", "medical", "emergency"),
    ("sign:fever", "same-day-sign", "medical", "same_day"),
    ("leak-urine", "leak-urine", "pt", None),
    ("bone-pain:groin", "bone-pain", "medical", "same_day"),
    ("gap:s1", "gap", "runner", None),
    ("overshoot:s2", "overshoot", "runner", None),
    ("ran_while_forbidden:s1", "ran-while-forbidden", "pt", None),
    ("of an older plan", "a-gate-that-is-gone", "pt", None),
    ("of an older plan", "pain", "none", None),
)


@dataclass(frozen=True)
class Part:
    """One thing that stands: the fields of the record, and what the answer must not do then."""

    fields: dict[str, Any]
    forbids_running: bool = False
    forbids_progress: bool = True


def parts(place: Place, case: Case) -> Iterator[Part]:
    """Each thing that may stand, by itself."""
    now = case.instant
    yield Part({"rest_until": now + timedelta(days=2), "rest_gate": "limp", "rest_source": "a1"})
    yield Part({"evidence_since": now - timedelta(hours=1)})
    yield Part({"not_evidence": ("s1",)})
    yield Part({"taken_back": (("stage 2", now - timedelta(days=2)),)})
    yield Part({"listed": ("a1/limp",)})
    yield Part({"asked": ("s1",)})
    yield Part({"last_run_on": case.date - timedelta(days=9)}, forbids_progress=_runs(place))
    yield Part({"last_run_on": case.date - timedelta(days=400)}, _runs(place), _runs(place))
    yield Part({"nights_over": (("s1", now + timedelta(hours=3)),)}, forbids_progress=_runs(place))
    for stage in place.plan.stages:
        higher = place.plan.stage_index[stage.id] > place.plan.stage_index[place.stage.id]
        yield Part({"stepped_from": stage.id}, forbids_progress=higher)
    for code, who in _BARS:
        yield Part({"bars": ({"code": code, "who": who, "since": now},)}, forbids_running=True)
        yield Part({"holds": ({"code": code, "who": who, "since": now},)})
    yield Part({"holds": ({"code": "clean_week:a1/limp", "who": "runner", "since": now},)})
    for key, gate, who, urgency in _FINDINGS:
        yield Part({"findings": (_finding(key, gate, who, urgency, now),)}, forbids_running=True)
    looked_at = _finding("overshoot:s1", "overshoot", "pt", None, now) | {"is_answered": True}
    yield Part({"findings": (looked_at,)}, forbids_progress=False)


def _runs(place: Place) -> bool:
    return place.stage.kind == "running"


def _finding(key: str, gate: str, who: str, urgency: str | None, now: datetime) -> dict[str, Any]:
    return {
        "key": key,
        "gate": gate,
        "release_by": who,
        "urgency": urgency,
        "opened_at": now - timedelta(days=40),
        "entries": (("a1", 1),),
    }


def cases_at(place: Place) -> Iterator[Case]:
    """A week that progresses, one with a limp, one that began yesterday, and one after a long silence."""
    data = clean_week(place.plan.id, place.stage.id)
    yield case_of(data)
    yield case_of({**data, "pt": "alone"})
    limp = {**data["symptoms"][0], "pain": [knee(6, limp=True)]}
    yield case_of({**data, "symptoms": [limp, *data["symptoms"][1:]]})
    yield case_of({**data, "stage_since": data["now"]})


def standing_at(place: Place, most: int | None = None) -> int:
    """Every part, and every two of them: never bolder than nothing standing, and what forbids forbids.

    `most` looks at an even sample of the pairs instead of all.
    """
    count = 0
    for case in cases_at(place):
        calm = decide_only(with_standing(case, NOTHING), place.plan)
        expect(calm.action is not Action.REGRESS, "a step back is taken again", place.stage.id)
        every = list(parts(place, case))
        pairs = list(combinations(every, 2))
        pairs = pairs[:: 1 if most is None else len(pairs) // most | 1]
        for chosen in (*((part,) for part in every), *pairs):
            fields = _joined(chosen)
            decision = decide_only(
                with_standing(case, StandingRecord.model_validate(fields, strict=False)), place.plan
            )
            where = (place.plan.id, place.stage.id, fields)
            expect(not bolder(decision, calm, place.plan), "what stands is bolder", *where)
            if any(part.forbids_running for part in chosen):
                expect(not decision.running_allowed, "what forbids running leaves it allowed", *where)
            if any(part.forbids_progress for part in chosen):
                expect(decision.action is not Action.PROGRESS, "what forbids progress lets it be", *where)
            count += 1
    return count


def _joined(chosen: tuple[Part, ...]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for part in chosen:
        for name, value in part.fields.items():
            both = isinstance(value, tuple) and name in fields
            fields[name] = (*fields[name], *value) if both else value
    if len({item["key"] for item in fields.get("findings", ())}) < len(fields.get("findings", ())):
        fields["findings"] = fields["findings"][:1]
    return fields


def with_standing(case: Case, standing: StandingRecord) -> Case:
    return case.model_copy(update={"standing": standing})


def bolder(decision: Decision, than: Decision, plan: Plan) -> bool:
    """Whether any part of a decision is bolder than the same part of another one."""
    return (
        decision.action < than.action
        or (decision.running_allowed and not than.running_allowed)
        or decision.rest_days < than.rest_days
        or decision.urgency < than.urgency
        or _release(decision) < _release(than)
        or _place(decision, plan) > _place(than, plan)
    )


def _release(decision: Decision) -> ReleaseBy:
    """Who has to agree; a progress that waits for somebody is no less bold than a hold that does not."""
    return ReleaseBy.NONE if decision.action is Action.PROGRESS else decision.release_by


def _place(decision: Decision, plan: Plan) -> int:
    if decision.next_stage is None:
        return len(plan.stages) if decision.action is Action.PROGRESS else 0
    return plan.stage_index[decision.next_stage]
