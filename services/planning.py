"""Choosing a plan and its stage, and moving to a newer version of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from program import (
    Clearance,
    Plan,
    PlanError,
    Stage,
    load_plan,
    shipped_plans,
    stage_in_new_version,
    start_individual,
)
from program.beginning import openings
from program.history.events import Begin, Outing
from services.acts import Act
from services.answers import Answer, answers_of
from services.casebook import CaseBook, open_book
from services.context import Context
from services.errors import ConflictError, NotFoundError, RefusedError
from services.limits import reason_of
from services.plans import find_plan, plan_text
from services.policy import Access, Actor, Visit, visit
from services.records import check_self_stated, write_record
from services.telling import tell
from store import decisions, diary, people, plans
from store.decisions import StageChangeRow
from store.plans import IndividualPlan

#: The end of the name of every plan that was made for one runner.
_OWN = "-own"


@dataclass(frozen=True)
class PlanInForce:
    """The plan that a runner follows, and her way on it so far, oldest step first."""

    plan: Plan
    stage_id: str | None
    since_utc: datetime
    way: tuple[StageChangeRow, ...]


class Planning:
    """Which plan, from which stage on."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def plans(self, actor: Actor, runner_id: str, *, now: datetime) -> tuple[Plan, ...]:
        """Return the plans to choose from: those shipped, and those made for this runner."""
        with visit(
            self._context, actor, Access.SHARED, subject_id=runner_id, doing=Act.READ_PLANS, now=now
        ) as desk:
            own = plans.plans_of(desk.connection, runner_id)
            made = tuple(find_plan(desk.connection, runner_id, p.plan_id, p.plan_version) for p in own)
        return (*shipped_plans().values(), *made)

    def in_force(self, actor: Actor, runner_id: str, *, now: datetime) -> PlanInForce | None:
        """Return the plan in force, null where none was chosen."""
        with visit(
            self._context, actor, Access.SHARED, subject_id=runner_id, doing=Act.READ_PLAN, now=now
        ) as desk:
            way = decisions.stage_changes_of(desk.connection, runner_id)
            if not way:
                return None
            plan = find_plan(desk.connection, runner_id, way[-1].plan_id, way[-1].plan_version)
        return PlanInForce(plan, way[-1].stage_id, way[-1].made_utc, way)

    def choose(
        self,
        actor: Actor,
        runner_id: str,
        plan_id: str,
        plan_version: int,
        *,
        now: datetime,
        stage_id: str | None = None,
        because: str = "chosen",
        clearance: Clearance | None = None,
        seen_clearance: int = 0,
    ) -> Answer:
        """Put the runner on a plan, at its first stage or at the one named, and decide.

        Alone, she herself may begin at a foundation stage or at the first running stage until her first
        session, may go back to a lower stage, may follow a newer version by its own stage map, and may
        take up another plan at a stage that asks no more running than the one that stands. Choosing what
        stands already changes nothing. What she enters still has to meet its entry criteria: the decision
        says so. With a therapist beside her, the therapist chooses. A self-stated `clearance` is kept with
        the choice, or neither is. Raises RefusedError where the stage is not open, or where she chooses a
        plan for after a birth and none is on record; ConflictError where the clearance was changed since
        its revision `seen_clearance`.
        """
        with visit(
            self._context,
            actor,
            Access.SHARED,
            subject_id=runner_id,
            doing=Act.CHOOSE_PLAN,
            now=now,
            writes=True,
        ) as desk:
            _check_who_chooses(desk, runner_id)
            plan = find_plan(desk.connection, runner_id, plan_id, plan_version)
            book = open_book(desk.connection, runner_id, now=now)
            if desk.capacity == "runner":
                _check_birth(plan, book)
            if clearance is not None:
                check_self_stated(clearance)
                write_record(desk, runner_id, "clearance", clearance, seen_clearance, now, actor)
            entered = _enter(plan, stage_id, book, desk, now)
            if entered is not None:
                decisions.add_stage_change(
                    desk.connection,
                    runner_id=runner_id,
                    plan_id=plan.id,
                    plan_version=plan.version,
                    stage_id=entered.stage_id,
                    kind=entered.kind,
                    because=because,
                    decision_id=None,
                    now=now,
                    made_by=actor.person_id,
                    from_stage_id=book.standing.stage,
                )
            tell(desk.connection, runner_id, now=now, asked_by="plan", actor_id=actor.person_id)
            return answers_of(desk.connection, runner_id, newest=1)[0]

    def text(self, actor: Actor, runner_id: str, plan_id: str, plan_version: int, *, now: datetime) -> str:
        """Return the file of a plan as TOML: a shipped one, or one made for this runner."""
        with visit(
            self._context, actor, Access.SHARED, subject_id=runner_id, doing=Act.READ_PLAN, now=now
        ) as desk:
            return plan_text(desk.connection, runner_id, plan_id, plan_version)

    def draft(self, actor: Actor, runner_id: str, plan_id: str, plan_version: int, *, now: datetime) -> str:
        """Return a copy of a plan to edit for this runner, under its own name and its next version.

        `program.with_stage`, `with_new_stage` and `without_stage` edit the text, each checked at once.
        Raises RefusedError where the kept plan cannot be read any more.
        """
        with visit(
            self._context, actor, Access.CARE, subject_id=runner_id, doing=Act.READ_PLAN, now=now
        ) as desk:
            text = plan_text(desk.connection, runner_id, plan_id, plan_version)
            own = plans.plans_of(desk.connection, runner_id)
        own_id = plan_id if plan_id.endswith(_OWN) else plan_id + _OWN
        version = max((plan.plan_version for plan in own if plan.plan_id == own_id), default=0) + 1
        try:
            return start_individual(text, own_id, version)
        except PlanError as error:
            raise RefusedError("This plan cannot be read any more. Begin with a released one.") from error

    def save(self, actor: Actor, runner_id: str, text: str, because: str, *, now: datetime) -> Plan:
        """Keep, as the linked therapist, the next version of a runner's own plan, checked like any other.

        It is in force once it is chosen and cleared. Raises RefusedError with all faults where
        it is no plan, loosens the floor, takes a shipped plan's name or is not the next version.
        """
        reason = reason_of(because, asked="Write why the plan was changed")
        try:
            plan = load_plan(text, "plan")
        except PlanError as error:
            raise RefusedError("\n".join(str(fault) for fault in error.faults)) from error
        if not plan.id.endswith(_OWN):
            raise RefusedError(
                f"A runner's own plan has a name that ends in {_OWN}, so that none is mixed up."
            )
        if plan.based_on is None:
            raise RefusedError("A runner's own plan says under based_on which plan it was made from.")
        with visit(
            self._context,
            actor,
            Access.CARE,
            subject_id=runner_id,
            doing=Act.WRITE_PLAN,
            now=now,
            writes=True,
            about=f"plan {plan.id} {plan.version}",
        ) as desk:
            own = plans.plans_of(desk.connection, runner_id)
            newest = max((row.plan_version for row in own if row.plan_id == plan.id), default=0)
            if plan.version != newest + 1:
                raise ConflictError(f"The next version is {newest + 1}; a kept version is never changed.")
            plans.add_plan(
                desk.connection,
                IndividualPlan(plan.id, plan.version, runner_id, text, reason, now, actor.person_id),
            )
        return plan


