"""How running grows from stage to stage, and how far it grows in the steepest of the shipped plans."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from program.errors import Fault
from program.floor import Floor
from program.plan import Plan, Stage
from program.steps import Step

_S_PER_MIN = 60
_M_PER_KM = 1000
_SIGN = 'a therapist signs such a line by signed_growth = "her reason" in the stage'


@dataclass(frozen=True, slots=True)
class Load:
    """The most that a session of a stage asks for: its longest run without a break, and all its running."""

    longest_s: float
    total_s: float


@dataclass(frozen=True, slots=True)
class Ramp:
    """Each step up that the shipped plans take, as (from, to), and the most that one of them begins with."""

    first: Load
    longest_s: tuple[tuple[float, float], ...]
    total_s: tuple[tuple[float, float], ...]


def seconds_of(step: Step, floor: Floor) -> float:
    """How long a step takes; one by distance at the easy pace that the floor names."""
    if step.duration_s is not None:
        return step.duration_s
    return (step.distance_m or 0) / _M_PER_KM * floor.bounds[f"{step.kind}_s_per_km"].value


def ramp_of(plans: Iterable[Plan], floor: Floor) -> Ramp:
    """The steps up of all these plans together."""
    ways = [[_load(stage, floor) for stage in _running(plan)] for plan in plans]
    ways = [way for way in ways if way]
    steps = [(before, after) for way in ways for before, after in pairwise(way)]
    return Ramp(
        Load(max(way[0].longest_s for way in ways), max(way[0].total_s for way in ways)),
        tuple(sorted((before.longest_s, after.longest_s) for before, after in steps)),
        tuple(sorted((before.total_s, after.total_s) for before, after in steps)),
    )


def faults_of_ramp(plan: Plan, ramp: Ramp, floor: Floor) -> Iterator[Fault]:
    """Where a plan begins too high, grows too steeply, or goes down, without a therapist's signature."""
    loads = [(stage, _load(stage, floor)) for stage in _running(plan)]
    above = 1 + floor.bounds["same_share"].value
    if loads:
        yield from _first(plan, *loads[0], ramp, above)
    for (_, before), (stage, load) in pairwise(loads):
        if stage.signed_growth is None:
            path = _path(plan, stage)
            longest, total = (before.longest_s, load.longest_s), (before.total_s, load.total_s)
            yield from _growth(path, "without a break", longest, ramp.longest_s, above)
            yield from _growth(path, "in a session", total, ramp.total_s, above)
            if load.total_s * above < before.total_s:
                yield Fault(
                    path,
                    f"it asks for less running in a session ({_clock(load.total_s)}) than the stage before"
                    f" ({_clock(before.total_s)}); {_SIGN}",
                )


def _first(plan: Plan, stage: Stage, load: Load, ramp: Ramp, above: float) -> Iterator[Fault]:
    pairs = (
        ("without a break", load.longest_s, ramp.first.longest_s),
        ("in a session", load.total_s, ramp.first.total_s),
    )
    for what, asked_s, most_s in pairs:
        if asked_s > most_s * above:
            yield Fault(
                _path(plan, stage),
                f"the first running stage begins with {_clock(asked_s)} of running {what};"
                f" no shipped plan begins with more than {_clock(most_s)}",
            )


def _growth(
    path: str, what: str, grows: tuple[float, float], steps: Sequence[tuple[float, float]], above: float
) -> Iterator[Fault]:
    before_s, after_s = grows
    most_s = furthest_s(before_s * above, steps)
    if after_s > max(most_s, before_s) * above:
        yield Fault(
            path,
            f"running {what} grows from {_clock(before_s)} to {_clock(after_s)}; the steepest of the shipped"
            f" plans goes to {_clock(most_s)} from there; {_SIGN}",
        )


def furthest_s(before_s: float, steps: Sequence[tuple[float, float]]) -> float:
    """How far any of these steps, sorted by where they begin, leads from as much running or from less."""
    reached = [after for start, after in steps if start <= before_s]
    return max(reached, default=steps[0][1] if steps else 0.0)


def _running(plan: Plan) -> list[Stage]:
    return [stage for stage in plan.stages if stage.kind == "running"]


def _load(stage: Stage, floor: Floor) -> Load:
    runs = [runs_of(session.steps, floor) for session in stage.sessions]
    return Load(max(max(each, default=0.0) for each in runs), max(sum(each) for each in runs))


def runs_of(steps: Iterable[Step], floor: Floor) -> list[float]:
    """The seconds of each run; runs side by side, or with a walk too short to end one between, are one."""
    runs: list[float] = []
    walked_s = inf
    for step in steps:
        if step.kind == "walk":
            walked_s += seconds_of(step, floor)
        elif walked_s < floor.settings["run_gap_s"].value:
            runs[-1] += seconds_of(step, floor)
            walked_s = 0.0
        else:
            runs.append(seconds_of(step, floor))
            walked_s = 0.0
    return runs


def _path(plan: Plan, stage: Stage) -> str:
    index = next(index for index, each in enumerate(plan.stages) if each is stage)
    return f"stages[{index}] ({stage.id}).signed_growth"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), _S_PER_MIN)
    return f"{minutes}:{rest:02d}"
