"""Weeks of running against what was asked for."""

import altair as alt
import polars as pl

from ui.charts.frame import Picture, finish
from ui.palette import Palette

#: One week alone is no wall, and twelve fit on a phone.
MOST_WIDE_PX, PHONE_WIDE_PX = 44, 280


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
    wide_px = min(MOST_WIDE_PX, PHONE_WIDE_PX // max(weeks.height, 1))
    base = alt.Chart(frame).encode(x=x)
    bars = base.mark_bar(color=palette.run, cornerRadiusEnd=3, size=wide_px).encode(y=y, tooltip=told)
    words = base.mark_text(dy=-10, fontSize=13, fontWeight=600, color=palette.background).encode(
        y=alt.YDatum(0), text=alt.Text("run:Q", format=".0f")
    )
    asked = base.mark_tick(color=palette.text, thickness=3, size=wide_px).encode(y="asked:Q", tooltip=told)
    return finish(alt.layer(bars, asked, words, height=220), palette)
