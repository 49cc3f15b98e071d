"""From a TOML text to a plan that stands on the floor, or to all its faults at once."""

import json
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from program.check import faults_of_plan
from program.errors import Fault, PlanError, faults_of
from program.floor import Floor
from program.plan import Plan
from program.ramp import Ramp, faults_of_ramp, ramp_of

#: Only files called after a plan and its version are plans.
_PLAN_FILE = re.compile(r"(?P<id>.+)-v(?P<version>\d+)\.toml")


@cache
def floor() -> Floor:
    """What holds in every plan."""
    return Floor.model_validate_json(
        json.dumps(tomllib.loads(_plans().joinpath("floor.toml").read_text("utf-8")))
    )


@cache
def shipped_plans() -> Mapping[tuple[str, int], Plan]:
    """All plans of the package by (id, version), in the order of their file names."""
    plans = {}
    names = sorted(item.name for item in _plans().iterdir() if _PLAN_FILE.fullmatch(item.name))
    for name in names:
        plan, faults = _read(_plans().joinpath(name).read_text("utf-8"), {})
        if plan is None or faults:
            raise PlanError(name, faults)
        plans[plan.id, plan.version] = plan
    return MappingProxyType(plans)


@cache
def shipped_ramp() -> Ramp:
    """How far running grows from stage to stage in the steepest of the shipped plans."""
    return ramp_of(shipped_plans().values(), floor())


def plan_text(plan_id: str, version: int) -> str:
    """The file of a shipped plan, as written; KeyError where there is none."""
    if (plan_id, version) not in shipped_plans():
        raise KeyError((plan_id, version))
    return _plans().joinpath(f"{plan_id}-v{version}.toml").read_text("utf-8")


def load_plan(text: str, source: str, *, as_draft: bool = False) -> Plan:
    """The plan of a TOML text, standing on the floor; PlanError with every fault where it is not one.

    `source` names the text in messages, such as its file name. `as_draft`: how running grows from stage to
    stage is not looked at yet, so that one stage can be edited after another.
    """
    plan, faults = read_plan(text, as_draft=as_draft)
    if plan is None or faults:
        raise PlanError(source, faults)
    return plan


def check_plan(text: str, source: str, *, as_draft: bool = False) -> tuple[Fault, ...]:
    """Every fault of a plan text at once, each with its path; none where the plan may be used."""
    _, faults = read_plan(text, as_draft=as_draft)
    return tuple(
        Fault(f"{source}: {fault.path}" if fault.path else source, fault.message) for fault in faults
    )


def read_plan(text: str, *, as_draft: bool = False) -> tuple[Plan | None, tuple[Fault, ...]]:
    """The plan of a TOML text with all its faults; null where it cannot be read at all."""
    plan, faults = _read(text, shipped_plans())
    if plan is None or as_draft:
        return plan, faults
    return plan, (*faults, *faults_of_ramp(plan, shipped_ramp(), floor()))


def _read(text: str, released: Mapping[tuple[str, int], Plan]) -> tuple[Plan | None, tuple[Fault, ...]]:
    try:
        data = json.loads(json.dumps(tomllib.loads(text), default=str))
    except (ValueError, RecursionError) as error:
        return None, (Fault("", f"this is not TOML: {error}"),)
    try:
        plan = Plan.model_validate_json(json.dumps(data))
    except ValidationError as error:
        return None, (*faults_of(error), *_faults_of_the_rest(data, error))
    merged, base = on_floor(plan, floor()), base_of(plan.based_on, released)
    return merged, (*_unlike_its_base(plan, base), *faults_of_plan(plan, merged, floor(), base))


def base_of(based_on: object, released: Mapping[tuple[str, int], Plan]) -> Plan | None:
    """The released plan that a runner's own was made from; null where it names none of them."""
    return next((plan for plan in released.values() if based_on == base_name(plan)), None)


def _unlike_its_base(plan: Plan, base: Plan | None) -> tuple[Fault, ...]:
    """An individual plan is for the people its original is for, and asks for the same signature."""
    if plan.based_on is None:
        return ()
    if base is None:
        return (Fault("based_on", f"there is no released plan called {plan.based_on}"),)
    return tuple(
        Fault(name, f"looser than the floor: {plan.based_on} has {getattr(base, name)}")
        for name in ("population", "clearance")
        if getattr(plan, name) != getattr(base, name)
    )


def base_name(plan: Plan) -> str:
    """How an individual plan names the plan it was copied from."""
    return f"{plan.id} version {plan.version}"


def on_floor(plan: Plan, base: Floor) -> Plan:
    """The plan with everything of the floor that it does not state itself; idempotent."""
    own = {gate.id for gate in plan.gates}
    rules = (*base.log, *(rule for rule in plan.log if rule not in base.log))
    return plan.model_copy(
        update={
            "sites": base.sites,
            "baseline_ceilings": base.baseline_ceilings,
            "settings": {**base.settings, **plan.settings},
            "log": rules,
            "gates": (*(gate for gate in base.gates if gate.id not in own), *plan.gates),
        }
    )


def _faults_of_the_rest(data: dict[str, Any], error: ValidationError) -> tuple[Fault, ...]:
    """The faults that can still be seen in what is left when the unreadable parts are taken out."""
    for item in error.errors():
        _take_out(data, item["loc"])
    data["stages"] = [stage for stage in data.get("stages") or [] if stage is not None]
    data["gates"] = [gate for gate in data.get("gates") or [] if gate is not None]
    try:
        plan = Plan.model_validate_json(json.dumps(data))
    except ValidationError:
        return ()
    return faults_of_plan(plan, on_floor(plan, floor()), floor())


def _take_out(data: dict[str, Any], location: tuple[int | str, ...]) -> None:
    """Blank the stage or gate that holds the place, or drop the key itself."""
    match location:
        case ("stages" | "gates" as name, int(index), *_) if isinstance(data.get(name), list):
            data[name][index] = None
        case (str(name), *_):
            data.pop(name, None)


def _plans() -> Any:
    return files("program") / "plans"
