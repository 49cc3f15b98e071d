"""What every picture shares: its axes, its type, its last touch."""

import altair as alt
from altair.utils.schemapi import disable_debug_mode

from ui.palette import Palette

# A finished chart is checked as a whole; checking each of its parts as well took longer than all the rest.
disable_debug_mode()

#: What every function of this folder gives.
Picture = alt.LayerChart | alt.FacetChart | alt.VConcatChart


def minutes_axis(palette: Palette, *, labels: bool = True) -> alt.Axis:
    """A time axis in minutes whose labels stay within the width of a phone."""
    return alt.Axis(
        title=None,
        labels=labels,
        # The last label would stand out over the edge of a phone.
        labelExpr="datum.index > 0.97 || datum.value < 0 ? '' : datum.value + ' min'",
        labelColor=palette.muted,
        grid=False,
        domain=False,
        tickColor=palette.border,
        tickCount=5,
        labelFlush=True,
    )


#: Minutes as `m:ss`, as people read a pace.
MINUTES = "floor(round(datum.value * 60) / 60) + ':' + slice('0' + round(datum.value * 60) % 60, -2)"


def inside_axis(palette: Palette, *, labels: str | None = None) -> alt.Axis:
    """A value axis whose labels lie over the plot, so that it takes no width; `labels` writes them."""
    return alt.Axis(
        title=None,
        labelExpr=labels or "datum.label",
        labelAlign="left",
        labelBaseline="bottom",
        labelPadding=-4,
        labelColor=palette.muted,
        ticks=False,
        domain=False,
        gridColor=palette.border,
        tickCount=3,
    )


def strip_title(text: str, palette: Palette) -> alt.TitleParams:
    """The small title over one of several plots that share an axis."""
    return alt.TitleParams(text, anchor="start", fontSize=12, color=palette.muted, offset=4)


def finish(chart: Picture, palette: Palette) -> Picture:
    """The colours and the type of the page, and no frame."""
    return chart.configure(
        background="transparent",
        font="Source Sans, sans-serif",
        view=alt.ViewConfig(stroke=None),
        axis=alt.AxisConfig(labelColor=palette.muted, labelFontSize=12),
    )
