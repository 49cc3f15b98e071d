"""A run: what was asked over what was done, and the measures beneath on the same time axis."""

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import polars as pl

from ui import format as fmt
from ui.charts.blocks import LANE_STEP, Block, block_layer, doubt_layer, lane_names
from ui.charts.frame import MINUTES, Picture, finish, inside_axis, minutes_axis, strip_title
from ui.palette import Palette

STRIP_HEIGHT_PX = 132
SERIES_HEIGHT_PX = 104
#: Fewer steps are standing about, and would flatten the picture.
SLOWEST_CADENCE_SPM = 60
SLOWEST_SPEED_MPS = 1.0
#: Steps or beats a minute drawn around a value that never changes.
_ROOM = 10.0
#: Room at the left for the figures of the axes, as a share of the run.
GUTTER = 0.09


@dataclass(frozen=True)
class Bands:
    """What the plan asks of running besides time; null where it asks nothing."""

    cadence_min_spm: float | None = None
    cadence_max_spm: float | None = None
    pace_ceiling_s_per_km: float | None = None


NO_BANDS = Bands()


def run_picture(
    planned: Sequence[Block],
    done: Sequence[Block],
    series: pl.DataFrame,
    palette: Palette,
    units: fmt.Units,
    bands: Bands = NO_BANDS,
) -> Picture:
    """A run: what was asked over what was done, then cadence, pace and heart rate on the same time axis.

    Dashed lines are the bands that the plan asks to keep.

    `series` has `elapsed_s`, `cadence_spm`, `speed_mps` and `heart_rate_bpm`, null where unknown, a row every
    few seconds. A chart of a measure is left out where it has no value at all.
    """
    frame = _series_frame(series, units)
    end_minute = max([*(b.end_s / 60 for b in (*planned, *done)), *frame["minute"]])
    names = ("Done", "Asked for") if planned else ("Done",)
    top = (len(names) - 1) * LANE_STEP + 1.5
    doubts = doubt_layer(done, palette)
    strips = alt.layer(
        block_layer([*planned, *done], palette, end_minute, top, start_minute=-GUTTER * end_minute),
        *([doubts] if doubts is not None else []),
        lane_names(names, palette),
        _cursor_rule(frame, palette),
        height=STRIP_HEIGHT_PX if planned else STRIP_HEIGHT_PX // 2,
    )
    ceiling = bands.pace_ceiling_s_per_km
    measures = [
        Measure("cadence", "steps a minute", palette.run, (bands.cadence_min_spm, bands.cadence_max_spm)),
        Measure(
            "pace",
            f"pace, min/{units}",
            palette.primary,
            (ceiling and ceiling * fmt.METRES[units] / fmt.METRES["km"] / 60,),
            is_pace=True,
        ),
        Measure("heart", "heart rate, beats a minute", palette.heart),
    ]
    shown = [measure for measure in measures if frame[measure.name].count()]
    rows = [_measure(frame, measure, palette, end_minute, is_last=measure is shown[-1]) for measure in shown]
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


@dataclass(frozen=True)
class Measure:
    """A column of the series, how it is called and drawn; `lines` are what the plan asks to keep."""

    name: str
    title: str
    colour: str
    lines: tuple[float | None, ...] = ()
    is_pace: bool = False


def _domain(frame: pl.DataFrame, measure: Measure) -> list[float] | None:
    """Room around a value that never changes, which else has an axis of its own last digits."""
    low, high = frame[measure.name].min(), frame[measure.name].max()
    if measure.is_pace or low != high or not isinstance(low, float):
        return None
    return [low - _ROOM, low + _ROOM]


def _measure(
    frame: pl.DataFrame, measure: Measure, palette: Palette, end_minute: float, *, is_last: bool
) -> Picture:
    x = alt.X(
        "minute:Q",
        axis=minutes_axis(palette, labels=is_last),
        scale=alt.Scale(domain=[-GUTTER * end_minute, end_minute], nice=False),
    )
    axis = inside_axis(palette, labels=MINUTES if measure.is_pace else None)
    scale = alt.Scale(
        zero=False, reverse=measure.is_pace, nice=True, domain=_domain(frame, measure) or alt.Undefined
    )
    y = alt.Y(f"{measure.name}:Q", axis=axis, scale=scale)
    told = [
        alt.Tooltip("minute:Q", title="minute", format=".1f"),
        alt.Tooltip("cadence:Q", title="steps a minute", format=".0f"),
        alt.Tooltip("pace_words:N", title="pace"),
        alt.Tooltip("heart:Q", title="heart rate", format=".0f"),
    ]
    base = alt.Chart(frame).encode(x=x)
    line = base.mark_line(color=measure.colour, strokeWidth=1.6).encode(y=y)
    catch = base.mark_rule(strokeWidth=6, opacity=0).encode(tooltip=told).properties(name=measure.name)
    dot = base.mark_point(filled=True, size=46, color=measure.colour).encode(
        y=y, opacity=alt.condition(AT_CURSOR, alt.value(1), alt.value(0))
    )
    kept = [
        alt.Chart(pl.DataFrame({"asked": [value]}))
        .mark_rule(color=palette.text, strokeDash=[4, 4])
        .encode(y=alt.Y("asked:Q", axis=axis, scale=scale), tooltip=alt.Tooltip("asked:Q", title="asked for"))
        for value in measure.lines
        if value
    ]
    return alt.layer(
        *kept,
        line,
        _cursor_rule(frame, palette),
        dot,
        catch,
        height=SERIES_HEIGHT_PX,
        title=strip_title(measure.title, palette),
    )
