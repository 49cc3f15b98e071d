"""Sessions as events: what was surely run, what at most, and what she had been told when each began."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from program.history.events import Outing, PlanKey
from program.overshoot import overshoot_limits
from program.plan import Plan
from services.executions import Executions, Part, compare_now
from services.history.dated import counted_parts
from services.history.rows import Rows, known_utc_of
from services.history.run_answers import answered, may_have_run_s
from services.sessions import HeldSession, hold_sessions, stage_at
from store.activities import Tombstone
from store.decisions import StageChangeRow
from store.engine import Connection

#: Not compared says less than anything that was.
_WORST_FIRST = ("exceeded", "not_comparable", "partly", "as_prescribed", None)


def hold_all(connection: Connection, rows: Rows, default: Plan, *, keeps: bool) -> tuple[HeldSession, ...]:
    """All sessions, each held against the stage as she was told when it began."""

    def plan_of(plan_id: str, plan_version: int) -> Plan:
        return rows.plans.get((plan_id, plan_version), default)

    executions = Executions(connection, rows.runner.id, since=date.min, keeps=keeps)
    parts = counted_parts(rows)
    stones = [stone for stone in rows.tombstones if stone.date_doubt is None]
    held = hold_sessions(parts, stones, _stages_told(rows, parts), plan_of, executions)
    said = answered(rows.records)
    same = frozenset(
        name for (name, question), answer in said.items() if question == "same_run" and answer.says
    )
    return tuple(replace(each, same=same.intersection(each.activity_ids)) for each in held)


def _stages_told(rows: Rows, parts: Sequence[Part]) -> list[StageChangeRow]:
    """For the start of each activity, the step of the way that was in force as far as she had been told."""
    found = []
    for part in parts:
        start_utc = part.row.start_utc
        step = stage_at(rows.stages, start_utc)
        told = rows.told_of(part.row.id)
        if (
            step is not None
            and told is not None
            and told.plan_id is not None
            and told.plan_version is not None
        ):
            key = (told.plan_id, told.plan_version)
            step = replace(step, plan_id=key[0], plan_version=key[1], stage_id=told.stage_id)
        if step is None:
            continue
        plan = rows.plans.get((step.plan_id, step.plan_version))
        is_there = plan is not None and step.stage_id in plan.stage_index
        found.append(replace(step, made_utc=start_utc, stage_id=step.stage_id if is_there else None))
    return found


def outings_of(rows: Rows, sessions: Sequence[HeldSession]) -> Iterator[Outing]:
    """Each session as all its recordings and tellings leave it; a deleted part stays in its whole."""
    stones = {stone.activity_id: stone for stone in rows.tombstones}
    kept = [held for held in sessions if not held.is_deleted]
    whole = {held.session_id: outing_id_of(held, kept) for held in sessions if held.is_deleted}
    for held in kept:
        gone = [stones[name] for name, outing in whole.items() if outing == held.session_id]
        for outing in _states(rows, held):
            yield _with_deleted(outing, gone)
    for held in sessions:
        if held.is_deleted and whole[held.session_id] == held.session_id:
            yield _deleted(rows, stones[held.session_id])
    yield from _of_other_sports(rows)


def outing_id_of(held: HeldSession, kept: Sequence[HeldSession]) -> str:
    """The outing of a session: its own, or, of a deleted recording, the one that it overlapped."""
    if not held.is_deleted:
        return held.session_id
    same = (each for each in kept if each.start_utc < held.end_utc and held.start_utc < each.end_utc)
    return next((each.session_id for each in same), held.session_id)


def _states(rows: Rows, held: HeldSession) -> list[Outing]:
    """The outing as its recordings became known: a later one that says nothing worse says nothing new.

    Else a second file of a run that was weighed long ago would make all of it news.
    """
    limit_s = _limit_s(held, rows.plans.get(_plan_key(rows, held) or ("", 0)))
    held = replace(held, same=frozenset())
    beside = {part.row.id for part in held.beside}
    moments = sorted({rows.known_utc(part.row) for part in held.parts})
    states: list[Outing] = []
    for moment in moments:
        outing = _outing(rows, held if moment == moments[-1] else _as_known_by(rows, held, moment))
        if states and not _is_worse(outing, states[-1], limit_s or 0.0):
            states[-1] = replace(outing, known_at=states[-1].known_at)
        else:
            states.append(outing)
    return _asked_about(rows, held, states, beside) if beside else states


def _asked_about(rows: Rows, held: HeldSession, states: list[Outing], beside: set[str]) -> list[Outing]:
    """The same, asked whether what she told beside a recording is one run with it, and as she answered."""
    said = answered(rows.records)
    answers = {name: said[name, "same_run"] for name in beside if (name, "same_run") in said}
    asked = [replace(outing, question="same_run") for outing in states]
    if len(answers) < len(beside):
        return asked
    same = frozenset(name for name, answer in answers.items() if answer.says)
    at_utc = max(answer.at_utc for answer in answers.values())
    before = [outing for outing in asked if outing.known_at < at_utc]
    return [*before, replace(_outing(rows, replace(held, same=same)), known_at=at_utc)]


def _of_other_sports(rows: Rows) -> Iterator[Outing]:
    """Recordings of another sport that may hold running: at most that, and asked about until she says.

    Where it was running she told of it, and that is an outing of its own.
    """
    said = answered(rows.records)
    for part in rows.parts:
        row, seconds = part.row, may_have_run_s(part.row.dropped) if part.row.kind == "other" else 0.0
        if not seconds or row.is_undated:
            continue
        told = rows.told_of(row.id)
        asked = Outing(
            id=row.id,
            happened_at=row.start_utc,
            known_at=rows.known_utc(row),
            end=max(row.end_utc, row.start_utc + timedelta(seconds=1)),
            local_date=row.local_date,
            sure_s=0.0,
            maybe_s=seconds,
            is_clear=False,
            was_allowed=told.was_allowed if told is not None else None,
            question="ran",
        )
        answer = said.get((row.id, "ran"))
        if answer is None or answer.at_utc > asked.known_at:
            yield asked
        if answer is not None:
            yield replace(asked, known_at=max(answer.at_utc, asked.known_at), maybe_s=0.0, question=None)
    for stone in rows.tombstones:
        if stone.kind == "other" and stone.maybe_s and stone.date_doubt is None:
            yield _deleted(rows, stone)


def _as_known_by(rows: Rows, held: HeldSession, moment: datetime) -> HeldSession:
    """The session of the parts that were known by then."""
    parts = tuple(part for part in held.parts if rows.known_utc(part.row) <= moment)
    stage, due, execution = held.stage, held.prescribed, None
    plan = rows.plans.get(_plan_key(rows, held) or ("", 0))
    if plan is not None and stage is not None and due is not None and any(part.bouts_text for part in parts):
        execution = compare_now(parts, plan, stage, due)
    end_utc = max(part.row.end_utc for part in parts)
    return replace(held, parts=parts, end_utc=end_utc, execution=execution)


def _is_worse(later: Outing, earlier: Outing, limit_s: float) -> bool:
    """Whether it says that it was done less as it was asked, or that more was run, and too much."""
    if _WORST_FIRST.index(later.outcome) < _WORST_FIRST.index(earlier.outcome):
        return True
    return _most(later) > max(_most(earlier), limit_s)


def _most(outing: Outing) -> float:
    return max(outing.sure_s or 0.0, outing.maybe_s or 0.0)


def _plan_key(rows: Rows, held: HeldSession) -> PlanKey | None:
    """The plan that was in force, as far as she had been told, when it began."""
    told, step = rows.told_of(held.session_id), stage_at(rows.stages, held.start_utc)
    if told is not None and told.plan_id is not None and told.plan_version is not None:
        return told.plan_id, told.plan_version
    return None if step is None else (step.plan_id, step.plan_version)


def _outing(rows: Rows, held: HeldSession) -> Outing:
    known_at = max(rows.known_utc(part.row) for part in held.parts)
    carried = rows.carried
    brought_in_utc = max(part.row.imported_utc for part in held.parts)
    # Before the record was folded nobody was asked whether she was allowed to run.
    is_old = carried is not None and brought_in_utc <= known_utc_of(carried)
    key = _plan_key(rows, held)
    return Outing(
        id=held.session_id,
        happened_at=held.start_utc,
        known_at=known_at,
        end=max(held.end_utc, held.start_utc + timedelta(seconds=1)),
        local_date=held.local_date,
        sure_s=held.sure_s,
        maybe_s=_maybe_s(held, rows.plans.get(key) if key else None),
        longest_run_s=_longest_run_s(held.parts),
        stage=held.stage.id if held.stage else None,
        plan=key,
        session=held.prescribed.id if held.prescribed else None,
        asked_s=held.prescribed.run_time_s if held.prescribed else None,
        outcome=held.outcome,
        is_by_hand=held.is_by_hand,
        is_clear=held.is_by_hand or (held.counts_for_progress and held.cadence_known),
        was_allowed=_was_allowed(rows, held) if not is_old else None if known_at == brought_in_utc else True,
    )


def _was_allowed(rows: Rows, held: HeldSession) -> bool | None:
    """Whether all of it was allowed: an earlier part that is told later forgives none that was forbidden."""
    told = [kept.was_allowed for name in held.activity_ids if (kept := rows.told_of(name)) is not None]
    kept = rows.told_of(held.session_id)
    return False if False in told else kept.was_allowed if kept is not None else None


def _maybe_s(held: HeldSession, plan: Plan | None) -> float | None:
    """The most that any recording or telling says; told as more than prescribed it is above the limit."""
    limit_s = _limit_s(held, plan)
    if held.told_outcome != "exceeded" or limit_s is None:
        return held.maybe_s
    return max(held.maybe_s or 0.0, limit_s + 1.0)


def _limit_s(held: HeldSession, plan: Plan | None) -> float | None:
    """Seconds of running above which it is more than was prescribed; null where none were."""
    asked_s = held.prescribed.run_time_s if held.prescribed else None
    if held.prescribed is None or asked_s is None or plan is None:
        return None
    runs = sum(step.kind == "run" for step in held.prescribed.steps)
    limits = overshoot_limits(plan, held.stage, runs)
    return asked_s + max(limits.share * asked_s, limits.least_s)


def _longest_run_s(parts: Sequence[Part]) -> float | None:
    return _most_known(*(part.measurement.longest_run_bout_s for part in parts if part.measurement))


def _with_deleted(outing: Outing, gone: Sequence[Tombstone]) -> Outing:
    """A recording deleted beside another of the same time: the more that either says."""
    exceeded = any(stone.outcome == "exceeded" for stone in gone)
    return replace(
        outing,
        sure_s=_most_known(outing.sure_s, *(stone.sure_s for stone in gone)),
        maybe_s=_most_known(outing.maybe_s, *(stone.maybe_s for stone in gone)),
        outcome="exceeded" if exceeded else outing.outcome,
    )


def _most_known(*seconds: float | None) -> float | None:
    return max((each for each in seconds if each is not None), default=None)


def _deleted(rows: Rows, stone: Tombstone) -> Outing:
    """What stays of a deleted run: it became known when that was kept with it, else at its end."""
    told = rows.runs_told.get(stone.activity_id)
    known_at = told.known_utc if told is not None else stone.end_utc
    carried = rows.carried
    is_old = carried is not None and known_at <= known_utc_of(carried)
    key = None
    if told is not None and told.plan_id is not None and told.plan_version is not None:
        key = (told.plan_id, told.plan_version)
    return Outing(
        id=stone.activity_id,
        happened_at=stone.start_utc,
        known_at=known_at,
        end=max(stone.end_utc, stone.start_utc + timedelta(seconds=1)),
        local_date=stone.local_date,
        sure_s=stone.sure_s,
        maybe_s=stone.maybe_s,
        stage=told.stage_id if told is not None else None,
        plan=key,
        outcome=stone.outcome,
        is_by_hand=stone.kind == "hand",
        is_clear=False,
        is_deleted=True,
        was_allowed=told.was_allowed if told is not None and not is_old else None,
    )
