"""What a written life expects of its answers: fields that equal, or bounds."""

from typing import Any

from tests.lives.facts import Json, key_of
from tests.lives.laws import bolder, keys_of, stage_of, stands


def unmet(expect: Json, answers: list[Json]) -> list[str]:
    """Every expectation that an answer does not meet; `expect` is by the number of the act, as text."""
    return [
        f"act {number} ({answer['act']}): {name} {value}, not {answer['refused']}, {stands(answer)}, "
        f"{answer['alerts']}"
        for number, expected in expect.items()
        for answer in (answers[int(number)],)
        for name, value in expected.items()
        if not is_met(name, value, answer, answers)
    ]


def is_met(name: str, value: Any, answer: Json, answers: list[Json]) -> bool:
    """Whether one answer is as expected."""
    keys, wanted = keys_of(answer), set(map(key_of, value)) if isinstance(value, list) else set[str]()
    return {
        "refused": lambda: (answer["refused"] is not None) is value,
        "not_bolder_than": lambda: not bolder(answer, whole(value, answer)),
        "same_as": lambda: stands(answer) == stands(answers[value]),
        "stage": lambda: stage_of(answer) == value,
        "findings": lambda: wanted <= keys,
        "no_finding": lambda: not wanted & keys,
        "open_findings": lambda: wanted == keys,
        "findings_at_least": lambda: len(keys) >= value,
        "alerts_at_least": lambda: len(answer["alerts"]) >= value,
        "alerts_at_most": lambda: len(answer["alerts"]) <= value,
        "action_not": lambda: answer["action"] != value,
    }.get(name, lambda: answer[name] == value)()


def whole(part: Json, answer: Json) -> Json:
    """The answer with some of its fields replaced: what is not named is not compared."""
    least = [{"id": key} for key in part.get("open_findings", ())]
    stage = {"stage": part.get("stage", stage_of(answer)), "next_stage": part.get("stage", stage_of(answer))}
    return {**answer, **part, **stage, "open_findings": least}
