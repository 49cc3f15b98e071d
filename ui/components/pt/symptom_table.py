"""The symptoms of a week as a table: a line for each question, a column for each day."""

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape

import streamlit as st

from services.exports.records import Severity, SymptomMark
from ui import format as fmt
from ui.components.pt.sheet import sheet
from ui.look import palette

DAYS = 7
#: Longer words, in letters, are broken into lines.
LONG = 16
#: From the one that matters most.
ORDER: tuple[Severity, ...] = ("act", "watch", "unknown", "clear")
TONES = {"act": "stop", "watch": "hold", "unknown": "neutral", "clear": "progress"}
SIGNS = {"act": "!", "watch": "", "unknown": "?", "clear": ""}


def show(marks: Sequence[SymptomMark], week_start: date) -> None:
    """The table; a sentence where nothing was said."""
    if not marks:
        st.markdown("Nothing was noted this week. That is not the same as no symptoms.")
        return
    days = [week_start + timedelta(days=place) for place in range(DAYS)]
    items = list(dict.fromkeys(mark.item for mark in marks))
    rows = [
        (escape(item), *(_cell([m for m in marks if m.item == item and m.on == day]) for day in days))
        for item in sorted(
            items, key=lambda item: min(ORDER.index(m.severity) for m in marks if m.item == item)
        )
    ]
    st.html(
        sheet(palette(), "symptoms", ("Noted", *(f"{day:%a} {day.day}" for day in days)), rows, cards=False)
    )
    st.caption(
        f"! changes what is allowed, ? was not answered, {fmt.UNKNOWN} nothing noted. "
        "Yellow is to be watched, green is clear."
    )


def _cell(marks: Sequence[SymptomMark]) -> str:
    if not marks:
        return fmt.UNKNOWN
    words: dict[tuple[Severity, str], None] = dict.fromkeys((mark.severity, mark.words) for mark in marks)
    return " ".join(_tag(severity, said) for severity, said in words)


def _tag(severity: Severity, said: str) -> str:
    kinds = f"tag long {TONES[severity]}" if len(said) > LONG else f"tag {TONES[severity]}"
    return f'<span class="{kinds}">{SIGNS[severity]} {escape(said)}</span>'
