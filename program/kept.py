"""A runner's own plan as it was kept: read whatever it holds, with what is wrong with it by now."""

import tomllib
from typing import Any

from program.check import gate_is_allowed
from program.errors import Fault
from program.load import base_of, floor, on_floor, read_plan, shipped_plans
from program.plan import Plan, Setting, Stage

CANNOT_BE_READ = "this plan cannot be read"


def read_kept_plan(text: str, plan_id: str, version: int, otherwise: Plan) -> tuple[Plan, tuple[Fault, ...]]:
    """The plan of a kept text with every fault that it has by now; never raises.

    Without a fault it is the plan. With one it is a plan to answer by and not to run by: the stages as they
    were kept, on the floor's own gates and numbers wherever the kept ones are not allowed any more. Where the
    text is no plan at all, the plan it was made from stands in for it under its name, else `otherwise`.
    """
    plan, faults = read_plan(text)
    if plan is not None:
        return (_allowed(plan) if faults else plan), faults
    data = _data_of(text)
    instead = base_of(data.get("based_on"), shipped_plans()) or otherwise
    named = _changed(
        instead, id=plan_id, version=version, stages=_stages(data, instead), stage_maps=(), based_on=None
    )
    return named, (Fault("", CANNOT_BE_READ), *faults)


def _allowed(plan: Plan) -> Plan:
    """The plan without what the floor does not allow."""
    stages = tuple(
        stage.model_copy(update={"settings": _settings(stage.settings)})
        for stage in {stage.id: stage for stage in plan.stages}.values()
    )
    own = _changed(plan, stages=stages, settings=_settings(plan.settings), gates=())
    bare = on_floor(own, floor())
    kept = {gate.id: gate for gate in plan.gates if gate_is_allowed(gate, bare, floor())}
    return on_floor(_changed(own, gates=tuple(kept.values())), floor())


def _changed(plan: Plan, **changes: Any) -> Plan:
    """The plan with other parts; what it remembers of its stages' places is found anew."""
    other = plan.model_copy(update=changes)
    vars(other).pop("stage_index", None)
    return other


def _settings(settings: dict[str, Setting]) -> dict[str, Setting]:
    """The numbers that lie within the floor's range; in place of any other the floor's own holds."""
    return {name: setting for name, setting in settings.items() if _is_within(name, setting)}


def _is_within(name: str, setting: Setting) -> bool:
    base = floor().settings.get(name)
    if base is None or base.unit != setting.unit:
        return False
    at_least = base.at_least if base.bound_in == "all" else 0
    above = at_least is None or setting.value >= at_least
    return above and (base.at_most is None or setting.value <= base.at_most)


def _data_of(text: str) -> dict[str, Any]:
    """The text as plain data; empty where not even that can be read."""
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):
        return {}


def _stages(data: dict[str, Any], instead: Plan) -> tuple[Stage, ...]:
    """The stages of the plan that stands in, and behind each, under their names, those it does not have.

    Whoever is on a stage that cannot be read any more is on the one before it.
    """
    stages, place = list(instead.stages), 0
    for name in _names(data.get("stages")):
        ids = [stage.id for stage in stages]
        if name in ids:
            place = ids.index(name)
        else:
            stages.insert(place + 1, stages[place].model_copy(update={"id": name}))
            place += 1
    return tuple(stages)


def _names(stages: object) -> list[str]:
    tables = stages if isinstance(stages, list) else []
    names = [table.get("id") for table in tables if isinstance(table, dict)]
    return [name for name in names if isinstance(name, str)]
