"""Many weeks under one axis: running against its band, answers, the longest run, measures, symptoms."""

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import polars as pl

from ui import format as fmt
from ui.charts.frame import MINUTES, Picture, finish, inside_axis, strip_title
from ui.palette import Palette

BARS_HEIGHT_PX = 190
#: A lower bar has no room for its figure.
LEAST_SHARE_WITH_FIGURE = 0.12
STRIP_HEIGHT_PX = 74
HEAT_ROW_PX = 44
SIGNS_HEIGHT_PX = 26
#: The least that a strip spans from foot to top, in its own unit.
NARROWEST = {"longest": 4.0, "cadence": 12.0, "pace": 1.5}
#: Wider columns have room for a figure.
MOST_COLUMNS_WITH_FIGURES = 14
#: As many dates as a phone has room for.
MOST_DATES = 6
#: Room at the left for the figures of the axes, as a share of all columns.
GUTTER = 0.09
MISSING = "?"


@dataclass(frozen=True)
class Column:
    """A week, or a month of weeks: the figures are then those of an ordinary week of it.

    `key` sorts the columns; `name` says the span in words. Times are seconds; null is unknown, and for the
    band that nothing was asked for. `sign` is the glyph of an answer, `said` its words.
    """

    key: str
    date: str
    name: str
    run_time_s: float | None
    least_s: float | None = None
    most_s: float | None = None
    longest_s: float | None = None
    cadence_spm: float | None = None
    cadence_iqr_spm: float | None = None
    pace_s_per_km: float | None = None
    pace_iqr_s_per_km: float | None = None
    sign: str = ""
    said: str = ""


@dataclass(frozen=True)
class HeatCell:
    """One question in one column. `level` 0 is clear, 3 the worst, null where it is not known."""

    key: str
    row: str
    level: int | None
    sign: str
    words: str


def long_view(
    columns: Sequence[Column], cells: Sequence[HeatCell], palette: Palette, units: fmt.Units
) -> Picture:
    """The weeks from top to bottom: run minutes and band, answers, longest run, cadence, pace, symptoms.

    A strip without any value is left out. The rows of the heat map stand in the order of `cells`.
    """
    frame = _frame(columns, units)
    x = _shared_axis(columns, palette)
    parts: list[Picture] = [_bars(frame, x, palette, has_figures=len(columns) <= MOST_COLUMNS_WITH_FIGURES)]
    if any(column.sign for column in columns):
        parts.append(_signs(frame, x, palette))
    for name, title, reverse in (
        ("longest", "longest run without a break, minutes", False),
        ("cadence", "steps a minute while running", False),
        ("pace", f"pace while running, min/{units}", True),
    ):
        if frame[name].count():
            parts.append(_spread(frame, name, title, x, palette, reverse=reverse))
    if cells:
        parts.append(_heat(cells, columns, x, palette))
    apart = alt.Resolve(scale=alt.ScaleResolveMap(color="independent"))
    return finish(alt.vconcat(*parts, spacing=10, resolve=apart), palette)


def _frame(columns: Sequence[Column], units: fmt.Units) -> pl.DataFrame:
    per_unit = fmt.METRES[units] / fmt.METRES["km"] / 60
    return pl.DataFrame(columns, infer_schema_length=None).select(
        "key",
        "sign",
        week="name",
        answer="said",
        run=pl.col("run_time_s").cast(pl.Float64) / 60,
        least=pl.col("least_s").cast(pl.Float64) / 60,
        most=pl.col("most_s").cast(pl.Float64) / 60,
        longest=pl.col("longest_s").cast(pl.Float64) / 60,
        cadence=pl.col("cadence_spm").cast(pl.Float64),
        cadence_half=pl.col("cadence_iqr_spm").cast(pl.Float64) / 2,
        pace=pl.col("pace_s_per_km").cast(pl.Float64) * per_unit,
        pace_half=pl.col("pace_iqr_s_per_km").cast(pl.Float64) * per_unit / 2,
        longest_half=pl.lit(None, pl.Float64),
        longest_words=pl.Series([fmt.clock(column.longest_s) for column in columns], dtype=pl.String),
        cadence_words=pl.Series([fmt.cadence(column.cadence_spm) for column in columns], dtype=pl.String),
        pace_words=pl.Series([fmt.pace(column.pace_s_per_km, units) for column in columns], dtype=pl.String),
    )


