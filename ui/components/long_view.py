"""Weeks of running over symptoms and answers, for as long as she wants to look back."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from statistics import fmean

import streamlit as st

from services import AnswerMark, Trends, WeekAsked
from services.diary import week_of
from ui import charts
from ui import format as fmt
from ui.components import heat_rows
from ui.components.heat_rows import Span
from ui.components.timeline import in_short
from ui.desk import Desk
from ui.look import palette
from ui.navigation import path
from ui.words import TONES

#: How far back, in weeks; null is everything.
PERIODS: dict[str, int | None] = {"8 weeks": 8, "6 months": 26, "All": None}
FIRST = "8 weeks"
#: More weeks than this stand as months.
MOST_WEEKS = 30
#: The most cautious answer of a month stands for it.
GLYPHS = {"stop": "✕", "regress": "▼", "hold": "■", "progress": "▲"}
HOW_TO_READ = (
    "The shaded band is what the plan asks for in a whole week. A bar that ends in it is as planned; "
    "the part of a bar above it is drawn in another colour. Dots are the middle of each week's runs, and "
    "the bars around them hold half of the runs. Answers: ▲ next step, ■ stay, ▼ one step back, ✕ no running."
)


def since(desk: Desk) -> date | None:
    """From which Monday on she wants to look back; null is from the first."""
    chosen = st.segmented_control("Look back", list(PERIODS), default=FIRST, required=True, key="look-back")
    weeks = PERIODS[chosen or FIRST]
    return None if weeks is None else desk.week_start - timedelta(weeks=weeks - 1)


def show(trends: Trends, desk: Desk) -> None:
    """The picture; a way on where there is no run yet."""
    if trends.weeks.is_empty():
        st.markdown("There are no runs in this time. Once there are, your weeks stand here.")
        st.page_link(path("add_runs"), label="Add runs", icon=":material/upload:")
        return
    columns, cells = _columns(trends)
    st.altair_chart(
        charts.long_view(columns, cells, palette(), desk.units), width="stretch", alt=_in_words(columns)
    )
    if cells:
        st.caption(heat_rows.LEGEND)
    with st.expander("How to read this", icon=":material/help:"):
        st.markdown(HOW_TO_READ)


def _in_words(columns: Sequence[charts.Column]) -> str:
    newest = ", ".join(f"{c.name} {fmt.minutes(c.run_time_s)}" for c in columns[-8:])
    return f"Minutes of running: {newest}. Beneath: answers, longest run, cadence, pace and symptoms."


def _columns(trends: Trends) -> tuple[list[charts.Column], tuple[charts.HeatCell, ...]]:
    rows = trends.weeks.to_dicts()
    by_month = len(rows) > MOST_WEEKS
    grouped: dict[str, list[dict]] = {}
    for row in rows:
        monday: date = row["week_start"]
        grouped.setdefault(f"{monday:%Y-%m}" if by_month else monday.isoformat(), []).append(row)
    mondays = {key: {row["week_start"] for row in group} for key, group in grouped.items()}
    columns = [
        _column(
            key,
            group,
            [asked for asked in trends.asked if asked.week_start in mondays[key]],
            [answer for answer in trends.answers if week_of(answer.on) in mondays[key]],
            by_month=by_month,
        )
        for key, group in grouped.items()
    ]
    spans = [
        Span(key, tuple(said for said in trends.symptoms if said.week_start in mondays[key]))
        for key in grouped
    ]
    return columns, heat_rows.cells(spans)


def _column(
    key: str,
    weeks: Sequence[dict],
    asked: Sequence[WeekAsked],
    answers: Sequence[AnswerMark],
    *,
    by_month: bool,
) -> charts.Column:
    monday: date = weeks[0]["week_start"]
    cautious = min(answers, key=_boldness, default=None)
    return charts.Column(
        key=key,
        date=f"{monday:%b ’%y}" if by_month else f"{monday.day} {monday:%b}",
        name=f"{monday:%B %Y}, an ordinary week" if by_month else f"from {monday.day} {monday:%B}",
        run_time_s=_mean(week["run_time_s"] for week in weeks),
        least_s=_mean(row.least_s for row in asked),
        most_s=_mean(row.most_s for row in asked),
        longest_s=max((week["longest_run_bout_s"] or 0.0 for week in weeks), default=0.0) or None,
        cadence_spm=_mean(week["run_cadence_spm"] for week in weeks),
        cadence_iqr_spm=_mean(week["run_cadence_iqr_spm"] for week in weeks),
        pace_s_per_km=_mean(week["run_pace_s_per_km"] for week in weeks),
        pace_iqr_s_per_km=_mean(week["run_pace_iqr_s_per_km"] for week in weeks),
        sign=GLYPHS[_kind(cautious)] if cautious else "",
        said="; ".join(in_short(answer) for answer in reversed(answers)),
    )


def _kind(answer: AnswerMark) -> str:
    return TONES.get(answer.standing, answer.standing)


def _boldness(answer: AnswerMark) -> int:
    return list(GLYPHS).index(_kind(answer))


def _mean(values: Iterable[float | None]) -> float | None:
    """The mean of what is known, null where nothing is."""
    known = [value for value in values if value is not None]
    return fmean(known) if known else None
