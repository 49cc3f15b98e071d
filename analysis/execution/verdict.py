"""From an alignment to an outcome with its reasons: exceeding outranks falling short, and both are kept."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Literal

import polars as pl

from analysis.execution.alignment import Admission, Pairing, Session
from analysis.execution.blocks import Block
from analysis.execution.model import Outcome, Reason, RunTotal, Tolerances


def judge(
    session: Session,
    path: tuple[Pairing, ...],
    admission: Admission,
    steps: pl.DataFrame,
    total: RunTotal | None,
    tolerances: Tolerances,
) -> tuple[Outcome, tuple[Reason, ...]]:
    """The outcome of an aligned session and every reason for it, exceeding first.

    A pace that is unknown where a ceiling is set keeps the session from being as prescribed;
    it outranks no finding.
    """
    too_fast, pace_unknown = _paces(session, steps, tolerances)
    exceeding = [
        *_too_long(session, path, tolerances),
        *_short_breaks(session, path),
        *_over(total),
        *too_fast,
    ]
    lacking = [*_shortfalls(session, path), *_under(total)]
    reasons = (*exceeding, *lacking, *pace_unknown)
    if exceeding:
        return "exceeded", reasons
    if lacking or admission is not Admission.DONE:
        return "partly", reasons
    return ("not_comparable" if pace_unknown else "as_prescribed"), reasons


def total_running(session: Session, tolerances: Tolerances) -> RunTotal | None:
    """The session's running in the unit of its run steps (seconds without any); null where they mix."""
    runs = [block for block in session.blocks if block.is_run]
    if len({block.by_distance for block in runs}) > 1:
        return None
    by_distance = bool(runs) and runs[0].by_distance
    per_second = (session.speeds.run_mps or 0.0) if by_distance else 1.0
    actual = sum(((span.run_m or 0.0) if by_distance else span.run_s) for span in session.spans)
    less = sum(span.run_uncertain_s for span in session.spans) * per_second
    more = sum(span.rest_uncertain_s for span in session.spans) * per_second
    prescribed = sum(block.size for block in runs)
    t = tolerances
    # Errors at the edges of many short runs add up, where those of one long run do not.
    edges = 2 * t.edge_s * len(runs) * per_second
    return RunTotal(
        unit="m" if by_distance else "s",
        prescribed=prescribed,
        least=max(0.0, actual - less),
        actual=actual,
        most=actual + more,
        lower=prescribed - max(t.total_share * prescribed, t.total_s * per_second, edges),
        upper=prescribed + max(t.total_over_share * prescribed, t.total_over_s * per_second, edges),
    )


def _over(total: RunTotal | None) -> Iterator[Reason]:
    if total and total.most > total.upper:
        yield Reason("run_total_over", total.most, total.upper, total.unit)


def _under(total: RunTotal | None) -> Iterator[Reason]:
    if total and total.least < total.lower:
        yield Reason("run_total_under", total.least, total.lower, total.unit)


def _too_long(session: Session, path: tuple[Pairing, ...], tolerances: Tolerances) -> Iterator[Reason]:
    """Runs longer than their step, several steps run through as one, runs that nobody prescribed."""
    for pairing in path:
        if pairing.span_from == pairing.span_to or not session.spans[pairing.span_from].is_run:
            continue
        own = list(session.blocks[pairing.block_from : pairing.block_to : 2])
        if not own:
            span = session.spans[pairing.span_from]
            yield Reason("run_extra", span.run_s + span.rest_uncertain_s, tolerances.extra_run_s, "s")
            continue
        amount = session.amount(own[0], pairing.span_from, pairing.span_to)
        limit = max(block.upper for block in own)
        if len(own) > 1:
            yield Reason("runs_merged", amount.most, limit, _unit(own[0]), own[0].steps[0].index)
        elif amount.most > limit:
            yield Reason("run_step_long", amount.most, limit, _unit(own[0]), own[0].steps[0].index)


def _short_breaks(session: Session, path: tuple[Pairing, ...]) -> Iterator[Reason]:
    """Rests between two steps' runs that are shorter than the shortest break prescribed between them."""
    runs = [p for p in path if p.span_to > p.span_from and session.spans[p.span_from].is_run]
    for before, after in pairwise(runs):
        if after.span_from != before.span_to + 1:
            continue
        between = [b for b in session.blocks[before.block_from : after.block_to] if b.role == "break"]
        if between:
            block = min(between, key=lambda block: block.lower)
            rest = session.rest(block, before.span_to)
            if rest < block.lower:
                yield Reason("break_short", rest, block.lower, _unit(block), block.steps[0].index)


def _paces(
    session: Session, steps: pl.DataFrame, tolerances: Tolerances
) -> tuple[list[Reason], list[Reason]]:
    """The run steps that were too fast, and those whose pace is not known."""
    ceilings = {
        step.index: step.pace_ceiling_s_per_km * (1 - tolerances.pace_share)
        for block in session.blocks
        for step in block.steps
        if step.pace_ceiling_s_per_km is not None
    }
    run = steps.filter(pl.col("status") != "missing", pl.col("pace_band").is_in(["above", "unknown"]))
    reasons = [
        Reason(
            "pace_unknown" if row["pace_band"] == "unknown" else "pace_fast",
            row["pace_s_per_km"],
            ceilings[row["step_index"]],
            "s_per_km",
            row["step_index"],
        )
        for row in run.to_dicts()
    ]
    return [r for r in reasons if r.code == "pace_fast"], [r for r in reasons if r.code == "pace_unknown"]


def _shortfalls(session: Session, path: tuple[Pairing, ...]) -> Iterator[Reason]:
    """Steps that were not, or not wholly, done; breaks are never too little, they only may be too short."""
    for pairing in path:
        blocks = session.blocks[pairing.block_from : pairing.block_to]
        has_spans = pairing.span_to > pairing.span_from
        is_run = has_spans and session.spans[pairing.span_from].is_run
        for block in blocks:
            if not has_spans or block.is_run != is_run:
                yield from _missing(block)
        if has_spans and blocks:
            yield from _short(session, pairing)


def _missing(block: Block) -> Iterator[Reason]:
    if block.is_run:
        yield Reason("run_step_missing", 0.0, block.lower, _unit(block), block.steps[0].index)
    elif block.role != "break" and block.lower > 0:
        yield Reason("walk_step_short", 0.0, block.lower, _unit(block), block.steps[0].index)


def _short(session: Session, pairing: Pairing) -> Iterator[Reason]:
    own = list(session.blocks[pairing.block_from : pairing.block_to : 2])
    first = own[0]
    amount = session.amount(first, pairing.span_from, pairing.span_to)
    least = sum(block.lower for block in own if block.role != "break")
    if amount.least < least:
        code = "run_step_short" if first.is_run else "walk_step_short"
        yield Reason(code, amount.least, least, _unit(first), first.steps[0].index)
    if first.is_run and pairing.span_to - pairing.span_from > 1:
        pieces = pairing.span_to - pairing.span_from + 1
        yield Reason("run_step_broken", pieces / 2, 1.0, "count", first.steps[0].index)


def _unit(block: Block) -> Literal["s", "m"]:
    return "m" if block.by_distance else "s"