def _check_who_chooses(desk: Visit, runner_id: str) -> None:
    links = people.links_of_runner(desk.connection, runner_id)
    if desk.capacity == "runner" and any(link.ended_utc is None for link in links):
        raise RefusedError("Your therapist chooses the plan. Ask her, or leave a note at the check-in.")


def _check_birth(plan: Plan, book: CaseBook) -> None:
    """A plan for after a birth is nobody else's; who follows it already goes on."""
    in_force = book.standing.plan
    if plan.population != "postpartum" or book.case.profile.birth_date is not None:
        return
    if in_force is not None and in_force[0] == plan.id:
        return
    raise RefusedError(
        "This plan is for after a birth, and none is on record. Say when it was, under About me and my plan;"
        " or choose a plan that is not for after a birth, such as Couch to 5K."
    )


@dataclass(frozen=True)
class _Entered:
    stage_id: str
    kind: str


def _enter(plan: Plan, stage_id: str | None, book: CaseBook, desk: Visit, now: datetime) -> _Entered | None:
    """The stage that may be entered and how; null where it stands already. A therapist may enter any."""
    if stage_id is not None and stage_id not in plan.stage_index:
        raise NotFoundError(f"{plan.title} has no stage {stage_id}.")
    if desk.capacity == "pt":
        return _Entered(stage_id or plan.stages[0].id, "placed" if book.stages else "first")
    here, in_force = book.standing.stage, book.standing.plan
    if not (_has_begun(book) or book.standing.steps):
        wanted = stage_id or plan.stages[0].id
        if wanted not in [stage.id for stage in openings(plan)]:
            raise RefusedError(
                "Begin at the first running stage or before it. A therapist may place you higher."
            )
        same = (plan.id, plan.version, wanted) == (*(in_force or ("", 0)), here)
        return None if same else _Entered(wanted, "first")
    if here is None or in_force is None or in_force[0] != plan.id:
        return _Entered(_switched(plan, stage_id, book), "switch")
    same_version = in_force[1] == plan.version
    if not same_version:
        _needs_check_in(desk, book.runner.id, plan, now)
    highest = here if same_version else _mapped(plan, book)
    wanted = stage_id or highest
    if plan.stage_index[wanted] > plan.stage_index[highest]:
        raise RefusedError("You can go back by yourself, and forward by the weekly check-in.")
    if same_version and wanted == here:
        return None
    return _Entered(wanted, "lower" if same_version else "switch")


