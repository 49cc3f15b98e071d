"""The acts of a life, each strict in its own keys."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from program.case import Session
from program.diary import CheckIn, Day, Record, SymptomEntry
from program.record import (
    Assessment,
    Baseline,
    Clearance,
    Closure,
    Profile,
    Readiness,
)

Who = Literal["runner", "pt", "pt2", "clock"]
Therapist = Literal["pt", "pt2"]


class ActBase(Record):
    """When an act is done, which is also when it becomes known, and by whom."""

    at: AwareDatetime
    by: Who


class Run(ActBase):
    """A session becomes known: a file, or told by hand."""

    act: Literal["run"]
    session: Session


class DeleteRun(ActBase):
    act: Literal["delete_run"]
    session: str


class Note(ActBase):
    act: Literal["note"]
    entry: SymptomEntry


class Edit(ActBase):
    """An entry corrected: `to` is the whole new entry."""

    act: Literal["edit"]
    entry: str
    to: SymptomEntry


class Withdraw(ActBase):
    act: Literal["withdraw"]
    entry: str


class SendCheckIn(ActBase):
    """The questions of a week; sent again in the same week they correct the first."""

    act: Literal["check_in"]
    check_in: CheckIn


class Look(ActBase):
    """Any page opened."""

    act: Literal["look"]


class Confirm(ActBase):
    """The runner's yes to a progress that waits for her."""

    act: Literal["confirm"]


class Release(ActBase):
    act: Literal["release"]
    because: str = "Released."


class Override(ActBase):
    """A therapist's answer in place of the machine's."""

    act: Literal["override"]
    to: Literal["progress", "hold", "regress", "stop"]
    stage: str | None = None
    because: str = ""


class OrderHold(ActBase):
    act: Literal["hold"]
    kind: Literal["no_running", "no_progress"]
    because: str = ""


class LiftHold(ActBase):
    """An order lifted; null lifts every kind."""

    act: Literal["lift"]
    kind: Literal["no_running", "no_progress"] | None = None
    because: str = ""
    closure: Closure | None = None
    profession: str | None = None


class Close(ActBase):
    """A finding closed, by id or gate; `shown` are the entries that were on the page, null all known."""

    act: Literal["close"]
    finding: str
    shown: tuple[str, ...] | None = None
    closure: Closure
    profession: str | None = None
    is_mistake: bool = False


class Choose(ActBase):
    """A plan and a stage chosen; null is the first stage, or the one she is on."""

    act: Literal["choose"]
    plan: str
    plan_version: Annotated[int, Field(ge=1)] | None = None
    stage: str | None = None


class PutProfile(ActBase):
    act: Literal["profile"]
    profile: Profile


class PutReadiness(ActBase):
    act: Literal["readiness"]
    readiness: Readiness


class PutAssessment(ActBase):
    act: Literal["assessment"]
    assessment: Assessment


class PutClearance(ActBase):
    act: Literal["clearance"]
    clearance: Clearance


class PutBaseline(ActBase):
    act: Literal["baseline"]
    baseline: Baseline


class BeginLink(ActBase):
    """A care link begun, by invitation and acceptance; `who` is the therapist where the runner invites."""

    act: Literal["link"]
    who: Therapist = "pt"
    shared_from: Day | None = None


class EndLink(ActBase):
    """A care link ended from either side; by the runner, null ends each."""

    act: Literal["unlink"]
    who: Therapist | None = None


class Round(ActBase):
    """The weekly round of the server; null is the runner's own day."""

    act: Literal["round"]
    by: Who = "clock"
    on: Day | None = None


class Restore(ActBase):
    """The store put back as it was after the last act done at or before `to`."""

    act: Literal["restore"]
    by: Who = "clock"
    to: AwareDatetime


class Wait(ActBase):
    """Nothing but time."""

    act: Literal["wait"]
    by: Who = "clock"


Act = Annotated[
    Run
    | DeleteRun
    | Note
    | Edit
    | Withdraw
    | SendCheckIn
    | Look
    | Confirm
    | Release
    | Override
    | OrderHold
    | LiftHold
    | Close
    | Choose
    | PutProfile
    | PutReadiness
    | PutAssessment
    | PutClearance
    | PutBaseline
    | BeginLink
    | EndLink
    | Round
    | Restore
    | Wait,
    Field(discriminator="act"),
]
