"""A stand-in for the product, made of the oracle: laws, generator and mutants are tried on it."""

from datetime import datetime, timedelta
from typing import Any

from tests.lives.facts import EMERGENCY, LADDER, Json, instant
from tests.lives.oracle import Oracle


def run_life(life: Json) -> list[Json]:
    """One answer an act, of the shape of `stridegate live`."""
    subject = Fake(life)
    return [subject.answer(number, act) for number, act in enumerate(life["acts"])]


class Fake(Oracle):
    """The oracle, told to answer: where the laws leave room it takes the cautious side, plainly."""

    def __init__(self, life: Json) -> None:
        super().__init__({name: value for name, value in life.items() if name != "acts"})
        self.alerted: set[str] = set()
        self.before: Json = {}
        self.answers: list[Json] = []
        self.said: dict[str, set[str]] = {}

    def answer(self, number: int, act: Json) -> Json:
        must = self.after(act)
        refused = "not_now" if must.refused else None
        raised, gaps = self.raised(), self.gaps()
        keys = self.open_keys(raised, gaps)
        stage = min(self.climb(raised, gaps), self.most(raised))
        rest_until = self.rest(raised)
        allowed = not (keys or must.running is False)
        is_stop = any(one.ask.is_stop and one.key in keys for one in raised)
        is_lower = stage < LADDER.index(self.before.get("stage", LADDER[stage]))
        action = "stop" if is_stop else "regress" if is_lower else "progress" if must.may_progress else "hold"
        self.before = {
            "n": number,
            "at": act["at"],
            "act": act["act"],
            "refused": refused,
            "action": action,
            "running_allowed": allowed,
            "urgency": self._urgency(keys),
            "release_by": "pt" if keys or self.linked else "none",
            "stage": LADDER[stage],
            "next_stage": LADDER[stage + (action == "progress")],
            "rest_until": _text(rest_until),
            "holds_until_utc": _text(self._holds_until(rest_until)),
            "waits_for": "pt" if keys else None,
            "open_findings": [
                {
                    "id": key,
                    "gate": key.partition(":")[0],
                    "entries": [one.source for one in raised if one.key == key],
                }
                for key in sorted(keys)
            ],
            "alerts": self._alerts(keys, act),
            "not_met": [],
            "missing": [],
        }
        self.answers.append(self.before)
        self.last = self.before
        return self.before

    def _was_forbidden(self, begins: datetime, *, is_close: bool) -> bool | None:
        """Where the oracle cannot say, by its own newest answer: the fake knows what it said."""
        known = super()._was_forbidden(begins, is_close=is_close)
        if known is not None:
            return known
        last = next((told for told in reversed(self.answers) if instant(told["at"]) <= begins), None)
        if last is None:
            return False
        is_resting = last["rest_until"] and begins < instant(last["rest_until"])
        is_barred = not last["running_allowed"] and begins < instant(last["holds_until_utc"])
        return bool(is_resting or is_barred)

    def _urgency(self, keys: frozenset[str]) -> str | None:
        signs = {key.removeprefix("sign:") for key in keys if key.startswith("sign:")}
        return "emergency" if signs & EMERGENCY else "same_day" if signs else None

    def _holds_until(self, rest_until: datetime | None) -> datetime:
        midnight = self.midnight(self.day(self.now) + timedelta(days=1))
        return min(midnight, rest_until or midnight)

    def _alerts(self, keys: frozenset[str], act: Json) -> list[Json]:
        """One alert a new sign, whatever entry says it, and one a finding opened, if anybody is linked."""
        if act["act"] == "look":
            return []
        said = self._new_signs(act) if act["act"] in ("note", "edit") else set()
        new = [key for key in sorted(keys) if key not in self.alerted or key.removeprefix("sign:") in said]
        self.alerted = set(keys)
        return [{"kind": "finding", "to": to, "about": [key]} for key in new for to in sorted(self.linked)]

    def _new_signs(self, act: Json) -> set[str]:
        name = act["entry"] if act["act"] == "edit" else act["entry"]["id"]
        signs = set((act.get("to") or act["entry"]).get("signs") or ())
        new = signs - self.said.get(name, set())
        self.said.setdefault(name, set()).update(signs)
        return new


def _text(moment: datetime | None) -> Any:
    return moment.isoformat().replace("+00:00", "Z") if moment else None