def _has_begun(book: CaseBook) -> bool:
    """Whether anything was ever run or walked, or the way was carried over from before the record."""
    return any(
        isinstance(event, Outing) or (isinstance(event, Begin) and event.kind == "carried")
        for event in book.record.events
    )


def _switched(plan: Plan, stage_id: str | None, book: CaseBook) -> str:
    """The stage of another plan that asks no more running than the one that stands, in one go and in all."""
    here = book.plan.stage(book.standing.stage) if book.standing.stage else None
    wanted = plan.stage(stage_id or plan.stages[0].id)
    if here is None:
        if wanted in openings(plan):
            return wanted.id
    elif wanted.kind == "foundation" or (
        here.kind == "running"
        and all(asks <= asked for asks, asked in zip(_load(wanted), _load(here), strict=True))
    ):
        return wanted.id
    raise RefusedError(
        "This step asks more running than the one you are on."
        " Choose a lower one, or ask a therapist to place you."
    )


def _load(stage: Stage) -> tuple[float, float]:
    """The longest run, and the most running of one session, in seconds; a run by distance has no end."""
    runs = [[step for step in session.steps if step.kind == "run"] for session in stage.sessions]
    longest = max((step.duration_s or float("inf") for steps in runs for step in steps), default=0.0)
    total = max((sum(step.duration_s or float("inf") for step in steps) for steps in runs), default=0.0)
    return longest, total


def _needs_check_in(desk: Visit, runner_id: str, plan: Plan, now: datetime) -> None:
    """A new version begins at a check-in; the one in force holds until then."""
    sent = diary.check_ins_of(desk.connection, runner_id)
    recent = timedelta(days=plan.number("check_in_days"))
    if not any(now - row.made_utc <= recent for row in sent):
        raise RefusedError("A new version begins at a check-in. Send this week's first.")


def _mapped(plan: Plan, book: CaseBook) -> str:
    """Where a runner on an older version starts in this one: by its stage map, never by guess."""
    try:
        return stage_in_new_version(book.plan, plan, str(book.standing.stage))
    except PlanError as error:
        raise RefusedError(
            f"Version {plan.version} does not say where you continue without asking more of you."
            " Go on with your version, or ask your therapist to place you."
        ) from error
