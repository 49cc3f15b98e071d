"""What was said on each day, as marks of a table: how much each answer matters, in a few words."""

from collections.abc import Iterator, Sequence
from datetime import date

from program import Decision, Plan, SymptomEntry, Truth
from program.signs import sign_list
from services import DiaryEntry
from services.exports.records import Severity, SymptomMark
from ui.words import CHOICES, ITEMS, SITES

SHORT = {
    "heaviness_0_10": "Heaviness",
    "effort_0_10": "Effort",
    "pain": "Pain",
    "scar": "Scar",
    "doming": "Doming",
    "leak_wind": "Leak of wind",
    "soreness": "Soreness",
    "swelling": "Swelling",
    "change": "Complaint",
}
SIGNS = "Warning signs"
#: What an answer by a word asks for; every other word is to be watched.
CLEAR = {"none", "period", "same_or_less", "muscle_only"}
ACTS = {"new_or_worse", "new_or_more"}


def of_entries(
    entries: Sequence[DiaryEntry], decision: Decision, plan: Plan | None, *, first: date, last: date
) -> tuple[SymptomMark, ...]:
    """All marks of the days from `first` to `last`.

    A score changes what is allowed where a check that was not met names its entry; no limit is known here.
    """
    acting = {
        source
        for finding in decision.findings
        if finding.result is Truth.NOT_MET
        for source in finding.because_of
    }
    return tuple(
        mark
        for kept in reversed(entries)
        if kept.entry is not None and first <= kept.local_date <= last
        for mark in _of_entry(kept.entry, kept.local_date, str(kept.entry_id) in acting, _asked(kept, plan))
    )


def _asked(kept: DiaryEntry, plan: Plan | None) -> set[str]:
    """The answers that the plan needs of this kind of entry."""
    phase = kept.entry.phase if kept.entry else None
    return {item for rule in (plan.log if plan else ()) if rule.phase == phase for item in rule.items}


def _of_entry(entry: SymptomEntry, on: date, acts: bool, asked: set[str]) -> Iterator[SymptomMark]:
    when = {"next_morning": " next morning", "day_after": " a day after"}.get(entry.phase, "")
    if entry.signs is not None:
        named = ", ".join(sign_list().sign(sign).asks for sign in entry.signs)
        yield SymptomMark(SIGNS, on, "act" if named else "clear", named or "none")
    for item in ITEMS:
        value, label = getattr(entry, item), SHORT.get(item, ITEMS[item])
        if value is None:
            if item in asked:
                yield SymptomMark(label, on, "unknown", f"not answered{when}")
        elif item == "pain":
            for at in value:
                score = "?" if at.score_0_10 is None else at.score_0_10
                severity = _of_score(at.score_0_10, acts)
                yield SymptomMark(label, on, severity, f"{SITES[at.site].lower()} {score}{when}")
            if not value:
                yield SymptomMark(label, on, "clear", "none")
        elif item == "effort_0_10":
            yield SymptomMark(label, on, "clear", f"{value} of 10")
        elif item.endswith("_0_10"):
            yield SymptomMark(label, on, _of_score(value, acts), f"{value}{when}" if value else "none")
        else:
            said = CHOICES[item][value].lower()
            yield SymptomMark(label, on, _of_word(value), said if value == "none" else f"{said}{when}")


def _of_score(score: int | None, acts: bool) -> Severity:
    if score is None:
        return "unknown"
    if score == 0:
        return "clear"
    return "act" if acts else "watch"


def _of_word(word: str) -> Severity:
    return "act" if word in ACTS else "clear" if word in CLEAR else "watch"
