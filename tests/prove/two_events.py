"""The laws over time: any two events of the alphabet, in each arrangement, and a look between them or none.

Each life is held against the same life without one of its two events, with the other order of telling, and
with a worse one in its place. Each function counts the lives that it looked at and raises on the first
violation.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise, product

from alphabet import DAY, DEFAULT, HOUR, KINDS, Kind, Life, Start, decision, plan_of
from laws import expect

from program.history.events import Close, Entry, Event, Outing, Week
from program.history.fold import fold
from program.history.standing import Standing
from program.model import Action, Decision
from program.plan import Plan

_FIRST, _LONG = timedelta(0), timedelta(days=16)
#: How long after the second event is looked: at once, and when rests, weeks and findings have grown old.
AFTER = (_FIRST, timedelta(days=3), timedelta(days=9))
BY_NAME = {kind.name: kind for kind in KINDS}
CHAINS = (
    ("knee_9_limp", "knee_7", "knee_4", "calm"),
    ("chest_pain_and_leak", "chest_pain", "calm"),
    ("chest_pain_and_leak", "leak", "leak_as_usual", "calm"),
    ("heavy_9", "heavy_1", "calm"),
    ("run_double", "run_far", "run_over", "run"),
    ("run_far", "run_unsure"),
    ("harm", "check_in"),
    ("fever", "check_in"),
    ("edit_worse", "edit_same"),
    ("hold_running", "hold_progress"),
)
_WORSE = [(worse, better) for chain in CHAINS for at, better in enumerate(chain) for worse in chain[:at]]


@dataclass(frozen=True)
class Shape:
    """When the two events happen and become known, as spans after the clean week's Sunday evening.

    `first` is known first, whenever it happened. Only a fact can become known late: a shape in which one does
    is none without it.
    """

    name: str
    first: tuple[timedelta, timedelta]
    second: tuple[timedelta, timedelta]
    check_in: timedelta | None = None
    after: tuple[timedelta, ...] = AFTER
    is_looked_at: bool = False

    def is_one(self, first: Kind, second: Kind) -> bool:
        """Whether these two kinds can come so."""
        return (not self.is_late(self.first) or first.is_fact or second.is_fact) and (
            self.name not in ("reversed", "too late") or second.is_fact
        )

    @staticmethod
    def is_late(moments: tuple[timedelta, timedelta]) -> bool:
        return moments[1] - moments[0] > HOUR

    def ends(self, now: datetime) -> datetime:
        """When both are known."""
        return now + self.second[1] + HOUR


def _at(hours: float, known: float | None = None) -> tuple[timedelta, timedelta]:
    return hours * HOUR, (hours if known is None else known) * HOUR


SHAPES = (
    Shape("in time", _at(1), _at(13), after=(*AFTER, _LONG), is_looked_at=True),
    Shape("soon", _at(0.2, 0.9), _at(1, 1.6)),
    Shape("over a day", _at(1), _at(41), is_looked_at=True),
    Shape("late", _at(-30, 1), _at(-20, 2), is_looked_at=True),
    Shape("reversed", _at(-20, 1), _at(-30, 20), is_looked_at=True),
    Shape("a week after", _at(1), _at(7 * 24 + 2), check_in=7 * DAY),
    Shape("too late", _at(1), _at(-30, 7 * 24 + 2), check_in=7 * DAY),
)


@dataclass(frozen=True)
class Seen:
    """What stood at each of the moments, and what was answered at the first."""

    life: Life
    standings: tuple[Standing, ...]
    decision: Decision


def seen(life: Life, shape: Shape) -> Seen:
    end = shape.ends(life.start.now)
    standings = tuple(life.at(end + span) for span in shape.after)
    return Seen(life, standings, decision(life, end, standings[0]))


# -- from where, and of which kinds

#: What is tried from every start; all kinds are from the middle of the default plan.
SHORT = tuple(
    BY_NAME[name]
    for name in (
        "calm knee_4 knee_7 bone leak heavy_9 chest_pain run run_over run_double run_unsure run_by_hand"
        " check_in fever edit_worse edit_better withdraw close_pt hold_running yes lower placed unlink birth"
    ).split()
)


def starts_of(plan: Plan) -> Iterator[tuple[Start, tuple[Kind, ...]]]:
    """Where lives of a plan begin, each with its kinds: middle, first run, walking, advanced."""
    key = (plan.id, plan.version)
    running = [stage.id for stage in plan.stages if stage.kind == "running"]
    walking = [stage.id for stage in plan.stages if stage.kind != "running"]
    middle = running[len(running) // 2]
    for linked in (True, False):
        yield Start(key, middle, linked), KINDS if key == DEFAULT else SHORT
        yield Start(key, middle, linked, advanced=True), SHORT
    yield Start(key, running[0], linked=True), SHORT
    for stage in walking[-1:]:
        yield Start(key, stage, linked=False), SHORT


def lives_from(start: Start, kinds: Sequence[Kind]) -> int:
    """Every two kinds in every shape, and every two facts in any order."""
    count = sum(two_events(start, shape, kinds, kinds) for shape in SHAPES)
    return count if start.advanced else count + in_any_order(start, kinds)


# -- every two


def two_events(start: Start, shape: Shape, firsts: Sequence[Kind], seconds: Sequence[Kind]) -> int:
    """Every two kinds from one start in one shape."""
    calm = _check_in(start.begun, shape)
    alone: dict[tuple[Event, ...], Seen] = {}
    held: dict[tuple[str, str], tuple[tuple[Event, ...], Seen]] = {}
    count = 0
    for first in firsts:
        happened, known = (start.now + span for span in shape.first)
        before = _check_in(start.begun.with_events(*first.make(start.begun, happened, known, "one")), shape)
        without = seen(before, shape)
        for second in seconds:
            if not shape.is_one(first, second):
                continue
            happened, known = (start.now + span for span in shape.second)
            events = second.make(before, happened, known, "two")
            both = seen(before.with_events(*events), shape)
            case = (start, shape.name, first.name, second.name)
            held[first.name, second.name] = events, both
            _stands_alone(both, case)
            _is_not_bolder(both, without, _as_told(second, events), case)
            if events == second.make(calm, happened, known, "two"):
                if events not in alone:
                    alone[events] = seen(calm.with_events(*events), shape)
                _is_not_bolder(both, alone[events], first, case)
            if shape.is_looked_at:
                _looking_is_nothing(both, before, events, shape, case)
            if shape.name == "too late" and not _has_gap(without.standings[0]):
                takes_none = both.standings[0].stage == without.standings[0].stage
                expect(takes_none, "what is known too late takes a stage", *case)
            count += 1
    _worse_is_not_bolder(held, start, shape)
    return count


def _as_told(kind: Kind, events: tuple[Event, ...]) -> Kind:
    """The kind; a check-in sent anew in its week corrects what it said."""
    again = any(isinstance(event, Week) and event.revision > 1 for event in events)
    return replace(kind, corrects=True) if again else kind


def _check_in(life: Life, shape: Shape) -> Life:
    if shape.check_in is None:
        return life
    moment = life.start.now + shape.check_in
    return life.with_events(*BY_NAME["check_in"].make(life, moment, moment, "week"))


# -- every two facts, told in any order


def in_any_order(start: Start, kinds: Sequence[Kind]) -> int:
    """Two facts of the week that became known before the second check-in after it lead to the same.

    At once, late in their order, and late the other way round; and so where a yes stood between, which is
    taken back. A run is left out: what it is held against and what was known at its start is another fact.
    """
    facts = [kind for kind in kinds if kind.is_fact and not kind.is_run]
    advanced = replace(start, advanced=True)
    count = 0
    for first, second in product(facts, repeat=2):
        told = _facts(start, (first, -30, -30), (second, -20, -20))
        for known in ((1, 2), (2, 1)):
            case = (start, first.name, second.name, known)
            late = _facts(start, (first, -30, known[0]), (second, -20, known[1]))
            expect(_led_to(late) == _led_to(told), "the order of telling is something", *case)
            count += 1
            late = _facts(advanced, (first, -30, known[0]), (second, -20, known[1]))
            if late.taken_back:
                expect(_led_to(late) == _led_to(told), "the order of telling is something", *case, "yes")
            else:
                expect(told.stage == start.stage and not told.findings, "a yes stands", *case)
            count += 1
    return count


def _facts(start: Start, *facts: tuple[Kind, float, float]) -> Standing:
    """What stands three hours after the week, each fact with when it happened and became known."""
    life = start.begun
    for number, (kind, happened, known) in enumerate(facts):
        moments = start.now + happened * HOUR, start.now + known * HOUR
        life = life.with_events(*kind.make(life, *moments, f"fact {number}"), tells=False)
    return life.at(start.now + 3 * HOUR)


def _led_to(standing: Standing) -> tuple[str | None, set[str], set[str]]:
    orders = {order.order for order in standing.orders}
    return standing.stage, {each.key for each in standing.findings}, orders


# -- what holds of one life


def _stands_alone(found: Seen, case: tuple[object, ...]) -> None:
    """The laws that need no other life to be held against."""
    life, standing = found.life, found.standings[0]
    keys = [alert.key for alert in standing.alerts]
    expect(len(keys) == len(set(keys)), "an alert is told twice", *case)
    for each in standing.findings:
        is_barred = each.is_answered or each.key in {bar.code for bar in standing.bars}
        expect(is_barred, "an open finding forbids nothing", *case, each.key)
        expect(any(each.key in key for key in keys), "a finding is told to nobody", *case, each.key)
    for earlier, later in pairwise(found.standings):
        gone = {alert.key for alert in earlier.alerts} - {alert.key for alert in later.alerts}
        expect(not gone, "an alert is forgotten", *case, gone)
        gone = {each.key for each in earlier.findings} - {each.key for each in later.findings}
        expect(not gone, "a finding is forgotten", *case, gone)
    _holds_until(life, standing, found.decision, case)
    _ran_forbidden(life, standing, case)
    answer = found.decision
    if standing.bars:
        expect(not answer.running_allowed, "what bars lets run", *case)
    if standing.bars or standing.holds or standing.rest_until:
        expect(answer.action is not Action.PROGRESS, "what stands lets progress", *case)
    closed = [close.known_at for close in life.of(Close) if close.kind == "looked" and _counts(close, life)]
    if closed:
        since = standing.evidence_since
        expect(since is not None and since >= max(closed), "what was before a closing speaks on", *case)


def _counts(close: Close, life: Life) -> bool:
    """A closing of a stop or key sign, that of a break left out."""
    return not close.finding.startswith(("gap:", "overshoot:")) and close.role != "runner"


def _holds_until(life: Life, standing: Standing, answer: Decision, case: tuple[object, ...]) -> None:
    last = standing.holds_until - timedelta(microseconds=1)
    later = life.at(last)
    expect(stands(later) == stands(standing), "an answer changes before it says", *case)
    expect(later.holds_until == standing.holds_until, "an answer holds longer than it said", *case)


def _ran_forbidden(life: Life, standing: Standing, case: tuple[object, ...]) -> None:
    """A run begun while what was known forbade it is never evidence, and certain running is found."""
    for run in (each for each in life.more if isinstance(each, Outing)):
        before = [event for event in life.events if event.known_at <= run.happened_at]
        stood = replace(life, events=tuple(before), cache={}).at(run.happened_at)
        plan = plan_of(stood)
        runs = stood.stage is not None and plan.stage(stood.stage).kind == "running"
        if (runs and not stood.is_barred) or max(run.sure_s or 0, run.maybe_s or 0) < 60:
            continue
        expect(run.id in standing.not_evidence, "running while it was forbidden is evidence", *case)
        if (run.sure_s or 0) >= 60:
            expect(run.id in standing.ran_forbidden, "running while it was forbidden is not found", *case)
        elif standing.at - run.known_at < 7 * DAY:
            expect(run.id in standing.asked, "what may have been forbidden running is not asked", *case)


def stands(standing: Standing) -> tuple[object, ...]:
    """All that an answer is made of, but the instant and how long it holds."""
    rests = tuple(rest for rest in standing.rests if rest.until > standing.at)
    return replace(standing, at=_NEVER, holds_until=_NEVER, rests=()), rests


_NEVER = datetime.min.replace(tzinfo=UTC)


# -- what holds of two


def _looking_is_nothing(
    both: Seen, before: Life, events: tuple[Event, ...], shape: Shape, case: tuple[object, ...]
) -> None:
    """A look between the two, kept as the round keeps it, and one that remembers nothing."""
    now = before.start.now
    looked = before.told(now + (shape.first[1] + shape.second[1]) / 2).with_events(*events)
    end = shape.ends(now)
    for span, standing in zip(shape.after[:2], both.standings, strict=False):
        expect(stands(looked.at(end + span)) == stands(standing), "a look changes what stands", *case)
    fresh = fold(replace(both.life.record, cache={}), end + shape.after[1])
    expect(fresh == both.standings[1], "a look is remembered", *case)


def _is_not_bolder(found: Seen, than: Seen, kind: Kind, case: tuple[object, ...]) -> None:
    for mine, other in zip(found.standings, than.standings, strict=True):
        for law in bolder(mine, other, kind):
            expect(False, f"bolder than without {kind.name}: {law}", *case, mine.at)
    for law in _answers_bolder(found, than, kind):
        expect(False, f"bolder than without {kind.name}: {law}", *case)


def _worse_is_not_bolder(
    held: dict[tuple[str, str], tuple[tuple[Event, ...], Seen]], start: Start, shape: Shape
) -> None:
    for (first, second), (events, found) in held.items():
        pairs = [(second, (first, better)) for worse, better in _WORSE if worse == second]
        pairs += [(first, (better, second)) for worse, better in _WORSE if worse == first]
        for worse, pair in pairs:
            other = held.get(pair)
            if other is None or (pair[1] == second and (other[0] != events or _is_edit(events))):
                continue  # A revision of the first makes it another one.
            kind = _RAN if BY_NAME[worse].is_run else _NOTHING
            _is_not_bolder(found, other[1], kind, (start, shape.name, (first, second), pair))


def _is_edit(events: tuple[Event, ...]) -> bool:
    return any(isinstance(event, Entry) and event.revision > 1 for event in events)


#: What belongs to an episode, and bars running alone.
_OF_RUNNING = ("not_examined", "bad:", "fresh_check_in:")
#: What a worse event may do that a better one does not: none of it; only more running ends more breaks.
_NOTHING = replace(BY_NAME["calm"], name="worse", may_end=())
_RAN = replace(_NOTHING, ends_breaks=True)


def bolder(mine: Standing, other: Standing, kind: Kind) -> Iterator[str]:
    """In what a standing is bolder than another one, beyond what the kind of event may do."""
    if kind.name == "lower" and _walks(mine):
        kind = replace(kind, ends_breaks=True)  # A break is one from running: who walks has none.
    yield from _forgets(mine, other, kind)
    if not kind.corrects:
        yield from _allows(mine, other, kind)


def _forgets(mine: Standing, other: Standing, kind: Kind) -> Iterator[str]:
    """What nothing but a closing ends: not even a correction."""
    keys = {each.key: each for each in mine.findings}
    for that in (each for each in other.findings if not _may_close(kind, each.key)):
        if that.key not in keys:
            yield f"a finding is gone: {that.key}"
            continue
        each = keys[that.key]
        lighter = each.release_by < that.release_by and kind.name != "unlink"
        if lighter or each.urgency < that.urgency:
            yield f"a finding weighs less: {that.key}"
    if not _alerts(other, kind) <= _alerts(mine, kind):
        yield f"an alert is gone: {_alerts(other, kind) - _alerts(mine, kind)}"
    if not other.not_evidence <= mine.not_evidence:
        yield f"a run is evidence: {other.not_evidence - mine.not_evidence}"


def _allows(mine: Standing, other: Standing, kind: Kind) -> Iterator[str]:
    held_up = kind.ends_breaks and _has_gap(other)
    if not kind.may_raise and not held_up and _place(mine) > _place(other) and mine.plan == other.plan:
        yield f"a higher stage: {mine.stage}, not {other.stage}"
    keys = {each.key for each in other.findings}
    holds = {bar.code for bar in (*mine.bars, *mine.holds)}
    holds |= {f"clean_week:{name}" for name in mine.taken_back}  # Owed for a yes that stood.
    bars = holds if _walks(mine) else {bar.code for bar in mine.bars}
    for known, those in ((bars, other.bars), (holds, other.holds)):
        gone = {bar.code for bar in those if not _may_end(kind, bar.code, keys)} - known
        if _walks(mine) and _place(mine) < _place(other):  # Nobody has to be examined for a walk.
            gone = {code for code in gone if not code.startswith(_OF_RUNNING)}
        if gone:
            yield f"a bar or hold is gone: {gone}"
    moved = held_up or kind.name == "flight"  # Its days end where she is.
    if other.rest_until and not moved and (mine.rest_until is None or mine.rest_until < other.rest_until):
        yield f"rest ends sooner: {mine.rest_until}, not {other.rest_until}"
    if not set(other.taken_back) <= set(mine.taken_back):
        yield "an advance is given back"


def _has_gap(standing: Standing) -> bool:
    return any(each.key.startswith("gap:") for each in standing.findings)


def _may_end(kind: Kind, code: str, keys: set[str]) -> bool:
    return any(code.startswith(each) for each in kind.may_end) or (code in keys and _may_close(kind, code))


def _may_close(kind: Kind, key: str) -> bool:
    return kind.closes or (kind.ends_breaks and key.startswith("gap:"))


def _alerts(standing: Standing, kind: Kind) -> set[str]:
    """What stays due: a rise of urgency is one only where nothing as urgent was open.

    A correction in time gives back a yes that was taken back.
    """
    changing = ("urgency:", *(("taken-back:",) if kind.corrects else ()))
    changing += ("corrected:",) if kind in (_NOTHING, _RAN) else ()
    keys = {alert.key for alert in standing.alerts if not alert.key.startswith(changing)}
    return {key for key in keys if "gap:" not in key} if kind.ends_breaks else keys


def _place(standing: Standing) -> int:
    return plan_of(standing).stage_index.get(standing.stage or "", -1)


def _walks(standing: Standing) -> bool:
    return standing.stage is None or plan_of(standing).stage(standing.stage).kind != "running"


def _answers_bolder(found: Seen, than: Seen, kind: Kind) -> Iterator[str]:
    if kind.corrects or kind.may_raise or kind.name in _ANSWERS:
        return
    mine, other = found.standings[0], than.standings[0]
    ended = {bar.code for bar in (*other.bars, *other.holds)} - {
        bar.code for bar in (*mine.bars, *mine.holds)
    }
    if ended:
        return
    if found.decision.running_allowed and not than.decision.running_allowed:
        yield "running is allowed"
    progresses = found.decision.action is Action.PROGRESS and than.decision.action is not Action.PROGRESS
    if progresses and not kind.ends_breaks:
        yield "it progresses"


#: What answers a question, and so may let go on (law 5).
_ANSWERS = frozenset({"check_in", "cleared", "leak_gone", "leak_gone_she_says", "switch", "lower", "calm"})
