"""Which plan a runner follows: shipped ones, and those a therapist made for her."""

import hashlib
from functools import lru_cache
from importlib.resources import files
from typing import Generic, TypeVar

from program.errors import Fault
from program.kept import read_kept_plan
from program.load import shipped_plans
from program.plan import Plan
from services.errors import NotFoundError
from store import plans
from store.engine import Connection
from store.plans import IndividualPlan

DEFAULT_PLAN = "postnatal-graded"
T = TypeVar("T")


def default_plan() -> Plan:
    """Return the newest version of the plan that rules before one is chosen."""
    return max(
        (plan for (plan_id, _), plan in shipped_plans().items() if plan_id == DEFAULT_PLAN),
        key=lambda plan: plan.version,
    )


def find_plan(connection: Connection, runner_id: str, plan_id: str, plan_version: int) -> Plan:
    """Return one version of a plan; raises NotFoundError where neither the package nor the runner has it.

    A kept plan is read whatever it holds by the rules of today: `plan_faults` says what is wrong with it.
    """
    is_shipped = (plan_id, plan_version) in shipped_plans()
    own = None if is_shipped else plans.plan_of(connection, runner_id, plan_id, plan_version)
    return known_plan(plan_id, plan_version, own)


def known_plan(plan_id: str, plan_version: int, own: IndividualPlan | None) -> Plan:
    """Return one version of a plan: a shipped one, else the runner's own, which was read before."""
    shipped = shipped_plans().get((plan_id, plan_version))
    if shipped is not None:
        return shipped
    if own is None:
        raise NotFoundError(f"There is no plan {plan_id} version {plan_version} for this runner.")
    return _kept(own.toml, plan_id, plan_version)[0]


def plan_faults(connection: Connection, runner_id: str, plan_id: str, plan_version: int) -> tuple[Fault, ...]:
    """Return what is wrong with a kept plan by the rules of today: with a fault, nobody runs by it.

    Empty for a shipped plan; raises NotFoundError as `find_plan` does.
    """
    if (plan_id, plan_version) in shipped_plans():
        return ()
    own = plans.plan_of(connection, runner_id, plan_id, plan_version)
    if own is None:
        raise NotFoundError(f"There is no plan {plan_id} version {plan_version} for this runner.")
    return _kept(own.toml, plan_id, plan_version)[1]


def plan_text(connection: Connection, runner_id: str, plan_id: str, plan_version: int) -> str:
    """Return the TOML of one version of a plan; raises NotFoundError as `find_plan` does."""
    if (plan_id, plan_version) in shipped_plans():
        name = f"{plan_id}-v{plan_version}.toml"
        return files("program").joinpath("plans", name).read_text(encoding="utf-8")
    own = plans.plan_of(connection, runner_id, plan_id, plan_version)
    if own is None:
        raise NotFoundError(f"There is no plan {plan_id} version {plan_version} for this runner.")
    return own.toml


@lru_cache(maxsize=256)
def _kept(text: str, plan_id: str, version: int) -> tuple[Plan, tuple[Fault, ...]]:
    return read_kept_plan(text, plan_id, version, default_plan())


def plan_sha256(plan: Plan) -> str:
    """Return a hash of all that the plan says, so that a decision names exactly which text ruled."""
    return _sha256_of(Same(plan))


class Same(Generic[T]):
    """A plan, or a part of one, as the very object it is: comparing what it says takes too long.

    What is remembered by it is remembered of that object alone, which it keeps alive.
    """

    def __init__(self, thing: T) -> None:
        self.thing = thing

    def __hash__(self) -> int:
        return id(self.thing)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.thing is self.thing


@lru_cache(maxsize=256)
def _sha256_of(same: Same[Plan]) -> str:
    return hashlib.sha256(same.thing.model_dump_json().encode()).hexdigest()
