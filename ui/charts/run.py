"""A run: what was asked over what was done, and the measures beneath on the same time axis."""

from collections.abc import Sequence

import altair as alt
import polars as pl

from ui import format as fmt
from ui.charts.blocks import LANE_STEP, Block, block_layer, lane_names
from ui.charts.frame import Picture, finish, inside_axis, minutes_axis
from ui.palette import Palette

STRIP_HEIGHT_PX = 132
SERIES_HEIGHT_PX = 104
#: Fewer steps are standing about, and would flatten the picture.
SLOWEST_CADENCE_SPM = 60
SLOWEST_SPEED_MPS = 1.0


def run_picture(
    planned: Sequence[Block],
    done: Sequence[Block],
    series: pl.DataFrame,
    palette: Palette,
    units: fmt.Units,
) -> Picture:
    """A run: what was asked over what was done, then cadence, pace and heart rate on the same time axis.

    `series` has `elapsed_s`, `cadence_spm`, `speed_mps` and `heart_rate_bpm`, null where unknown, a row every
    few seconds. A chart of a measure is left out where it has no value at all.
    """
    frame = _series_frame(series, units)
    end_minute = max([*(b.end_s / 60 for b in (*planned, *done)), *frame["minute"]])
    names = ("Done", "Asked for") if planned else ("Done",)
    top = (len(names) - 1) * LANE_STEP + 1.5
    strips = alt.layer(
        block_layer([*planned, *done], palette, end_minute, top),
        lane_names(names, palette),
        _cursor_rule(frame, palette),
        height=STRIP_HEIGHT_PX if planned else STRIP_HEIGHT_PX // 2,
    )
    measures = [
        ("cadence", "steps a minute", palette.run, False),
        ("pace", f"pace, min/{units}", palette.primary, True),
        ("heart", "heart rate, beats a minute", palette.heart, False),
    ]
    rows = [
        _measure(frame, name, title, colour, palette, end_minute, reverse=reverse)
        for name, title, colour, reverse in measures
        if frame[name].count()
    ]
    picture = alt.vconcat(strips, *rows, spacing=14).resolve_scale(color="independent")
    picture.params = [_cursor([row.layer[-1].name for row in picture.vconcat[1:]])] if rows else alt.Undefined
    return finish(picture, palette)


def _cursor(views: Sequence[str]) -> alt.TopLevelSelectionParameter:
    """One cursor for all measures: the second nearest to the finger or pointer, in whichever view it is."""
    select = alt.PointSelectionConfig(
        type="point", on="pointermove", nearest=True, fields=["minute"], clear="pointerout"
    )
    return alt.TopLevelSelectionParameter(name="cursor", select=select, views=list(views))


#: True where the cursor stands; nowhere while there is no cursor.
AT_CURSOR = alt.selection_point(name="cursor", empty=False)


def _series_frame(series: pl.DataFrame, units: fmt.Units) -> pl.DataFrame:
    moving = pl.when(pl.col("speed_mps") > SLOWEST_SPEED_MPS).then(pl.col("speed_mps"))
    return series.select(
        minute=pl.col("elapsed_s") / 60,
        cadence=pl.when(pl.col("cadence_spm") > SLOWEST_CADENCE_SPM).then(pl.col("cadence_spm")),
        pace=fmt.METRES[units] / moving / 60,
        pace_words=(fmt.METRES[units] / moving).map_elements(fmt.clock, return_dtype=pl.String),
        heart=pl.col("heart_rate_bpm"),
    )


def _cursor_rule(frame: pl.DataFrame, palette: Palette) -> alt.Chart:
    return (
        alt.Chart(frame.select("minute"))
        .mark_rule(color=palette.text, strokeWidth=1)
        .encode(x="minute:Q", opacity=alt.condition(AT_CURSOR, alt.value(0.7), alt.value(0)))
    )


def _measure(
    frame: pl.DataFrame,
    name: str,
    title: str,
    colour: str,
    palette: Palette,
    end_minute: float,
    *,
    reverse: bool,
) -> Picture:
    x = alt.X(
        "minute:Q",
        axis=minutes_axis(palette, labels=False),
        scale=alt.Scale(domain=[0, end_minute], nice=False),
    )
    y = alt.Y(f"{name}:Q", axis=inside_axis(palette), scale=alt.Scale(zero=False, reverse=reverse, nice=True))
    told = [
        alt.Tooltip("minute:Q", title="minute", format=".1f"),
        alt.Tooltip("cadence:Q", title="steps a minute", format=".0f"),
        alt.Tooltip("pace_words:N", title="pace"),
        alt.Tooltip("heart:Q", title="heart rate", format=".0f"),
    ]
    base = alt.Chart(frame).encode(x=x)
    line = base.mark_line(color=colour, strokeWidth=1.6).encode(y=y)
    catch = base.mark_rule(strokeWidth=6, opacity=0).encode(tooltip=told).properties(name=name)
    dot = base.mark_point(filled=True, size=46, color=colour).encode(
        y=y, opacity=alt.condition(AT_CURSOR, alt.value(1), alt.value(0))
    )
    return alt.layer(
        line,
        _cursor_rule(frame, palette),
        dot,
        catch,
        height=SERIES_HEIGHT_PX,
        title=alt.TitleParams(title, anchor="start", fontSize=12, color=palette.muted, offset=4),
    )
