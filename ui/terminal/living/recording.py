"""A session as a life tells it, made into a measured activity that the comparison itself reads that way."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, timedelta
from functools import lru_cache
from typing import Literal

import polars as pl

from analysis import Quality, compare_execution, summarise
from analysis.schema import Bouts
from ingest.activity import (
    Activity,
    DeviceSplits,
    Laps,
    Pauses,
    Provenance,
    QualityNote,
    Samples,
    WorkoutSteps,
)
from ingest.frames import schema_of
from program.case import Session
from program.plan import Plan, SessionPlan, Stage
from program.steps import Step
from services.dates import local_date
from services.measuring import Measured
from services.plans import Same
from services.prescribing import prescribed_frame, tolerances_of

Gait = Literal["run", "walk", "stand"]
#: An ordinary slow run and a brisk walk: metres a second, steps a minute.
_SPEED_MPS = {"run": 2.4, "walk": 1.5, "stand": 0.0}
_CADENCE_SPM = {"run": 160.0, "walk": 112.0, "stand": None}
#: Of a break between two runs at least this share is kept where the outing is too short for all of it.
_BREAK_SHARE = 0.6
#: Running that exceeds, where a life does not say by how much.
_MORE, _MORE_S = 1.5, 120.0
_HOUR_S, _FURTHEST_H = 3600, 14


@dataclass(frozen=True)
class Due:
    """The session that an outing is held against."""

    plan: Plan
    stage: Stage
    session: SessionPlan


@dataclass(frozen=True)
class _Stretch:
    kind: Gait
    size_s: float
    uncertain_s: float = 0.0
    metres: float | None = None


def record(session: Session, due: Due | None, time_zone: str) -> Measured:
    """Make the activity of a session, whose bouts follow what was due and come out as the session says."""
    elapsed_s = (session.end - session.start).total_seconds()
    bouts = _bouts(session, due, elapsed_s)
    activity = Activity(
        samples=Samples.create_empty(),
        laps=Laps.create_empty(),
        pauses=Pauses.create_empty(),
        device_splits=DeviceSplits.create_empty(),
        workout_steps=WorkoutSteps.create_empty(),
        provenance=_provenance(session, time_zone),
        elapsed_time_s=elapsed_s,
        distance_m=float(bouts["distance_m"].sum()) or None,
    )
    summary = summarise(
        activity.samples, bouts, activity.pauses, elapsed_time_s=elapsed_s, distance_m=activity.distance_m
    )
    shows = session.quality == "ok"
    quality = Quality((), () if shows else (QualityNote("as_told", "The life says so."),))
    return Measured(activity, bouts, replace(summary, run_time_s=session.run_time_s), quality)


def _provenance(session: Session, time_zone: str) -> Provenance:
    return Provenance(
        sha256=hashlib.sha256(session.model_dump_json().encode()).hexdigest(),
        format="fit",
        device=None,
        device_key=None,
        sport="running",
        sub_sport=None,
        start_utc=session.start.astimezone(UTC),
        utc_offset_s=_offset_s(session, time_zone),
        cadence_rule="fit_steps" if session.cadence_known else "unknown",
        cadence_reason="told by a life",
    )


def _offset_s(session: Session, time_zone: str) -> int | None:
    """The watch's own offset that gives the local date of the session; null where her zone gives it."""
    if local_date(session.start, utc_offset_s=None, time_zone=time_zone) == session.local_date:
        return None
    hours = sorted(range(-_FURTHEST_H, _FURTHEST_H + 1), key=abs)
    started = session.start.astimezone(UTC)
    fits = (hour for hour in hours if (started + timedelta(hours=hour)).date() == session.local_date)
    offset_h = next(fits, None)
    return None if offset_h is None else offset_h * _HOUR_S


def _bouts(session: Session, due: Due | None, elapsed_s: float) -> pl.DataFrame:
    """The first of the ways to have run it that the comparison finds to be what the session says."""
    done = _Done(session.outcome, session.run_time_s, session.uncertain_time_s, elapsed_s)
    if due is None:
        return _found_bouts(done, None, None, None)
    return _found_bouts(done, Same(due.plan), Same(due.stage), Same(due.session))


@dataclass(frozen=True)
class _Done:
    """What of a session its bouts are made from."""

    outcome: str | None
    run_time_s: float | None
    uncertain_time_s: float
    elapsed_s: float


# Most sessions of most lives are the same few.
@lru_cache(maxsize=1024)
def _found_bouts(
    done: _Done, plan: Same[Plan] | None, stage: Same[Stage] | None, session: Same[SessionPlan] | None
) -> pl.DataFrame:
    due = Due(plan.thing, stage.thing, session.thing) if plan and stage and session else None
    if done.outcome == "not_comparable" or (done.outcome is None and done.run_time_s is None):
        return _frame([_Stretch("stand", done.elapsed_s, done.elapsed_s)])
    steps = due.session.steps if due is not None else ()
    ways = (_in_time(way, done.elapsed_s, done.uncertain_time_s) for way in _ways(done, steps))
    if due is None or done.outcome is None:
        return _frame(next(ways))
    tried = list(ways)
    # Longer than the outing took by its times, where nothing else would be what the session says.
    tried += [[_stretch(step) for step in steps]] if done.outcome == "as_prescribed" else []
    frames = (_frame(way) for way in tried)
    found = next((bouts for bouts in frames if _outcome(bouts, due) == done.outcome), None)
    return _frame(tried[0]) if found is None else found


