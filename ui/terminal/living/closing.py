"""The acts that end what is open: a finding closed, an order lifted."""

import re
from dataclasses import dataclass
from datetime import date

from program.history.events import Shown
from program.history.standing import StandingFinding
from program.record import Closure
from services import NotFoundError, RefusedError
from services.closing import NEWER
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
    actor = world.actor(act.by)
    if act.by != "runner":
        world.services.reviewing.lift_hold(
            actor, world.runner_id, order.id, seen_version=order.version, now=act.at
        )
        return
    stated = _stated(act) if act.closure else _on_record(world, act)
    world.services.deciding.lift_hold(
        actor,
        world.runner_id,
        order.id,
        examined_by=stated.examined_by or "",
        profession=stated.profession or "",
        examined_on=stated.examined_on or act.at.date(),
        now=act.at,
    )


def close(world: World, act: m.Close) -> None:
    """Close what is named; a gate names all that is open behind it.

    It is refused where any of that was not shown. Of several, what may not be closed stays open; where
    nothing may be, the act is refused.
    """
    found = [
        one
        for one in world.services.deciding.today(world.runner, world.runner_id, now=act.at).standing.findings
        if _is_named(world, one, act)
    ]
    if not found:
        raise NotFoundError("This finding is not there.")
    if not all(_is_shown(world, act, finding, source) for finding in found for source, _ in finding.entries):
        raise RefusedError(NEWER)
    refusals = []
    for finding in found:
        try:
            _close_one(world, act, finding)
        except RefusedError as error:
            refusals.append(error)
    if len(refusals) == len(found):
        raise refusals[0]


def _is_named(world: World, finding: StandingFinding, act: m.Close) -> bool:
    """Whether an act means this finding: by its id, by its gate, or by what its id begins with."""
    kind = finding.key.partition(":")[0]
    return act.finding in {finding.key, world.ids.named(finding.key), finding.gate, kind}


def _close_one(world: World, act: m.Close, finding: StandingFinding) -> None:
    services, stated = world.services, _stated(act)
    close_it = (services.deciding if act.by == "runner" else services.reviewing).close_finding
    close_it(
        world.actor(act.by),
        world.runner_id,
        finding.key,
        act.closure.reason,
        now=act.at,
        shown=_on_the_page(world, act, finding),
        examined_by=stated.examined_by,
        profession=stated.profession,
        examined_on=stated.examined_on,
        is_mistake=act.is_mistake,
    )


def _on_the_page(world: World, act: m.Close, finding: StandingFinding) -> frozenset[Shown] | None:
    """The revisions that were shown."""
    if act.shown is None:
        return None
    return frozenset(
        (source, revision) for source, revision in finding.entries if _is_shown(world, act, finding, source)
    )


def _is_shown(world: World, act: m.Close, finding: StandingFinding, source: str) -> bool:
    """Whether a source was on the page: one that is no entry, no check-in and no session always is.

    So is what the finding is named after.
    """
    names = world.ids.names_of(source)
    is_ours = bool(names) and source not in re.split("[:/]", finding.key)
    return act.shown is None or not is_ours or not names.isdisjoint(act.shown)


# -- who examined her


@dataclass(frozen=True)
class _Stated:
    """An examination as an act states it."""

    examined_by: str | None
    examined_on: date | None
    profession: str | None


def _stated(act: m.Close | m.LiftHold) -> _Stated:
    """The examination behind an act: who closes as a doctor has examined her, where it names nobody else."""
    closure = act.closure
    if closure is None:
        return _Stated(None, None, act.profession)
    by, on = closure.examined_by, closure.examined_on
    if closure.role == "medical":
        by, on = by or closure.closed_by, on or closure.closed_at.date()
    return _Stated(by, on, act.profession or _profession(by, closure))


def _on_record(world: World, act: m.LiftHold) -> _Stated:
    """The examination that she stated last, where the act itself names none."""
    clearance = world.services.records.read(world.runner, world.runner_id, now=act.at).clearance
    if clearance is None or clearance.role != "self_stated":
        return _Stated(None, None, act.profession)
    by = clearance.examined_by
    return _Stated(by, clearance.examined_on, act.profession or _profession(by, None))


#: How a profession is written beside a name.
_PROFESSIONS = {
    "doctor": {"dr", "doctor", "gp", "md", "physician", "consultant", "obstetrician", "gynaecologist"},
    "midwife": {"midwife"},
    "nurse": {"nurse"},
    "paramedic": {"paramedic"},
    "physiotherapist": {"physiotherapist", "physio", "pt"},
}


def _profession(examined_by: str | None, closure: Closure | None) -> str | None:
    """A closure names no profession: it is read from the name, and whoever is medical is a doctor."""
    words = set(re.findall(r"[a-z]+", (examined_by or "").lower()))
    named = next((name for name, forms in _PROFESSIONS.items() if forms & words), None)
    return named or ("doctor" if closure is not None and closure.role == "medical" else None)
