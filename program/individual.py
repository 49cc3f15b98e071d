"""A PT's individual plan: a copy of a released one, edited stage by stage, checked like any other file."""

import json
import tomllib
from typing import Any

from program.errors import Fault, PlanError
from program.load import check_plan


def start_individual(text: str, plan_id: str) -> str:
    """A copy of a plan's text under its own id, version 1, that says what it was made from."""
    data = _data(text)
    based_on = data.get("based_on") or f"{data['id']} version {data['version']}"
    return to_toml({**data, "id": plan_id, "version": 1, "based_on": based_on, "stage_maps": []})


def with_stage(text: str, stage_id: str, stage: dict[str, Any]) -> str:
    """The next version of a plan's text with one stage exchanged; PlanError with every fault it has.

    The old text stays as it was: a plan is never edited in place. The new version starts each runner on the
    stage she is on.
    """
    data = _data(text)
    ids = [item["id"] for item in data["stages"]]
    if stage_id not in ids:
        raise PlanError(data["id"], (Fault("stages", f"there is no stage called {stage_id}"),))
    if stage.get("id") != stage_id:
        raise PlanError(data["id"], (Fault(f"stages ({stage_id}).id", "a stage keeps its id"),))
    stages = [stage if item["id"] == stage_id else item for item in data["stages"]]
    same = {"from_version": data["version"], "stages": {item: item for item in ids}}
    new = to_toml({**data, "version": data["version"] + 1, "stages": stages, "stage_maps": [same]})
    faults = check_plan(new, data["id"])
    if faults:
        raise PlanError(data["id"], faults)
    return new


def stage_data(text: str, stage_id: str) -> dict[str, Any]:
    """One stage of a plan's text as plain data, to fill a form; KeyError where there is none."""
    for stage in _data(text)["stages"]:
        if stage["id"] == stage_id:
            return stage
    raise KeyError(stage_id)


def _data(text: str) -> dict[str, Any]:
    faults = check_plan(text, "plan")
    if faults:
        raise PlanError("plan", faults)
    return tomllib.loads(text)


def to_toml(data: dict[str, Any]) -> str:
    """Plain data as TOML: text, numbers, yes and no, lists, and tables under their names."""
    return "\n".join(_table(data, "")).lstrip("\n") + "\n"


def _table(table: dict[str, Any], path: str) -> list[str]:
    lines = [f"{_key(key)} = {_value(value)}" for key, value in table.items() if not _is_block(key, value)]
    for key, value in table.items():
        name = f"{path}.{_key(key)}" if path else _key(key)
        if not _is_block(key, value):
            continue
        for item in value if isinstance(value, list) else [value]:
            head = f"[[{name}]]" if isinstance(value, list) else f"[{name}]"
            lines += ["", head, *_table(item, name)]
    return lines


def _is_block(key: str, value: Any) -> bool:
    """Tables are blocks of their own; the rows of a gate and the sessions of a stage stay in one place."""
    if isinstance(value, dict):
        return True
    return (
        key not in ("rows", "sessions")
        and isinstance(value, list)
        and any(isinstance(x, dict) for x in value)
    )


def _key(key: str) -> str:
    return key if key.replace("_", "").replace("-", "").isalnum() and key.isascii() else json.dumps(key)


def _value(value: Any) -> str:
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(key)} = {_value(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    return repr(value)
