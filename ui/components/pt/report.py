"""The week and the whole way as a sheet of paper on the screen, to print or to take away as PDF."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import streamlit as st

from services import exports
from services.diary import week_of
from ui import format as fmt
from ui.components.pt import report_records
from ui.desk import Desk

WEEKS = 4
WEEK, WAY = "The week", "The whole way"


def show(runner_id: str, desk: Desk) -> None:
    """Which report, the two ways to take it away, and the report itself."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.segmented_control("Report", (WEEK, WAY), default=WEEK, required=True, key="report-kind")
        week_start = _week(desk) if kind == WEEK else None
        take = st.container(horizontal=True, vertical_alignment="bottom", width="content", wrap=False)
    if week_start is not None:
        packet = desk.services.packets.packet(desk.actor, runner_id, now=desk.now)
        report = report_records.week_report(packet, week_start, desk)
        name, sheet = f"week-{week_start.isoformat()}", exports.week_report_inset(report)
        pdf, page = partial(exports.week_report_pdf, report), partial(exports.week_report_page, report)
    else:
        packet = desk.services.packets.packet(desk.actor, runner_id, now=desk.now, since=date.min)
        report = report_records.episode_report(packet, desk)
        name, sheet = "episode", exports.episode_report_inset(report)
        pdf, page = partial(exports.episode_report_pdf, report), partial(exports.episode_report_page, report)
    with take:
        _take(name, pdf, page)
    st.caption(
        "The files hold health data and leave this server with you: keep them as you keep a patient's file."
    )
    st.html(sheet)


def _week(desk: Desk) -> date:
    mondays = [week_of(desk.today) - timedelta(weeks=ago) for ago in range(WEEKS)]
    return st.selectbox(
        "Week from",
        mondays,
        index=1,
        format_func=lambda day: f"{fmt.day(day)} {day.year}",
        key="report-week",
        width=200,
    )


def _take(name: str, pdf: Callable[[], bytes], page: Callable[[], str]) -> None:
    """The files are made when they are asked for."""
    st.download_button(
        "PDF",
        pdf,
        f"{name}.pdf",
        "application/pdf",
        icon=":material/picture_as_pdf:",
        key=f"{name}-pdf",
        type="primary",
        on_click="ignore",
    )
    st.download_button(
        "Page to print",
        page,
        f"{name}.html",
        "text/html",
        icon=":material/print:",
        key=f"{name}-html",
        on_click="ignore",
    )
