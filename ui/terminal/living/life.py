"""What the file of a life may hold: the head as in a case, then the acts."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field, ValidationError, model_validator

from program import shipped_plans
from program.case import Session, Since
from program.diary import CheckIn, Day, Record, SymptomEntry
from program.errors import CaseError, Fault, faults_of
from program.record import (
    Assessment,
    Baseline,
    Clearance,
    FindingRecord,
    Hold,
    Profile,
    Readiness,
    StageChange,
    StandingRelease,
)
from services import RefusedError
from services.dates import zone_of
from ui.terminal.living.models import Act, Note, Run, SendCheckIn

#: The years in which a life may lie.
_YEARS = range(1970, 2200)


class Life(Record):
    """A runner as of `stage_since`, and what then happened. The head's fields are those of a case.

    Sessions, symptoms and check-ins of the head became known when they say, before the first act. The acts
    give the clock: `date` and `now` of a case may stand there and are not read, nor is its `stage_history`. A
    clock is never set back: an act before the one above it is done at the instant of that one.
    """

    plan: str
    plan_version: Annotated[int, Field(ge=1)] = 1
    stage: str | None
    stage_since: Since | None = None
    pt: Literal["linked", "alone"] | None = None
    pt_linked_on: Day | None = None
    time_zone: str = "UTC"
    profile: Profile = Profile()
    readiness: Readiness = Readiness()
    assessment: Assessment | None = None
    clearance: Clearance | None = None
    baseline: Baseline | None = None
    sessions: tuple[Session, ...] | None = None
    symptoms: tuple[SymptomEntry, ...] = ()
    check_ins: tuple[CheckIn, ...] = ()
    open_findings: tuple[FindingRecord, ...] = ()
    holds: tuple[Hold, ...] = ()
    standing_release: StandingRelease | None = None
    stage_history: tuple[StageChange, ...] | None = None
    date: Day | None = None
    now: AwareDatetime | None = None
    acts: tuple[Act, ...]

    @model_validator(mode="after")
    def _is_of_this_world(self) -> "Life":
        plan = shipped_plans().get((self.plan, self.plan_version))
        if plan is None:
            raise ValueError(f"there is no plan {self.plan} version {self.plan_version}; see `plan list`")
        if self.stage is not None and self.stage not in plan.stage_index:
            raise ValueError(f"stage: {plan.title} has no stage {self.stage}")
        try:
            zone_of(self.time_zone)
        except RefusedError as error:
            raise ValueError(f"time_zone: {error.message}") from None
        if self.stage_since is None and not self.acts:
            raise ValueError("stage_since: without it, and without an act, there is no instant to begin at")
        odd = next((year for year in _years(self) if year not in _YEARS), None)
        if odd is not None:
            raise ValueError(f"a life lies in the years {_YEARS.start} to {_YEARS.stop - 1}, not in {odd}")
        return self

    @property
    def begins(self) -> datetime:
        """When the stage was entered: as given, else the instant of the first act."""
        return self.stage_since or min(act.at for act in self.acts)

    @property
    def history(self) -> tuple[Run | Note | SendCheckIn, ...]:
        """What the head tells of the time before the acts, as acts in the order of their becoming known."""
        first = self.begins
        told: list[Run | Note | SendCheckIn] = [
            Run(at=max(first, one.end), by="runner", act="run", session=one) for one in self.sessions or ()
        ]
        told += [
            Note(at=max(first, one.recorded_at or one.at or first), by="runner", act="note", entry=one)
            for one in self.symptoms
        ]
        told += [
            SendCheckIn(at=max(first, one.at or first), by="runner", act="check_in", check_in=one)
            for one in self.check_ins
        ]
        # A session is known before what is said of it.
        return tuple(sorted(told, key=lambda act: (act.at, not isinstance(act, Run))))

    @property
    def is_linked(self) -> bool:
        """Whether a therapist watches; null is read as linked, as in a case."""
        return self.pt != "alone"


def _years(value: Any) -> Iterator[int]:
    """The year of each day and instant in a record."""
    if isinstance(value, date):
        yield value.year
    elif isinstance(value, Record):
        for name in type(value).model_fields:
            yield from _years(getattr(value, name))
    elif isinstance(value, tuple):
        for each in value:
            yield from _years(each)


def parse_life(life: Any) -> Life:
    """The life of a JSON object; CaseError with every fault and its path where it is not one."""
    try:
        return Life.model_validate_json(json.dumps(life))
    except (TypeError, ValueError) as error:
        if isinstance(error, ValidationError):
            raise CaseError("life", tuple(_named(fault, life) for fault in faults_of(error))) from None
        raise CaseError("life", (Fault("", f"it is not plain JSON data ({error})"),)) from None


def _named(fault: Fault, life: Any) -> Fault:
    """A fault under the path that stands in the file: pydantic puts the act's name into it."""
    head, bracket, rest = fault.path.partition("]")
    if not bracket or not head.startswith("acts["):
        return fault
    number = int(head.removeprefix("acts["))
    name = life["acts"][number].get("act") if isinstance(life["acts"][number], dict) else None
    return Fault(f"{head}]{rest.removeprefix(f'.{name}')}", fault.message)
