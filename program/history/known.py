"""What was known of a runner at an instant, by kind, with the plan and the zone then in force."""

from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import TypeVar
from zoneinfo import ZoneInfo

from program.history.events import (
    Advance,
    Begin,
    Birth,
    Entry,
    Event,
    Link,
    Outing,
    PlanKey,
    Record,
    Rules,
    Told,
    Undated,
    Usual,
    Week,
    Zone,
)
from program.history.limits import number
from program.plan import Plan, Stage

E = TypeVar("E", bound=Event)
_NEVER = datetime.min.replace(tzinfo=UTC)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Known:
    """The events of a record known by `at`, oldest happening first; of one outing only its newest state."""

    record: Record
    at: datetime
    events: tuple[Event, ...]

    @cached_property
    def _by_kind(self) -> dict[type[Event], list[Event]]:
        found: dict[type[Event], list[Event]] = {}
        for event in self.events:
            found.setdefault(type(event), []).append(event)
        return found

    def of(self, kind: type[E]) -> list[E]:
        """The events of one kind, oldest happening first."""
        return self._by_kind.get(kind, [])  # type: ignore[return-value]

    # -- plan and stage by what people did

    @cached_property
    def acts(self) -> list[Begin | Advance]:
        """What set a plan or a stage, in the order in which it became known."""
        return sorted([*self.of(Begin), *self.of(Advance)], key=_known_order)

    @cached_property
    def _act_moments(self) -> list[datetime]:
        return [act.known_at for act in self.acts]

    def act_at(self, moment: datetime) -> Begin | Advance | None:
        """The newest act known at a moment; null before the first."""
        place = bisect_right(self._act_moments, moment)
        return self.acts[place - 1] if place else None

    def plan_key_at(self, moment: datetime) -> PlanKey:
        """The plan in force at a moment, by name; the default one before any was chosen."""
        act = self.act_at(moment)
        default = self.record.default_plan
        return (default.id, default.version) if act is None else act.plan

    def plan_at(self, moment: datetime) -> Plan:
        """The plan in force at a moment; the default one where none was chosen, or none can be read."""
        return self.plan_of(self.plan_key_at(moment))

    def plan_of(self, key: PlanKey | None) -> Plan:
        """The plan of that name; the default one where it cannot be read, so that signs are answered."""
        default = self.record.default_plan
        return default if key is None else self.record.plans.get(key, default)

    def places_of(self, key: PlanKey) -> dict[str, int]:
        """The place of each stage of a plan; none where it cannot be read."""
        plan = self.plan_of(key)
        return plan.stage_index if (plan.id, plan.version) == key else {}

    def stage_at(self, moment: datetime) -> Stage | None:
        """The stage of the newest act known at a moment: for a stage's settings, not for what is owed."""
        act = self.act_at(moment)
        name = None if act is None else act.to if isinstance(act, Advance) else act.stage
        plan = self.plan_at(moment)
        return plan.stage(name) if name in plan.stage_index else None

    @cached_property
    def carried_at(self) -> datetime:
        """When the record began to be folded; before all time where it always was."""
        return max((act.known_at for act in self.of(Begin) if act.kind == "carried"), default=_NEVER)

    @cached_property
    def rules_at(self) -> datetime:
        """When the newest rules came into force; before all time where they always were."""
        return max((rules.known_at for rules in self.of(Rules)), default=_NEVER)

    # -- what was told

    @cached_property
    def _told(self) -> list[Told]:
        return sorted(self.of(Told), key=_known_order)

    @cached_property
    def _told_moments(self) -> list[datetime]:
        return [told.known_at for told in self._told]

    def told_at(self, moment: datetime) -> Told | None:
        """The newest answer known at a moment; null where none was."""
        place = bisect_right(self._told_moments, moment)
        return self._told[place - 1] if place else None

    # -- days

    @cached_property
    def _zones(self) -> list[Zone]:
        return sorted(self.of(Zone), key=_known_order)

    def zone_at(self, moment: datetime) -> ZoneInfo:
        """The runner's time zone at a moment, as it was known then."""
        names = [zone.name for zone in self._zones if zone.known_at <= moment]
        return ZoneInfo(names[-1] if names else self.record.zone)

    def day(self, moment: datetime) -> date:
        """The local date of a moment."""
        return moment.astimezone(self.zone_at(moment)).date()

    def stated_day(self, event: Event) -> date:
        """The day of a fact that was told as a date alone: it is kept as an instant of the record's zone."""
        return event.happened_at.astimezone(ZoneInfo(self.record.zone)).date()

    def midnight_after(self, moment: datetime, days: int = 0) -> datetime:
        """The end of the local day of a moment, or of a day that many days later, as an instant."""
        return _midnight(self.day(moment) + (1 + days) * _DAY, self.zone_at(moment))

    def days_between(self, earlier: datetime, later: datetime) -> int:
        """Local dates from one moment to the other."""
        return (self.day(later) - self.day(earlier)).days

    # -- what entries are read with

    def birth_known(self, moment: datetime) -> date | None:
        """The newest birth known at a moment."""
        days = [
            self.stated_day(birth)
            for birth in self.of(Birth)
            if birth.kind == "birth" and birth.known_at <= moment
        ]
        return max(days, default=None)

    def usual_known(self, moment: datetime) -> Usual | None:
        """What was signed as usual, as known at a moment."""
        signed = [usual for usual in self.of(Usual) if usual.known_at <= moment]
        return max(signed, key=_known_order, default=None)

    # -- outings

    @cached_property
    def held_against(self) -> dict[str, tuple[Plan, Stage | None]]:
        """What each outing is compared with: as it was kept with it, else as she was told when it began."""
        found = {}
        for outing in self.of(Outing):
            key, name = (outing.plan, outing.stage) if outing.plan else self.stage_told_at(outing.happened_at)
            plan = self.plan_of(key)
            found[outing.id] = (plan, plan.stage(name) if name in plan.stage_index else None)
        return found

    def stage_told_at(self, start: datetime) -> tuple[PlanKey, str | None]:
        """The plan and stage as she was told at a start: by the newest answer, else by the newest act."""
        told, stage = self.told_at(start), self.stage_at(start)
        name = told.stage if told is not None else stage.id if stage is not None else None
        return self.plan_key_at(start), name

    @cached_property
    def _known_moments(self) -> list[datetime]:
        return sorted(event.known_at for event in self.events)

    def count_at(self, moment: datetime) -> int:
        """How many events were known at a moment."""
        return bisect_right(self._known_moments, moment)

    @cached_property
    def certain_s(self) -> float:
        """From how many seconds on somebody surely ran."""
        return number(self.record, "certain_run_s")

    @cached_property
    def surely_ran(self) -> list[Outing]:
        """Outings with certain running in them, deleted ones too."""
        return [outing for outing in self.maybe_ran if (outing.sure_s or 0.0) >= self.certain_s]

    @cached_property
    def maybe_ran(self) -> list[Outing]:
        """Outings in which there was, or may have been, running; deleted ones too."""
        return [outing for outing in self.of(Outing) if self._may_have_run(outing)]

    @cached_property
    def undated(self) -> list[Undated]:
        """Recordings of which nobody knows when they were; deleted ones too."""
        return [each for each in self.of(Undated) if not each.is_answered]

    def _may_have_run(self, outing: Outing) -> bool:
        if outing.sure_s is None and outing.maybe_s is None:
            plan, stage = self.plan_of(outing.plan), outing.stage
            return stage not in plan.stage_index or plan.stage(stage).kind == "running"
        return max(outing.sure_s or 0.0, outing.maybe_s or 0.0) >= self.certain_s

    # -- people

    def linked_at(self, moment: datetime) -> tuple[str, ...]:
        """The therapists whose care was open at a moment."""
        open_links: dict[str, bool] = {}
        for link in sorted(self.of(Link), key=lambda item: (item.known_at, item.ends, item.id)):
            if link.known_at <= moment:
                open_links[link.person or link.id] = not link.ends
        return tuple(sorted(person for person, is_open in open_links.items() if is_open))

    @cached_property
    def check_ins(self) -> list[Week]:
        """Each check-in once, as it was first sent."""
        first: dict[str, Week] = {}
        for week in sorted(self.of(Week), key=lambda item: (item.revision, item.known_at)):
            first.setdefault(week.id, week)
        return sorted(first.values(), key=lambda item: (item.happened_at, item.id))


