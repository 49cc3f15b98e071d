"""From raw answers to the decision: making any answer worse never makes any part of the decision bolder."""

from copy import deepcopy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from weeks import clean_week, decide_on, entry, knee

from program import Action, Decision, shipped_plans

#: Stages that differ in what they ask.
STAGES = [
    ("postnatal-graded", "weeks-4-6"),
    ("postnatal-graded", "weeks-8-12"),
    ("postnatal-graded", "run-01"),
    ("postnatal-graded", "run-09"),
    ("postnatal-graded", "run-16"),
    ("couch-to-5k", "week-1"),
    ("couch-to-5k", "week-5"),
    ("delaware-soreness", "level-2"),
    ("delaware-soreness", "level-6"),
    ("soldier-walk-run", "phase-3"),
    ("physio-19", "stage-19"),
]
USUAL = ("new_or_worse", "as_baseline", None, "none")
#: For each item of an entry its values from worst to best.
ITEMS: dict[str, tuple[Any, ...]] = {
    "leak_urine": USUAL,
    "leak_stool": USUAL,
    "leak_wind": USUAL,
    "scar": USUAL,
    "doming": USUAL,
    "heaviness_0_10": (10, 3, 1, None, 0),
    "bleeding": ("new_or_more", None, "period", "none"),
    "effort_0_10": (10, 6, None, 3, 2),
    "soreness": ("warm_up_stayed", "during", "next_day", "joint_after", None, "muscle_only", "none"),
    "swelling": ("swollen", "stiff", None, "none"),
    "change": ("more", None, "same_or_less"),
    "signs": (("saddle_numbness",), ("fever",), None, ()),
    "pain": (
        [knee(8, on_bone=True)],
        [knee(8, limp=True)],
        [knee(8)],
        [knee(6)],
        [knee(5)],
        [knee(4)],
        None,
        [knee(3)],
        [knee(1)],
        [],
    ),
}
CHECK_IN: dict[str, tuple[Any, ...]] = {
    "sleep_hours_per_night": (3, 4.9, None, 5, 8),
    "feeding": ("supply_falling", None, "going_well"),
    "energy": ("very_low", None, "low", "good"),
    "mood": ("very_low", None, "low", "good"),
    "harm_thoughts": (True, None, False),
    "illness": ("fever_or_whole_body", None, "mild", "none"),
    "confidence_0_10": (0, 3, None, 4, 10),
    "outside_runs": ("some", None, "none"),
    "signs": (["chest_pain"], ["fever"], None, []),
}
SESSION: dict[str, tuple[Any, ...]] = {
    "outcome": ("exceeded", "not_comparable", None, "partly", "as_prescribed"),
    "quality": ("low", None, "ok"),
    "cadence_known": (False, None, True),
    "uncertain_time_s": (900.0, 0.0),
    "run_time_s": (9000.0, None),
}
RECORD: dict[str, tuple[Any, ...]] = {
    "clearance": (None, "withdrawn", "lapsed", "kept"),
    "birth": ("late", None, "kept"),
    "hold": ("no_running", "no_progress", "none"),
    "finding": ("stop", "key_sign", "none"),
    "stage_since": (None, "kept"),
    "sessions": (None, "kept"),
    "check_in": (None, "kept"),
}
Target = tuple[str, str, str]


def _orders(data: dict[str, Any]) -> dict[Target, tuple[Any, ...]]:
    orders: dict[Target, tuple[Any, ...]] = {}
    for item in data["symptoms"]:
        asked = {name: order for name, order in ITEMS.items() if name in item or name == "signs"}
        orders |= {("symptoms", item["id"], name): order for name, order in asked.items()}
    for session in data["sessions"]:
        orders |= {("sessions", session["id"], name): order for name, order in SESSION.items()}
    orders |= {("check_ins", "", name): order for name, order in CHECK_IN.items()}
    orders |= {("record", "", name): order for name, order in RECORD.items()}
    return orders


def _spoil(
    data: dict[str, Any], orders: dict[Target, tuple[Any, ...]], at: dict[Target, int]
) -> dict[str, Any]:
    """The case with each target at the given place of its order; what is not named stays as it is."""
    case = deepcopy(data)
    for target, place in sorted(at.items(), key=str):
        group, name, field = target
        value = orders[target][place]
        if group == "record":
            continue
        rows = case[group]
        row = rows[0] if group == "check_ins" else next(each for each in rows if each["id"] == name)
        if field != "run_time_s" or value is not None:
            row[field] = value
    for target, place in at.items():
        if target[0] == "record":
            _record(case, target[2], orders[target][place])
    return case


