"""The week and the episode on paper: as PDF, and as a page to read or print."""

from datetime import timedelta

import streamlit as st

from services import exports
from services.diary import week_of
from ui import format as fmt
from ui.components.pt import report_records
from ui.desk import Desk

WEEKS = 4


def show(runner_id: str, desk: Desk) -> None:
    """What each report holds, and two ways to take it away."""
    packet = desk.services.packets.packet(desk.actor, runner_id, now=desk.now)
    week_side, episode_side = st.columns(2, gap="large")
    with week_side, st.container(border=True):
        st.subheader("The week", anchor=False)
        st.markdown(
            "Answer, sessions with pictures, symptoms, check-in, every check with its source, signature."
        )
        mondays = [week_of(packet.today.on) - timedelta(weeks=ago) for ago in range(WEEKS)]
        monday = st.selectbox(
            "Week from",
            mondays,
            index=1,
            format_func=lambda day: f"{fmt.day(day)} {day.year}",
            key="report-week",
        )
        week = report_records.week_report(packet, monday, desk)
        name = f"week-{monday.isoformat()}"
        _take(name, exports.week_report_pdf(week), exports.week_report_page(week))
    with episode_side, st.container(border=True):
        st.subheader("The whole way", anchor=False)
        st.markdown(
            "Weeks of running, steps, symptoms and answers under one axis. Symptoms of the last four weeks."
        )
        episode = report_records.episode_report(packet, desk)
        _take("episode", exports.episode_report_pdf(episode), exports.episode_report_page(episode))
    st.caption(
        "The files hold health data and leave this server with you: keep them as you keep a patient's file."
    )


def _take(name: str, pdf: bytes, page: str) -> None:
    with st.container(horizontal=True):
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
            "Web page",
            page,
            f"{name}.html",
            "text/html",
            icon=":material/html:",
            key=f"{name}-html",
            on_click="ignore",
        )
