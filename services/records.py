"""What is on record about a runner: profile, readiness, assessment, clearance, baseline. All with history."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeVar

from program.baseline import faults_of_baseline
from program.diary import Record
from program.record import Assessment, Baseline, Clearance, Profile, Readiness
from services.acts import Act
from services.answers import Answer, answers_of
from services.casebook import open_book
from services.context import Context
from services.errors import ConflictError, NotAllowedError, RefusedError
from services.policy import Access, Actor, Visit, visit
from services.telling import tell
from store import diary, life, people
from store.diary import RecordRevision

RecordT = TypeVar("RecordT", bound=Record)
Kind = Literal["profile", "readiness", "assessment", "baseline", "clearance"]


@dataclass(frozen=True)
class RunnerRecords:
    """What is on record now; a revision of 0 means that nothing was written yet."""

    profile: Profile
    profile_revision: int
    readiness: Readiness
    readiness_revision: int
    assessment: Assessment | None
    assessment_revision: int
    clearance: Clearance | None
    clearance_revision: int
    baseline: Baseline | None
    baseline_revision: int


class Records:
    """Reading and writing what is on record; each write is followed by a decision."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def read(self, actor: Actor, runner_id: str, *, now: datetime) -> RunnerRecords:
        """Return what is on record now."""
        with visit(
            self._context, actor, Access.SHARED, subject_id=runner_id, doing=Act.READ_RECORDS, now=now
        ) as desk:
            rows = {row.kind: row for row in diary.records_of(desk.connection, runner_id)}
        revision = {kind: row.revision for kind, row in rows.items()}
        return RunnerRecords(
            profile=_read(rows.get("profile"), Profile) or Profile(),
            profile_revision=revision.get("profile", 0),
            readiness=_read(rows.get("readiness"), Readiness) or Readiness(),
            readiness_revision=revision.get("readiness", 0),
            assessment=_read(rows.get("assessment"), Assessment),
            assessment_revision=revision.get("assessment", 0),
            clearance=_read(rows.get("clearance"), Clearance),
            clearance_revision=revision.get("clearance", 0),
            baseline=_read(rows.get("baseline"), Baseline),
            baseline_revision=revision.get("baseline", 0),
        )

    def put_profile(
        self, actor: Actor, runner_id: str, profile: Profile, *, seen_revision: int, now: datetime
    ) -> Answer:
        """Write who the runner is; ConflictError where it was changed since `seen_revision`."""
        return self._put(actor, runner_id, "profile", profile, seen_revision, now)

    def put_readiness(
        self, actor: Actor, runner_id: str, readiness: Readiness, *, seen_revision: int, now: datetime
    ) -> Answer:
        """Write what the runner answered before impact; ConflictError as above."""
        return self._put(actor, runner_id, "readiness", readiness, seen_revision, now)

    def put_assessment(
        self, actor: Actor, runner_id: str, assessment: Assessment, *, seen_revision: int, now: datetime
    ) -> Answer:
        """Write an examination: the linked therapist's own, or, alone, what the runner was told at hers."""
        return self._put(actor, runner_id, "assessment", assessment, seen_revision, now, shared=True)

    def state_clearance(
        self, actor: Actor, runner_id: str, clearance: Clearance, *, seen_revision: int, now: datetime
    ) -> Answer:
        """Write, alone, who examined the runner and cleared her for a plan: self-stated, and marked so."""
        check_self_stated(clearance)
        return self._put(actor, runner_id, "clearance", clearance, seen_revision, now)

    def sign_clearance(
        self, actor: Actor, runner_id: str, clearance: Clearance, *, seen_revision: int, now: datetime
    ) -> Answer:
        """Sign, as the linked therapist, that the runner may follow a plan; ends what waited from before."""
        if clearance.role != "pt":
            raise RefusedError("A therapist signs in her own name.")
        return self._put(actor, runner_id, "clearance", clearance, seen_revision, now, care=True)

    def sign_baseline(
        self, actor: Actor, runner_id: str, baseline: Baseline, *, seen_revision: int, now: datetime
    ) -> Answer:
        """Sign, as the linked therapist, what is usual for this runner in absolute terms.

        Raises RefusedError where a line is above what the floor lets anybody call usual.
        """
        if baseline.signed_on is None or not baseline.signed_by:
            raise RefusedError("A baseline needs a name and a date, else nothing counts as usual.")
        faults = faults_of_baseline(baseline)
        if faults:
            raise RefusedError(f"This cannot be signed: {'; '.join(fault.message for fault in faults)}.")
        return self._put(actor, runner_id, "baseline", baseline, seen_revision, now, care=True)

    def _put(
        self,
        actor: Actor,
        runner_id: str,
        kind: Kind,
        content: Record,
        seen_revision: int,
        now: datetime,
        *,
        care: bool = False,
        shared: bool = False,
    ) -> Answer:
        access = Access.CARE if care else Access.SHARED if shared else Access.OWN
        doing = Act(f"write {kind}")
        with visit(
            self._context, actor, access, subject_id=runner_id, doing=doing, now=now, writes=True
        ) as desk:
            write_record(desk, runner_id, kind, content, seen_revision, now, actor)
        with visit(
            self._context, actor, access, subject_id=runner_id, doing=Act.DECIDE, now=now, writes=True
        ) as desk:
            tell(desk.connection, runner_id, now=now, asked_by="record", actor_id=actor.person_id)
            return answers_of(desk.connection, runner_id, newest=1)[0]


