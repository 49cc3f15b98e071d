"""Global alignment of prescribed blocks with the spans of a session, by dynamic programming.

Three admissions are tried, from strict to free: first only pairings with which every block
is done; then also those in which less was done than prescribed; then all. So what was run is
called too much only where it cannot be a part of what was prescribed, and less than
prescribed only where it cannot be the whole of it. Inside one admission the cheapest
alignment wins: a second that a run is too short costs twice a second left out or left over,
which lets a missing or an extra repetition stay one without shifting its neighbours; of
equally cheap ones, that with the gaps at the end.

Costs come from the seconds as labelled; uncertain seconds decide only what is admitted. That
makes the answer monotone: more of them never lead to a stricter admission.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from analysis.execution.blocks import Block, Speeds
from analysis.execution.spans import Span

RUN_SHORT, RUN_OVER, RUN_BROKEN_OVER, RUN_WINDOW_MISMATCH, RUN_GAP = 4, 2, 8, 4, 2
WALK_MISMATCH, WALK_WINDOW_MISMATCH, WALK_GAP = 1, 2, 1
#: A range of blocks or spans stops growing where it holds this many times what it is paired with.
GROWTH_LIMIT = 3


class Admission(IntEnum):
    """How much a pairing departs from the prescription."""

    DONE = 0
    LESS = 1
    OTHER = 2


Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pairing:
    """Blocks `[block_from, block_to)` with spans `[span_from, span_to)`.

    No spans: the block is missing. No blocks: the span is extra. Several spans: a run broken
    by rests. Several blocks: every other one was crossed, walked through or run through.
    """

    block_from: int
    block_to: int
    span_from: int
    span_to: int

    @property
    def end(self) -> Place:
        """The block and the span that come next."""
        return self.block_to, self.span_to


@dataclass(frozen=True, slots=True)
class Offer:
    """One pairing that may be made, what it costs and how far it departs."""

    pairing: Pairing
    price: int
    departs: Admission


@dataclass(frozen=True)
class Amount:
    """What was done of a block, in the block's unit: certainly, as labelled, and at most."""

    least: float
    actual: float
    most: float


@dataclass(frozen=True)
class Session:
    """The two sequences to align, and what else measuring a pairing takes."""

    blocks: tuple[Block, ...]
    spans: tuple[Span, ...]
    speeds: Speeds
    run_gap_s: float
    extra_run_s: float

    def amount(self, block: Block, span_from: int, span_to: int) -> Amount:
        """Running or walking of the block's gait in `spans[span_from:span_to]`, in the block's unit.

        Uncertain rest inside and beside a run counts as run in `most`, for where it lies in
        its bout is not known; beside a run not where it is too short to be more than a dash.
        """
        spans = self.spans[span_from:span_to]
        if block.is_run:
            beside = (
                self.spans[at].rest_uncertain_s
                for at in (span_from - 1, span_to)
                if 0 <= at < len(self.spans)
            )
            less_s = sum(s.run_uncertain_s for s in spans)
            more_s = sum(s.rest_uncertain_s for s in spans) + sum(s for s in beside if s > self.extra_run_s)
        else:
            less_s, more_s = sum(s.walk_uncertain_s for s in spans), 0.0
        per_second = (self.speeds.of(block.is_run) or 0.0) if block.by_distance else 1.0
        actual = sum(_of_gait(span, block) for span in spans)
        return Amount(max(0.0, actual - less_s * per_second), actual, actual + more_s * per_second)

    def rest(self, block: Block, span_at: int) -> float:
        """Certain rest of a span in the unit of a break: seconds of any rest, or metres walked."""
        span = self.spans[span_at]
        return self.amount(block, span_at, span_at + 1).least if block.by_distance else span.certain_rest_s

    def is_between_runs(self, span_at: int) -> bool:
        """True for a rest with running before and after it."""
        return 0 < span_at < len(self.spans) - 1


def align(session: Session) -> tuple[tuple[Pairing, ...], Admission]:
    """Pair all blocks and all spans in order; the strictest admission that has an alignment wins."""
    n, m = len(session.blocks), len(session.spans)
    # Last blocks and spans first, so that what follows an offer has its cost already.
    offers = {(i, j): _offers_at(session, i, j) for i in range(n, -1, -1) for j in range(m, -1, -1)}
    for admission in (Admission.DONE, Admission.LESS):
        path = _cheapest(offers, admission)
        if path is not None:
            return path, admission
    return _cheapest(offers, Admission.OTHER) or (), Admission.OTHER


def _cheapest(offers: dict[Place, list[Offer]], admission: Admission) -> tuple[Pairing, ...] | None:
    end = next(iter(offers))
    cost: dict[Place, int] = {end: 0}
    best: dict[Place, Pairing] = {}
    for at, offered in offers.items():
        for offer in offered:
            rest = cost.get(offer.pairing.end) if offer.departs <= admission else None
            # Strictly cheaper only: the first offered, a match, wins a tie, so gaps go to the end.
            if rest is not None and (at not in cost or offer.price + rest < cost[at]):
                cost[at], best[at] = offer.price + rest, offer.pairing
    if (0, 0) not in cost:
        return None
    path, at = [], (0, 0)
    while at != end:
        path.append(best[at])
        at = path[-1].end
    return tuple(path)


