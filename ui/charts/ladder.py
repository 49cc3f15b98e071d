"""The steps of a plan as a flight of stairs, with where she is."""

from collections.abc import Sequence

import altair as alt
import polars as pl

from ui.charts.frame import Picture, finish
from ui.palette import Palette

HEIGHT_PX = 104
#: Even the first step is high enough to be seen and pointed at.
LOWEST = 0.22
DONE, HERE, AHEAD = "done", "you are here", "to come"


def stairs(titles: Sequence[str], here: int | None, palette: Palette) -> Picture:
    """One stair a step, filled up to where she is, which has a mark over it; null is before the first."""
    at = -1 if here is None else here
    state = [DONE if place < at else HERE if place == at else AHEAD for place in range(len(titles))]
    rise = (1 - LOWEST) / max(1, len(titles) - 1)
    frame = pl.DataFrame(
        {
            "place": range(1, len(titles) + 1),
            "step": titles,
            "state": state,
            "height": [LOWEST + rise * place for place in range(len(titles))],
            "fill": [palette.planned_walk if s == AHEAD else palette.run for s in state],
            "opacity": [0.55 if s == DONE else 1.0 for s in state],
        }
    )
    x = alt.X("place:O", axis=None, scale=alt.Scale(paddingInner=0.12, paddingOuter=0))
    y = alt.Y("height:Q", axis=None, scale=alt.Scale(domain=[0, 1.3], nice=False))
    base = alt.Chart(frame).encode(x=x, y=y, tooltip=["place:O", "step:N", "state:N"])
    bars = base.mark_bar(cornerRadiusEnd=2).encode(
        color=alt.Color("fill:N", scale=None), opacity=alt.Opacity("opacity:Q", scale=None)
    )
    mark = (
        base.transform_filter(f"datum.state == '{HERE}'")
        .mark_text(dy=-9, fontSize=15, color=palette.text)
        .encode(text=alt.value("▼"))
    )
    return finish(alt.layer(bars, mark, height=HEIGHT_PX), palette)
