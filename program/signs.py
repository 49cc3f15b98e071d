"""Emergency and same-day signs: the lists, their words and whom to call, all of it data."""

import json
import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict

Evidence = Literal["trial", "cohort", "consensus", "expert_opinion", "configured"]


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Sign(_Data):
    """One sign that never waits for a check-in."""

    id: str
    asks: str
    urgency: Literal["emergency", "same_day"]
    what_to_do: str
    because: str
    source: str
    evidence: Evidence
    #: Asked only of somebody who gave birth; reported, it counts for anybody.
    postpartum: bool = False


class Numbers(_Data):
    """Whom to call in one region; the generic entry serves where no other fits."""

    region: str
    label: str
    emergency: str
    urgent_advice: str
    crisis: str
    source: str


class SignList(_Data):
    """The signs of every plan, and the numbers."""

    signs: tuple[Sign, ...]
    numbers: tuple[Numbers, ...]
    #: Whose examination closes a stop (`medical`) and a key sign (`pt`).
    professions: dict[Literal["medical", "pt"], tuple[str, ...]]

    def sign(self, sign_id: str) -> Sign:
        """The sign of that id; KeyError where there is none."""
        for sign in self.signs:
            if sign.id == sign_id:
                return sign
        raise KeyError(sign_id)

    def numbers_for(self, region: str | None) -> Numbers:
        """The region's numbers, or the generic ones where the region is unknown or not listed."""
        by_region = {numbers.region: numbers for numbers in self.numbers}
        return by_region.get(region or "", by_region["generic"])


@cache
def sign_list() -> SignList:
    """The shipped signs and numbers."""
    text = (files("program") / "plans" / "signs.toml").read_text(encoding="utf-8")
    return SignList.model_validate_json(json.dumps(tomllib.loads(text)))


SIGN_IDS: tuple[str, ...] = tuple(sign.id for sign in sign_list().signs)
