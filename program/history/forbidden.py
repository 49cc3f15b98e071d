"""Running while it was forbidden: by what she was told, and by what was so without anybody knowing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from program.history.asks import Ask
from program.history.events import Close, Outing, Record, Told
from program.history.findings import counted, covers_ask, has_effect
from program.history.known import Known, known_before, known_by
from program.history.standing import Standing
from program.model import Action, Outcome, ReleaseBy

#: The gate that says so, where the plan has one; the measure is of that name too.
GATE = "ran-while-forbidden"
_KEY = "ran_while_forbidden"
Fold = Callable[[Record, datetime], Standing]


@dataclass(frozen=True, slots=True)
class Forbidden:
    """`surely` ran while it was forbidden; `asked` may have."""

    surely: frozenset[str]
    asked: frozenset[str]


def forbidden_runs(known: Known, fold: Fold) -> Forbidden:
    """Which outings began while the newest answer known at their start forbade it, oldest asked first."""
    certain = {outing.id for outing in known.surely_ran}
    found = [outing.id for outing in known.maybe_ran if not _allowed(known, outing, fold)]
    surely = frozenset(name for name in found if name in certain)
    return Forbidden(surely, frozenset(found) - surely)


def _allowed(known: Known, outing: Outing, fold: Fold) -> bool:
    """What was kept with the outing; else what the record says. Before the fold began nobody is asked."""
    if outing.was_allowed is not None:
        return outing.was_allowed
    return outing.known_at <= known.carried_at or allowed_at(known, outing, fold)


def allowed_at(known: Known, outing: Outing, fold: Fold) -> bool:
    """Whether running was allowed when the outing began, by the newest answer known at its start.

    Where that answer's time had passed, what stood then says, from what was known then. What it forbade by a
    gate that the fold does not know stays forbidden until another answer says otherwise.
    """
    start = min(outing.happened_at, outing.known_at)
    told = known.told_at(start)
    if told is None:
        return True
    if told.rest_until is not None and start < told.rest_until:
        return False
    if told.holds_until is None or start < told.holds_until:
        return told.running_allowed
    # What was known at its start never changes, so each is asked once, whoever asks.
    name, cache = ("allowed", outing.id, start, known.count_at(start)), known.record.cache
    if name not in cache:
        cache[name] = _stood(known_before(known.record, start), start, told, fold)
    return bool(cache[name])


def _stood(then: Record, start: datetime, told: Told, fold: Fold) -> bool:
    if not _is_open(then, start, fold):
        return False
    return told.running_allowed or not _is_open(known_before(then, told.known_at), told.known_at, fold)


def _is_open(record: Record, at: datetime, fold: Fold) -> bool:
    """Whether nothing that the fold knows forbids running."""
    standing = fold(record, at)
    known = known_by(record, at)
    plan = known.plan_of(standing.plan)
    if standing.is_barred or standing.stage not in plan.stage_index:
        return False
    stage = plan.stage(standing.stage)
    birth = known.birth_known(at)
    early = birth is not None and (known.day(at) - birth).days < plan.number(
        "earliest_days_since_birth", stage
    )
    return stage.kind == "running" and not early


def asked_now(known: Known, forbidden: Forbidden) -> frozenset[str]:
    """Those about which she is asked now; without an answer the question ends with the days of symptoms.

    Asked is whether what may have been forbidden was running, and so is what another sport's label hides.
    """
    days = known.plan_at(known.at).number("symptom_days")
    return frozenset(
        outing.id
        for outing in known.maybe_ran
        if (outing.id in forbidden.asked or outing.question == "ran")
        and known.days_between(outing.known_at, known.at) <= days
    )


def undated_now(known: Known) -> frozenset[str]:
    """Those about whose date she is asked, for as many days after their upload as a run is looked at."""
    days = known.plan_at(known.at).number("symptom_days")
    return frozenset(each.id for each in known.undated if known.days_between(each.known_at, known.at) <= days)


def forbidden_asks(known: Known, forbidden: Forbidden) -> list[Ask]:
    """Each is a finding of its own, asked about and told; deleting the outing does not close it."""
    return [
        Ask(
            source=outing.id,
            revision=1,
            gate=GATE,
            measure=_KEY,
            key=f"{_KEY}:{outing.id}",
            value="open",
            happened_at=outing.happened_at,
            known_at=outing.known_at,
            outcome=_outcome(known, outing),
            is_new=True,
        )
        for outing in known.surely_ran
        if outing.id in forbidden.surely
    ]


def _outcome(known: Known, outing: Outing) -> Outcome:
    plan = known.plan_at(outing.known_at)
    rows = [row for gate in plan.gates if gate.id == GATE for row in gate.rows if row.unknown is None]
    worst = rows[0].outcome if rows else Outcome(Action.HOLD, release_by=ReleaseBy.RUNNER)
    return Outcome(worst.action, False, 0, worst.rest_days, worst.release_by, worst.urgency)


def in_truth(known: Known, asks: Sequence[Ask]) -> frozenset[str]:
    """Outings begun after something that opened or ordered rest had happened, before it was closed or over.

    They are no evidence, and nobody is reproached: it may not have been known yet.
    """
    telling = [ask for ask in asks if has_effect(ask) and not ask.void_at]
    closings = counted(known)
    return frozenset(
        outing.id
        for outing in known.maybe_ran
        if any(ask.source != outing.id and _forbade(known, ask, closings, outing) for ask in telling)
    )


def _forbade(known: Known, ask: Ask, closings: Sequence[Close], outing: Outing) -> bool:
    start = outing.happened_at
    if ask.happened_at > start or _belongs_to(ask, outing):
        return False
    if ask.outcome.rest_days and start < known.midnight_after(ask.happened_at, ask.outcome.rest_days):
        return True
    if ask.key is None or (ask.answered_at is not None and ask.answered_at <= start):
        return False
    return not any(close.known_at <= start and covers_ask(close, ask, (ask,)) for close in closings)


def _belongs_to(ask: Ask, outing: Outing) -> bool:
    """What was asked of this outing, or felt during it, does not speak against its own beginning."""
    return ask.source == outing.id or ask.happened_at == outing.happened_at
