"""The acts that end what is open: a finding closed, an order lifted."""

from program.history.events import Shown
from program.history.standing import StandingFinding
from program.record import Closure
from services import NotFoundError
from store.reviews import HoldRow
from ui.terminal.living import models as m
from ui.terminal.living.people import World


def lift(world: World, act: m.LiftHold) -> None:
    packet = world.services.packets.packet(world.runner, world.runner_id, now=act.at)
    orders = [one for one in packet.holds if one.lifted_on is None and act.kind in {None, one.kind}]
    if not orders:
        raise NotFoundError("There is no such order.")
    for order in orders:
        _lift_one(world, act, order)


def _lift_one(world: World, act: m.LiftHold, order: HoldRow) -> None:
    """Lift one order: as a therapist, or alone by stating who examined her."""
    actor, closure = world.actor(act.by), act.closure
    if act.by != "runner":
        world.services.reviewing.lift_hold(
            actor, world.runner_id, order.id, seen_version=order.version, now=act.at
        )
        return
    world.services.deciding.lift_hold(
        actor,
        world.runner_id,
        order.id,
        examined_by=(closure and closure.examined_by) or "",
        profession=act.profession or _profession(closure) or "",
        examined_on=(closure and closure.examined_on) or act.at.date(),
        now=act.at,
    )


def close(world: World, act: m.Close) -> None:
    found = [
        one
        for one in world.services.deciding.today(world.runner, world.runner_id, now=act.at).standing.findings
        if _is_named(world, one, act)
    ]
    if not found:
        raise NotFoundError("This finding is not there.")
    for finding in found:
        _close_one(world, act, finding)


def _is_named(world: World, finding: StandingFinding, act: m.Close) -> bool:
    """Whether an act means this finding: by its id, by its gate, or by what its id begins with."""
    kind = finding.key.partition(":")[0]
    return act.finding in {finding.key, world.ids.named(finding.key), finding.gate, kind}


def _close_one(world: World, act: m.Close, finding: StandingFinding) -> None:
    services, closure = world.services, act.closure
    close_it = (services.deciding if act.by == "runner" else services.reviewing).close_finding
    close_it(
        world.actor(act.by),
        world.runner_id,
        finding.key,
        closure.reason,
        now=act.at,
        shown=_on_the_page(world, act, finding),
        examined_by=closure.examined_by,
        profession=act.profession or _profession(closure),
        examined_on=closure.examined_on,
        is_mistake=act.is_mistake,
    )


def _on_the_page(world: World, act: m.Close, finding: StandingFinding) -> frozenset[Shown] | None:
    """The revisions that were shown: what is no entry (a run, a check-in, a break) always is."""
    if act.shown is None:
        return None
    entries = {str(entry_id): name for name, entry_id in world.ids.entries.items()}
    return frozenset(
        (source, revision)
        for source, revision in finding.entries
        if source not in entries or entries[source] in act.shown
    )


def _profession(closure: Closure | None) -> str | None:
    """A closure of a case names no profession: whoever is called a doctor, or medical, is a doctor."""
    if closure is None:
        return None
    is_doctor = closure.role == "medical" or (closure.examined_by or "").startswith("Dr")
    return "doctor" if is_doctor else None