def known_by(record: Record, at: datetime) -> Known:
    """What was known at an instant; what claims to lie ahead of its becoming known happened then."""
    newest: dict[tuple[type[Event], str, int], Event] = {}
    for event in record.events:
        if event.known_at > at:
            continue
        revision = event.revision if isinstance(event, Entry | Week) else 0
        name = (type(event), event.id, revision)
        held = newest.get(name)
        if held is None or held.known_at < event.known_at:
            newest[name] = event
    clamped = (
        event if event.happened_at <= event.known_at else replace(event, happened_at=event.known_at)
        for event in newest.values()
    )
    return Known(record, at, tuple(sorted(clamped, key=order_of)))


def known_before(record: Record, start: datetime) -> Record:
    """The record of what had happened, and was known, when something began; it shares the memory."""
    events = tuple(
        event
        for event in record.events
        if event.known_at <= start and min(event.happened_at, event.known_at) < start
    )
    return replace(record, events=events)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def order_of(event: Event) -> tuple[datetime, datetime, str, str, int]:
    """By when it happened, then by when it became known."""
    revision = event.revision if isinstance(event, Entry | Week) else 0
    return event.happened_at, event.known_at, type(event).__name__, event.id, revision


def _known_order(event: Event) -> tuple[datetime, datetime, str, int, str]:
    """By when it was known; within one transaction by number, where the tenth comes after the ninth."""
    name, _, number = event.id.rpartition(" ")
    return event.known_at, event.happened_at, name, int(number) if number.isdecimal() else 0, event.id
