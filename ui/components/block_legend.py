"""What the blocks of a session are: a mark and a word for each kind that is there."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from ui import charts
from ui.look import palette
from ui.palette import Palette

STYLE = """<style>
.blocks {{ display: flex; flex-wrap: wrap; gap: .1rem .9rem; margin: 0; color: {muted}; font-size: .85rem; }}
.blocks span {{ display: inline-flex; align-items: center; gap: .35rem; white-space: nowrap; }}
.blocks i {{ display: inline-block; width: .8rem; border-radius: 2px; box-sizing: border-box; }}
</style>"""


def show(blocks: Sequence[charts.Block]) -> None:
    """The kinds among the blocks, and what may have been running; nothing without blocks."""
    if not blocks:
        return
    colours = palette()
    kinds = [kind for kind in charts.BLOCK_WORDS if any(block.kind == kind for block in blocks)]
    marks = [_mark(_swatch(kind, colours), charts.BLOCK_WORDS[kind]) for kind in kinds]
    if any(block.is_doubted for block in blocks):
        marks.append(_mark(f"height:.8rem; border:1.5px dashed {colours.text}", charts.DOUBT_WORDS))
    st.html(f'{STYLE.format(muted=colours.muted)}<div class="blocks">{"".join(marks)}</div>')


def _swatch(kind: str, colours: Palette) -> str:
    height = max(0.15, 0.8 * charts.BLOCK_HEIGHT[kind])
    return f"height:{height:.2f}rem; background:{charts.block_colour(kind, colours)}"


def _mark(style: str, word: str) -> str:
    return f'<span><i style="{style}" aria-hidden="true"></i>{escape(word)}</span>'