def _shared_axis(columns: Sequence[Column], palette: Palette) -> alt.X:
    """The same columns in every strip, with as many dates as there is room for."""
    step = -(-len(columns) // MOST_DATES)
    gutter = max(1, round(GUTTER * len(columns)))
    shown = {column.key for column in columns[::-1][::step]}
    dates = "".join(f"datum.value == '{c.key}' ? '{c.date}' : " for c in columns if c.key in shown)
    return alt.X(
        "key:O",
        scale=alt.Scale(
            type="band",
            # Empty columns at the left, where the figures of the axes stand.
            domain=[*(" " * n for n in range(1, gutter + 1)), *(column.key for column in columns)],
            paddingInner=0.08,
        ),
        axis=alt.Axis(
            title=None,
            labelExpr=f"{dates}''",
            labelAngle=0,
            labelColor=palette.muted,
            ticks=False,
            domain=False,
        ),
    )


def _bare(field: str) -> alt.Y:
    """A height without an axis: Vega cannot draw layers of which only some have one."""
    return alt.Y(f"{field}:Q", axis=None)


def _without_labels(x: alt.X) -> alt.X:
    bare = x.copy()
    bare["axis"] = None
    return bare


def _bars(frame: pl.DataFrame, x: alt.X, palette: Palette, *, has_figures: bool) -> Picture:
    told = [
        alt.Tooltip("week:N", title="week"),
        alt.Tooltip("run:Q", title="minutes run", format=".0f"),
        alt.Tooltip("least:Q", title="asked for, from", format=".0f"),
        alt.Tooltip("most:Q", title="to", format=".0f"),
        alt.Tooltip("answer:N", title="answer"),
    ]
    y = alt.Y("run:Q", axis=None, scale=alt.Scale(domainMin=0, nice=False, padding=14))
    base = alt.Chart(frame).encode(x=x)
    band = base.mark_bar(color=palette.band, width={"band": 1}).encode(
        y=_bare("least"), y2="most:Q", tooltip=told
    )
    edges = [
        base.mark_tick(color=palette.planned_run, thickness=1.5, width={"band": 1}).encode(y=_bare(edge))
        for edge in ("least", "most")
    ]
    bars = base.mark_bar(color=palette.run, cornerRadiusEnd=3, width={"band": 0.62}).encode(y=y, tooltip=told)
    above = (
        base.transform_filter("isValid(datum.most) && datum.run > datum.most")
        .mark_bar(color=palette.regress.text, cornerRadiusEnd=3, width={"band": 0.62})
        .encode(y=_bare("most"), y2="run:Q", tooltip=told)
    )
    layers = [band, *edges, bars, above]
    if has_figures:
        highest = max([0.0, *frame["run"].drop_nulls(), *frame["most"].drop_nulls()])
        layers.append(
            base.transform_filter(f"datum.run > {highest * LEAST_SHARE_WITH_FIGURE}")
            .mark_text(dy=11, fontSize=13, fontWeight=600, color=palette.background)
            .encode(y=_bare("run"), text=alt.Text("run:Q", format=".0f"))
        )
    return alt.layer(*layers, height=BARS_HEIGHT_PX, title=strip_title("minutes of running a week", palette))


def _signs(frame: pl.DataFrame, x: alt.X, palette: Palette) -> Picture:
    told = [alt.Tooltip("week:N", title="week"), alt.Tooltip("answer:N", title="answer")]
    marks = (
        alt.Chart(frame.filter(pl.col("sign") != ""))
        .mark_text(fontSize=14, color=palette.text)
        .encode(x=_without_labels(x), text="sign:N", tooltip=told)
    )
    return alt.layer(marks, height=SIGNS_HEIGHT_PX, title=strip_title("answers", palette))


def _spread(
    frame: pl.DataFrame, name: str, title: str, x: alt.X, palette: Palette, *, reverse: bool
) -> Picture:
    """The middle of each column as a dot, with the half of the runs around it as a bar."""
    known = frame.filter(pl.col(name).is_not_null()).with_columns(
        low=pl.col(name) - pl.col(f"{name}_half").fill_null(0.0),
        high=pl.col(name) + pl.col(f"{name}_half").fill_null(0.0),
    )
    axis = inside_axis(palette, labels=MINUTES if name == "pace" else None)
    room = _room(known["low"], known["high"], NARROWEST[name])
    scale = alt.Scale(domain=room, reverse=reverse, nice=True, zero=False)
    y = alt.Y(f"{name}:Q", axis=axis, scale=scale)
    told = [
        alt.Tooltip("week:N", title="week"),
        alt.Tooltip(f"{name}_words:N", title=title.partition(",")[0]),
    ]
    base = alt.Chart(known).encode(x=_without_labels(x))
    line = base.mark_line(color=palette.run, strokeWidth=1, opacity=0.6).encode(y=y)
    half = base.mark_bar(color=palette.run, opacity=0.3, width={"band": 0.45}, cornerRadius=2).encode(
        y=alt.Y("low:Q", axis=axis, scale=scale), y2="high:Q"
    )
    dots = base.mark_point(color=palette.run, filled=True, size=42, opacity=1).encode(y=y, tooltip=told)
    layers = [line, dots] if name == "longest" else [half, line, dots]
    return alt.layer(*layers, height=STRIP_HEIGHT_PX, title=strip_title(title, palette))


def _room(lows: pl.Series, highs: pl.Series, narrowest: float) -> list[float]:
    """From the lowest to the highest, never so narrow that a tiny change looks like a great one."""
    low, high = min(lows), max(highs)
    spare = max(0.0, narrowest - (high - low)) / 2
    return [max(0.0, low - spare), high + spare]


def _heat(cells: Sequence[HeatCell], columns: Sequence[Column], x: alt.X, palette: Palette) -> Picture:
    rows = list(dict.fromkeys(cell.row for cell in cells))
    week = {column.key: column.name for column in columns}
    frame = pl.DataFrame(
        {
            "key": [cell.key for cell in cells],
            "week": [week[cell.key] for cell in cells],
            "row": [cell.row for cell in cells],
            "top": [rows.index(cell.row) + 0.48 for cell in cells],
            "foot": [rows.index(cell.row) + 0.98 for cell in cells],
            "middle": [rows.index(cell.row) + 0.73 for cell in cells],
            "ground": [_ground(cell, palette) for cell in cells],
            "ink": [_ink(cell, palette) for cell in cells],
            "edge": [palette.muted if cell.level is None else _ground(cell, palette) for cell in cells],
            "sign": [cell.sign for cell in cells],
            "words": [cell.words for cell in cells],
        }
    )
    y = alt.Y("top:Q", axis=None, scale=alt.Scale(domain=[len(rows), 0], nice=False))
    told = [
        alt.Tooltip("week:N", title="week"),
        alt.Tooltip("row:N", title="question"),
        alt.Tooltip("words:N", title="worst answer"),
    ]
    base = alt.Chart(frame).encode(x=x)
    boxes = base.mark_bar(cornerRadius=3, strokeWidth=1, width={"band": 1}).encode(
        y=y,
        y2="foot:Q",
        color=alt.Color("ground:N", scale=None),
        stroke=alt.Stroke("edge:N", scale=None),
        tooltip=told,
    )
    size = 12 if len(columns) <= MOST_COLUMNS_WITH_FIGURES else 9
    signs = base.mark_text(fontSize=size, fontWeight=600).encode(
        y=_bare("middle"), text="sign:N", color=alt.Color("ink:N", scale=None), tooltip=told
    )
    names = (
        alt.Chart(pl.DataFrame({"row": rows, "y": [place + 0.43 for place in range(len(rows))]}))
        .mark_text(align="left", baseline="bottom", fontSize=12, fontWeight=600, color=palette.muted)
        .encode(x=alt.value(0), y=alt.Y("y:Q", axis=None), text="row:N")
    )
    return alt.layer(
        boxes,
        signs,
        names,
        height=HEAT_ROW_PX * len(rows),
        title=strip_title("the worst that was noted", palette),
    )


def _ground(cell: HeatCell, palette: Palette) -> str:
    return palette.background if cell.level is None else palette.heat[cell.level].ground


def _ink(cell: HeatCell, palette: Palette) -> str:
    return palette.text if cell.level is None else palette.heat[cell.level].text