def check_self_stated(clearance: Clearance) -> None:
    """Raise RefusedError for a clearance in a therapist's name."""
    if clearance.role != "self_stated":
        raise RefusedError("Only a therapist signs as a therapist. Write who examined you, and when.")


def write_record(
    desk: Visit,
    runner_id: str,
    kind: Kind,
    content: Record,
    seen_revision: int,
    now: datetime,
    actor: Actor,
) -> None:
    """Write a record with what follows from it: a birth is kept, and a clearance ends what waited for one."""
    _leave_to_the_therapist(desk, runner_id, kind)
    if isinstance(content, Profile):
        _keep_birth(desk, runner_id, content, now, actor)
    put_record(desk, runner_id, kind, content, seen_revision, now, actor)
    standing = diary.newest_record(desk.connection, runner_id, "standing_release")
    if kind != "clearance" or standing is None or standing.content is None:
        return
    if desk.capacity == "pt" or _may_end_the_rule(desk, runner_id, content, standing.made_utc, now):
        put_record(desk, runner_id, "standing_release", None, standing.revision, now, actor)


def put_record(
    desk: Visit,
    runner_id: str,
    kind: str,
    content: Record | None,
    seen_revision: int,
    now: datetime,
    actor: Actor,
) -> None:
    """Add the next revision of a record; ConflictError where it was changed since `seen_revision`."""
    newest = diary.newest_record(desk.connection, runner_id, kind)
    if (newest.revision if newest else 0) != seen_revision:
        raise ConflictError("This was changed in the meantime. Look at what it says now, then try again.")
    diary.add_record(
        desk.connection,
        RecordRevision(
            runner_id=runner_id,
            kind=kind,
            revision=seen_revision + 1,
            content=content.model_dump_json() if content is not None else None,
            made_utc=now,
            made_by=actor.person_id,
        ),
    )


def _leave_to_the_therapist(desk: Visit, runner_id: str, kind: Kind) -> None:
    """With a therapist beside her, a runner signs neither an examination nor a clearance herself."""
    links = people.links_of_runner(desk.connection, runner_id)
    linked = any(link.ended_utc is None for link in links)
    if linked and desk.capacity == "runner" and kind in {"assessment", "clearance"}:
        raise NotAllowedError("Your therapist writes this. Ask her, or leave a note at the check-in.")


def _keep_birth(desk: Visit, runner_id: str, profile: Profile, now: datetime, actor: Actor) -> None:
    """Keep a birth that is told, or taken back, as what happened: a profile only says what is."""
    row = diary.newest_record(desk.connection, runner_id, "profile")
    before = _read(row, Profile) or Profile()
    if profile.birth_date == before.birth_date:
        return
    kind = "taken_back" if profile.birth_date is None else "birth"
    on = profile.birth_date or before.birth_date
    life.add_birth(desk.connection, runner_id, kind, on, now=now, made_by=actor.person_id)


def _may_end_the_rule(
    desk: Visit, runner_id: str, content: Record, since_utc: datetime, now: datetime
) -> bool:
    """Alone, a release rule that a link left ends some days after it, with an examination after it."""
    if not isinstance(content, Clearance) or content.examined_on is None:
        return False
    book = open_book(desk.connection, runner_id, now=now)
    waits = timedelta(days=book.plan.number("lift_alone_after_d"))
    return now >= since_utc + waits and content.examined_on > book.local_date(since_utc)


def _read(row: RecordRevision | None, model: type[RecordT]) -> RecordT | None:
    return None if row is None or row.content is None else model.model_validate_json(row.content)
