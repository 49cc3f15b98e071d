"""The vocabulary of the oracle: what each fact asks, written down from the floor and the graded plan."""

from datetime import UTC, date, datetime
from typing import Any, NamedTuple

Json = dict[str, Any]
FOUNDATION = ("weeks-0-2", "weeks-2-4", "weeks-4-6", "weeks-6-8", "weeks-8-12")
LADDER = (*FOUNDATION, *(f"run-{number:02}" for number in range(1, 17)))
EMERGENCY = frozenset(
    "chest_pain trouble_breathing fast_heart seizure harm_thoughts collapse coughing_blood confusion "
    "leg_weakness bleeding_with_faintness saddle_numbness bladder_or_bowel_lost no_urine_12_h stroke "
    "psychosis failing_heart".split()
)
GIRDLE = frozenset("pubic_symphysis tailbone sacroiliac low_back hip".split())
LEVELS = {"leak_urine": "leak-urine", "leak_stool": "leak-stool", "leak_wind": "leak-wind"} | {
    name: name for name in ("scar", "doming")
}
BONE_STRESS = frozenset({"shin", "foot", "thigh", "buttock"})
BONE_STRESS_FROM = 7
#: A baseline calls less than this usual, and counts no further where it was signed for more.
HEAVINESS_NOBODY_SIGNS = 3
GAP_DAYS, CHECK_IN_DAYS, EVIDENCE_DAYS, CALF_DAYS, SURELY_RAN_S = 14, 7, 14, 84, 60
#: Findings whose id ends in an id that only the store knows: compared by what stands before the colon.
OWN_IDS = {name: name for name in ("gap", "ran_while_forbidden")} | {
    "ran-while-forbidden": "ran_while_forbidden"
}


class Ask(NamedTuple):
    """What one value asks: `bars` running until its finding `opens` is closed, a step back, days of rest."""

    value: float
    drop: int = 0
    rest_days: int = 0
    opens: bool = False
    is_stop: bool = False


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC)


def key_of(name: str) -> str:
    """A finding's key as it can be compared."""
    start = name.partition(":")[0]
    return start if start == "bone-stress" else OWN_IDS.get(start, name)


def asks_of(says: Json, baseline: Json | None, born: date | None, on: date) -> dict[str, Ask]:
    """What an entry or a check-in asks, by the key of its finding or the name of its rule."""
    asks: dict[str, Ask] = {}
    for sign in says.get("signs") or ():
        asks[f"sign:{sign}"] = Ask(1, opens=True, is_stop=True)
    if says.get("harm_thoughts"):
        asks["sign:harm_thoughts"] = Ask(1, opens=True, is_stop=True)
    if says.get("illness") == "fever_or_whole_body":
        asks["illness"] = Ask(1, rest_days=2)
    usual = {item["item"] for item in (baseline or {}).get("usual", ())} - {"leak_stool"}
    for item, gate in LEVELS.items():
        level = says.get(item)
        if level == "new_or_worse" or (level == "as_baseline" and item not in usual):
            asks[gate] = Ask(2 if level == "new_or_worse" else 1, drop=1, opens=True)
    usually_heavy = min((baseline or {}).get("heaviness_0_10") or 0, HEAVINESS_NOBODY_SIGNS - 1)
    if (heavy := says.get("heaviness_0_10") or 0) > usually_heavy:
        asks["heaviness"] = Ask(heavy, drop=1, opens=True)
    if says.get("bleeding") == "new_or_more":
        asks["bleeding"] = Ask(1, drop=1, opens=True)
    for pain in says.get("pain") or ():
        _pain_asks(asks, pain, says.get("phase"), born is not None and (on - born).days <= CALF_DAYS)
    return asks


def _pain_asks(asks: dict[str, Ask], pain: Json, phase: str | None, is_soon: bool) -> None:
    site, score = pain["site"], pain.get("score_0_10") or 0
    if score and site in GIRDLE:
        asks["girdle-pain"] = Ask(score, drop=1, opens=True)
    if score and (site == "groin" or pain.get("on_bone")):
        asks[f"bone-pain:{site}"] = Ask(score, opens=True, is_stop=True)
    if score and site == "calf" and is_soon:
        asks["calf-pain:calf"] = Ask(score, opens=True, is_stop=True)
    is_grave = score >= BONE_STRESS_FROM or any(pain.get(item) for item in ("limp", "builds_up", "at_night"))
    if score and site in BONE_STRESS and is_grave:
        asks["bone-stress"] = Ask(1, drop=1, rest_days=2, opens=True)
    if score > 5:
        asks["pain"] = Ask(score, drop=1, rest_days=2)
    if score and phase == "day_after":
        asks["day-after-pain"] = Ask(score, drop=1, rest_days=1)
    for item, rule in (("limp", "limp"), ("builds_up", "pain-builds-up")):
        if pain.get(item):
            asks[rule] = Ask(1, drop=1, rest_days=2)
    if pain.get("at_night"):
        asks["night-pain"] = Ask(1, drop=1, rest_days=2, opens=True)
