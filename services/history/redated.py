"""Dates that she told without having been asked: how everything stood by those before, as events."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from program.history.events import Event, Outing, Redated
from program.plan import Plan
from services.history.dated import Correction, corrections, rows_before
from services.history.outings import hold_all, outings_of
from services.history.rows import Rows
from services.sessions import HeldSession
from store.engine import Connection


@dataclass(frozen=True)
class _Before:
    """All outings by the dates that stood until a correction, each with all its states."""

    told: Correction
    outings: tuple[Outing, ...]

    @property
    def newest(self) -> Mapping[str, Outing]:
        return newest_of(self.outings)


def redated_events(
    connection: Connection, rows: Rows, plan: Plan, sessions: Sequence[HeldSession]
) -> Iterator[Event]:
    """For each correction what stood before it, and the states by which that was known until then.

    What has another id by the dates of today, being joined with something else, ends with the correction.
    """
    befores = [_before(connection, rows, plan, told) for told in corrections(rows)]
    if not befores:
        return
    now = newest_of(outings_of(rows, sessions))
    changed = _changed(now, [before.newest for before in befores])
    for place, before in enumerate(befores):
        at_utc = before.told.at_utc
        after = befores[place + 1].newest if place + 1 < len(befores) else now
        for outing in before.outings:
            if outing.id in changed and outing.known_at < at_utc:
                yield outing
        for name in before.newest.keys() & changed - after.keys():
            yield replace(before.newest[name], known_at=at_utc, sure_s=0.0, maybe_s=0.0, outcome=None)
        yield Redated(
            id=f"redated {at_utc.isoformat()}",
            happened_at=at_utc,
            known_at=at_utc,
            outings=tuple(outing for name, outing in before.newest.items() if name in changed),
            instead_of=changed,
            since=before.told.since_utc,
            is_own_words=before.told.is_own_words,
        )


def _before(connection: Connection, rows: Rows, plan: Plan, told: Correction) -> _Before:
    then = rows_before(rows, told.at_utc)
    return _Before(told, tuple(outings_of(then, hold_all(connection, then, plan, keeps=False))))


def newest_of(outings: Iterator[Outing] | Sequence[Outing]) -> dict[str, Outing]:
    """The newest state of each outing."""
    found: dict[str, Outing] = {}
    for outing in outings:
        if outing.id not in found or found[outing.id].known_at < outing.known_at:
            found[outing.id] = outing
    return found


def _changed(now: Mapping[str, Outing], befores: Sequence[Mapping[str, Outing]]) -> frozenset[str]:
    """The outings that are, or were, another by any of the dates."""
    return frozenset(
        name
        for before in befores
        for name in before.keys() | now.keys()
        if name not in before or name not in now or _plain(before[name]) != _plain(now[name])
    )


def _plain(outing: Outing) -> Outing:
    """An outing without what only says when and how it became known."""
    return replace(outing, known_at=outing.happened_at, was_allowed=None)
