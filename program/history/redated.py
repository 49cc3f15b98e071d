"""Another date of a recording, told unasked: what it asked at the date before still speaks.

Where she had told the date before as well, and was not long in correcting it, that gives back the step and
the rest, as a correction of an entry does, and no finding.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from program.history.asks import Ask
from program.history.events import Outing, Redated
from program.history.known import Known, order_of
from program.history.limits import hours
from program.history.mornings import night_over
from program.history.says import is_worse


@dataclass(frozen=True, slots=True)
class Earlier:
    """What would be known had she not told another date; `void_at` is when she took it back in time."""

    known: Known
    redated: Redated
    void_at: datetime | None


def earlier_readings(known: Known) -> list[Earlier]:
    """What each telling of another date put an end to, oldest first."""
    told = sorted(known.of(Redated), key=lambda redated: redated.known_at)
    return [Earlier(_before(known, each), each, _void_at(known, each)) for each in told]


def _before(known: Known, redated: Redated) -> Known:
    gone = redated.instead_of | {outing.id for outing in redated.outings}
    kept = [event for event in known.events if not (isinstance(event, Outing) and event.id in gone)]
    events = [*kept, *(outing for outing in redated.outings if outing.known_at <= known.at)]
    return Known(known.record, known.at, tuple(sorted(events, key=order_of)))


def _void_at(known: Known, redated: Redated) -> datetime | None:
    """When it was taken back as her own words can be: soon, and before the next session."""
    ran = any(
        redated.since < outing.happened_at <= redated.known_at
        for outing in (*known.maybe_ran, *known.undated)
    )
    is_soon = redated.known_at - redated.since <= hours(known.record, "correction_h")
    return redated.known_at if redated.is_own_words and is_soon and not ran else None


def all_asked(before: Sequence[Ask], now: Sequence[Ask], void_at: datetime | None) -> list[Ask]:
    """What is asked at either date, what both ask once, since it was first known.

    With `void_at` what the date before alone asked is taken back; its findings stay.
    """
    found = [ask if void_at is None or _is_among(ask, now) else _taken_back(ask, void_at) for ask in before]
    return [*found, *(ask for ask in now if not _is_among(ask, before))]


def _taken_back(ask: Ask, moment: datetime) -> Ask:
    return replace(ask, void_at=ask.void_at or moment, corrected_at=ask.corrected_at or moment)


def _is_among(ask: Ask, asks: Iterable[Ask]) -> bool:
    """Whether another asks as much of the same source at the same gate."""
    return any(
        (each.source, each.gate, each.key, each.revision) == (ask.source, ask.gate, ask.key, ask.revision)
        and not is_worse(ask.measure, ask.value, each.value)
        for each in asks
    )


def no_evidence(known: Known, earlier: Iterable[Earlier], since: datetime | None) -> frozenset[str]:
    """Outings that show nothing done, because they would not have at the date before."""
    days = known.plan_at(known.at).number("evidence_days")
    found = set()
    for each in (one for one in earlier if one.void_at is None):
        before = {outing.id: outing for outing in each.redated.outings}
        for outing in known.of(Outing):
            was = before.get(outing.id)
            is_affected = was is not None or outing.id in each.redated.instead_of
            if is_affected and (was is None or not _shows_as_much(known, was, outing, since, days)):
                found.add(outing.id)
    return frozenset(found)


def _shows_as_much(known: Known, was: Outing, now: Outing, since: datetime | None, days: float) -> bool:
    is_in_time = since is None or was.happened_at >= since
    is_recent = (known.day(known.at) - was.local_date).days <= days
    same = (was.plan, was.stage, was.session, was.outcome) == (now.plan, now.stage, now.session, now.outcome)
    return is_in_time and is_recent and same


def still_open(
    known: Known, earlier: Iterable[Earlier], asks: Sequence[Ask], asks_before: Sequence[Sequence[Ask]]
) -> frozenset[str]:
    """Outings that the gate of today would hold for at the date before, and not at this one."""
    days = known.plan_at(known.at).number("symptom_days")
    now = {outing.id: outing for outing in known.of(Outing)}
    found = set()
    for each, before in zip(earlier, asks_before, strict=True):
        if each.void_at is not None:
            continue
        for was in each.redated.outings:
            is_recent = (known.day(known.at) - was.local_date).days <= days
            asked = [ask for ask in before if ask.source == was.id and not _is_among(ask, asks)]
            if is_recent and (asked or not _is_watched(known, now.get(was.id), was, days)):
                found.add(was.id)
    return frozenset(found)


def _is_watched(known: Known, now: Outing | None, was: Outing, days: float) -> bool:
    """Whether it is looked at today as well, and its night is no sooner over."""
    if now is None or (known.day(known.at) - now.local_date).days > days:
        return False
    return known.at >= night_over(known, was) or known.at < night_over(known, now)
