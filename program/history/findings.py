"""Findings: one a sign, open while any reading behind it is not named by a closing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from program.history.asks import Ask
from program.history.events import Carried, Close, Shown
from program.history.known import Known
from program.history.says import is_worse
from program.history.standing import Correction, StandingFinding
from program.model import ReleaseBy, Urgency


@dataclass(frozen=True, slots=True)
class Opening:
    """One ask that opened a finding or joined it, with how often that key had been opened then."""

    key: str
    number: int
    ask: Ask


@dataclass(frozen=True, slots=True)
class Findings:
    """What is open, every opening there ever was, and the readings (source, gate) that closings named."""

    open: tuple[StandingFinding, ...]
    openings: tuple[Opening, ...]
    answered: frozenset[tuple[str, str]]


def has_effect(ask: Ask) -> bool:
    """Whether it opens a finding or orders rest."""
    return ask.key is not None or ask.outcome.rest_days > 0


def find(known: Known, asks: Sequence[Ask]) -> Findings:
    """All findings; asks that were taken back in time count: a correction gives back no finding."""
    closings = counted(known)
    by_key: dict[str, list[Ask]] = {}
    for ask in asks:
        if ask.key is not None:
            by_key.setdefault(ask.key, []).append(ask)
    found, openings, answered = [], [], []
    for key, mine in by_key.items():
        mine.sort(key=lambda ask: (ask.known_at, ask.source, ask.revision))
        opened = list(_openings(key, mine, closings))
        live = [each for each in opened if not _is_closed(each.ask, closings, mine)]
        openings += opened
        answered += [(ask.source, ask.gate) for ask in mine if ask not in [each.ask for each in live]]
        if live:
            found.append(_finding(known, key, live))
    found += _carried(known, closings, found)
    still_open = {(source, each.gate) for each in found for source, _ in each.entries}
    return Findings(
        tuple(sorted(found, key=lambda each: (each.opened_at, each.key))),
        tuple(sorted(openings, key=lambda each: (each.ask.known_at, each.key, each.ask.source))),
        frozenset(answered) - still_open,
    )


def counted(known: Known) -> list[Close]:
    """The closings that count: none of her own while a therapist watched."""
    return [
        close for close in known.of(Close) if close.role != "runner" or not known.linked_at(close.known_at)
    ]


def covers_ask(close: Close, ask: Ask, of_key: Iterable[Ask]) -> bool:
    """Whether a closing names this reading: its revision, or an earlier one of the source as bad as it."""
    if close.finding not in (ask.key, ask.gate):
        return False
    shown = max((revision for source, revision in close.seen if source == ask.source), default=None)
    if shown is None:
        return False
    if ask.revision <= shown:
        return True
    seen = (each for each in of_key if each.source == ask.source and each.revision <= shown)
    return any(not is_worse(ask.measure, ask.value, each.value) for each in seen)


def _is_closed(ask: Ask, closings: Sequence[Close], of_key: Sequence[Ask]) -> bool:
    return any(covers_ask(close, ask, of_key) for close in closings)


def _openings(key: str, mine: Sequence[Ask], closings: Sequence[Close]) -> Iterable[Opening]:
    closed = sorted(close.known_at for close in closings if close.finding in (key, mine[0].gate))
    for ask in mine:
        yield Opening(key, 1 + sum(moment <= ask.known_at for moment in closed), ask)


def _finding(known: Known, key: str, live: Sequence[Opening]) -> StandingFinding:
    asks = [each.ask for each in live]
    revisions: dict[str, int] = {}
    for ask in asks:
        revisions[ask.source] = max(ask.revision, revisions.get(ask.source, 0))
    return StandingFinding(
        key=key,
        number=max(each.number for each in live),
        gate=asks[0].gate,
        opened_at=min(ask.known_at for ask in asks),
        release_by=_release(known, ReleaseBy.most_cautious(ask.outcome.release_by for ask in asks)),
        urgency=Urgency.most_cautious(ask.outcome.urgency for ask in asks),
        entries=tuple(sorted(revisions.items())),
        is_answered=all(ask.answered_at is not None for ask in asks),
        corrected=_corrected(asks),
    )


def _corrected(asks: Sequence[Ask]) -> Correction | None:
    """How all that stands behind it was corrected; null where any of it still says what it said."""
    if any(ask.corrected_at is None for ask in asks):
        return None
    return "in_time" if all(ask.void_at is not None for ask in asks) else "late"


def _release(known: Known, release_by: ReleaseBy) -> ReleaseBy:
    """What she could close herself, her therapist closes while one watches."""
    watched = release_by < ReleaseBy.PT and known.linked_at(known.at)
    return ReleaseBy.PT if watched else max(release_by, ReleaseBy.RUNNER)


# -- what stood open when the record began to be folded


def _carried(
    known: Known, closings: Sequence[Close], found: Sequence[StandingFinding]
) -> list[StandingFinding]:
    """Findings carried over, but for those whose entries are open by themselves."""
    open_entries = {(source, each.gate) for each in found for source, _ in each.entries}
    keys = {each.key for each in found}
    return [
        StandingFinding(
            key=item.finding,
            number=1
            + sum(close.finding == item.finding and close.known_at <= item.known_at for close in closings),
            gate=item.gate,
            opened_at=item.happened_at,
            release_by=_release(known, item.release_by),
            urgency=_urgency(known, item),
            entries=((item.id, 1),),
        )
        for item in known.of(Carried)
        if item.finding not in keys
        and not _is_carried_closed(item, closings)
        and not (item.entries and all((entry, item.gate) in open_entries for entry in item.entries))
    ]


def _is_carried_closed(item: Carried, closings: Sequence[Close]) -> bool:
    shown: Shown = (item.id, 1)
    return any(
        close.finding in (item.finding, item.gate)
        and (shown in close.seen or close.known_at >= item.known_at)
        for close in closings
    )


def _urgency(known: Known, item: Carried) -> Urgency:
    plan = known.plan_at(item.known_at)
    rows = [row for gate in plan.gates if gate.id == item.gate for row in gate.rows]
    return Urgency.most_cautious(row.outcome.urgency for row in rows)


# -- since when something speaks for going on


def newest_closing(known: Known) -> datetime | None:
    """The newest closing of a stop or key sign that was no mistake; null where there is none."""
    gates = known.plan_at(known.at).gates
    keys = (
        {gate.id for gate in gates if gate.opens} | {gate.measure for gate in gates if gate.opens} | {"sign"}
    )
    moments = [
        close.known_at
        for close in counted(known)
        if close.kind != "mistake" and close.finding.partition(":")[0] in keys
    ]
    return max(moments, default=None)