def _offers_at(session: Session, i: int, j: int) -> list[Offer]:
    """Every pairing that may start at block `i` and span `j`, matches first."""
    blocks, spans = session.blocks, session.spans
    offers: list[Offer] = []
    if i < len(blocks) and j < len(spans) and blocks[i].is_run == spans[j].is_run:
        offers.append(_single(session, i, j))
        if blocks[i].is_run:
            offers += _broken_runs(session, i, j)
        offers += _crossings(session, i, j)
    if i < len(blocks):
        block = blocks[i]
        departs = Admission.DONE if block.role == "end" and block.lower <= 0 else Admission.LESS
        gap = RUN_GAP if block.is_run else WALK_GAP
        offers.append(Offer(Pairing(i, i + 1, j, j), gap * _ms(block.expected_s), departs))
    if j < len(spans):
        span = spans[j]
        departs = Admission.OTHER if span.is_run or session.is_between_runs(j) else Admission.DONE
        gap = RUN_GAP if span.is_run else WALK_GAP
        offers.append(Offer(Pairing(i, i, j, j + 1), gap * _ms(span.size_s), departs))
    return offers


def _single(session: Session, i: int, j: int) -> Offer:
    block, span = session.blocks[i], session.spans[j]
    if block.role == "break":
        enough = not session.is_between_runs(j) or session.rest(block, j) >= block.lower
        departs = Admission.DONE if enough else Admission.OTHER
    else:
        amount = session.amount(block, j, j + 1)
        departs = Admission.DONE if amount.least >= block.lower else Admission.LESS
        if amount.most > block.upper:
            departs = Admission.OTHER
    return Offer(Pairing(i, i + 1, j, j + 1), _mismatch(block, span), departs)


def _broken_runs(session: Session, i: int, j: int) -> Iterator[Offer]:
    """Run block `i` as several runs with rests between them, from span `j` on."""
    block = session.blocks[i]
    per_second = (session.speeds.run_mps or 0.0) if block.by_distance else 1.0
    run_s, rest_s, overlong_s = session.spans[j].run_s, 0.0, 0.0
    for last in range(j + 2, len(session.spans), 2):
        rest = session.spans[last - 1]
        run_s += session.spans[last].run_s
        rest_s += rest.rest_s
        overlong_s += max(0.0, rest.rest_s - session.run_gap_s)
        if run_s > GROWTH_LIMIT * block.expected_s:
            return
        beyond_s = run_s - block.expected_s
        off = RUN_BROKEN_OVER if beyond_s > 0 else RUN_SHORT
        price = off * _ms(abs(beyond_s)) + WALK_GAP * _ms(rest_s)
        # A part of what was prescribed only where the whole stretch had room in the step.
        fits = session.amount(block, j, last + 1).most + overlong_s * per_second <= block.upper
        yield Offer(Pairing(i, i + 1, j, last + 1), price, Admission.LESS if fits else Admission.OTHER)


def _crossings(session: Session, i: int, j: int) -> Iterator[Offer]:
    """Span `j` as several blocks of its gait, those between them not done: run through or walked through."""
    blocks, span = session.blocks, session.spans[j]
    own_s, crossed_s = blocks[i].expected_s, 0.0
    least_break = blocks[i].lower
    for last in range(i + 2, len(blocks), 2):
        own_s += blocks[last].expected_s
        crossed_s += blocks[last - 1].expected_s
        least_break = min(least_break, blocks[last].lower)
        if own_s > GROWTH_LIMIT * span.size_s:
            return
        if span.is_run:
            through = min(_run_mismatch(own_s, span.run_s), _run_mismatch(own_s + crossed_s, span.run_s))
            price, departs = through + WALK_GAP * _ms(crossed_s), Admission.OTHER
        else:
            price = _walk_mismatch(own_s + crossed_s, span.rest_s) + RUN_GAP * _ms(crossed_s)
            too_short = session.is_between_runs(j) and session.rest(blocks[i], j) < least_break
            departs = Admission.OTHER if too_short else Admission.LESS
        yield Offer(Pairing(i, last + 1, j, j + 1), price, departs)


def _mismatch(block: Block, span: Span) -> int:
    if block.window_s is not None:
        from_s, to_s = block.window_s
        apart_s = abs(from_s - span.start_s) + abs(to_s - span.end_s)
        return (RUN_WINDOW_MISMATCH if block.is_run else WALK_WINDOW_MISMATCH) * _ms(apart_s)
    if block.is_run:
        return _run_mismatch(block.expected_s, span.run_s)
    return _walk_mismatch(block.expected_s, span.rest_s)


def _run_mismatch(expected_s: float, actual_s: float) -> int:
    beyond_s = actual_s - expected_s
    return (RUN_OVER if beyond_s > 0 else RUN_SHORT) * _ms(abs(beyond_s))


def _walk_mismatch(expected_s: float, actual_s: float) -> int:
    """Walking longer is no harm, so its price is capped."""
    return WALK_MISMATCH * _ms(min(abs(actual_s - expected_s), expected_s))


def _of_gait(span: Span, block: Block) -> float:
    if block.by_distance:
        return (span.run_m if block.is_run else span.walk_m) or 0.0
    return span.run_s if block.is_run else span.walk_s


def _ms(seconds: float) -> int:
    """Whole milliseconds, so that equal costs are equal."""
    return round(seconds * 1000)
