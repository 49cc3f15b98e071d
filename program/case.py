"""The case: everything one decision may look at, as strict data that other programs can write."""

import json
from datetime import UTC, datetime, time, timedelta
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BeforeValidator, Field, ValidationError, model_validator

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
from program.standing_record import StandingRecord

_ONE_DAY = timedelta(days=1)


def _first_instant(value: Any) -> Any:
    """A date alone as its first instant in UTC, so that nothing of that day is left out."""
    if isinstance(value, str):
        if value[11:13] == "24":
            # Python reads it as the next day's first hour since 3.14; refused before and after.
            raise ValueError("a day has no hour 24")
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=UTC) if len(value) == len("2026-11-22") else moment
    return value


Since = Annotated[AwareDatetime, BeforeValidator(_first_instant, json_schema_input_type=AwareDatetime | Day)]
Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Session(Record):
    """One session as it was really done, held against what was prescribed."""

    id: str = Field(min_length=1, description="Unique in the case.")
    start: AwareDatetime = Field(description="When it began, with an offset or Z.")
    end: AwareDatetime = Field(description="When it ended; after-effects are counted in hours from here.")
    local_date: Day = Field(description="The runner's own date at the start, fixed when it was imported.")
    stage: str | None = Field(default=None, description="The stage it was held against; null: none.")
    session: str | None = Field(
        default=None, description="Which session of the stage it was held against; null: none fits."
    )
    outcome: Literal["as_prescribed", "partly", "exceeded", "not_comparable"] | None = Field(
        default=None, description="What the comparison found; null: not compared."
    )
    run_time_s: Seconds | None = Field(default=None, description="Seconds surely run; null: unknown.")
    uncertain_time_s: Seconds = Field(
        default=0.0, description="Seconds that may have been run or walked; the cautious reading counts."
    )
    prescribed_run_time_s: Seconds | None = Field(
        default=None, description="Seconds of running prescribed; null for sessions by distance."
    )
    quality: Literal["ok", "low"] | None = Field(
        default=None, description="low: the recording cannot show that the session was done."
    )
    cadence_known: bool | None = Field(
        default=None, description="Whether steps were counted in a unit that is known."
    )
    recorded_by_hand: bool = Field(default=False, description="Typed in, without a file from a watch.")
    deleted: bool = Field(
        default=False, description="Taken out by the runner: it stays as rest not taken, never as done."
    )

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> "Session":
        if self.end <= self.start:
            raise ValueError("a session ends after it starts")
        return self


class Case(Record):
    """All the facts of one runner on one date. Null is unknown, and unknown never means fine."""

    plan: str = Field(description="The id of the plan, as `plan list` shows it.")
    plan_version: int = Field(ge=1, description="Its version.")
    stage: str | None = Field(description="The stage the runner is on; null before clearance.")
    date: Day = Field(description="The runner's local date for which the decision is made.")
    now: AwareDatetime | None = Field(
        default=None,
        description="The instant of the decision. Null: the earliest instant that fits the date and what"
        " is in the case, so that a window of hours is never taken as closed too soon. Give it.",
    )
    stage_since: Since | None = Field(
        default=None,
        description="When the stage was entered; only what came after it counts as evidence. A date alone is"
        " its first instant in UTC.",
    )
    pt: Literal["linked", "alone"] | None = Field(
        default=None, description="Whether a PT watches; null is read as linked."
    )
    pt_linked_on: Day | None = Field(default=None, description="The day the link began.")
    profile: Profile = Field(default=Profile(), description="The runner; leave out what is not known.")
    readiness: Readiness = Field(default=Readiness(), description="What was answered before impact.")
    assessment: Assessment | None = Field(default=None, description="The PT's examination.")
    clearance: Clearance | None = Field(default=None, description="The signature under the plan.")
    baseline: Baseline | None = Field(default=None, description="What is usual, signed by a PT.")
    sessions: tuple[Session, ...] | None = Field(
        default=None, description="Sessions done, newest 30 days at least; [] is none, null not known."
    )
    symptoms: tuple[SymptomEntry, ...] = Field(default=(), description="The diary.")
    check_ins: tuple[CheckIn, ...] = Field(default=(), description="Weekly check-ins; the newest counts.")
    open_findings: tuple[FindingRecord, ...] = Field(
        default=(), description="Stops and key signs on record, open and closed."
    )
    stage_history: tuple[StageChange, ...] | None = Field(
        default=None, description="The steps taken so far; null: not known."
    )
    standing_release: StandingRelease | None = Field(
        default=None, description="A release rule left by a link that ended."
    )
    holds: tuple[Hold, ...] = Field(default=(), description="What a PT ordered over the machine's answer.")
    standing: StandingRecord | None = Field(
        default=None,
        description="What stands by the whole record, made by the fold over it; null: the case speaks alone.",
    )

    @model_validator(mode="after")
    def _moments_fit(self) -> "Case":
        if self.now is not None and abs(self.now.date() - self.date) > _ONE_DAY:
            raise ValueError("now is not on the date, in any time zone")
        if self.stage_since is not None and self.stage_since > self.latest:
            raise ValueError("stage_since: the stage was entered after the moment of the decision")
        return self

    @model_validator(mode="after")
    def _ids_are_unique(self) -> "Case":
        for name in ("sessions", "symptoms", "check_ins", "open_findings"):
            ids = [item.id for item in getattr(self, name) or ()]
            twice = sorted({item for item in ids if ids.count(item) > 1})
            if twice:
                raise ValueError(f"{name}: the id {twice[0]} is there twice; give each its own")
        known = {session.id for session in self.sessions or ()}
        for entry in self.symptoms:
            if self.sessions is not None and entry.session is not None and entry.session not in known:
                raise ValueError(f"symptoms: entry {entry.id} names session {entry.session}, not in sessions")
        return self

    @property
    def latest(self) -> datetime:
        """The last instant the decision can be of: `now`, else the end of the date anywhere on earth."""
        return self.now or datetime.combine(self.date, time.max, UTC) + _ONE_DAY

    @property
    def instant(self) -> datetime:
        """The instant of the decision; without one, the earliest that fits the date and the case."""
        if self.now is not None:
            return self.now
        end_of_day = datetime.combine(self.date, time.max, UTC)
        moments = [session.end for session in self.sessions or ()]
        moments += [entry.at for entry in self.symptoms if entry.at is not None]
        moments += [check_in.at for check_in in self.check_ins if check_in.at is not None]
        earlier = [moment for moment in moments if moment <= end_of_day]
        return max([datetime.combine(self.date, time.min, UTC), *earlier])


def parse_case(content: str | bytes) -> Case:
    """The case of a JSON text; CaseError with every fault and its path where it is not one."""
    try:
        return Case.model_validate_json(content)
    except ValidationError as error:
        raise CaseError("case", faults_of(error)) from None


def case_from(data: dict[str, Any]) -> Case:
    """The case of a JSON object that was read already; CaseError as `parse_case`."""
    try:
        text = json.dumps(data)
    except (TypeError, ValueError) as error:
        raise CaseError("case", (Fault("", f"it is not plain JSON data ({error})"),)) from None
    return parse_case(text)


def case_schema() -> dict[str, Any]:
    """The JSON Schema of a case, a description on each field."""
    return Case.model_json_schema()
