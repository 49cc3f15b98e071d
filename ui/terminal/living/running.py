"""The acts about runs: a session becomes known, as a recording or told by hand, and is deleted."""

from datetime import timedelta

from services import ConflictError, HandRun
from services.sessions import stage_at
from ui.terminal.living import models as m
from ui.terminal.living.people import World
from ui.terminal.living.recording import Due, record

#: A stage that began longer ago than this has no session that is still due.
_STAGE = timedelta(days=120)


def run(world: World, act: m.Run) -> None:
    """Keep a session: told by hand, or measured."""
    session = act.session
    activity_id = _tell(world, act) if session.recorded_by_hand else _bring(world, act)
    world.ids.sessions[session.id] = activity_id
    if session.deleted:
        world.services.runs.delete_run(world.runner, world.runner_id, activity_id, now=act.at)


def _tell(world: World, act: m.Run) -> str:
    session = act.session
    outcome = None if session.outcome == "not_comparable" else session.outcome
    elapsed_s = (session.end - session.start).total_seconds()
    told = HandRun(session.start, elapsed_s, session.run_time_s, None, outcome)
    return world.services.runs.add_by_hand(world.actor(act.by), world.runner_id, told, now=act.at)


def _bring(world: World, act: m.Run) -> str:
    measured = record(act.session, _due(world, act), world.life.time_zone)
    actor, keep = world.actor(act.by), world.services.importing.keep_measured
    verdict = keep(actor, world.runner_id, measured, now=act.at)
    if verdict.verdict == "ask":
        verdict = keep(actor, world.runner_id, measured, now=act.at, anyway=True)
    if verdict.activity_id is None:
        raise ConflictError("This recording is there already.")
    return verdict.activity_id


def _due(world: World, act: m.Run) -> Due | None:
    """What the session is held against: as it names it, else the first required one that is not done."""
    session, now = act.session, act.at
    here = world.services.planning.in_force(world.runner, world.runner_id, now=now)
    change = stage_at(here.way, session.start) if here else None
    if change is None or change.stage_id is None:
        return None
    plan = world.plan(change.plan_id, change.plan_version, now)
    stage = plan.stage(session.stage if session.stage in plan.stage_index else change.stage_id)
    if session.session in stage.required:
        return Due(plan, stage, stage.session(session.session))
    held = world.services.runs.sessions(
        world.runner, world.runner_id, now=now, since=(session.start - _STAGE).date()
    )
    done = sum(
        one.is_done and one.stage_change_id == change.id and one.start_utc < session.start for one in held
    )
    return Due(plan, stage, stage.session(stage.required[done % len(stage.required)]))


def delete_run(world: World, act: m.DeleteRun) -> None:
    activity_id = world.ids.sessions.get(act.session, act.session)
    world.services.runs.delete_run(world.actor(act.by), world.runner_id, activity_id, now=act.at)
