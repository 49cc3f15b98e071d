"""A few figures with their names, in even columns on any screen."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from ui.look import palette

STYLE = """<style>
.figures {{ display: grid; grid-template-columns: repeat(auto-fill, minmax(6.2rem, 1fr)); gap: .7rem .6rem; }}
.figures, .figures div, .figures dd {{ margin: 0 !important; padding: 0 !important; }}
.figures div {{ display: flex; flex-direction: column-reverse; justify-content: flex-end; }}
.figures dt {{ color: {muted}; font-size: .8rem; font-weight: 400; }}
.figures dd {{ font-size: 1.15rem; font-weight: 600; font-variant-numeric: tabular-nums; }}
</style>"""


def show(figures: Sequence[tuple[str, str]]) -> None:
    """Names and values; nothing where there are none."""
    if figures:
        pairs = "".join(
            f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in figures
        )
        st.html(f'{STYLE.format(muted=palette().muted)}<dl class="figures">{pairs}</dl>')
