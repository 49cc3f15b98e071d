"""The rows of an execution: each prescribed step with what was done of it, and what nobody prescribed."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from analysis.execution.alignment import Amount, Pairing, Session
from analysis.execution.blocks import Step
from analysis.execution.model import ExecutedSteps, Tolerances
from analysis.execution.spans import Span


@dataclass(frozen=True)
class Share:
    """One step's share of what its block was given: `part` of the amounts, from `at` on."""

    step: Step
    part: float
    at: float


def report_steps(session: Session, path: tuple[Pairing, ...], tolerances: Tolerances) -> pl.DataFrame:
    """Write an alignment out as an `ExecutedSteps` frame, in the order of the session."""
    rows = [row for pairing in path for row in _rows(session, pairing, tolerances)]
    return ExecutedSteps.validate(pl.DataFrame(rows, schema=ExecutedSteps.create_empty().schema))


def _rows(session: Session, pairing: Pairing, tolerances: Tolerances) -> Iterator[dict]:
    blocks = session.blocks[pairing.block_from : pairing.block_to]
    spans = session.spans[pairing.span_from : pairing.span_to]
    if not spans:
        yield from (_missing_row(step) for block in blocks for step in block.steps)
        return
    if not blocks:
        yield from _extra_rows(spans[0])
        return
    own = [block for block in blocks if block.is_run == spans[0].is_run]
    whole = sum(step.size for block in own for step in block.steps)
    amount = session.amount(own[0], pairing.span_from, pairing.span_to)
    at = 0.0
    for block in blocks:
        for step in block.steps:
            if block.is_run != spans[0].is_run:
                yield _missing_row(step)
                continue
            share = Share(step, step.size / whole, at)
            at += share.part
            yield _step_row(share, amount, spans, tolerances)
    for span in spans[1::2]:
        yield from _extra_rows(span)
    for span in spans[::2]:
        if not span.is_run:
            yield from _dash_rows(span)


def _step_row(share: Share, amount: Amount, spans: tuple[Span, ...], tolerances: Tolerances) -> dict:
    step, part = share.step, share.part
    own = spans[::2]
    seconds = sum(_seconds(span, step.is_run) for span in own)
    metres = _total_metres(own, step.is_run)
    uncertain_s = sum(span.run_uncertain_s if step.is_run else span.walk_uncertain_s for span in own) * part
    actual_s = seconds * part
    from_s, to_s = spans[0].start_s, spans[-1].end_s
    cadence = _cadence(own, step.is_run)
    pace = seconds / metres * 1000 if metres else None
    is_broken = step.is_run and len(spans) > 1
    return {
        **_prescription(step),
        "status": _status(step, amount, part, is_broken),
        "actual_s": actual_s,
        "actual_m": None if metres is None else metres * part,
        "share": amount.actual * part / step.size if step.size else None,
        "certain_s": max(0.0, actual_s - uncertain_s),
        "uncertain_s": min(actual_s, uncertain_s),
        "unbroken_s": max(_seconds(span, step.is_run) for span in own) * part,
        "start_s": from_s + (to_s - from_s) * share.at,
        "end_s": from_s + (to_s - from_s) * (share.at + part),
        "cadence_spm": cadence,
        "pace_s_per_km": pace,
        "cadence_band": _band(cadence, step.cadence_min_spm, step.cadence_max_spm),
        "pace_band": _pace_band(pace, step.pace_ceiling_s_per_km, tolerances.pace_share),
    }


def _status(step: Step, amount: Amount, part: float, is_broken: bool) -> str:
    """Over goes before under, as in the outcome."""
    if amount.actual * part <= 0:
        return "missing"
    if (amount.most if step.is_run else amount.actual) * part > step.upper:
        return "long"
    return "short" if is_broken or amount.least * part < step.lower else "done"


def _missing_row(step: Step) -> dict:
    return {
        **_prescription(step),
        "status": "missing",
        "actual_s": 0.0,
        "actual_m": 0.0,
        "share": 0.0,
        "certain_s": 0.0,
        "uncertain_s": 0.0,
        "unbroken_s": 0.0,
        "cadence_band": _band(None, step.cadence_min_spm, step.cadence_max_spm),
        "pace_band": _pace_band(None, step.pace_ceiling_s_per_km, 0.0),
    }


def _prescription(step: Step) -> dict:
    return {
        "step_index": step.index,
        "kind": "run" if step.is_run else "walk",
        "prescribed_s": None if step.by_distance else step.size,
        "prescribed_m": step.size if step.by_distance else None,
    }


def _extra_rows(span: Span) -> Iterator[dict]:
    if span.is_run:
        yield _extra_row(span, True, span.start_s, span.end_s)
        return
    if span.walk_s > 0:
        yield _extra_row(span, False, span.start_s, span.end_s)
    yield from _dash_rows(span)


def _dash_rows(span: Span) -> Iterator[dict]:
    """The dashes of a rest as one row: too short for repetitions, but running all the same."""
    if span.first_run_s is not None and span.last_run_s is not None:
        yield _extra_row(span, True, span.first_run_s, span.last_run_s)


def _extra_row(span: Span, is_run: bool, start_s: float, end_s: float) -> dict:
    seconds, metres = _seconds(span, is_run), _metres(span, is_run)
    uncertain_s = min(seconds, span.run_uncertain_s if is_run else span.walk_uncertain_s)
    return {
        "kind": "run" if is_run else "walk",
        "status": "extra",
        "actual_s": seconds,
        "actual_m": metres,
        "certain_s": seconds - uncertain_s,
        "uncertain_s": uncertain_s,
        "unbroken_s": seconds,
        "start_s": start_s,
        "end_s": end_s,
        "cadence_spm": _cadence((span,), is_run),
        "pace_s_per_km": seconds / metres * 1000 if metres else None,
    }


def _seconds(span: Span, is_run: bool) -> float:
    return span.run_s if is_run else span.walk_s


def _metres(span: Span, is_run: bool) -> float | None:
    return span.run_m if is_run else span.walk_m


def _total_metres(spans: tuple[Span, ...], is_run: bool) -> float | None:
    metres = [_metres(span, is_run) for span in spans]
    return None if None in metres else sum(m or 0.0 for m in metres)


def _cadence(spans: tuple[Span, ...], is_run: bool) -> float | None:
    """The cadence of the bouts, weighted by their seconds; null where none has one."""
    known = [
        (cadence, _seconds(span, is_run))
        for span in spans
        if (cadence := span.run_cadence_spm if is_run else span.walk_cadence_spm) is not None
    ]
    seconds = sum(weight for _, weight in known)
    return sum(cadence * weight for cadence, weight in known) / seconds if seconds else None


def _band(value: float | None, at_least: float | None, at_most: float | None) -> str | None:
    if at_least is None and at_most is None:
        return None
    if value is None:
        return "unknown"
    if at_least is not None and value < at_least:
        return "below"
    return "above" if at_most is not None and value > at_most else "in_band"


def _pace_band(pace: float | None, ceiling: float | None, share: float) -> str | None:
    """Fewer seconds a kilometre than the ceiling, less the tolerance, is above it."""
    if ceiling is None:
        return None
    if pace is None:
        return "unknown"
    return "above" if pace < ceiling * (1 - share) else "in_band"
