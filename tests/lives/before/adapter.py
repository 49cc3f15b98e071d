"""The acts of a life through the services of the old edition, and what that edition then shows.

Read only in a process in which `services`, `program` and `store` are the old edition's. It has no `live`: the
acts are those of this edition, done through the old services; where these take or give something else, they
are led over here. Whatever could be read as a right answer is read so: what is left broken is broken.
"""

import importlib
import json
import sys
import tempfile
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any, Generic, TypeVar

Json = dict[str, Any]
T = TypeVar("T")
#: Signs stand behind one finding a gate there.
SIGN_GATES = ("emergency-sign", "same-day-sign")


class Same(Generic[T]):
    """A thing as the very object it is."""

    def __init__(self, thing: T) -> None:
        self.thing = thing

    def __hash__(self) -> int:
        return id(self.thing)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.thing is self.thing


def lead_over(today: Path) -> None:
    """Let this edition's acts be found, and find what they ask for in the old services."""
    import services.plans
    import store
    import ui.terminal
    from services.answers import Answer
    from services.importing import Importing
    from store import decisions

    ui.terminal.__path__.append(str(today / "ui" / "terminal"))
    services.plans.Same = Same
    # What a yes, a release and an override answered there was the number of a decision.
    Answer.shown_sha256 = property(lambda answer: answer.decision_id)
    Importing.keep_measured = _keep_measured
    # Where a life begins above what she may choose herself.
    add = decisions.add_stage_change
    kinds = {"first": "cleared"}
    decisions.add_stage_change = lambda at, *, kind, **row: add(at, kind=kinds.get(kind, kind), **row)
    # It has no register of stops beside the data.
    caution = ModuleType("store.caution")
    caution.Caution, caution.append = (lambda *_: None), (lambda *_: None)
    store.caution = sys.modules[caution.__name__] = caution
    closing = ModuleType("ui.terminal.living.closing")
    closing.close, closing.lift = _close, _lift
    sys.modules[closing.__name__] = closing


def _keep_measured(self: Any, actor: Any, runner_id: str, measured: Any, *, now: datetime, anyway=False):
    """As a file is imported there, but for its reading."""
    from services.judging import judge_now, mark_older

    from services import importing
    from services.packing import Owner, pack
    from store import people

    with self._visit(actor, runner_id, now, writes=True) as desk:
        runner = people.person_by_id(desk.connection, runner_id)
        packed = pack(measured, Owner(runner_id, runner.time_zone, actor.person_id, now))
        verdict = importing._settle(desk.connection, "", importing._Read(None, packed), anyway=anyway)
    with self._visit(actor, runner_id, now, writes=True) as desk:
        judge_now(desk.connection, runner_id, now=now, asked_by="import", actor_id=actor.person_id)
        mark_older(desk.connection, runner_id, since=packed.row.local_date, now=now)
    return verdict


def _close(world: Any, act: Any) -> None:
    """Close by the number of the finding and its version, as the page does there."""
    from services import NotFoundError

    rows = [row for row in _findings(world) if row.closed_utc is None and _is_named(world, row, act)]
    if not rows:
        raise NotFoundError("This finding is not there.")
    services, closure = world.services, act.closure
    close_it = (services.deciding if act.by == "runner" else services.reviewing).close_finding
    for row in rows:
        close_it(
            world.actor(act.by),
            world.runner_id,
            row.id,
            closure.reason,
            seen_version=row.version,
            now=act.at,
            examined_by=closure.examined_by,
            examined_on=closure.examined_on,
        )


def _is_named(world: Any, row: Any, act: Any) -> bool:
    return act.finding == row.gate or act.finding in _keys(world, row, act.at)


def _lift(world: Any, act: Any) -> None:
    """Lift as a therapist; a runner cannot, there."""
    from services import NotAllowedError, NotFoundError

    packet = world.services.packets.packet(world.runner, world.runner_id, now=act.at)
    orders = [one for one in packet.holds if one.lifted_on is None and act.kind in {None, one.kind}]
    if not orders:
        raise NotFoundError("There is no such order.")
    if act.by == "runner":
        raise NotAllowedError("There is no way for her.")
    for one in orders:
        world.services.reviewing.lift_hold(
            world.actor(act.by), world.runner_id, one.id, seen_version=one.version, now=act.at
        )


def _findings(world: Any) -> tuple[Any, ...]:
    from store import decisions
    from store.engine import reading

    with reading(world.services.context.engine) as connection:
        return decisions.findings_of(connection, world.runner_id)


