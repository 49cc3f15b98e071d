"""How long what a birth leaves behind takes to heal, on one axis of weeks."""

from collections.abc import Sequence

import altair as alt
import polars as pl

from program.education import Healing, Milestone
from ui.charts.frame import Picture, finish
from ui.palette import Palette

ROW_HEIGHT_PX = 78
#: What goes on for longer than is known is drawn to the end of the axis.
AXIS_END_WEEKS = 40
BAR_SHARE = 0.4
#: Room over the bars for the words of the marks.
MARK_SHARE = 0.6
LABEL_WEEKS = (0, 6, 12, 18, 24, 30, 36)


def healing_picture(
    healing: Sequence[Healing], earliest: Milestone, palette: Palette, *, now_weeks: float | None
) -> Picture:
    """A bar for each: full until it is done at the soonest, pale until at the latest; lines for the marks.

    `now_weeks` is how long ago the birth was; null, or beyond the axis, draws no line for it.
    """
    count = len(healing)
    frame = pl.DataFrame(
        {
            "title": [one.title for one in healing],
            "begin": [0.0] * count,
            "soonest": [float(one.weeks_at_least) for one in healing],
            "latest": [float(one.weeks_at_most or AXIS_END_WEEKS) for one in healing],
            "foot": [float(count - 1 - row) for row in range(count)],
            "top": [count - 1 - row + BAR_SHARE for row in range(count)],
        }
    )
    scale = alt.Scale(domain=[0, AXIS_END_WEEKS], nice=False)
    axis = alt.Axis(title="weeks since the birth", values=LABEL_WEEKS, grid=False, ticks=False, domain=False)
    y = alt.Y("foot:Q", axis=None, scale=alt.Scale(domain=[0, count + MARK_SHARE], nice=False))
    base = alt.Chart(frame).encode(y=y)
    told = [alt.Tooltip("title:N", title="what"), alt.Tooltip("soonest:Q", title="weeks, at least")]
    layers = [
        base.mark_rect(color=palette.run, opacity=0.35).encode(
            x=alt.X("soonest:Q", scale=scale, axis=axis), x2="latest:Q", y2="top:Q", tooltip=told
        ),
        base.mark_rect(color=palette.run).encode(x="begin:Q", x2="soonest:Q", y2="top:Q", tooltip=told),
        base.mark_text(align="left", baseline="bottom", dy=-4, fontSize=13, color=palette.text).encode(
            x=alt.value(0), y=alt.Y("top:Q", axis=None), text="title:N"
        ),
        *_mark(earliest.weeks, f"{earliest.weeks} weeks", palette),
    ]
    if now_weeks is not None and now_weeks <= AXIS_END_WEEKS:
        is_left = LABEL_WEEKS[1] <= now_weeks <= earliest.weeks
        layers.extend(_mark(now_weeks, "you, now", palette, is_left=is_left))
    return finish(alt.layer(*layers, height=ROW_HEIGHT_PX * count + 24), palette)


def _mark(
    weeks: float, words: str, palette: Palette, *, is_left: bool = False
) -> tuple[alt.Chart, alt.Chart]:
    """A dashed line at a week, and its words beside its top."""
    base = alt.Chart(pl.DataFrame({"weeks": [float(weeks)], "words": [words]})).encode(x="weeks:Q")
    rule = base.mark_rule(color=palette.text, strokeDash=[4, 3], strokeWidth=1.5)
    side, dx = ("right", -4) if is_left else ("left", 4)
    text = base.mark_text(align=side, baseline="top", dx=dx, fontSize=12, color=palette.text)
    return rule, text.encode(y=alt.value(0), text="words:N")
