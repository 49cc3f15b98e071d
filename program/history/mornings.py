"""The night after a run: when it is over, and since when it is known how the next morning was."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from program.diary import SymptomEntry
from program.history.events import Entry, Outing
from program.history.known import Known
from program.history.limits import hours
from program.history.says import has_pelvic_questions
from program.overshoot import is_answered

_AFTER_THE_NIGHT = ("next_morning", "day_after")


def night_over(known: Known, outing: Outing) -> datetime:
    """When the next morning may be answered: some hours after it, and not before early morning there."""
    plan = known.plan_at(outing.happened_at)
    waited = outing.end + timedelta(hours=plan.number("next_morning_from_h"))
    return max(waited, known.midnight_after(outing.end) + hours(known.record, "night_over_local_h"))


def morning_known(known: Known, outing: Outing) -> datetime | None:
    """When she had answered all that is asked of the morning after an outing; null while she has not.

    A run that she deleted takes no answer of its own any more: what she notes of any day after it is one.
    """

    def is_of_it(says: SymptomEntry) -> bool:
        return outing.is_deleted or (says.session == outing.id and says.phase in _AFTER_THE_NIGHT)

    return answered_since(known, night_over(known, outing), is_of_it)


def answered_since(
    known: Known, opens: datetime, belongs: Callable[[SymptomEntry], bool] = lambda _: True
) -> datetime | None:
    """When all that is asked of a morning was answered by what was felt from an instant on.

    What was taken back since answers nothing.
    """
    plan = known.plan_at(known.at)
    birth = known.birth_known(known.at)
    pelvic = plan.population == "postpartum" or birth is not None or has_pelvic_questions(known, known.at)

    def are_enough(entries: Iterable[Entry]) -> bool:
        return is_answered([entry.says for entry in entries if entry.says is not None], plan, pelvic=pelvic)

    newest = {entry.id: entry for entry in sorted(known.of(Entry), key=lambda entry: entry.revision)}
    told = [
        entry
        for entry in sorted(known.of(Entry), key=lambda entry: entry.known_at)
        if newest[entry.id].says is not None and _felt_at(entry) >= opens and _belongs(entry, belongs)
    ]
    if not are_enough(entry for entry in told if entry is newest[entry.id]):
        return None
    return next(entry.known_at for place, entry in enumerate(told) if are_enough(told[: place + 1]))


def _belongs(entry: Entry, belongs: Callable[[SymptomEntry], bool]) -> bool:
    return entry.says is not None and belongs(entry.says)


def _felt_at(entry: Entry) -> datetime:
    """When a revision says that it was felt, at the latest when it was written."""
    said = entry.says.at if entry.says is not None else None
    return min(said or entry.happened_at, entry.known_at)
