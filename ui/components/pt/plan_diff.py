"""What two versions of a plan say differently, stage by stage."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from ui.components.pt.sheet import sheet
from ui.components.pt.stage_rows import Difference
from ui.look import palette

HEAD = ("Stage", "What", "Before", "After")


def show(found: Sequence[Difference]) -> None:
    """A line for each difference; nothing where there is none."""
    if found:
        rows = [
            (
                f"<strong>{escape(each.stage)}</strong>",
                escape(each.field),
                _told(each.before),
                _told(each.after),
            )
            for each in found
        ]
        st.html(sheet(palette(), "what differs", HEAD, rows))


def _told(value: str | None) -> str:
    return "–" if value is None else escape(value)
