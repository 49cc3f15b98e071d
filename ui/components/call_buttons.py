"""Whom to call, as numbers to tap: emergency first, then advice today, then the crisis line."""

import re
from html import escape

import streamlit as st

from program.signs import Numbers
from ui.look import palette

#: A number to dial within words: at least three digits, and no letters in it.
DIALLED = re.compile(r"(?<![\w-])\d[\d -]+\d(?![\w-])")
ADDRESS = re.compile(r"\b[a-z]+\.com\b")
ROWS = """<style>
.calls {{ display: grid; gap: .5rem; }}
.calls div {{ display: flex; align-items: center; gap: .7rem; padding: .55rem .9rem; min-height: 56px;
  border: 1px solid {border}; border-radius: 1rem; color: {text}; line-height: 1.5; }}
.calls .first {{ background: {ground}; border-color: {ground}; color: {ink}; }}
.calls i {{ font: normal 1.6rem/1 'Material Symbols Rounded'; font-feature-settings: 'liga'; }}
.calls a {{ display: inline-block; min-height: 44px; line-height: 44px; padding: 0 .9rem; margin: .1rem 0;
  border-radius: 1.4rem; border: 1.5px solid currentColor; color: inherit; font-weight: 700;
  text-decoration: none; white-space: nowrap; }}
</style><div class="calls" role="group" aria-label="Numbers to call">{rows}</div>"""
ROW = """<div{first}><i aria-hidden="true" translate="no">{icon}</i>
<span><b>{label}</b> {words}</span></div>"""


def show(known: Numbers) -> None:
    """A row for each; every number in it is a link that dials."""
    colours = palette()
    rows = [
        ("Emergency:", "call", known.emergency, ' class="first"'),
        ("Advice today:", "medical_services", known.urgent_advice, ""),
        ("In a crisis:", "support", known.crisis, ""),
    ]
    st.html(
        ROWS.format(
            border=colours.border,
            text=colours.text,
            ground=colours.stop.ground,
            ink=colours.stop.text,
            rows="".join(
                ROW.format(first=first, icon=icon, label=label, words=linked(words))
                for label, icon, words, first in rows
            ),
        )
    )


def linked(words: str) -> str:
    """The words as HTML, each number in them a link to dial it, each address a link to open it."""
    dialled = DIALLED.sub(
        lambda found: f'<a href="tel:{re.sub("[ -]", "", found[0])}">{found[0]}</a>', escape(words)
    )
    return ADDRESS.sub(lambda found: f'<a href="https://{found[0]}">{found[0]}</a>', dialled)