def _record(case: dict[str, Any], name: str, value: Any) -> None:
    if name == "clearance" and value != "kept":
        if value is None:
            case["clearance"] = None
        elif case["clearance"]:
            when = {"withdrawn": "withdrawn_on", "lapsed": "valid_until"}[value]
            case["clearance"][when] = "2026-11-10"
    elif name == "birth" and value != "kept":
        case["profile"]["birth_date"] = value and "2026-11-10"
    elif name == "hold" and value != "none":
        case["holds"] = [{"kind": value, "ordered_by": "PT", "ordered_on": "2026-11-10", "reason": "rest"}]
    elif name == "finding" and value != "none":
        case["open_findings"] = [{"id": "f1", "gate": "heaviness", "kind": value}]
    elif name == "stage_since" and value is None:
        case["stage_since"] = None
    elif name == "sessions" and value is None:
        case["sessions"] = None
    elif name == "check_in" and value is None:
        case["check_ins"] = []


def _comparable(named: list[Target]) -> list[Target]:
    """Without a whole group being unknown where something in it is spoiled: a known bad outranks unknown."""
    spoiled = {group for group, _, _ in named if group != "record"}
    hidden = {"sessions": "sessions", "check_in": "check_ins"}
    return [t for t in named if hidden.get(t[2]) not in spoiled or t[0] != "record"]


def _steps_back(decision: Decision, stage_id: str) -> float:
    index = shipped_plans()[decision.plan, 1].stage_index
    if decision.stage is None:
        return float("inf")
    return index[stage_id] - index[decision.next_stage] if decision.next_stage else -1


def _bolder(first: Decision, second: Decision, stage_id: str) -> list[str]:
    """The parts in which the first decision is bolder than the second."""
    parts = {
        "action": first.action < second.action,
        "running": first.running_allowed and not second.running_allowed,
        "rest": first.rest_days < second.rest_days,
        "stage": _steps_back(first, stage_id) < _steps_back(second, stage_id),
        "urgency": first.urgency < second.urgency,
    }
    return [name for name, holds in parts.items() if holds]


@settings(max_examples=8000, deadline=None)
@given(data=st.data())
def test_making_one_answer_worse_never_makes_the_decision_bolder(data: st.DataObject) -> None:
    plan_id, stage_id = data.draw(st.sampled_from(STAGES))
    clean = clean_week(plan_id, stage_id)
    orders = _orders(clean)
    targets = sorted(orders, key=str)
    named = _comparable(data.draw(st.lists(st.sampled_from(targets), min_size=1, max_size=6, unique=True)))
    at = {target: data.draw(st.integers(0, len(orders[target]) - 1)) for target in named}
    worse_target = data.draw(st.sampled_from(named))
    lower = data.draw(st.integers(0, at[worse_target]))
    better = decide_on(_spoil(clean, orders, at))
    worse = decide_on(_spoil(clean, orders, {**at, worse_target: lower}))
    assert _bolder(worse, better, stage_id) == []


@settings(max_examples=1000, deadline=None)
@given(data=st.data())
def test_unknown_never_progresses(data: st.DataObject) -> None:
    plan_id, stage_id = data.draw(st.sampled_from(STAGES))
    clean = clean_week(plan_id, stage_id)
    orders = {
        target: order
        for target, order in _orders(clean).items()
        if None in order and target[2] not in ("run_time_s", "birth") and _is_asked(target, clean)
    }
    target = data.draw(st.sampled_from(sorted(orders, key=str)))
    decision = decide_on(_spoil(clean, orders, {target: orders[target].index(None)}))
    assert decision.action >= Action.HOLD, target
    assert decision.missing, target


def _is_asked(target: Target, data: dict[str, Any]) -> bool:
    """Whether the plan asks this item at this moment of this runner."""
    group, name, field = target
    plan = shipped_plans()[data["plan"], 1]
    pelvic = plan.population == "postpartum"
    if field == "clearance":
        return plan.clearance == "examined" and plan.stage(data["stage"]).kind == "running"
    if group == "check_ins" and field == "feeding":
        return pelvic
    if group != "symptoms":
        return True
    phase = next(each for each in data["symptoms"] if each["id"] == name)["phase"]
    kind = plan.stage(data["stage"]).kind
    return any(
        field in rule.items and rule.phase == phase and rule.stages == kind and (rule.who == "all" or pelvic)
        for rule in plan.log
    )


def test_the_pelvic_questions_are_not_missed_where_they_do_not_apply() -> None:
    clean = clean_week("delaware-soreness", "level-2")
    for each in clean["symptoms"]:
        for item in ("leak_urine", "leak_stool", "leak_wind", "heaviness_0_10", "bleeding", "scar", "doming"):
            each.pop(item, None)
    assert decide_on(clean).action is Action.PROGRESS
    clean["symptoms"].append(entry("d1", "day", None, "2026-11-17T12:00:00Z", leak_urine="new_or_worse"))
    decision = decide_on(clean)
    assert (decision.action, decision.running_allowed) == (Action.REGRESS, False)
