"""Plans that a therapist made for one runner, as the text of their file."""

from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from store import tables as t
from store.rows import columns_of, of_runner, read_all, read_one


@dataclass(frozen=True)
class IndividualPlan:
    """One version of one runner's own plan; a change is a new version."""

    plan_id: str
    plan_version: int
    runner_id: str
    toml: str
    because: str
    made_utc: datetime
    made_by: str | None


_PLAN = columns_of(t.individual_plan, IndividualPlan)
_BY_NAME = (t.individual_plan.c.plan_id, t.individual_plan.c.plan_version)
_OF_RUNNER = of_runner(t.individual_plan, IndividualPlan, *_BY_NAME)


def add_plan(connection: Connection, plan: IndividualPlan) -> None:
    """Keep one version of a runner's own plan."""
    connection.execute(t.individual_plan.insert().values(asdict(plan)))


def plan_of(connection: Connection, runner_id: str, plan_id: str, plan_version: int) -> IndividualPlan | None:
    """Return one version of a runner's own plan, null where she has none of this name."""
    query = sa.select(*_PLAN).where(
        t.individual_plan.c.runner_id == runner_id,
        t.individual_plan.c.plan_id == plan_id,
        t.individual_plan.c.plan_version == plan_version,
    )
    return read_one(connection, query, IndividualPlan)


def plans_of(connection: Connection, runner_id: str) -> tuple[IndividualPlan, ...]:
    """Return all versions of a runner's own plans, oldest first."""
    return read_all(connection, _OF_RUNNER, IndividualPlan, runner_id=runner_id)