def _keys(world: Any, row: Any, now: datetime) -> list[str]:
    """This edition's names for what an open finding of the old one may stand for."""
    from store import diary
    from store.engine import reading

    if row.gate not in (*SIGN_GATES, "bone-pain", "calf-pain"):
        return [row.gate]
    before = [other.closed_utc for other in _findings(world) if other.gate == row.gate and other.closed_utc]
    with reading(world.services.context.engine) as connection:
        rows = diary.entries_of(connection, world.runner_id)
    newest = {one.entry_id: one for one in rows if one.made_utc <= now and one.answers}
    since = max(before, default=datetime.min.replace(tzinfo=UTC))
    said = [json.loads(one.answers) for one in newest.values() if one.made_utc > since]
    if row.gate in SIGN_GATES:
        return sorted(
            {f"sign:{sign}" for one in said for sign in one.get("signs") or () if _is_of(sign, row.gate)}
        )
    return sorted({f"{row.gate}:{pain['site']}" for one in said for pain in one.get("pain") or ()})


def _is_of(sign: str, gate: str) -> bool:
    from program.signs import sign_list

    return (sign_list().sign(sign).urgency == "emergency") is (gate == "emergency-sign")


def run_life(life: Json) -> list[Json]:
    """Live a life through on the old edition: one object an act, in the shape of this edition's."""
    acts, copies, heads, models, people = (
        importlib.import_module(f"ui.terminal.living.{name}")
        for name in ("acts", "copies", "life", "models", "people")
    )
    from pydantic import ValidationError

    from services import ServiceError, open_services

    parsed, answers = heads.parse_life(life), []
    with tempfile.TemporaryDirectory() as folder:
        services = open_services(Path(folder) / "home", mode="clinic")
        world = people.make_world(services, parsed)
        for act in parsed.history:
            acts.DOING[type(act)](world, act)
        kept = copies.Copies(parsed, Path(folder))
        kept.keep(world, copies.HEAD)
        for number, act in enumerate(parsed.acts):
            before, refused = _due(world), None
            try:
                if isinstance(act, models.Restore):
                    kept.put_back(world, act.to, number, now=act.at)
                else:
                    acts.DOING[type(act)](world, act)
            except (ServiceError, ValidationError) as error:
                refused = f"{type(error).__name__}: {error}".splitlines()[0]
            answers.append(_answer(world, number, act, refused, before))
            kept.keep(world, number)
        services.context.engine.dispose()
    return answers


def _due(world: Any) -> dict[int, Any]:
    from store import notices
    from store.engine import reading

    with reading(world.services.context.engine) as connection:
        return {notice.id: notice for notice in notices.waiting(connection, 1)}


def _answer(world: Any, number: int, act: Any, refused: str | None, before: Json) -> Json:
    """What the page shows after an act, read without looking anew: there a look is an act of its own."""
    from services.deciding import read_today
    from services.policy import Access, visit

    with visit(
        world.services.context,
        world.runner,
        Access.SHARED,
        subject_id=world.runner_id,
        doing="read today",
        now=act.at,
    ) as desk:
        today = read_today(desk, world.runner_id, act.at)
    decision = today.answer.decision
    not_met = sorted(found.gate for found in decision.findings if found.result.value == "not_met")
    return {
        "n": number,
        "at": _text(act.at),
        "act": act.act,
        "refused": refused,
        "action": decision.action.value,
        "running_allowed": decision.running_allowed,
        "urgency": decision.urgency.value,
        "release_by": decision.release_by.value,
        "stage": decision.stage,
        "next_stage": decision.next_stage,
        "rest_until": _rest_until(decision, world.life.time_zone, act.at),
        "holds_until_utc": None,
        "waits_for": today.answer.waits_for,
        "open_findings": [
            {"id": key, "gate": row.gate, "entries": []}
            for row in _findings(world)
            if row.closed_utc is None
            for key in _keys(world, row, act.at)
        ]
        # A break is a gate there, and bars while it is not met.
        + [{"id": "gap", "gate": "gap", "entries": []} for gate in not_met if gate == "gap"],
        "alerts": [
            {"kind": notice.kind, "to": world.name_of(notice.person_id), "about": []}
            for key, notice in _due(world).items()
            if key not in before
        ],
        "not_met": not_met,
        "missing": sorted({item.name for item in decision.missing}),
    }


def _rest_until(decision: Any, time_zone: str, now: datetime) -> str | None:
    from services.dates import zone_of

    if not decision.rest_days:
        return None
    first = decision.on + timedelta(days=1 + decision.rest_days)
    until = datetime.combine(first, time.min, zone_of(time_zone))
    return _text(until) if until > now else None


def _text(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
