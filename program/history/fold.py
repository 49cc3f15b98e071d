"""The fold: what stands for a runner at an instant, from all that was known by then.

Pure, and the order of the events is nothing. It is one pass: what each source asks, then where the stage
came to, then what is open, what forbids, what is told, and how long all of that holds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from program.history.alerts import due_alerts
from program.history.asks import Ask, told_asks, with_rest
from program.history.bars import (
    asked_nothing,
    clean_weeks,
    erased,
    illness,
    liftings,
    order_bar,
    pregnancy,
    standing_orders,
    unread,
)
from program.history.breaks import Mark, break_asks, break_limits, break_marks
from program.history.episode import episode_bars
from program.history.events import Entry, Outing, PlanKey, Record, Redated
from program.history.findings import Findings, find, newest_closing
from program.history.forbidden import (
    Forbidden,
    allowed_at,
    asked_now,
    forbidden_asks,
    forbidden_runs,
    in_truth,
    undated_now,
)
from program.history.known import Known, known_by
from program.history.limits import hours
from program.history.mornings import night_over
from program.history.outings import outing_asks
from program.history.redated import Earlier, all_asked, earlier_readings, no_evidence, still_open
from program.history.standing import Bar, Rest, Standing
from program.history.way import Walker, Way, step_backs
from program.plan import Plan

__all__ = ["fold", "night_over", "told_stage", "was_allowed", "was_clean_week"]
_HOURS_MATTER = 3


def fold(record: Record, at: datetime) -> Standing:
    """What stands at an instant. `at` has an offset; nothing that became known later is looked at."""
    known = known_by(record, at)
    asked = _asked(known)
    asks, before, marks, forbidden = asked.asks, asked.before, asked.marks, asked.forbidden
    way = Walker(known, asks).walk()
    findings = find(known, asks)
    owed = clean_weeks(known, {ask.name: ask.known_at for ask in before} | way.owed, asks)
    bars, holds = _bars(known, way, asks, findings, owed)
    plan = known.plan_of(way.plan)
    rests = _rests(asks)
    stage = None if way.stage is None else plan.stages[way.stage].id
    since = _evidence_since(known, way)
    standing = Standing(
        at=at,
        plan=way.plan,
        stage=stage,
        entered_at=way.entered_at,
        stepped_from=_stepped_from(known, plan, way),
        rests=rests,
        bars=bars,
        holds=holds,
        findings=findings.open,
        answered=findings.answered,
        before_rules=tuple(sorted({(ask.source, ask.gate, ask.known_at) for ask in before})),
        steps=step_backs(known, way),
        taken_back=tuple(sorted(way.taken_back)),
        listed=tuple(owed),
        evidence_since=since,
        not_evidence=forbidden.surely
        | forbidden.asked
        | asked.in_truth
        | no_evidence(known, asked.earlier, since),
        ran_forbidden=forbidden.surely,
        asked=asked_now(known, forbidden),
        undated=undated_now(known) | asked.still_open,
        stage_told=_stages_told(known),
        last_run_at=asked.last_run_at,
        orders=liftings(known),
        alerts=due_alerts(known, asks, findings.openings, way),
        holds_until=at,
    )
    return replace(standing, holds_until=_holds_until(known, standing, marks))


def told_stage(record: Record, start: datetime) -> tuple[PlanKey, str | None]:
    """The plan and stage as she was told when something began."""
    return known_by(record, start).stage_told_at(start)


def was_allowed(record: Record, outing: Outing) -> bool:
    """Whether running was allowed when the outing began, as far as could be known then."""
    return allowed_at(known_by(record, outing.happened_at), outing, fold)


def was_clean_week(record: Record, at: datetime) -> bool:
    """Whether the newest check-in ended a week in which nothing asked for anything."""
    known = known_by(record, at)
    if not known.check_ins:
        return False
    asked = _asked(known)
    days = known.plan_at(at).number("check_in_days")
    return asked_nothing(known, known.check_ins[-1], [*asked.asks, *asked.before], days)


@dataclass(frozen=True, slots=True)
class _Asked:
    """All that is asked; `before` is what newer rules alone ask, `marks` what breaks are counted from.

    With the dates before any that she told without having been asked: what was asked by those is in it.
    """

    asks: list[Ask]
    before: list[Ask]
    marks: list[Mark]
    forbidden: Forbidden
    in_truth: frozenset[str]
    last_run_at: datetime | None
    earlier: tuple[Earlier, ...] = ()
    still_open: frozenset[str] = frozenset()


def _asked(known: Known) -> _Asked:
    now, earlier = _asked_by(known), earlier_readings(known)
    if not earlier:
        return replace(now, asks=[with_rest(known, ask) for ask in now.asks])
    was = [_asked_by(each.known) for each in earlier]
    asks, before = now.asks, now.before
    for each, then in reversed(list(zip(earlier, was, strict=True))):
        asks = all_asked(then.asks, asks, each.void_at)
        before = all_asked(then.before, before, each.void_at)
    stand = [now, *(then for each, then in zip(earlier, was, strict=True) if each.void_at is None)]
    surely = frozenset[str]().union(*(then.forbidden.surely for then in stand))
    asked = frozenset[str]().union(*(then.forbidden.asked for then in stand))
    runs = [then.last_run_at for then in stand]
    return _Asked(
        asks=[with_rest(known, ask) for ask in asks],
        before=before,
        marks=[mark for then in stand for mark in then.marks],
        forbidden=Forbidden(surely, asked - surely),
        in_truth=frozenset[str]().union(*(then.in_truth for then in stand)),
        last_run_at=None if None in runs else min(run for run in runs if run is not None),
        earlier=tuple(earlier),
        still_open=still_open(known, earlier, now.asks, [then.asks for then in was]),
    )


def _asked_by(known: Known) -> _Asked:
    """The same by one date of each outing; rest is not ordered yet."""
    forbidden = forbidden_runs(known, fold)
    outings = outing_asks(known)
    marks = break_marks(known, _harmless(known, outings, forbidden))
    found = [*told_asks(known), *outings, *break_asks(known, marks), *forbidden_asks(known, forbidden)]
    stands: list[Ask] = []
    before: list[Ask] = []
    for ask in found:
        is_of_before = ask.is_new and ask.known_at <= known.rules_at
        (before if is_of_before else stands).append(ask)
    last_run_at = max((mark.at for mark in marks), default=None)
    return _Asked(stands, before, marks, forbidden, in_truth(known, stands), last_run_at)


def _harmless(known: Known, asks: Sequence[Ask], forbidden: Forbidden) -> frozenset[str]:
    """Runs that were measured, as prescribed and begun while it was allowed."""
    too_much = {ask.source for ask in asks}
    return frozenset(
        outing.id
        for outing in known.surely_ran
        if not outing.is_by_hand and outing.id not in too_much | forbidden.surely | forbidden.asked
    )


def _rests(asks: Iterable[Ask]) -> tuple[Rest, ...]:
    found = {Rest(ask.rest_until, ask.source, ask.gate) for ask in asks if ask.rest_until is not None}
    return tuple(sorted(found, key=lambda rest: (rest.until, rest.source, rest.gate)))


def _bars(
    known: Known, way: Way, asks: Sequence[Ask], findings: Findings, owed: dict[str, Bar]
) -> tuple[tuple[Bar, ...], tuple[Bar, ...]]:
    """What forbids running, and what only forbids going on."""
    bars = [
        Bar(each.key, each.release_by, each.opened_at, None, tuple(source for source, _ in each.entries))
        for each in findings.open
        if not each.is_answered
    ]
    orders = standing_orders(known)
    bars += [order_bar(order) for order in orders if order.kind == "no_running"]
    holds = [order_bar(order) for order in orders if order.kind == "no_progress"]
    bars += [*illness(known, asks), *pregnancy(known)]
    of_the_episode = episode_bars(known)
    if _runs(known, way):
        bars += of_the_episode
    elif _runs_next(known, way):
        holds += of_the_episode
    unread_bars, unread_holds = unread(known)
    bars += unread_bars
    holds += [*unread_holds, *erased(known, asks), *owed.values()]
    return _sorted(bars), _sorted(holds)


def _sorted(bars: Iterable[Bar]) -> tuple[Bar, ...]:
    return tuple(sorted(bars, key=lambda bar: (bar.code, bar.since, bar.because_of)))


def _runs(known: Known, way: Way) -> bool:
    """Whether the stage is one of running; without a stage it may be."""
    return way.stage is None or known.plan_of(way.plan).stages[way.stage].kind == "running"


def _runs_next(known: Known, way: Way) -> bool:
    plan, here = known.plan_of(way.plan), way.stage or 0
    return here + 1 < len(plan.stages) and plan.stages[here + 1].kind == "running"


def _stepped_from(known: Known, plan: Plan, way: Way) -> str | None:
    told = known.told_at(known.at)
    if told is None or way.stage is None or told.stage not in plan.stage_index:
        return None
    return told.stage if plan.stage_index[told.stage] > way.stage else None


def _evidence_since(known: Known, way: Way) -> datetime | None:
    closed = newest_closing(known)
    return max((each for each in (way.entered_at, closed) if each is not None), default=None)


def _stages_told(known: Known) -> tuple[tuple[str, str | None], ...]:
    found = {name: None if stage is None else stage.id for name, (_, stage) in known.held_against.items()}
    return tuple(sorted(found.items()))


def _holds_until(known: Known, standing: Standing, marks: list[Mark]) -> datetime:
    """The next local midnight bounds every limit in days; within the day only these instants matter."""
    record, plan = known.record, known.plan_of(standing.plan)
    moments = [known.midnight_after(known.at), *break_limits(known, marks)]
    moments += [rest.until for rest in standing.rests]
    moments += [bar.until for bar in (*standing.bars, *standing.holds) if bar.until is not None]
    moments += [order.runner_from for order in standing.orders if order.runner_from is not None]
    earlier = [outing for redated in known.of(Redated) for outing in redated.outings]
    for outing in sorted([*known.of(Outing), *earlier], key=lambda each: each.end)[-_HOURS_MATTER:]:
        after_h = (plan.number(name) for name in ("day_after_from_h", "hours_between_runs"))
        moments += [outing.end, night_over(known, outing)]
        moments += [outing.end + timedelta(hours=number) for number in after_h]
    correction = hours(record, "correction_h")
    moments += [entry.known_at + correction for entry in known.of(Entry)]
    return min(moment for moment in moments if moment > known.at)