def _outcome(bouts: pl.DataFrame, due: Due) -> str:
    tolerances = tolerances_of(due.plan, due.stage)
    return compare_execution(bouts, prescribed_frame(due.session), tolerances=tolerances).outcome


def _ways(done: _Done, steps: Sequence[Step]) -> Iterator[list[_Stretch]]:
    """The ways to have run it, the likeliest first."""
    asked = [_stretch(step) for step in steps]
    asked_s = sum(stretch.size_s for stretch in asked if stretch.kind == "run")
    ran_s = done.run_time_s
    if done.outcome == "exceeded":
        further = [replace(stretch, metres=None) for stretch in asked]
        yield _scaled(further, ran_s if ran_s is not None else asked_s * _MORE + _MORE_S)
        yield [_Stretch("run", ran_s if ran_s is not None else asked_s * _MORE + _MORE_S)]
    elif done.outcome == "partly":
        yield _cut(asked, ran_s if ran_s is not None else asked_s / 2)
        yield [stretch for stretch in asked if stretch.kind == "run"][:1] if asked_s else []
    elif done.outcome == "as_prescribed" or (ran_s or 0.0) > asked_s:
        yield asked if ran_s is None else _scaled(asked, ran_s)
    else:
        yield _cut(asked, ran_s or 0.0)


def _stretch(step: Step) -> _Stretch:
    """One prescribed step as it is done; one by distance at an ordinary speed."""
    if step.duration_s is not None:
        return _Stretch(step.kind, step.duration_s)
    metres = step.distance_m or 0.0
    return _Stretch(step.kind, metres / _SPEED_MPS[step.kind], metres=metres)


def _scaled(asked: list[_Stretch], ran_s: float) -> list[_Stretch]:
    """The same repetitions, each so long that the running comes to `ran_s`; one run where none was asked."""
    asked_s = sum(stretch.size_s for stretch in asked if stretch.kind == "run")
    if not asked_s:
        return [*asked, _Stretch("run", ran_s)] if ran_s else asked
    share = ran_s / asked_s
    return [
        replace(stretch, size_s=stretch.size_s * share) if stretch.kind == "run" else stretch
        for stretch in asked
        if stretch.kind != "run" or share
    ]


def _cut(asked: list[_Stretch], ran_s: float) -> list[_Stretch]:
    """The repetitions from the first on, until the running comes to `ran_s`."""
    done: list[_Stretch] = []
    for stretch in asked:
        if stretch.kind == "run" and ran_s <= 0:
            break
        size_s = min(stretch.size_s, ran_s) if stretch.kind == "run" else stretch.size_s
        done.append(
            replace(stretch, size_s=size_s, metres=None if size_s < stretch.size_s else stretch.metres)
        )
        ran_s -= size_s if stretch.kind == "run" else 0.0
    return done or asked[:1]


def _in_time(way: list[_Stretch], elapsed_s: float, uncertain_s: float) -> list[_Stretch]:
    """The same running within the time of the outing; the last walk takes what is left and is uncertain."""
    body = way[:-1] if way and way[-1].kind == "walk" else list(way)
    for index, stretch in enumerate(body):
        over_s = sum(other.size_s for other in body) + uncertain_s - elapsed_s
        if over_s > 0 and stretch.kind == "walk":
            keep_s = _BREAK_SHARE * stretch.size_s if index else 0.0
            body[index] = replace(stretch, size_s=max(keep_s, stretch.size_s - over_s), metres=None)
    left_s = max(elapsed_s - sum(stretch.size_s for stretch in body), uncertain_s)
    tail = [_Stretch("walk", left_s, uncertain_s)] if left_s >= 1 else []
    return [stretch for stretch in (*body, *tail) if stretch.size_s > 0]


def _frame(stretches: Sequence[_Stretch]) -> pl.DataFrame:
    """The stretches one after another as a `Bouts` frame."""
    rows, at_s = [], 0.0
    for stretch in stretches:
        metres = stretch.metres if stretch.metres is not None else stretch.size_s * _SPEED_MPS[stretch.kind]
        rows.append(
            {
                "kind": stretch.kind,
                "start_s": at_s,
                "end_s": at_s + stretch.size_s,
                "distance_m": metres,
                "cadence_spm": _CADENCE_SPM[stretch.kind],
                "pace_s_per_km": stretch.size_s / metres * 1000 if metres else None,
                "confidence_0_1": 0.5 if stretch.uncertain_s else 0.95,
                "uncertain_s": stretch.uncertain_s,
                "source": "detected",
            }
        )
        at_s += stretch.size_s
    return Bouts.validate(pl.DataFrame(rows, schema=schema_of(Bouts)), cast=True)
