"""What stands after an act, as the one object that the command prints."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError

from program.history.standing import Standing, StandingFinding
from program.model import Truth
from services import (
    ConflictError,
    NotAllowedError,
    NotFoundError,
    RefusedError,
    ServiceError,
    UnavailableError,
)
from services.closing import NEWER
from services.deciding import FACTS_CHANGED
from store import decisions, notices
from store.decisions import DecisionRow
from store.engine import reading
from store.notices import Notice
from ui.terminal.living.models import ActBase, Round, Wait
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
    code = _BY_WORDS.get(error.message) or _CODES.get(type(error), "refused")
    return Refusal(code, error.message)


_BY_WORDS = {FACTS_CHANGED: "facts_changed", NEWER: "newer_entries"}
_CODES: dict[type[ServiceError], str] = {
    NotAllowedError: "not_allowed",
    NotFoundError: "not_found",
    ConflictError: "conflict",
    RefusedError: "refused",
    UnavailableError: "unavailable",
}


def due_notices(world: World, now: datetime) -> frozenset[Notice]:
    """Every message that is due; nothing is sent, so all of them wait."""
    with reading(world.services.context.engine) as connection:
        return frozenset(notices.waiting(connection, 1, now=now))


@dataclass(frozen=True)
class Before:
    """What was due and what was told before an act."""

    due: frozenset[Notice]
    told_id: int | None


def before(world: World, act: ActBase) -> Before:
    """Note what is due and told already, as the act begins."""
    told = _newest_told(world)
    return Before(due_notices(world, act.at), told.id if told else None)


def _newest_told(world: World) -> DecisionRow | None:
    with reading(world.services.context.engine) as connection:
        return decisions.newest_decision(connection, world.runner_id)


def answer(
    world: World, number: int, act: ActBase, refusal: Refusal | None, before: Before
) -> dict[str, Any]:
    """What stands once an act was done or refused, and the alerts that it made due.

    A step back is told once, by the act that makes it: whoever looks later sees the stage that stands.
    """
    today = world.services.deciding.today(world.runner, world.runner_id, now=act.at)
    decision = today.answer.decision
    told = _newest_told(world)
    is_new = told is not None and told.id != before.told_id and told.made_utc == act.at
    standing = today.standing
    message = {} if refusal is None else {"message": refusal.message}
    return {
        "n": number,
        "at": utc_text(act.at),
        "act": act.model_dump()["act"],
        "refused": refusal.code if refusal else None,
        **message,
        "action": told.action if told is not None and is_new else decision.action.value,
        "running_allowed": decision.running_allowed,
        "urgency": decision.urgency.value,
        "release_by": decision.release_by.value,
        "stage": standing.stage,
        "next_stage": decision.next_stage,
        "rest_until": utc_text(standing.rest_until),
        "holds_until_utc": utc_text(standing.holds_until),
        "waits_for": today.answer.waits_for,
        "open_findings": [_finding(world, found) for found in standing.findings],
        "alerts": _alerts(world, standing, _made_due(world, act, before.due)),
        "not_met": sorted(found.gate for found in decision.findings if found.result is Truth.NOT_MET),
        "missing": sorted({item.name for item in decision.missing}),
    }


def _finding(world: World, found: StandingFinding) -> dict[str, Any]:
    return {
        "id": world.ids.named(found.key),
        "gate": found.gate,
        "entries": [world.ids.named(source) for source, _ in found.entries],
    }


def _made_due(world: World, act: ActBase, before: frozenset[Notice]) -> list[Notice]:
    """The messages that the act made due; where time alone passes, those told again since it last did."""
    due = due_notices(world, act.at)
    # That somebody acted is noted on a message that was due before, which makes it no new one.
    was_due = {_message(notice) for notice in before}
    new = {notice for notice in due if _message(notice) not in was_due}
    if isinstance(act, Wait | Round):
        again = {notice for notice in due if notice.attempt and _place(notice) not in world.reminded}
        world.reminded |= {_place(notice) for notice in again}
        new |= again
    return sorted(new, key=lambda notice: notice.id)


def _message(notice: Notice) -> tuple[int, str, str, int]:
    return notice.id, *_place(notice)


def _place(notice: Notice) -> tuple[str, str, int]:
    return notice.person_id, notice.alert_key or "", notice.attempt


def _alerts(world: World, standing: Standing, made_due: list[Notice]) -> list[dict[str, Any]]:
    """One alert a message; told again twice since the act before, it is the same message."""
    told: list[dict[str, Any]] = []
    for notice in made_due:
        alert = _alert(world, standing, notice)
        told += [alert] if alert not in told else []
    return told


def _alert(world: World, standing: Standing, notice: Notice) -> dict[str, Any]:
    """Who is told, and about what: the finding or the fact, then the entries behind it."""
    start, _, rest = (notice.alert_key or "").partition(":")
    to = world.name_of(notice.person_id)
    if start not in _KINDS:
        return {"kind": notice.kind, "to": to, "about": []}
    return {
        "kind": _KINDS[start],
        "to": to,
        "about": list(map(world.ids.named, _about(standing, start, rest))),
    }


def _about(standing: Standing, start: str, rest: str) -> list[str]:
    """The parts of an alert's key, the source of the fact last."""
    if start == "open":
        key = rest.rpartition(":")[0]
        entries = [source for one in standing.findings if one.key == key for source, _ in one.entries]
        return [key, *entries]
    if start in {"corrected", "step"}:
        source, _, key = rest.partition("/")
        return [key, source]
    what, _, source = rest.rpartition(":")
    return [f"{start}:{what}", source] if start == "sign" else [source]


#: What an alert's key begins with, in the words of the contract.
_KINDS = {
    "sign": "sign",
    "open": "finding",
    "urgency": "urgency",
    "corrected": "corrected",
    "step": "step_back",
    "taken-back": "taken_back",
    "birth": "birth",
}


def utc_text(instant: datetime | None) -> str | None:
    """An instant as the contract writes it, null where there is none."""
    if instant is None:
        return None
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
