"""What stands after an act, as the one object that the command prints."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from pydantic import ValidationError

from program.model import Truth
from services import (
    ConflictError,
    NotAllowedError,
    NotFoundError,
    RefusedError,
    ServiceError,
    Today,
    UnavailableError,
)
from services.dates import zone_of
from services.deciding import FACTS_CHANGED
from store import notices
from store.decisions import decision_by_id
from store.engine import reading
from store.notices import Notice
from ui.terminal.living.models import ActBase
from ui.terminal.living.people import World


@dataclass(frozen=True)
class Refusal:
    """Why an act was not done: a code that stays, and the sentence that was shown."""

    code: str
    message: str


def refusal_of(error: ServiceError | ValidationError) -> Refusal:
    """The code of what a service refuses; input that its own models do not take is `invalid`."""
    if isinstance(error, ValidationError):
        return Refusal("invalid", error.errors()[0]["msg"])
    if error.message == FACTS_CHANGED:
        return Refusal("facts_changed", error.message)
    return Refusal(_CODES.get(type(error), "refused"), error.message)


_CODES: dict[type[ServiceError], str] = {
    NotAllowedError: "not_allowed",
    NotFoundError: "not_found",
    ConflictError: "conflict",
    RefusedError: "refused",
    UnavailableError: "unavailable",
}


def waiting_notices(world: World) -> frozenset[Notice]:
    """Every message that was ever made due; nothing is sent, so all of them wait."""
    with reading(world.services.context.engine) as connection:
        return frozenset(notices.waiting(connection, 1))


def answer(
    world: World, number: int, act: ActBase, refusal: Refusal | None, before: frozenset[Notice]
) -> dict[str, Any]:
    """What stands once an act was done or refused, and the alerts that it made due."""
    today = world.services.deciding.today(world.runner, world.runner_id, now=act.at)
    decision = today.answer.decision
    due = sorted(waiting_notices(world) - before, key=lambda notice: notice.id)
    message = {} if refusal is None else {"message": refusal.message}
    return {
        "n": number,
        "at": utc_text(act.at),
        "act": act.model_dump()["act"],
        "refused": refusal.code if refusal else None,
        **message,
        "action": decision.action.value,
        "running_allowed": decision.running_allowed,
        "urgency": decision.urgency.value,
        "release_by": decision.release_by.value,
        "stage": decision.stage,
        "next_stage": decision.next_stage,
        "rest_until": utc_text(_rest_until(world, today)),
        "holds_until_utc": None,
        "waits_for": today.answer.waits_for,
        "open_findings": _findings(world, today),
        "alerts": [_alert(world, notice) for notice in due],
        "not_met": sorted(found.gate for found in decision.findings if found.result is Truth.NOT_MET),
        "missing": sorted({item.name for item in decision.missing}),
    }


def _rest_until(world: World, today: Today) -> datetime | None:
    """The local midnight at which the rest that was ordered ends."""
    decision = today.answer.decision
    if not decision.rest_days:
        return None
    first = decision.on + timedelta(days=1 + decision.rest_days)
    return datetime.combine(first, time(), zone_of(world.life.time_zone))


def _findings(world: World, today: Today) -> list[dict[str, Any]]:
    return [
        {
            "id": f"finding {row.id}",
            "gate": row.gate,
            "entries": [_name(world, source) for source in json.loads(row.because_of)],
        }
        for row in today.open_findings
    ]


def _alert(world: World, notice: Notice) -> dict[str, Any]:
    return {
        "kind": notice.kind,
        "to": world.name_of(notice.person_id),
        "about": _about(world, notice),
    }


def _about(world: World, notice: Notice) -> list[str]:
    """The entries behind what was open in the decision that it is about."""
    if notice.decision_id is None:
        return []
    with reading(world.services.context.engine) as connection:
        row = decision_by_id(connection, notice.decision_id)
    opened = json.loads(row.record)["decision"]["open_findings"] if row else []
    return list(dict.fromkeys(_name(world, source) for item in opened for source in item["because_of"]))


def _name(world: World, source: str) -> str:
    """What the life calls an entry or a session."""
    named = world.ids.of_entry(source)
    return named if named != source else world.ids.of_activity(source)


def utc_text(instant: datetime | None) -> str | None:
    """An instant as the contract writes it, null where there is none."""
    if instant is None:
        return None
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
