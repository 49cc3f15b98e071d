"""What may happen twice in a life: kinds of events, what a life begins with, and when two of them come.

A life is a clean week of a stage as events (its case as data beside it), and then two events of the alphabet.
An act is made from what stood when it was done, as the services make it: a closing names what was open.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).parents[1] / "program"))
from weeks import EASY, USUAL, case_of, clean_week, knee

from program.case import Case, Session
from program.diary import CheckIn, SymptomEntry
from program.evaluate import decide_only
from program.history.events import (
    Advance,
    Begin,
    Birth,
    Close,
    Entry,
    Erased,
    Event,
    Exam,
    Lift,
    Link,
    Looked,
    Order,
    Outing,
    PlanKey,
    Record,
    Told,
    Unreadable,
    Week,
    WellAgain,
    Zone,
)
from program.history.fold import fold
from program.history.records import standing_record
from program.history.standing import Standing
from program.load import shipped_plans
from program.model import Action, Decision
from program.overshoot import overshoot_limits
from program.plan import Plan, Stage
from program.record import Clearance, Hold, Readiness

HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)
ZONE = "Europe/Berlin"
PLANS = dict(shipped_plans())
DEFAULT: PlanKey = ("postnatal-graded", 1)
_CALM = {**USUAL, "scar": "none", "doming": "none", **EASY, "effort_0_10": 3, "signs": []}


@dataclass(frozen=True)
class Start:
    """Where a life begins; `advanced` is with a yes just given to the next stage."""

    plan: PlanKey
    stage: str
    linked: bool
    advanced: bool = False

    @property
    def now(self) -> datetime:
        """The Sunday evening after the week, an hour after its check-in."""
        assert self.case.now is not None
        return self.case.now

    @cached_property
    def begun(self) -> "Life":
        """The clean week, told."""
        return _clean(self)

    @cached_property
    def case(self) -> Case:
        """The same week as a case."""
        data = clean_week(self.plan[0], self.stage)
        return case_of(data if self.linked else {**data, "pt": "alone"})


@dataclass(frozen=True)
class Life:
    """The record of a start and what came after it, each command with what it told."""

    start: Start
    events: tuple[Event, ...]
    #: What came after the clean week, without what was told.
    more: tuple[Event, ...] = ()
    cache: dict[object, object] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def record(self) -> Record:
        return Record(
            events=self.events, plans=PLANS, default_plan=PLANS[DEFAULT], zone=ZONE, cache=self.cache
        )

    def at(self, moment: datetime) -> Standing:
        """What stands at an instant."""
        return fold(self.record, moment)

    def with_events(self, *events: Event, tells: bool = True) -> "Life":
        """The life with a command more, all of one instant, and what it told."""
        more = replace(self, events=(*self.events, *events), more=(*self.more, *events), cache={})
        return more.told(events[-1].known_at) if tells and events else more

    def told(self, moment: datetime) -> "Life":
        """The life with an answer kept: allowed where nothing bars and the stage has running."""
        standing = self.at(moment)
        stage = stage_of(standing)
        told = Told(
            id=f"decision {len(self.events)}",
            happened_at=moment,
            known_at=moment,
            role="system",
            stage=standing.stage,
            running_allowed=stage is not None and stage.kind == "running" and not standing.bars,
            rest_until=standing.rest_until,
            holds_until=standing.holds_until,
        )
        return replace(self, events=(*self.events, told), cache={})

    def of(self, kind: type[Event]) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]


def plan_of(standing: Standing) -> Plan:
    return PLANS[standing.plan or DEFAULT]


def stage_of(standing: Standing) -> Stage | None:
    return plan_of(standing).stage(standing.stage) if standing.stage else None


# -- a clean week as events


def _clean(start: Start) -> Life:
    case, plan, now = start.case, PLANS[start.plan], start.now
    assert case.stage_since is not None
    began = case.stage_since
    events: list[Event] = []
    if case.profile.birth_date:
        born = datetime.combine(case.profile.birth_date, datetime.min.time(), ZoneInfo(ZONE))
        events.append(Birth(id="birth 0", happened_at=born.astimezone(UTC), known_at=began - 20 * DAY))
    signed = began - 19 * DAY
    events.append(
        Exam(id="clearance 0", happened_at=signed, known_at=signed, role="pt", item="clearance", is_good=True)
    )
    if start.linked:
        events.append(Link(id="link 0", happened_at=signed - DAY, known_at=signed - DAY, person="A"))
    role, kind = ("pt", "placed") if start.linked else ("runner", "first")
    events.append(
        Begin(
            id="stage 0",
            happened_at=began,
            known_at=began,
            role=role,
            plan=start.plan,
            stage=start.stage,
            kind=kind,
        )
    )
    for session in case.sessions or ():
        events.append(_outing(start, session, plan.stage(start.stage)))
    for entry in case.symptoms:
        assert entry.at is not None
        events.append(
            Entry(id=entry.id, happened_at=entry.at, known_at=entry.at + MINUTE, revision=1, says=entry)
        )
    sent = now - HOUR
    events.append(
        Week(id=_week_id(sent), happened_at=sent, known_at=sent, revision=1, says=case.check_ins[0])
    )
    life = Life(start, tuple(events)).told(began).told(sent)
    return life.with_events(*_yes(life, now - HOUR / 2, "yes 0")) if start.advanced else life


def _outing(start: Start, session: Session, stage: Stage) -> Outing:
    return Outing(
        id=session.id,
        happened_at=session.start,
        known_at=session.end + 10 * MINUTE,
        end=session.end,
        local_date=session.local_date,
        sure_s=session.run_time_s,
        maybe_s=session.run_time_s,
        stage=start.stage,
        plan=start.plan,
        session=session.session,
        asked_s=session.prescribed_run_time_s,
        outcome="as_prescribed",
        was_allowed=stage.kind == "running" or None,
    )


def _week_id(moment: datetime) -> str:
    day = _day(moment)
    return f"check-in {day - timedelta(days=day.weekday())}"


def _day(moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(ZONE)).date()


# -- the alphabet

#: Makes the events of one kind from the life before it, when it happened, when it becomes known, and a name.
Make = Callable[[Life, datetime, datetime, str], tuple[Event, ...]]


@dataclass(frozen=True)
class Kind:
    """One letter. A fact may become known late; `may_end` are codes of bars and findings that it may end.

    `may_raise` says that the stage may be another one after it, `corrects` that it takes her words back,
    `closes` that it may close findings.
    """

    name: str
    make: Make = field(compare=False, repr=False)
    is_fact: bool = False
    is_run: bool = False
    may_end: tuple[str, ...] = ()
    may_raise: bool = False
    corrects: bool = False
    closes: bool = False
    ends_breaks: bool = False


def _says(**says: Any) -> Make:
    def make(life: Life, happened: datetime, known: datetime, name: str) -> tuple[Event, ...]:
        return (
            Entry(
                id=name, happened_at=happened, known_at=known, revision=1, says=_entry(name, happened, says)
            ),
        )

    return make


def _entry(name: str, at: datetime, says: dict[str, Any]) -> SymptomEntry:
    data = {**_CALM, **says, "id": name, "phase": "day", "at": at}
    return SymptomEntry.model_validate(data, strict=False)


def _runs(size: str, **more: Any) -> Make:
    """A session of the stage that stood when it began, as told; `size` is how much more than asked."""

    def make(life: Life, happened: datetime, known: datetime, name: str) -> tuple[Event, ...]:
        before = [told for told in life.of(Told) if told.known_at <= happened]
        told, key = before[-1], life.at(happened).plan or DEFAULT
        plan = PLANS[key]
        stage = plan.stage(told.stage) if told.stage in plan.stage_index else None
        sure_s = _seconds(plan, stage, size)
        end = happened + timedelta(minutes=30)
        fields: dict[str, Any] = {
            "sure_s": sure_s,
            "maybe_s": sure_s,
            "end": end,
            "local_date": _day(happened),
            "plan": key,
            "stage": told.stage,
            "session": stage.required[0] if stage else None,
            "outcome": "as_prescribed" if size == "asked" else "exceeded",
        }
        fields |= more | ({"sure_s": 0.0} if "is_unsure" in more else {})
        fields.pop("is_unsure", None)
        return (Outing(id=name, happened_at=happened, known_at=max(known, end), **fields),)

    return make


def _seconds(plan: Plan, stage: Stage | None, size: str) -> float:
    session = stage.session(stage.required[0]) if stage else None
    asked = (session.run_time_s if session else 0.0) or 0.0
    limits = overshoot_limits(plan, stage)
    above = {
        "asked": asked,
        "over": asked + max(limits.share * asked, limits.least_s) + 30,
        "far": limits.far_from_s(asked) + 30,
        "double": limits.double_from_s(asked) + 30,
    }
    return above[size]


def _checks_in(**says: Any) -> Make:
    def make(life: Life, happened: datetime, known: datetime, name: str) -> tuple[Event, ...]:
        key = _week_id(known)
        revision = 1 + max((week.revision for week in life.of(Week) if week.id == key), default=0)
        said = life.start.case.check_ins[0].model_copy(update={"id": key, "date": _day(known), "at": known})
        said = CheckIn.model_validate({**said.model_dump(), **says})
        return (Week(id=key, happened_at=known, known_at=known, revision=revision, says=said),)

    return make


def _edits(says: dict[str, Any] | None) -> Make:
    """A new revision of her newest entry: `says` is null where it withdraws it."""

    def make(life: Life, happened: datetime, known: datetime, name: str) -> tuple[Event, ...]:
        newest = life.of(Entry)[-1]
        first = next(entry for entry in life.of(Entry) if entry.id == newest.id)
        said = None if says is None else _edited(first, says)
        revision = newest.revision + 1
        return (
            Entry(id=newest.id, happened_at=first.happened_at, known_at=known, revision=revision, says=said),
        )

    return make


def _edited(first: Entry, says: dict[str, Any]) -> SymptomEntry:
    assert first.says is not None
    return SymptomEntry.model_validate({**first.says.model_dump(), **_CALM, **says}, strict=False)


def _says_it_again() -> Make:
    def make(life: Life, happened: datetime, known: datetime, name: str) -> tuple[Event, ...]:
        newest = life.of(Entry)[-1]
        return (replace(newest, known_at=known, revision=newest.revision + 1),)

    return make


def _closes(role: Any, kind: Any = "looked") -> Make:
    """Everything open is closed by what was shown of it, as far as that role may."""

    def make(life: Life, happened: datetime, known: datetime, name: str) -> tuple[Event, ...]:
        return tuple(
            Close(
                id=f"{name} {number}",
                happened_at=known,
                known_at=known,
                role=role,
                person="A" if role == "pt" else None,
                finding=each.key,
                seen=frozenset(each.entries),
                kind=kind,
            )
            for number, each in enumerate(life.at(known).findings)
        )

    return make


def _acts(event: type[Event], **fields: Any) -> Make:
    def make(life: Life, happened: datetime, known: datetime, name: str) -> tuple[Event, ...]:
        return (event(**{"id": name, "happened_at": known, "known_at": known, **fields}),)

    return make


def _done(ago: timedelta, event: type[Event], **fields: Any) -> Make:
    """An act that speaks of a day before it."""

    def make(life: Life, happened: datetime, known: datetime, name: str) -> tuple[Event, ...]:
        return (event(**{"id": name, "happened_at": known - ago, "known_at": known, **fields}),)

    return make


def _lifts(life: Life, happened: datetime, known: datetime, name: str) -> tuple[Event, ...]:
    return tuple(
        Lift(id=f"{name} {order.id}", happened_at=known, known_at=known, role="pt", order=order.id)
        for order in life.of(Order)
    )


def _stays(kind: Any, *, by: int = 0, plan: PlanKey | None = None) -> Make:
    """A stage set by a person: that which stands, one so many beneath it, or the first of another plan."""

    def make(life: Life, happened: datetime, known: datetime, name: str) -> tuple[Event, ...]:
        standing = life.at(known)
        key = plan if plan and plan != standing.plan else standing.plan or DEFAULT
        stages = PLANS[key].stages
        here = PLANS[key].stage_index.get(standing.stage or "", 0)
        stage = stages[max(0, here - by)] if key == standing.plan else stages[0]
        role = "pt" if kind == "placed" else "runner"
        return (
            Begin(id=name, happened_at=known, known_at=known, role=role, plan=key, stage=stage.id, kind=kind),
        )

    return make


def _yes(life: Life, known: datetime, name: str, kind: Any = None) -> tuple[Event, ...]:
    standing = life.at(known)
    here = stage_of(standing)
    after = here and plan_of(standing).after(here.id)
    if here is None or after is None or standing.plan is None:
        return ()
    role, plain = ("pt", "release") if life.start.linked else ("runner", "confirm")
    return (
        Advance(
            id=name,
            happened_at=known,
            known_at=known,
            role="pt" if kind == "override" else role,
            plan=standing.plan,
            origin=here.id,
            to=after.id,
            kind=kind or plain,
        ),
    )


def _says_yes(life: Life, happened: datetime, known: datetime, name: str) -> tuple[Event, ...]:
    """A yes to a progress that stands; else it is refused, and nothing happens."""
    return _yes(life, known, name) if decision(life, known).action is Action.PROGRESS else ()


def _overrides(life: Life, happened: datetime, known: datetime, name: str) -> tuple[Event, ...]:
    return _yes(life, known, name, "override")


def _unlinks(life: Life, happened: datetime, known: datetime, name: str) -> tuple[Event, ...]:
    return tuple(
        Link(id=f"{name} {link.id}", happened_at=known, known_at=known, person=link.person, ends=True)
        for link in life.of(Link)
    )


def _looks(life: Life, happened: datetime, known: datetime, name: str) -> tuple[Event, ...]:
    return tuple(
        Looked(id=f"{name} {number}", happened_at=known, known_at=known, role="pt", alert=alert.key)
        for number, alert in enumerate(life.at(known).alerts)
    )


def _pain(score: int, **answers: Any) -> list[dict[str, Any]]:
    return [knee(score, **answers)]


_FACTS: dict[str, Make] = {
    "calm": _says(),
    "knee_4": _says(pain=_pain(4)),
    "knee_7": _says(pain=_pain(7)),
    "knee_9_limp": _says(pain=_pain(9, limp=True, builds_up=True)),
    "night_pain": _says(pain=_pain(3, at_night=True)),
    "bone": _says(pain=_pain(3, site="shin", on_bone=True)),
    "sore": _says(soreness="during", swelling="swollen"),
    "leak_as_usual": _says(leak_urine="as_baseline"),
    "leak": _says(leak_urine="new_or_worse"),
    "heavy_1": _says(heaviness_0_10=1),
    "heavy_9": _says(heaviness_0_10=9),
    "dizzy": _says(signs=["dizzy"]),
    "clot": _says(signs=["calf_clot"]),
    "chest_pain": _says(signs=["chest_pain"]),
    "chest_pain_and_leak": _says(signs=["chest_pain"], leak_urine="new_or_worse"),
}
_RUNS: dict[str, Make] = {
    "run": _runs("asked"),
    "run_over": _runs("over"),
    "run_far": _runs("far"),
    "run_double": _runs("double"),
    "run_unsure": _runs("far", is_unsure=True),
    "run_by_hand": _runs("asked", is_unsure=True, is_by_hand=True),
    "run_deleted": _runs("far", is_deleted=True),
}
#: An entry is heard after a restore, and answers what was asked about a run that was far too much.
_ANSWERED = ("restored", "overshoot:")
#: A check-in without an illness ends one.
_WELL = ("fresh_check_in", "illness")
_BY_PT = ("clean_week", "unreadable")
KINDS: tuple[Kind, ...] = (
    *(Kind(name, make, is_fact=True, may_end=_ANSWERED) for name, make in _FACTS.items()),
    *(Kind(name, make, is_fact=True, is_run=True, ends_breaks=True) for name, make in _RUNS.items()),
    Kind("check_in", _checks_in(), may_end=(*_ANSWERED, *_WELL, "clean_week")),
    Kind("fever", _checks_in(illness="fever_or_whole_body"), may_end=(*_ANSWERED, "fresh_check_in")),
    Kind("bad_week", _checks_in(energy="very_low", mood="very_low"), may_end=(*_ANSWERED, *_WELL)),
    Kind("harm", _checks_in(harm_thoughts=True), may_end=(*_ANSWERED, *_WELL)),
    Kind(
        "edit_worse", _edits({"pain": _pain(9, limp=True), "leak_urine": "new_or_worse"}), may_end=_ANSWERED
    ),
    Kind("edit_better", _edits({}), may_end=_ANSWERED, corrects=True),
    Kind("edit_same", _says_it_again(), may_end=_ANSWERED),
    Kind("withdraw", _edits(None), may_end=_ANSWERED, corrects=True),
    Kind("close_pt", _closes("pt"), closes=True, may_end=_BY_PT, ends_breaks=True),
    Kind("close_medical", _closes("medical"), closes=True, may_end=_BY_PT, ends_breaks=True),
    Kind("close_alone", _closes("runner"), closes=True, ends_breaks=True),
    Kind("close_mistake", _closes("pt", "mistake"), closes=True, may_end=_BY_PT, ends_breaks=True),
    Kind("hold_running", _acts(Order, role="pt", person="A", kind="no_running")),
    Kind("hold_progress", _acts(Order, role="pt", person="A", kind="no_progress")),
    Kind("lift", _lifts, may_end=("order", *_BY_PT)),
    Kind("yes", _says_yes, may_raise=True, may_end=_BY_PT),
    Kind("override", _overrides, may_raise=True, may_end=_BY_PT),
    Kind("lower", _stays("lower", by=1)),
    Kind("choose_same", _stays("lower")),
    Kind("switch", _stays("switch", plan=("couch-to-5k", 1))),
    Kind("placed", _stays("placed"), may_end=_BY_PT, may_raise=True, ends_breaks=True),
    Kind("link", _acts(Link, person="B", role="pt")),
    Kind("unlink", _unlinks),
    Kind(
        "cleared",
        _acts(Exam, role="pt", item="clearance", is_good=True),
        ends_breaks=True,
        may_end=("not_examined", "bad:clearance"),
    ),
    Kind("not_cleared", _acts(Exam, role="pt", item="clearance", is_good=False)),
    Kind("cleared_long_ago", _done(900 * DAY, Exam, item="clearance", is_good=True, is_self_stated=True)),
    Kind("leak_known", _acts(Exam, role="pt", item="incontinence", is_good=False)),
    Kind(
        "leak_gone",
        _acts(Exam, role="pt", item="incontinence", is_good=True),
        may_end=("bad:incontinence", "fresh_check_in:incontinence"),
    ),
    Kind(
        "leak_gone_she_says",
        _acts(Exam, item="incontinence", is_good=True, is_self_stated=True),
        may_end=("bad:incontinence",),
    ),
    Kind("birth", _done(30 * DAY, Birth), may_end=("pregnancy", "taken_back")),
    Kind("pregnancy", _acts(Birth, kind="pregnancy"), may_end=("taken_back",)),
    Kind("pregnancy_ended", _acts(Birth, kind="pregnancy_ended"), may_end=("pregnancy",)),
    Kind("birth_taken_back", _acts(Birth, kind="taken_back")),
    Kind("well_again", _acts(WellAgain), may_end=("illness",)),
    Kind("flight", _acts(Zone, name="Pacific/Kiritimati")),
    Kind("erased", _acts(Erased, role="operator", code="sign:calf_clot")),
    Kind("restored", _acts(Unreadable, role="system", code="restored")),
    Kind("unreadable", _acts(Unreadable, role="system", code="entry")),
    Kind("looked", _looks),
)


# -- the case of a life


def case_at(life: Life, at: datetime, standing: Standing) -> Case:
    """The clean week's case with what came after it, and what stands beside it."""
    base, plan = life.start.case, plan_of(standing)
    said = [entry for entry in life.more if isinstance(entry, Entry)]
    weeks = [week for week in life.more if isinstance(week, Week)]
    runs = [outing for outing in life.more if isinstance(outing, Outing)]
    entries = {entry.id: entry for entry in base.symptoms} | {entry.id: entry.says for entry in said}
    check_ins = {_week_id(life.start.now - HOUR): base.check_ins[0]} | {week.id: week.says for week in weeks}
    births = [birth.happened_at for birth in life.of(Birth) if birth.kind == "birth"]
    profile = base.profile.model_copy(update={"birth_date": _day(max(births)) if births else None})
    return base.model_copy(
        update={
            "plan": plan.id,
            "plan_version": plan.version,
            "stage": standing.stage,
            "date": _day(at),
            "now": at,
            "stage_since": standing.entered_at if standing.stage else None,
            "pt": "linked" if _is_linked(life) else "alone",
            "profile": profile,
            "clearance": _clearance(life, plan),
            "readiness": _readiness(life, base),
            "sessions": (*(base.sessions or ()), *(_session(run) for run in runs if run.end <= at)),
            "symptoms": tuple(entry for entry in entries.values() if entry is not None),
            "check_ins": tuple(check_ins.values()),
            "holds": tuple(_hold(order) for order in _orders(life)),
            "standing": standing_record(standing, zone=ZONE),
        }
    )


