"""What was noted, read back in plain words."""

from program import PainAt, SymptomEntry
from program.signs import sign_list
from ui.words import CHOICES, ITEMS, PAIN_DETAILS, SITES

SHORT = {"heaviness_0_10": "Heaviness or a bulge", "effort_0_10": "Effort", "pain": "Pain"}


def in_words(entry: SymptomEntry) -> list[str]:
    """One line for each answer there is; what was not answered is not spoken of."""
    lines = []
    for item in ITEMS:
        value = getattr(entry, item)
        if value is None:
            continue
        label = SHORT.get(item, ITEMS[item])
        if item == "pain":
            lines += [_pain(at) for at in value] or ["Pain: none"]
        elif item.endswith("_0_10"):
            lines.append(f"{label}: {value} of 10" if value else f"{label}: none")
        else:
            lines.append(f"{label}: {CHOICES[item][value].lower()}")
    if entry.signs is not None:
        lines += [f"Warning sign: {sign_list().sign(sign).asks}" for sign in entry.signs] or [
            "Warning signs: none"
        ]
    return lines


def _pain(at: PainAt) -> str:
    score = "strength not given" if at.score_0_10 is None else f"{at.score_0_10} of 10"
    more = [label.lower().rstrip("?") for name, label in PAIN_DETAILS.items() if getattr(at, name)]
    return f"Pain, {SITES[at.site].lower()}: {score}" + (f" ({'; '.join(more)}: yes)" if more else "")
