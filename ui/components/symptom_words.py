"""What was noted, read back in plain words: what there is first, what was answered with none in one line."""

from collections.abc import Sequence

from program import PainAt, SymptomEntry
from program.questions import QUESTIONS, Question
from program.signs import sign_list
from ui.words import PAIN_DETAILS, SITES

SIGNS = "warning signs"
#: How much it took is no symptom.
EFFORT = "effort_0_10"


def in_words(entry: SymptomEntry) -> list[str]:
    """One line for each thing that was noted; what was answered with none, or not at all, is left out."""
    lines = []
    for question in QUESTIONS:
        value = getattr(entry, question.id)
        if not value or value == "none" or question.id == EFFORT:
            continue
        if question.kind == "pain":
            lines += [_pain(at) for at in value]
        elif question.kind == "score":
            lines.append(f"{question.short}: {value} of 10")
        else:
            lines.append(f"{question.asks}: {question.answer(value).words.lower()}")
    return lines + [f"Warning sign: {sign_list().sign(sign).asks}" for sign in entry.signs or ()]


def in_short(entry: SymptomEntry) -> str:
    """All of an entry in one or two sentences."""
    noted = in_words(entry)
    effort = [] if entry.effort_0_10 is None else [f"Effort {entry.effort_0_10} of 10."]
    signs = [f"{'; '.join(noted)}."] if noted else ["No signs."] if answered_none(entry) else []
    return " ".join([*signs, *effort]) or "Nothing answered."


def answered_none(entry: SymptomEntry) -> list[str]:
    """What was asked and answered with none."""
    none = [_name(each) for each in QUESTIONS if each.id != EFFORT and _is_none(getattr(entry, each.id))]
    return none + [SIGNS] * (entry.signs == ())


def left_open(entry: SymptomEntry, asked: Sequence[Question]) -> list[str]:
    """What was asked and not answered: nobody knows."""
    names = [_name(question) for question in asked if getattr(entry, question.id) is None]
    return names + [SIGNS] * (entry.signs is None)


def _name(question: Question) -> str:
    label = question.asks if question.kind == "word" else question.short
    return label[0].lower() + label[1:]


def _is_none(value: object) -> bool:
    return value in ("none", (), 0) and value is not None


def _pain(at: PainAt) -> str:
    score = "strength not given" if at.score_0_10 is None else f"{at.score_0_10} of 10"
    more = [label.lower().rstrip("?") for name, label in PAIN_DETAILS.items() if getattr(at, name)]
    return f"Pain, {SITES[at.site].lower()}: {score}" + (f" ({'; '.join(more)}: yes)" if more else "")
