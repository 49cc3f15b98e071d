"""Symptoms by week as the cells of a heat map: a sign and words in each, colour never alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from program import SymptomEntry
from program.questions import BY_ID, QUESTIONS
from services import SymptomWeek
from services.symptom_weeks import SIGNS, symptom_weeks
from ui.charts import HeatCell
from ui.charts.long_view import MISSING

WARNING_SIGNS = "Warning signs"
#: Questions that stand in one row together, in the order of the rows.
ROWS = {
    row: tuple(question.id for question in QUESTIONS if question.row == row)
    for row in dict.fromkeys(question.row for question in QUESTIONS)
} | {WARNING_SIGNS: (SIGNS,)}
LEGEND = (
    "0 none, = as usual, ! new or worse, p period, f fading after the birth, ? not answered. "
    "The stronger the colour, the worse; effort is not a symptom and has none. An empty place was not asked."
)
SOME_MISSING = "; some answers are missing"
LEVEL_COUNT = 3


@dataclass(frozen=True)
class Span:
    """The weeks of one column, by their key."""

    key: str
    symptoms: tuple[SymptomWeek, ...]


def cells(spans: Sequence[Span]) -> tuple[HeatCell, ...]:
    """All cells, row by row; a row that nobody asked about or answered is left out."""
    return tuple(
        cell
        for row, items in ROWS.items()
        for cell in _row(row, items, spans)
        if row != WARNING_SIGNS or _any_sign(spans)
    )


def worst_of_day(day: date, entries: Sequence[SymptomEntry]) -> HeatCell | None:
    """The worst of one day, effort left out; null where nothing was answered."""
    said = symptom_weeks([(day, entry) for entry in entries], [], today=day)
    felt = [found for found in said if found.item != "effort_0_10"]
    return _cell(day.isoformat(), "", felt) if felt else None


def _any_sign(spans: Sequence[Span]) -> bool:
    return any(said.item == SIGNS and said.value for span in spans for said in span.symptoms)


def _row(row: str, items: Sequence[str], spans: Sequence[Span]) -> Iterable[HeatCell]:
    for span in spans:
        said = [found for found in span.symptoms if found.item in items]
        if said:
            yield _cell(span.key, row, said)


def _cell(key: str, row: str, said: Sequence[SymptomWeek]) -> HeatCell:
    """The worst that is known; clear only where nothing is missing."""
    known = [found for found in said if found.share_0_1 is not None]
    complete = len(known) == len(said) and all(found.is_complete for found in said)
    worst = max(known, key=lambda found: found.share_0_1 or 0.0, default=None)
    if worst is None:
        return HeatCell(key, row, None, MISSING, "not answered")
    words = _words(worst)
    if complete:
        return HeatCell(key, row, _level(worst), _sign(worst), words)
    if not worst.share_0_1:
        return HeatCell(key, row, None, MISSING, words + SOME_MISSING)
    return HeatCell(key, row, _level(worst), _sign(worst), words + SOME_MISSING)


def _level(said: SymptomWeek) -> int:
    """From 0, only for a clear answer, in even parts up to the worst; effort is a dose and not tinted."""
    if said.item == "effort_0_10":
        return 0
    return -(-int((said.share_0_1 or 0.0) * 100) * LEVEL_COUNT // 100)


def _sign(said: SymptomWeek) -> str:
    value = said.value
    if isinstance(value, int):
        return "!" if said.item == SIGNS and value else str(value)
    return BY_ID[said.item].answer(str(value)).mark


def _words(said: SymptomWeek) -> str:
    value = said.value
    if said.item == SIGNS:
        return "none" if not value else "a warning sign"
    if isinstance(value, int):
        return f"{value} of 10" if value else "none"
    question = BY_ID[said.item]
    return f"{question.asks.lower()}: {question.answer(str(value)).words.lower()}"
