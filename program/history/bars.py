"""What forbids running, or going on, beside findings and the episode."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from program.history.asks import Ask
from program.history.events import (
    Advance,
    Begin,
    Birth,
    Close,
    Entry,
    Erased,
    Lift,
    Link,
    Order,
    Unreadable,
    Week,
    WellAgain,
)
from program.history.findings import counted
from program.history.known import Known
from program.history.limits import days
from program.history.standing import Bar, Lifting
from program.model import Action, ReleaseBy

_RUNNER, _PT, _MEDICAL = ReleaseBy.RUNNER, ReleaseBy.PT, ReleaseBy.MEDICAL


# -- orders


def standing_orders(known: Known) -> list[Order]:
    """The orders that nobody has lifted."""
    lifted = {lift.order for lift in known.of(Lift)}
    return [order for order in known.of(Order) if order.id not in lifted]


def order_bar(order: Order) -> Bar:
    """An order as what it forbids."""
    return Bar(f"order:{order.id}", _PT, order.known_at, None, (order.id,))


def liftings(known: Known) -> tuple[Lifting, ...]:
    """Who may lift each order: whoever is linked; else, some days after the link ended, the runner."""
    linked = known.linked_at(known.at)
    found = []
    for order in standing_orders(known):
        ended = max((link.known_at for link in known.of(Link) if link.ends), default=order.known_at)
        wait_days = days(known.record, "lift_alone_after_d")
        alone_from = known.midnight_after(max(ended, order.known_at), wait_days - 1)
        runner_from = None if linked else alone_from
        alone = ("runner",) if known.at >= alone_from else ()
        found.append(Lifting(order.id, order.kind, order.known_at, linked or alone, runner_from))
    return tuple(found)


# -- illness


def illness(known: Known, asks: Sequence[Ask]) -> list[Bar]:
    """An illness of the whole body ends by "well again", or a later check-in without one; then it rests."""
    ill = [ask for ask in asks if ask.measure == "illness" and not ask.void_at and _forbids(ask)]
    if not ill:
        return []
    last = max(ill, key=lambda ask: (ask.known_at, ask.source))
    said = (last.source, last.revision)
    ill_on = max(
        (week.says.date for week in known.of(Week) if (week.id, week.revision) == said), default=date.min
    )
    # An older week told anew says nothing of this one.
    weeks = [week for week in known.of(Week) if week.says.illness == "none" and week.says.date >= ill_on]
    fine = (*known.of(WellAgain), *weeks)
    well = [max(each.happened_at, last.happened_at) for each in fine if each.known_at > last.known_at]
    if not well:
        return [Bar("illness", _RUNNER, last.happened_at, None, (last.source,))]
    until = known.midnight_after(min(well), last.outcome.rest_days)
    return (
        [Bar("illness", ReleaseBy.NONE, last.happened_at, until, (last.source,))] if known.at < until else []
    )


def _forbids(ask: Ask) -> bool:
    return not ask.outcome.running_allowed


# -- what became known too late


def clean_weeks(known: Known, owed: Mapping[str, datetime], asks: Sequence[Ask]) -> dict[str, Bar]:
    """What takes nothing holds until one clean week since then, or a therapist's act.

    It became known too late, or rules ask it that came later.
    """
    return {
        name: Bar(f"clean_week:{name}", _RUNNER, since, None, (name,))
        for name, since in sorted(owed.items())
        if not _has_acted(known, since) and not _was_clean(known, since, asks)
    }


def _has_acted(known: Known, since: datetime) -> bool:
    acts = [act for act in (*known.of(Advance), *known.of(Close), *known.of(Lift)) if act.role != "runner"]
    acts += [act for act in known.of(Begin) if act.kind == "placed"]
    return any(act.known_at > since for act in acts)


def _was_clean(known: Known, since: datetime, asks: Sequence[Ask]) -> bool:
    """Whether some check-in ended a week, after that, in which nothing that happened asked for anything."""
    days_a_week = known.plan_at(since).number("check_in_days")
    later = [ask for ask in asks if ask.happened_at > since]
    return any(
        known.days_between(since, week.happened_at) >= days_a_week
        and asked_nothing(known, week, later, days_a_week)
        for week in known.check_ins
        if week.happened_at > since
    )


def asked_nothing(known: Known, week: Week, asks: Sequence[Ask], days: float) -> bool:
    """Whether nothing that happened in the days before a check-in asked for anything."""
    return not any(
        0 <= known.days_between(ask.happened_at, week.happened_at) <= days
        for ask in asks
        if not ask.void_at and ask.outcome.action is not Action.PROGRESS
    )


# -- what cannot be read


def unread(known: Known) -> tuple[list[Bar], list[Bar]]:
    """What forbids running, and what only holds, of all that cannot be read or was erased."""
    bars, holds = [], []
    seen = {source for close in counted(known) for source, _ in close.seen}
    for row in known.of(Unreadable):
        if row.code == "restored":
            spoken = (*known.of(Entry), *known.of(Week))
            if not any(event.known_at > row.known_at for event in spoken):
                bars.append(Bar("restored", _RUNNER, row.known_at, None, (row.id,)))
        elif row.id not in seen:
            bar = Bar("unreadable", _PT, row.known_at, None, (row.id,))
            (bars if row.code.startswith("plan") else holds).append(bar)
    plan = known.plan_key_at(known.at)
    if known.acts and plan not in known.record.plans:
        bars.append(Bar("unreadable", _PT, known.acts[-1].known_at, None, (f"{plan[0]} {plan[1]}",)))
    return bars, holds


def erased(known: Known, asks: Sequence[Ask]) -> list[Bar]:
    """What was erased and is no finding holds for a week, as what it was would have."""
    spoken = {ask.source for ask in asks}
    found = []
    for gone in known.of(Erased):
        until = known.midnight_after(gone.known_at, int(known.plan_at(gone.known_at).number("symptom_days")))
        if gone.id not in spoken and known.at < until:
            found.append(Bar("erased", _RUNNER, gone.known_at, until, (gone.id,)))
    return found


# -- pregnancy and birth


def pregnancy(known: Known) -> list[Bar]:
    """A pregnancy holds all until a birth or its end; a birth taken back until it is told anew.

    Each ends by what ends it, and not by the other.
    """
    states = sorted(known.of(Birth), key=lambda each: (each.known_at, each.happened_at, each.id))
    found = []
    for kind, ends, who in (
        ("pregnancy", ("birth", "pregnancy_ended"), _MEDICAL),
        ("taken_back", ("birth",), _PT),
    ):
        told = [birth for birth in states if birth.kind in (kind, *ends)]
        if told and told[-1].kind == kind:
            found.append(Bar(kind, who, told[-1].known_at, None, (told[-1].id,)))
    return found
