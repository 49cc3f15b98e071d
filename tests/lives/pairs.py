"""Which acts met which state: what random lives covered, and what is printed of it."""

import json
from collections import Counter
from typing import Any

from tests.lives.facts import Json

PROPERTY = "lives_pairs"
_RAREST = 5


def pairs_of(life: Json, answers: list[Json]) -> list[tuple[str, str]]:
    """Each act with what stood before it: the action, whether running was allowed, findings, rest."""
    states = ["the beginning", *(_state(answer) for answer in answers)]
    return [(act["act"], state) for act, state in zip(life["acts"], states, strict=False)]


def _state(answer: Json) -> str:
    parts = [answer["action"], "may run" if answer["running_allowed"] else "no running"]
    parts += ["open"] if answer["open_findings"] else []
    parts += ["rest"] if answer["rest_until"] else []
    return ", ".join(parts)


def kept(met: Counter[tuple[str, str]]) -> str:
    return json.dumps([[*pair, count] for pair, count in met.items()])


def summary(reports: list[Any]) -> str | None:
    """One line over the reports of all workers: how many pairs were met, and the rarest; null for none."""
    met: Counter[tuple[str, str]] = Counter()
    for report in reports:
        for name, value in getattr(report, "user_properties", ()):
            if name == PROPERTY and report.when == "call":
                for act, state, count in json.loads(value):
                    met[act, state] += count
    if not met:
        return None
    rarest = "; ".join(f"{act} at {state}" for (act, state), _ in met.most_common()[: -1 - _RAREST : -1])
    acts = len({act for act, _ in met})
    return f"Lives: {met.total()} acts, {len(met)} pairs of act and state over {acts} acts; rarest: {rarest}"
