"""The pictures, one module each: a session as blocks, a run against its session, weeks of running, healing.

Every function takes plain records or frames and gives an Altair chart in the colours of one palette.
Axis labels stand inside the plot, so that a chart is exactly as wide as a phone.
"""

from ui.charts.blocks import (
    BLOCK_HEIGHT,
    BLOCK_WORDS,
    DOUBT_WORDS,
    Block,
    block_colour,
    blocks_of_steps,
    fill_of,
    session_blocks,
    session_strip,
)
from ui.charts.frame import Picture
from ui.charts.healing import healing_picture
from ui.charts.ladder import stairs
from ui.charts.long_view import Column, HeatCell, long_view
from ui.charts.run import Bands, run_picture
from ui.charts.weeks import weeks_picture

__all__ = [
    "BLOCK_HEIGHT",
    "BLOCK_WORDS",
    "DOUBT_WORDS",
    "Bands",
    "Block",
    "Column",
    "HeatCell",
    "Picture",
    "block_colour",
    "blocks_of_steps",
    "fill_of",
    "healing_picture",
    "long_view",
    "run_picture",
    "session_blocks",
    "session_strip",
    "stairs",
    "weeks_picture",
]
