"""The words for what is missing: what she can answer now comes first, what only time brings comes last."""

from collections.abc import Iterable, Sequence
from datetime import date

from program.model import Missing, MissingKind

#: More items of one entry than this are not listed: nothing of it is there.
_MOST_LISTED = 3
#: Answers that she can give, by where they belong.
_ENTRIES = {
    MissingKind.DURING: "how it was during the run on {on}",
    MissingKind.AFTER: "how it was after the run on {on}",
    MissingKind.NEXT_MORNING: "how it was on the morning of {on}",
    MissingKind.DAY_AFTER: "how it was on {on}, a day after the run",
    MissingKind.CHECK_IN: "in your check-in of {on}",
}
_ITEMS = {
    "leak_urine": "leak of urine",
    "leak_stool": "leak of stool",
    "leak_wind": "wind",
    "heaviness_0_10": "heaviness",
    "effort_0_10": "effort",
    "change": "whether the complaint grew",
    "doming": "a ridge along the belly",
    "sleep_hours_per_night": "sleep",
    "confidence_0_10": "how sure you feel",
    "outside_runs": "running outside the files",
    "signs": "warning signs",
}
_ABOUT_PAIN = "about the pain on {on}"
_OF_PAIN = {
    MissingKind.PAIN_SCORE: "how strong it was",
    MissingKind.PAIN_ON_BONE: "whether it sits on bone",
    MissingKind.LIMP: "whether you limped",
    MissingKind.PAIN_BUILDS_UP: "whether it grew while you ran",
    MissingKind.PAIN_AT_NIGHT: "whether it hurt at night",
}
_RECORD = {
    MissingKind.SESSIONS: "your runs",
    MissingKind.STAGE_BEGUN: "the day this stage began",
    MissingKind.STAGE_HISTORY: "when the last stages began",
    MissingKind.LAST_RUN: "the day of your last run",
    MissingKind.RUN_DATE: "when a run was that you added",
    MissingKind.BIRTH_DATE: "the date of the birth",
    MissingKind.CLEARANCE: "a valid signature under this plan",
    MissingKind.PELVIC_QUESTIONS: "whether you have given birth or have pelvic floor symptoms",
    MissingKind.PELVIC_ASSESSMENT: "the examination by a pelvic health PT",
    MissingKind.CORE_REHAB: "whether your deep core training is done",
    MissingKind.PELVIC_FLOOR_REHAB: "whether your pelvic floor training is done",
    MissingKind.INCONTINENCE: "leaks in daily life",
    MissingKind.GIRDLE_PAIN: "pain around the pelvis, place by place",
    MissingKind.GIRDLE_PAIN_SCORE: "how strong the pain around the pelvis is",
    MissingKind.WALK_30_MIN: "how a brisk walk of 30 minutes goes",
    MissingKind.LOAD_TEST: "the load and impact tests",
}


def in_words(day: date) -> str:
    """A day as people say it: `Wednesday 18 November`."""
    return f"{day:%A} {day.day} {day:%B}"


def missing_words(missing: Sequence[Missing], today: date) -> tuple[str, ...]:
    """A sentence for each kind of thing that is missing, each with its day; none where nothing is.

    What belongs to a day after `today` is not asked for yet.
    """
    nights = _days(missing, MissingKind.NIGHT)
    to_do = ["sessions of this stage"] if any(gap.kind is MissingKind.SESSION for gap in missing) else []
    check_in = ["your check-in"] if any(gap.name == MissingKind.CHECK_IN for gap in missing) else []
    sentences = (
        ("Please tell us {}.", _answers(gap for gap in missing if gap.on is None or gap.on <= today)),
        ("Not on record yet: {}.", _records(missing)),
        (
            "The recording does not show clearly what was done: {}.",
            _days(missing, MissingKind.CLEAR_RECORDING),
        ),
        ("Still to do: {}.", to_do),
        ("Only time can tell: {}.", [f"the night after {run}" for run in nights]),
        ("At the end of the week: {}." if to_do or nights else "Next: {}.", check_in),
    )
    return tuple(words.format("; ".join(parts)) for words, parts in sentences if parts)


def _days(missing: Iterable[Missing], kind: MissingKind) -> list[str]:
    """The runs that lack it."""
    days = (gap.on for gap in missing if gap.kind is kind)
    return list(dict.fromkeys(f"the run on {in_words(on)}" if on else "a run" for on in days))


def _answers(missing: Iterable[Missing]) -> list[str]:
    """What the runner can answer, entry by entry."""
    entries: dict[tuple[str, date | None], list[str]] = {}
    for gap in missing:
        found = _entry(gap)
        if found is not None:
            words, item = found
            entries.setdefault((words, gap.on), []).append(item)
    return [_entry_words(words, on, items) for (words, on), items in entries.items()]


def _entry(gap: Missing) -> tuple[str, str] | None:
    """The words for the entry that the gap belongs to, and for what of it; null where it is none."""
    if gap.kind in _OF_PAIN:
        return _ABOUT_PAIN, _OF_PAIN[gap.kind]
    if gap.kind not in _ENTRIES or gap.item is None or (gap.kind is MissingKind.CHECK_IN and gap.on is None):
        return None
    return _ENTRIES[gap.kind], _ITEMS.get(gap.item, gap.item.replace("_", " "))


def _entry_words(words: str, on: date | None, items: Sequence[str]) -> str:
    said = words.format(on=in_words(on) if on else "that day")
    listed = list(dict.fromkeys(items))
    return said if len(listed) > _MOST_LISTED else f"{said}: {', '.join(listed)}"


def _records(missing: Iterable[Missing]) -> list[str]:
    return list(dict.fromkeys(_RECORD[gap.kind] for gap in missing if gap.kind in _RECORD))
