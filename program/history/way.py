"""The way through the stages, in the order in which things happened.

Facts that step back set a cap, never take something away once more: the stage on which the first of them
arose, less the largest drop that any of them asks. So looks, edits and late twins change nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from program.history.asks import BREAK, Ask
from program.history.events import Advance, Begin, Event, PlanKey, Week
from program.history.known import Known
from program.history.standing import StepBack
from program.model import Action
from program.plan import Plan

_WEEK, _FACT, _ACT = range(3)


@dataclass
class Group:
    """Facts that step back together: from which stage of which plan, since when."""

    plan: PlanKey
    origin: int
    began: datetime
    facts: list[Ask] = field(default_factory=list)

    def target(self, facts: Iterable[Ask] | None = None) -> int:
        """The stage that they lead to."""
        drop = max((ask.drop for ask in (self.facts if facts is None else facts)), default=0)
        return max(0, self.origin - drop)


@dataclass
class Way:
    """Where it leads.

    `taken_back` are advances with the instant from which they no longer stand. `owed` are facts and advances
    known too late to take anything, with when they became known.
    """

    plan: PlanKey | None = None
    stage: int | None = None
    entered_at: datetime | None = None
    groups: list[Group] = field(default_factory=list)
    taken_back: dict[str, datetime] = field(default_factory=dict)
    owed: dict[str, datetime] = field(default_factory=dict)


class Walker:
    """One pass over what happened; `way` is where it has come to."""

    def __init__(self, known: Known, asks: Sequence[Ask]) -> None:
        self.known = known
        self.asks = asks
        self.way = Way()
        self.group: Group | None = None
        self.early: list[Ask] = []
        self.check_ins = [week.happened_at for week in known.check_ins]

    def walk(self) -> Way:
        """The way to the present."""
        for _, kind, _, item in self._items():
            if kind == _WEEK:
                self.group = None
            elif isinstance(item, Ask):
                self._fact(item)
            elif isinstance(item, Begin):
                self._begin(item)
            elif isinstance(item, Advance):
                self._advance(item)
        return self.way

    def _items(self) -> list[tuple[datetime, int, str, Week | Begin | Advance | Ask]]:
        items: list[tuple[datetime, int, str, Week | Begin | Advance | Ask]] = []
        items += [(week.happened_at, _WEEK, week.id, week) for week in self.known.check_ins]
        items += [(act.happened_at, _ACT, act.id, act) for act in self.known.acts]
        for ask in self.asks:
            if ask.drop and self.is_in_time(ask):
                items.append((ask.happened_at, _FACT, f"{ask.name}/{ask.revision}", ask))
            elif ask.drop:
                self.way.owed[ask.name] = ask.known_at
        return sorted(items, key=lambda item: item[:3])

    def is_in_time(self, ask: Ask) -> bool:
        """Known before the second check-in after it happened, and within the days of evidence."""
        days = self.known.plan_at(ask.known_at).number("evidence_days")
        between = sum(ask.happened_at < moment < ask.known_at for moment in self.check_ins)
        return between <= 1 and self.known.days_between(ask.happened_at, ask.known_at) <= days

    # -- facts

    def _fact(self, ask: Ask) -> None:
        way, here = self.way, self.way.stage
        if way.plan is None:
            self.early.append(ask)
        if here is None or way.plan is None:
            return
        if ask.measure == BREAK and self._plan().stages[here].kind != "running":
            return  # Not running is no step back from walking.
        if self.group is None or self._is_another_week(self.group, ask):
            self.group = Group(way.plan, here, ask.happened_at)
            way.groups.append(self.group)
        self.group.facts.append(ask)
        self._cap(self.group.target(), ask.known_at)

    def _is_another_week(self, group: Group, ask: Ask) -> bool:
        days = self.known.plan_of(group.plan).number("check_in_days")
        return self.known.days_between(group.began, ask.happened_at) > days

    def _cap(self, target: int, since: datetime) -> None:
        way = self.way
        if way.stage is not None and target < way.stage:
            way.stage = target
            way.entered_at = max(since, way.entered_at or since)

    def _plan(self) -> Plan:
        return self.known.plan_of(self.way.plan)

    # -- acts

    def _begin(self, act: Begin) -> None:
        way = self.way
        index = self.known.places_of(act.plan).get(act.stage or "")
        same = way.plan == act.plan and way.stage is not None
        if act.kind == "lower" and same and (index is None or index >= (way.stage or 0)):
            return  # Choosing again is nothing.
        group = self.group if act.kind == "lower" and same else None
        early = self.early if way.plan is None else []
        since = self._carried_since(act) if act.kind == "carried" else act.known_at
        self._enter(act, act.plan, index, since)
        self.group = group  # To go lower by oneself begins no week anew.
        for ask in early:
            # From before she began, and told after it: whoever chose that stage could not weigh it.
            if ask.happened_at < act.happened_at and ask.known_at > act.known_at:
                self._fact(ask)

    def _carried_since(self, act: Begin) -> datetime:
        """What is carried over goes on: its stage was entered by the act before, where that led to it."""
        before = [each for each in self.known.acts if each.known_at < act.known_at]
        newest = before[-1] if before else None
        stage = newest.to if isinstance(newest, Advance) else newest.stage if newest else None
        goes_on = newest is not None and newest.plan == act.plan and stage == act.stage
        return newest.known_at if goes_on and newest is not None else act.happened_at

    def _advance(self, act: Advance) -> None:
        way = self.way
        index = self.known.places_of(act.plan)
        unseen = self._unseen(act)
        in_time = [ask.known_at for ask in unseen if self.is_in_time(ask)]
        if way.plan != act.plan or way.stage is None or index.get(act.origin) != way.stage:
            newest = max(way.taken_back.values(), default=act.known_at)
            way.taken_back[act.id] = max((act.known_at, *in_time[:1], newest))
            return
        if in_time or act.to not in index:
            way.taken_back[act.id] = min(in_time, default=act.known_at)
            return
        if unseen:
            way.owed[act.id] = max(ask.known_at for ask in unseen)
        self._enter(act, act.plan, index[act.to], act.known_at)

    def _enter(self, act: Event, plan: PlanKey, index: int | None, since: datetime) -> None:
        self.way.plan, self.way.stage, self.way.entered_at = plan, index, since
        self.group = None
        if index is None:
            return
        for group in self.way.groups:
            facts = [ask for ask in group.facts if ask.known_at > act.known_at]
            if facts:
                known_at = max(ask.known_at for ask in facts)
                self._cap(self._target(group, facts, index), known_at)

    def _target(self, group: Group, facts: Sequence[Ask], entered: int) -> int:
        """What an act could not weigh still asks its step; in another plan one stage at most."""
        if group.plan == self.way.plan:
            return group.target(facts)
        return max(0, entered - min(1, max(ask.drop for ask in facts)))

    def _unseen(self, act: Advance) -> list[Ask]:
        """What is known to be bad, had happened before a yes, and became known after it."""
        return [
            ask
            for ask in self.asks
            if ask.happened_at <= act.happened_at < ask.known_at
            and not ask.void_at
            and ask.outcome.action is not Action.PROGRESS
            and self._would_have_counted(ask, act)
        ]

    def _would_have_counted(self, ask: Ask, act: Advance) -> bool:
        """A finding or a step counts until it is answered; what only holds counts for its own days."""
        if ask.key is not None or ask.drop:
            return True
        days = self.known.plan_of(act.plan).number("symptom_days")
        return self.known.days_between(ask.happened_at, act.happened_at) <= days


def step_backs(known: Known, way: Way) -> tuple[StepBack, ...]:
    """The groups as they are told."""
    return tuple(
        StepBack(
            group.began,
            known.plan_of(group.plan).stages[group.origin].id,
            group.origin - group.target(),
            tuple(sorted({ask.name for ask in group.facts})),
        )
        for group in way.groups
    )
