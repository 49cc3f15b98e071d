"""How far any plan may go: its steps, its sessions, its weeks."""

from collections.abc import Iterator

from program.errors import Fault
from program.floor import Floor
from program.plan import Plan, SessionPlan, Stage
from program.ramp import seconds_of
from program.steps import Step

_S_PER_MIN = 60


def faults_of_bounds(own: Plan, floor: Floor) -> Iterator[Fault]:
    """Each session, and each week, that no plan may hold."""
    for index, stage in enumerate(own.stages):
        path = f"stages[{index}] ({stage.id})"
        most = floor.bounds["sessions_per_week"].value
        if stage.sessions_per_week > most:
            yield Fault(f"{path}.sessions_per_week", f"at most {most:g} sessions a week")
        yield from _sessions(path, stage, floor)


def _sessions(path: str, stage: Stage, floor: Floor) -> Iterator[Fault]:
    for index, session in enumerate(stage.sessions):
        where = f"{path}.sessions[{index}].steps"
        told = (_of_step(step, floor) for step in session.steps)
        wrong = next((text for text in told if text is not None), None) or _of_session(session, floor)
        if wrong is not None:
            yield Fault(where, wrong)


def _of_step(step: Step, floor: Floor) -> str | None:
    if step.distance_m is not None:
        least, most = (floor.bounds[name].value for name in ("step_min_m", "step_max_m"))
        if least <= step.distance_m <= most:
            return None
        return f"a step by distance is {least:g} m to {most:g} m, not {step.distance_m:g} m"
    least, most = (floor.bounds[name].value for name in ("step_min_s", "step_max_s"))
    duration_s = step.duration_s or 0.0
    if least <= duration_s <= most:
        return None
    return f"a step is {least:g} s to {most / _S_PER_MIN:g} min, not {duration_s:g} s"


def _of_session(session: SessionPlan, floor: Floor) -> str | None:
    whole_s, most_s = sum(seconds_of(step, floor) for step in session.steps), floor.bounds["session_max_s"]
    if whole_s <= most_s.value:
        return None
    most, whole = most_s.value / _S_PER_MIN, whole_s / _S_PER_MIN
    return f"a session is at most {most:g} min long, not about {whole:.0f} min"
