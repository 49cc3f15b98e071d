"""The words for what is missing: what she can answer now comes first, what only time brings comes last."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from program.model import Missing

#: More items of one entry than this are not listed: nothing of it is there.
_MOST_LISTED = 3
_ENTRIES = {
    "during": "how it was during the run on {on}",
    "after": "how it was after the run on {on}",
    "next_morning": "how it was on the morning of {on}",
    "day_after": "how it was on {on}, a day after the run",
    "pain": "about the pain on {on}",
    "check-in": "in your check-in of {on}",
}
_ITEMS = {
    "leak_urine": "leak of urine",
    "leak_stool": "leak of stool",
    "leak_wind": "wind",
    "heaviness_0_10": "heaviness",
    "effort_0_10": "effort",
    "change": "whether the complaint grew",
    "doming": "a ridge along the belly",
    "pain score": "how strong it was",
    "pain on bone": "whether it sits on bone",
    "limp": "whether you limped",
    "pain that builds up": "whether it grew while you ran",
    "pain at night": "whether it hurt at night",
    "sleep_hours_per_night": "sleep",
    "confidence_0_10": "how sure you feel",
    "outside_runs": "running outside the files",
    "signs": "warning signs",
}
_OF_PAIN = ("pain score", "pain on bone", "limp", "pain that builds up", "pain at night")
_RECORD = {
    "sessions": "your runs",
    "start of the stage": "the day this stage began",
    "stage history": "when the last stages began",
    "date of the last run": "the day of your last run",
    "date of a run": "when a run was that you added",
    "birth date": "the date of the birth",
    "clearance": "a valid signature under this plan",
    "whether pelvic questions apply": "whether you have given birth or have pelvic floor symptoms",
    "pelvic_assessment": "the examination by a pelvic health PT",
    "core_rehab": "whether your deep core training is done",
    "pelvic_floor_rehab": "whether your pelvic floor training is done",
    "incontinence": "leaks in daily life",
    "readiness_girdle_pain_0_10": "pain around the pelvis, place by place",
    "girdle pain score": "how strong the pain around the pelvis is",
    "walk_30_min": "how a brisk walk of 30 minutes goes",
}


def in_words(day: date) -> str:
    """A day as people say it: `Wednesday 18 November`."""
    return f"{day:%A} {day.day} {day:%B}"


def missing_words(missing: Sequence[Missing], today: date) -> tuple[str, ...]:
    """A sentence for each kind of thing that is missing, each with its day; none where nothing is.

    What belongs to a day after `today` is not asked for yet.
    """
    nights = _days(missing, "the night after the run")
    to_do = ["sessions of this stage"] if any(gap.name.startswith("session ") for gap in missing) else []
    check_in = ["your check-in"] if any(gap.name == "check-in" for gap in missing) else []
    sentences = (
        ("Please tell us {}.", _answers(gap for gap in missing if gap.on is None or gap.on <= today)),
        ("Not on record yet: {}.", _records(missing)),
        ("The recording does not show clearly what was done: {}.", _days(missing, "clear recording")),
        ("Still to do: {}.", to_do),
        ("Only time can tell: {}.", [f"the night after {run}" for run in nights]),
        ("At the end of the week: {}." if to_do or nights else "Next: {}.", check_in),
    )
    return tuple(words.format("; ".join(parts)) for words, parts in sentences if parts)


def _days(missing: Iterable[Missing], name: str) -> list[str]:
    """The runs that lack it."""
    days = (gap.on for gap in missing if gap.name == name)
    return list(dict.fromkeys(f"the run on {in_words(on)}" if on else "a run" for on in days))


def _answers(missing: Iterable[Missing]) -> list[str]:
    """What the runner can answer, entry by entry."""
    entries: dict[tuple[str, date | None], list[str]] = {}
    for gap in missing:
        kind, item = _entry(gap)
        if kind in _ENTRIES and not (kind == "check-in" and gap.on is None):
            entries.setdefault((kind, gap.on), []).append(_ITEMS.get(item, item.replace("_", " ")))
    return [_entry_words(kind, on, items) for (kind, on), items in entries.items()]


def _entry(gap: Missing) -> tuple[str, str]:
    """The kind of entry the gap belongs to, and the item; the kind is empty where it is none."""
    if gap.name in _OF_PAIN:
        return "pain", gap.name
    kind, _, item = gap.name.rpartition(": ")
    return kind, item


def _entry_words(kind: str, on: date | None, items: Sequence[str]) -> str:
    words = _ENTRIES[kind].format(on=in_words(on) if on else "that day")
    listed = list(dict.fromkeys(items))
    return words if len(listed) > _MOST_LISTED else f"{words}: {', '.join(listed)}"


def _records(missing: Iterable[Missing]) -> list[str]:
    return list(dict.fromkeys(_record_names(missing)))


def _record_names(missing: Iterable[Missing]) -> Iterator[str]:
    for gap in missing:
        if gap.name in _RECORD:
            yield _RECORD[gap.name]
        elif gap.name.startswith("load test: "):
            yield "the load and impact tests"
