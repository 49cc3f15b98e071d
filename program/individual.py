"""A PT's individual plan: a copy of a released one, edited stage by stage, checked like any other file."""

import json
import re
import tomllib
from typing import Any

from pydantic import ValidationError

from program.errors import Fault, PlanError
from program.load import base_of, check_plan, read_plan, shipped_plans
from program.plan import Stage
from program.titles import right_stage_title, right_title


def start_individual(text: str, plan_id: str, version: int = 1) -> str:
    """A copy of a plan's text under its own id and version, that says what it was made from.

    The copy of an individual plan continues it: a runner on the older version starts on the stage she is on.
    """
    data = _data(text)
    based_on = data.get("based_on") or f"{data['id']} version {data['version']}"
    same = {"from_version": data["version"], "stages": {stage["id"]: stage["id"] for stage in data["stages"]}}
    maps = [same] if data["id"] == plan_id else []
    return to_toml({**data, "id": plan_id, "version": version, "based_on": based_on, "stage_maps": maps})


def with_stage(text: str, stage_id: str, stage: dict[str, Any]) -> str:
    """The text of a draft with one stage exchanged, titles as its steps say; PlanError with what is wrong."""
    data = _data(text)
    place = _place(data, stage_id)
    if stage.get("id") != stage_id:
        raise PlanError(data["id"], (Fault(f"stages ({stage_id}).id", "a stage keeps its id"),))
    data["stages"][place] = _titled(data, stage)
    return _checked(text, data)


def with_new_stage(text: str, after_id: str, stage: dict[str, Any]) -> str:
    """The text of a draft with a stage put in after another; PlanError with the faults that this makes."""
    data = _data(text)
    data["stages"].insert(_place(data, after_id) + 1, _titled(data, stage))
    return _checked(text, data)


def without_stage(text: str, stage_id: str) -> str:
    """The text of a draft with one stage taken out; PlanError with the faults that this makes.

    Who was on it in the version before starts on the stage in front of it; where there is none, a PT places
    her.
    """
    data = _data(text)
    place = _place(data, stage_id)
    before = data["stages"][place - 1]["id"] if place else None
    del data["stages"][place]
    for stage_map in data.get("stage_maps", []):
        kept = {old: before if new == stage_id else new for old, new in stage_map["stages"].items()}
        stage_map["stages"] = {old: new for old, new in kept.items() if new is not None}
    return _checked(text, data)


def stage_data(text: str, stage_id: str) -> dict[str, Any]:
    """One stage of a plan's text as plain data, to fill a form; KeyError where there is none."""
    for stage in _data(text)["stages"]:
        if stage["id"] == stage_id:
            return stage
    raise KeyError(stage_id)


def _place(data: dict[str, Any], stage_id: str) -> int:
    ids = [item["id"] for item in data["stages"]]
    if stage_id not in ids:
        raise PlanError(data["id"], (Fault("stages", f"there is no stage called {stage_id}"),))
    return ids.index(stage_id)


def _titled(data: dict[str, Any], stage: dict[str, Any]) -> dict[str, Any]:
    """The stage with titles that come from its steps; as it is where it cannot be read or has no original."""
    base = base_of(data.get("based_on"), shipped_plans())
    try:
        read = Stage.model_validate_json(json.dumps(stage))
    except ValidationError:
        return stage
    if base is None:
        return stage
    sessions = [
        {**session, "title": right_title(each, base)}
        for session, each in zip(stage["sessions"], read.sessions, strict=True)
    ]
    return {**stage, "title": right_stage_title(read, base), "sessions": sessions}


def _checked(before: str, data: dict[str, Any]) -> str:
    """The new text; PlanError with the faults that it has and the text before had not.

    How running grows from stage to stage is looked at when all stages are edited: by `check_plan`.
    """
    new = to_toml(data)
    known = {_without_place(fault) for fault in check_plan(before, data["id"], as_draft=True)}
    faults = check_plan(new, data["id"], as_draft=True)
    added = tuple(fault for fault in faults if _without_place(fault) not in known)
    if added:
        raise PlanError(data["id"], added)
    return new


def _without_place(fault: Fault) -> Fault:
    """A stage that was put in or taken out moves those behind it; their faults stay the same."""
    return Fault(re.sub(r"\[\d+\]", "", fault.path), fault.message)


def _data(text: str) -> dict[str, Any]:
    plan, faults = read_plan(text, as_draft=True)
    if plan is None:
        raise PlanError("plan", tuple(Fault(f"plan: {fault.path}", fault.message) for fault in faults))
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
