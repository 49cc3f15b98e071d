"""The pictures: a session as blocks, a run against its session, weeks of running.

Every function takes plain records or frames and gives an Altair chart in the colours of one palette.
Axis labels stand inside the plot, so that a chart is exactly as wide as a phone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import polars as pl

from ui import format as fmt
from ui.palette import Palette

#: What every function here gives.
Picture = alt.LayerChart | alt.FacetChart | alt.VConcatChart

#: A taller block is a faster gait, so that the picture reads without its colours.
BLOCK_HEIGHT = {"run": 1.0, "walk": 0.55, "stand": 0.16, "pause": 0.06}
LANE_STEP = 1.55
STRIP_HEIGHT_PX = 132
SMALL_STRIP_HEIGHT_PX = 128
SERIES_HEIGHT_PX = 104
#: Fewer steps are standing about, and would flatten the picture.
SLOWEST_CADENCE_SPM = 60
SLOWEST_SPEED_MPS = 1.0


@dataclass(frozen=True)
class Block:
    """One stretch of one gait, `[start_s, end_s)`, in a lane: 0 is the lowest."""

    kind: str
    start_s: float
    end_s: float
    lane: int = 0
    planned: bool = False


def blocks_of_steps(
    steps: Sequence[fmt.StepLike], *, pace_s_per_km: float, start_s: float = 0.0, lane: int = 0
) -> list[Block]:
    """Prescribed steps one after another; one by distance takes as long as at `pace_s_per_km`."""
    blocks = []
    for step in steps:
        end_s = start_s + (step.duration_s or (step.distance_m or 0.0) / 1000 * pace_s_per_km)
        blocks.append(Block(step.kind, start_s, end_s, lane, planned=True))
        start_s = end_s
    return blocks


def _block_frame(blocks: Sequence[Block], palette: Palette) -> pl.DataFrame:
    colours = {
        (True, "run"): palette.planned_run,
        (True, "walk"): palette.planned_walk,
        (False, "run"): palette.run,
        (False, "walk"): palette.walk,
    }
    return pl.DataFrame(
        {
            "start": [b.start_s / 60 for b in blocks],
            "end": [b.end_s / 60 for b in blocks],
            "foot": [b.lane * LANE_STEP for b in blocks],
            "top": [b.lane * LANE_STEP + BLOCK_HEIGHT[b.kind] for b in blocks],
            "colour": [colours.get((b.planned, b.kind), palette.stand) for b in blocks],
            "what": [b.kind for b in blocks],
            "how long": [fmt.clock(b.end_s - b.start_s) for b in blocks],
            "from": [fmt.clock(b.start_s) for b in blocks],
        }
    )


def _minutes_axis(palette: Palette, *, labels: bool = True) -> alt.Axis:
    return alt.Axis(
        title=None,
        labels=labels,
        # The last label would stand out over the edge of a phone.
        labelExpr="datum.index > 0.97 ? '' : datum.value + ' min'",
        labelColor=palette.muted,
        grid=False,
        domain=False,
        tickColor=palette.border,
        tickCount=5,
        labelFlush=True,
    )


def _block_layer(
    blocks: Sequence[Block], palette: Palette, end_minute: float, top: float, *, labels: bool = True
) -> alt.Chart:
    x = alt.X(
        "start:Q",
        axis=_minutes_axis(palette, labels=labels),
        scale=alt.Scale(domain=[0, end_minute], nice=False),
    )
    y = alt.Y("foot:Q", axis=None, scale=alt.Scale(domain=[0, top], nice=False))
    return (
        alt.Chart(_block_frame(blocks, palette))
        .mark_rect(cornerRadius=2, stroke=palette.background, strokeWidth=1)
        .encode(
            x=x,
            x2="end:Q",
            y=y,
            y2="top:Q",
            color=alt.Color("colour:N", scale=None),
            tooltip=["what:N", "how long:N", "from:N"],
        )
    )


def _lane_names(names: Sequence[str], palette: Palette) -> alt.Chart:
    frame = pl.DataFrame({"name": names, "y": [lane * LANE_STEP + 1.12 for lane in range(len(names))]})
    return (
        alt.Chart(frame)
        .mark_text(align="left", baseline="bottom", fontSize=12, fontWeight=600, color=palette.muted)
        .encode(x=alt.value(0), y=alt.Y("y:Q", axis=None), text="name:N")
    )


def session_blocks(steps: Sequence[fmt.StepLike], palette: Palette, *, pace_s_per_km: float) -> Picture:
    """The next session drawn as blocks: tall is running, low is walking."""
    steady = [Block(b.kind, b.start_s, b.end_s) for b in blocks_of_steps(steps, pace_s_per_km=pace_s_per_km)]
    end_minute = steady[-1].end_s / 60
    return _finish(alt.layer(_block_layer(steady, palette, end_minute, 1.1), height=96), palette)


def session_strip(planned: Sequence[Block], done: Sequence[Block], palette: Palette) -> Picture:
    """What was asked over what was done, small enough for a page with a week of sessions."""
    end_minute = max((block.end_s / 60 for block in (*planned, *done)), default=1.0)
    layers = _block_layer([*planned, *done], palette, end_minute, LANE_STEP + 1.5)
    names = _lane_names(("Done", "Asked for"), palette)
    return _finish(alt.layer(layers, names, height=SMALL_STRIP_HEIGHT_PX), palette)


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
        _block_layer([*planned, *done], palette, end_minute, top),
        _lane_names(names, palette),
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
    return _finish(picture, palette)


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
        axis=_minutes_axis(palette, labels=False),
        scale=alt.Scale(domain=[0, end_minute], nice=False),
    )
    y = alt.Y(
        f"{name}:Q", axis=_inside_axis(palette), scale=alt.Scale(zero=False, reverse=reverse, nice=True)
    )
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


def _inside_axis(palette: Palette) -> alt.Axis:
    """A value axis whose labels lie over the plot, so that it takes no width."""
    return alt.Axis(
        title=None,
        labelAlign="left",
        labelBaseline="bottom",
        labelPadding=-4,
        labelColor=palette.muted,
        ticks=False,
        domain=False,
        gridColor=palette.border,
        tickCount=3,
    )


def weeks_picture(weeks: pl.DataFrame, palette: Palette) -> Picture:
    """Run minutes a week as bars, and what was asked for as a line across each.

    `weeks` has `week_start` (date), `run_time_s` and `prescribed_run_time_s` (null where nothing was asked).
    """
    frame = weeks.select(
        week=pl.col("week_start").dt.strftime("%-d %b"),
        order=pl.col("week_start").rank("ordinal"),
        run=pl.col("run_time_s") / 60,
        asked=pl.col("prescribed_run_time_s") / 60,
    )
    x = alt.X("week:N", sort=alt.SortField("order"), axis=alt.Axis(title=None, labelAngle=0, ticks=False))
    told = [
        alt.Tooltip("week:N", title="week from"),
        alt.Tooltip("run:Q", title="minutes run", format=".0f"),
        alt.Tooltip("asked:Q", title="minutes asked for", format=".0f"),
    ]
    y = alt.Y("run:Q", axis=None, scale=alt.Scale(domainMin=0, nice=True))
    base = alt.Chart(frame).encode(x=x)
    bars = base.mark_bar(color=palette.run, cornerRadiusEnd=3).encode(y=y, tooltip=told)
    words = base.mark_text(dy=-10, fontSize=13, fontWeight=600, color=palette.background).encode(
        y=alt.YDatum(0), text=alt.Text("run:Q", format=".0f")
    )
    asked = base.mark_tick(color=palette.text, thickness=3, bandSize=44).encode(y="asked:Q", tooltip=told)
    return _finish(alt.layer(bars, asked, words, height=220), palette)


def _finish(chart: Picture, palette: Palette) -> Picture:
    return (
        chart.configure(background="transparent", font="Source Sans, sans-serif")
        .configure_view(stroke=None)
        .configure_axis(labelColor=palette.muted, labelFontSize=12)
    )
