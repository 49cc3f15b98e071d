"""What was said on each day, as marks of a table: how much each answer matters, in a few words."""

from collections.abc import Iterator
from datetime import date
from typing import get_args

from program import Decision, SymptomEntry, Truth
from program.asking import asks_pelvic, rules_for
from program.plan import StageKind
from program.questions import QUESTIONS
from program.signs import sign_list
from services import DiaryEntry, Packet
from services.exports.records import Severity, SymptomMark
from ui.components.symptom_words import EFFORT
from ui.words import SITES

SIGNS = "Warning signs"


def of_entries(packet: Packet, decision: Decision, *, first: date, last: date) -> tuple[SymptomMark, ...]:
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
        for kept in reversed(packet.entries)
        if kept.entry is not None and first <= kept.local_date <= last
        for mark in _of_entry(kept.entry, kept.local_date, str(kept.entry_id) in acting, _asked(kept, packet))
    )


def _asked(kept: DiaryEntry, packet: Packet) -> set[str]:
    """The answers that her plan needs of this kind of entry."""
    plan, phase = packet.today.plan, kept.entry.phase if kept.entry else None
    if plan is None:
        return set()
    pelvic = asks_pelvic(plan, packet.profile)
    rules = (rule for kind in get_args(StageKind) for rule in rules_for(plan, kind, pelvic=pelvic))
    return {item for rule in rules if rule.phase == phase for item in rule.items}


def _of_entry(entry: SymptomEntry, on: date, acts: bool, asked: set[str]) -> Iterator[SymptomMark]:
    when = {"next_morning": " next morning", "day_after": " a day after"}.get(entry.phase, "")
    if entry.signs is not None:
        named = ", ".join(sign_list().sign(sign).asks for sign in entry.signs)
        yield SymptomMark(SIGNS, on, "act" if named else "clear", named or "none")
    for question in QUESTIONS:
        value, label = getattr(entry, question.id), question.short
        if value is None:
            if question.id in asked:
                yield SymptomMark(label, on, "unknown", f"not answered{when}")
        elif question.kind == "pain":
            for at in value:
                score = "?" if at.score_0_10 is None else at.score_0_10
                severity = _of_score(at.score_0_10, acts)
                yield SymptomMark(label, on, severity, f"{SITES[at.site].lower()} {score}{when}")
            if not value:
                yield SymptomMark(label, on, "clear", "none")
        elif question.id == EFFORT:
            yield SymptomMark(label, on, "clear", f"{value} of 10")
        elif question.kind == "score":
            yield SymptomMark(label, on, _of_score(value, acts), f"{value}{when}" if value else "none")
        else:
            answer = question.answer(value)
            said = answer.words.lower()
            yield SymptomMark(label, on, answer.tone, said if value == "none" else f"{said}{when}")


def _of_score(score: int | None, acts: bool) -> Severity:
    if score is None:
        return "unknown"
    if score == 0:
        return "clear"
    return "act" if acts else "watch"