def _is_linked(life: Life) -> bool:
    open_links: dict[str | None, bool] = {}
    for link in sorted(life.of(Link), key=lambda each: each.known_at):
        open_links[link.person] = not link.ends
    return any(open_links.values())


def _clearance(life: Life, plan: Plan) -> Clearance | None:
    signed = [exam for exam in life.of(Exam) if exam.item == "clearance"]
    newest = max(signed, key=lambda exam: exam.known_at)
    if not newest.is_good:
        return None
    day = _day(newest.happened_at)
    who: dict[str, Any] = {"signed_by": "Ada Brook, PT"}
    if newest.is_self_stated:
        who = {"signed_by": "she", "role": "self_stated", "examined_by": "Dr May", "examined_on": day}
    return Clearance(plan=plan.id, plan_version=plan.version, signed_on=day, **who)


def _readiness(life: Life, base: Case) -> Readiness:
    answers = [exam for exam in life.of(Exam) if exam.item == "incontinence"]
    if not answers:
        return base.readiness
    newest = max(answers, key=lambda exam: exam.known_at)
    return base.readiness.model_copy(update={"incontinence": "none" if newest.is_good else "present"})


def _session(run: Outing) -> Session:
    return Session.model_construct(
        id=run.id,
        start=run.happened_at,
        end=run.end,
        local_date=run.local_date,
        stage=run.stage,
        session=run.session,
        outcome=run.outcome,
        run_time_s=run.sure_s,
        uncertain_time_s=max(0.0, (run.maybe_s or 0.0) - (run.sure_s or 0.0)),
        prescribed_run_time_s=run.asked_s,
        quality="ok",
        cadence_known=True,
        recorded_by_hand=run.is_by_hand,
        deleted=run.is_deleted,
    )


def _orders(life: Life) -> list[Order]:
    lifted = {lift.order for lift in life.of(Lift)}
    return [order for order in life.of(Order) if order.id not in lifted]


def _hold(order: Order) -> Hold:
    return Hold(kind=order.kind, ordered_by="Ada Brook, PT", ordered_on=_day(order.known_at), reason="why")


def decision(life: Life, at: datetime, standing: Standing | None = None) -> Decision:
    """What is answered at an instant."""
    stands = life.at(at) if standing is None else standing
    return decide_only(case_at(life, at, stands), plan_of(stands))
