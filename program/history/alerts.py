"""What a therapist has to be told: each key is made of one fact, never of anything that can grow."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from program.history.asks import Ask
from program.history.events import Begin, Birth, Looked
from program.history.findings import Opening, counted, covers_ask
from program.history.known import Known
from program.history.standing import Alert
from program.history.way import Way
from program.model import Urgency

_Due = tuple[str, str, datetime, str | None, Ask | None]


def due_alerts(known: Known, asks: Sequence[Ask], openings: Sequence[Opening], way: Way) -> tuple[Alert, ...]:
    """All alerts of what became known since the record is folded; each with when somebody acted on it."""
    first: dict[str, _Due] = {}
    for due in (*_opened(openings), *_rises(known, openings), *_steps(asks), *_way(way), *_births(known)):
        held = first.get(due[0])
        if held is None or due[2] < held[2]:
            first[due[0]] = due
    return tuple(
        Alert(key, kind, since, _acted(known, key, finding, ask, since))
        for key, kind, since, finding, ask in (first[key] for key in sorted(first))
        if since > known.carried_at
    )


def _opened(openings: Sequence[Opening]) -> Iterator[_Due]:
    """A sign is told once an entry, another finding each time it opens, a correction of either once."""
    for opening in openings:
        ask, key = opening.ask, opening.key
        if key.startswith("sign:"):
            yield f"{key}:{ask.source}", "sign", ask.known_at, key, ask
        else:
            yield f"open:{key}:{opening.number}", "finding", ask.known_at, key, ask
        if ask.corrected_at is not None:
            yield f"corrected:{ask.source}/{key}", "corrected", ask.corrected_at, key, ask


def _rises(known: Known, openings: Sequence[Opening]) -> Iterator[_Due]:
    """Each opening that is more urgent than everything open before it; a sign is told as what it is."""
    closings = counted(known)
    for place, opening in enumerate(openings):
        ask = opening.ask
        before = [
            each.ask.outcome.urgency
            for each in openings[:place]
            if not any(
                close.known_at <= ask.known_at and covers_ask(close, each.ask, (each.ask,))
                for close in closings
            )
        ]
        urgency = ask.outcome.urgency
        if opening.key.startswith("sign:"):
            continue
        if urgency > Urgency.most_cautious(before):
            yield f"urgency:{urgency.value}:{ask.source}", "urgency", ask.known_at, opening.key, ask


def _steps(asks: Sequence[Ask]) -> Iterator[_Due]:
    """A step back that opens no finding; a finding's own alert tells of its step."""
    for ask in asks:
        if ask.outcome.drop and ask.key is None:
            yield f"step:{ask.name}", "step", ask.known_at, None, None


def _way(way: Way) -> Iterator[_Due]:
    for name, since in way.taken_back.items():
        yield f"taken-back:{name}", "taken_back", since, None, None


def _births(known: Known) -> Iterator[_Due]:
    """What was told of a birth or a pregnancy after she had begun."""
    begun = min((act.known_at for act in known.of(Begin)), default=None)
    for birth in known.of(Birth):
        if begun is not None and birth.known_at > begun:
            yield f"birth:{birth.id}", "birth", birth.known_at, None, None


def _acted(known: Known, key: str, finding: str | None, ask: Ask | None, since: datetime) -> datetime | None:
    """When somebody first acted on it: looked at it or at its finding, or closed what it is about."""
    moments = [
        look.known_at for look in known.of(Looked) if look.known_at >= since and look.alert in (key, finding)
    ]
    moments += [
        close.known_at
        for close in counted(known)
        if ask is not None and close.known_at >= since and covers_ask(close, ask, (ask,))
    ]
    return min(moments, default=None)
