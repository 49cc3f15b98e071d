"""From one version of a plan to the next: at a check-in, by an explicit map, never to a higher stage."""

from program.errors import Fault, PlanError
from program.plan import Plan


def stage_in_new_version(old: Plan, new: Plan, stage_id: str) -> str:
    """The stage a runner on `stage_id` of the old version starts on in the new one.

    PlanError where the new version has no map from the old one, or the map leaves the stage out, or would put
    the runner on a higher stage: one that asks for more running, or stands later in the plan.
    """
    name = f"{new.id} version {new.version}"
    for stage_map in new.stage_maps:
        if stage_map.from_version == old.version and stage_id in stage_map.stages:
            target = stage_map.stages[stage_id]
            break
    else:
        text = f"there is no map for stage {stage_id} of version {old.version}"
        raise PlanError(name, (Fault("stage_maps", text),))
    if _is_higher(old, new, stage_id, target):
        raise PlanError(name, (Fault("stage_maps", f"{stage_id} to {target} would be a higher stage"),))
    return target


def _is_higher(old: Plan, new: Plan, before: str, after: str) -> bool:
    if before in new.stage_index and new.stage_index[after] > new.stage_index[before]:
        return True
    pairs = zip(_load(new, after), _load(old, before), strict=True)
    return any(asked > had for asked, had in pairs)


def _load(plan: Plan, stage_id: str) -> tuple[float, float]:
    """The most running in one session of the stage, by seconds and by metres."""
    sessions = plan.stage(stage_id).sessions
    runs = [[step for step in session.steps if step.kind == "run"] for session in sessions]
    seconds = max(sum(step.duration_s or 0 for step in steps) for steps in runs)
    metres = max(sum(step.distance_m or 0 for step in steps) for steps in runs)
    return seconds, metres
