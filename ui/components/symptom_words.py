"""What was noted, read back in plain words: what there is first, what was answered with none in one line."""

from collections.abc import Sequence

from program import PainAt, SymptomEntry
from program.signs import sign_list
from ui.words import CHOICES, ITEMS, PAIN_DETAILS, SITES

SHORT = {"heaviness_0_10": "Heaviness or a bulge", "effort_0_10": "Effort", "pain": "Pain"}
SIGNS = "warning signs"


def in_words(entry: SymptomEntry) -> list[str]:
    """One line for each thing that was noted; what was answered with none, or not at all, is left out."""
    lines = []
    for item in ITEMS:
        value = getattr(entry, item)
        label = SHORT.get(item, ITEMS[item])
        if not value or value == "none" or item == "effort_0_10":
            continue
        if item == "pain":
            lines += [_pain(at) for at in value]
        elif item.endswith("_0_10"):
            lines.append(f"{label}: {value} of 10")
        else:
            lines.append(f"{label}: {CHOICES[item][value].lower()}")
    return lines + [f"Warning sign: {sign_list().sign(sign).asks}" for sign in entry.signs or ()]


def in_short(entry: SymptomEntry) -> str:
    """All of an entry in one or two sentences."""
    noted = in_words(entry)
    effort = [] if entry.effort_0_10 is None else [f"Effort {entry.effort_0_10} of 10."]
    signs = [f"{'; '.join(noted)}."] if noted else ["No signs."] if answered_none(entry) else []
    return " ".join([*signs, *effort]) or "Nothing answered."


def answered_none(entry: SymptomEntry) -> list[str]:
    """What was asked and answered with none."""
    none = [_name(item) for item in ITEMS if _is_none(getattr(entry, item)) and item != "effort_0_10"]
    return none + [SIGNS] * (entry.signs == ())


def left_open(entry: SymptomEntry, asked: Sequence[str]) -> list[str]:
    """What was asked and not answered: nobody knows."""
    names = [_name(item) for item in asked if getattr(entry, item) is None]
    return names + [SIGNS] * (entry.signs is None)


def _name(item: str) -> str:
    label = SHORT.get(item, ITEMS[item])
    return label[0].lower() + label[1:]


def _is_none(value: object) -> bool:
    return value in ("none", (), 0) and value is not None


def _pain(at: PainAt) -> str:
    score = "strength not given" if at.score_0_10 is None else f"{at.score_0_10} of 10"
    more = [label.lower().rstrip("?") for name, label in PAIN_DETAILS.items() if getattr(at, name)]
    return f"Pain, {SITES[at.site].lower()}: {score}" + (f" ({'; '.join(more)}: yes)" if more else "")
