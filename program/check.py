"""What makes a readable plan wrong: its own contradictions, and anything looser than the floor."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from program.bounds import faults_of_bounds
from program.errors import Fault
from program.floor import Floor
from program.gates import Value, row_for
from program.measures import Measure
from program.model import Action, Outcome
from program.plan import Gate, Plan, Row, Setting, Stage
from program.titles import faults_of_titles

_NUMERIC = {"higher": ("at_least", "more_than"), "lower": ("at_most", "less_than")}
_ALL_LIMITS = ("at_least", "more_than", "at_most", "less_than")
#: Just beside a limit; the finest step of any measure is far larger.
_BESIDE = 1e-6


def faults_of_plan(own: Plan, plan: Plan, floor: Floor, base: Plan | None = None) -> tuple[Fault, ...]:
    """Every fault. `own` is the file as written (its paths), `plan` the same on the floor.

    `base` is the released plan that a runner's own was made from; null for a released one.
    """
    faults = [*_header(own), *_stages(own, plan), *_settings(own, floor), *_stage_maps(own)]
    faults += faults_of_bounds(own, floor)
    faults += faults_of_titles(own, base) if base else ()
    faults += _left_out(own, base, floor)
    usable = True
    for index, gate in enumerate(own.gates):
        of_gate = [*_references(gate, plan), *_order(gate)]
        usable = usable and not of_gate
        faults += [Fault(f"gates[{index}] ({gate.id}){fault.path}", fault.message) for fault in of_gate]
    faults += [
        Fault("gates", f"the id {name} is there twice") for name in _twice(gate.id for gate in own.gates)
    ]
    if usable and not faults:
        faults += _limits_in_order(own, plan)
        faults += _looser_gates(own, plan, floor.gates, "the floor")
    if base and usable and not faults:
        dropped = {gate.id for gate in own.dropped_gates}
        kept = [gate for gate in base.gates if gate.id not in dropped]
        faults += _looser_gates(own, plan, kept, str(own.based_on))
    return tuple(faults)


def gate_is_allowed(gate: Gate, plan: Plan, floor: Floor) -> bool:
    """Whether a gate fits a plan that stands on the floor, and is not looser than the floor."""
    if any(_references(gate, plan)) or any(_order(gate)):
        return False
    alone = plan.model_copy(update={"gates": (gate,)})
    return not any(_limits_in_order(alone, plan)) and not any(
        _looser_gates(alone, plan, floor.gates, "the floor")
    )


def _twice(ids: Iterable[str]) -> list[str]:
    seen: list[str] = list(ids)
    return sorted({item for item in seen if seen.count(item) > 1})


def _header(own: Plan) -> Iterator[Fault]:
    if own.population == "postpartum" and own.clearance != "examined":
        yield Fault("clearance", "looser than the floor: after a birth somebody examines before impact")
    if own.sites:
        yield Fault("sites", "the groups of sites belong to the floor; leave this out")
    if own.baseline_ceilings:
        yield Fault("baseline_ceilings", "the ceilings of a baseline belong to the floor; leave this out")


def _stages(own: Plan, plan: Plan) -> Iterator[Fault]:
    for name in _twice(stage.id for stage in own.stages):
        yield Fault("stages", f"the id {name} is there twice")
    kinds = [stage.kind for stage in own.stages]
    if kinds != sorted(kinds):
        yield Fault("stages", "foundation stages stand before all running stages")
    for index, stage in enumerate(own.stages):
        path = f"stages[{index}] ({stage.id})"
        for name in _twice(session.id for session in stage.sessions):
            yield Fault(f"{path}.sessions", f"the id {name} is there twice")
        runs = any(step.kind == "run" for session in stage.sessions for step in session.steps)
        if runs != (stage.kind == "running"):
            wanted = "a step to run" if stage.kind == "running" else "walking only"
            yield Fault(f"{path}.sessions", f"a {stage.kind} stage has {wanted}")
        by_hand = plan.number("hand_recorded_sessions", stage)
        if stage.kind == "running" and by_hand >= len(stage.required) and by_hand > 0:
            yield Fault(
                f"{path}.settings.hand_recorded_sessions",
                f"{by_hand:g} of {len(stage.required)} sessions by hand leave nothing measured;"
                " at least one session of a running stage comes from a watch",
            )


def _settings(own: Plan, floor: Floor) -> Iterator[Fault]:
    running = any(stage.kind == "running" for stage in own.stages)
    yield from _settings_of("settings", own.settings, floor, running)
    for index, stage in enumerate(own.stages):
        path = f"stages[{index}] ({stage.id}).settings"
        yield from _settings_of(path, stage.settings, floor, stage.kind == "running")


def _settings_of(path: str, settings: dict[str, Setting], floor: Floor, running: bool) -> Iterator[Fault]:
    for name, setting in settings.items():
        base = floor.settings.get(name)
        if base is None:
            yield Fault(
                f"{path}.{name}", f"there is no such setting; they are {', '.join(sorted(floor.settings))}"
            )
            continue
        if setting.unit != base.unit:
            yield Fault(f"{path}.{name}.unit", f"the unit is {base.unit}, not {setting.unit}")
        if setting.at_least is not None or setting.at_most is not None:
            yield Fault(f"{path}.{name}", "only the floor says how far a number may go")
        free_below = base.bound_in == "running" and not running
        at_least = 0.0 if free_below else base.at_least
        if at_least is not None and setting.value < at_least:
            yield Fault(f"{path}.{name}.value", f"looser than the floor: at least {at_least:g} {base.unit}")
        if base.at_most is not None and setting.value > base.at_most:
            yield Fault(
                f"{path}.{name}.value", f"looser than the floor: at most {base.at_most:g} {base.unit}"
            )


def _stage_maps(own: Plan) -> Iterator[Fault]:
    ids = {stage.id for stage in own.stages}
    for index, stage_map in enumerate(own.stage_maps):
        if stage_map.from_version >= own.version:
            yield Fault(f"stage_maps[{index}].from_version", "a map comes from an older version")
        for target in sorted(set(stage_map.stages.values()) - ids):
            yield Fault(f"stage_maps[{index}].stages", f"there is no stage called {target}")


def _references(gate: Gate, plan: Plan) -> Iterator[Fault]:
    if gate.unit != gate.fact.unit:
        yield Fault(".unit", f"{gate.measure} is in {gate.fact.unit}, not {gate.unit}")
    for row in gate.rows:
        name = row.limit.removeprefix("$") if isinstance(row.limit, str) else None
        if name is not None and name != "sessions_per_week" and name not in plan.settings:
            yield Fault(".rows", f"there is no setting called {name}")
    if not isinstance(gate.stages, str):
        for name in sorted(set(gate.stages) - set(plan.stage_index)):
            yield Fault(".stages", f"there is no stage called {name}")
    if gate.opens and gate.changeable:
        yield Fault(".changeable", "what opens a finding is never offered as a thing to change")


def _order(gate: Gate) -> Iterator[Fault]:
    """Rows stand from the worst to the best, fit the fact, and say what unknown means."""
    unknown = [row for row in gate.rows if row.unknown]
    if len(unknown) != 1:
        yield Fault(".rows", "exactly one row says what follows where the answer is not known")
    if any(row.outcome.action is Action.PROGRESS for row in unknown):
        yield Fault(".rows", "unknown never lets a runner progress")
    for worse, better in pairwise(gate.rows):
        if not worse.outcome.at_least_as_cautious_as(better.outcome):
            yield Fault(".rows", "rows stand from the worst to the best, and no later row is more cautious")
    known = [row for row in gate.rows if not row.unknown]
    if gate.fact.worse == "level":
        yield from _levels(known, gate.fact)
    else:
        yield from _numbers(known, gate.fact)


def _levels(rows: list[Row], fact: Measure) -> Iterator[Fault]:
    levels = [level for row in rows for level in row.is_ or ()]
    if any(row.is_ is None for row in rows) or levels != list(fact.levels):
        yield Fault(".rows", f"the rows list all values of {fact.id}, worst first: {', '.join(fact.levels)}")


def _numbers(rows: list[Row], fact: Measure) -> Iterator[Fault]:
    allowed = _NUMERIC[fact.worse]
    if not rows or not rows[-1].otherwise or any(row.otherwise for row in rows[:-1]):
        yield Fault(".rows", "the last row, and no other, is `otherwise`")
    for row in rows[:-1]:
        if not any(getattr(row, name) is not None for name in allowed):
            yield Fault(".rows", f"a {fact.worse} {fact.id} is worse: a row uses {' or '.join(allowed)}")


def _limits_in_order(own: Plan, plan: Plan) -> Iterator[Fault]:
    """At every stage, each limit lies beyond the next one, so that every row can be reached."""
    for index, gate in enumerate(own.gates):
        for stage in plan.stages:
            limits = [plan.limit(row.limit, stage) for row in gate.rows if row.limit is not None]
            falling = all(first > second for first, second in pairwise(limits))
            rising = all(first < second for first, second in pairwise(limits))
            if not (falling if gate.fact.worse == "higher" else rising):
                yield Fault(
                    f"gates[{index}] ({gate.id}).rows", f"at stage {stage.id} a row can never be reached"
                )
                break


def _looser_gates(own: Plan, plan: Plan, gates: Iterable[Gate], than: str) -> Iterator[Fault]:
    base = {gate.id: gate for gate in gates}
    for index, gate in enumerate(own.gates):
        below = base.get(gate.id)
        if below is None:
            continue
        path = f"gates[{index}] ({gate.id})"
        if (gate.measure, gate.entry) != (below.measure, below.entry):
            yield Fault(path, f"looser than {than}: it looks at something else than {than}'s gate")
            continue
        if below.opens and gate.opens != below.opens:
            yield Fault(f"{path}.opens", f"looser than {than}: it opens a {below.opens}")
        if gate.changeable and not below.changeable:
            yield Fault(f"{path}.changeable", f"looser than {than}: this is not for the runner to change")
        asked = (stage for stage in plan.stages if covers(below, stage))
        first = next((text for stage in asked for text in _looser_at(gate, below, plan, stage)), None)
        if first is not None:
            yield Fault(f"{path}.rows", f"looser than {than}{first}")


def covers(gate: Gate, stage: Stage) -> bool:
    """Whether the gate is asked at this stage."""
    if isinstance(gate.stages, str):
        return gate.stages in ("all", stage.kind)
    return stage.id in gate.stages


def _left_out(own: Plan, base: Plan | None, floor: Floor) -> Iterator[Fault]:
    """The gates of its own that the released plan has stay, or are named as dropped, each with its reason."""
    of_floor = {gate.id: gate for gate in floor.gates}
    theirs = {gate.id for gate in base.gates if of_floor.get(gate.id) != gate} if base else set[str]()
    dropped = {gate.id for gate in own.dropped_gates}
    for name in sorted(theirs - dropped - {gate.id for gate in own.gates}):
        yield Fault(
            "gates", f"{own.based_on} asks {name}; it stays, or stands in dropped_gates with a reason"
        )
    for name in sorted(dropped - theirs):
        yield Fault("dropped_gates", f"{name} is no gate of {own.based_on}'s own, so it cannot be dropped")


def _looser_at(gate: Gate, below: Gate, plan: Plan, stage: Stage) -> Iterator[str]:
    if not covers(gate, stage):
        yield f": it is not asked at stage {stage.id}"
        return
    for value in [None, *probes((gate, below), plan, stage)]:
        mine, base = (_outcome(each, value, plan, stage) for each in (gate, below))
        if not mine.at_least_as_cautious_as(base):
            what = "unknown" if value is None else f"{value:g}" if isinstance(value, float) else value
            yield f" at stage {stage.id}: {what} gives {mine.action.value}"
            return


def _outcome(gate: Gate, value: Value, plan: Plan, stage: Stage) -> Outcome:
    row = gate.unknown_row if value is None else row_for(gate, value, plan, stage)
    return row.outcome if row else Outcome(Action.HOLD)


def probes(gates: Iterable[Gate], plan: Plan, stage: Stage | None) -> Sequence[Value]:
    """Values that reach every row of every gate: each level, or each limit and just beside it."""
    gates = list(gates)
    if gates[0].fact.worse == "level":
        return list(gates[0].fact.levels)
    limits = {plan.limit(row.limit, stage) for gate in gates for row in gate.rows if row.limit is not None}
    return sorted({limit + step for limit in limits for step in (-1.0, -_BESIDE, 0.0, _BESIDE, 1.0)})
