"""The runner's own report to print: made only when she asks for it, as it takes a moment."""

from datetime import date, timedelta

import streamlit as st

from services import exports
from ui import format as fmt
from ui.components.pt import report_records
from ui.desk import Desk

WEEKS = 4


def show(desk: Desk) -> None:
    """A choice of weeks, and the PDF of each."""
    st.subheader("A report to print", anchor=False)
    if desk.services.planning.in_force(desk.actor, desk.runner_id, now=desk.now) is None:
        st.markdown("Once you have chosen a plan, you can print your weeks here.")
        return
    st.markdown(
        "A week on paper: the answer, the sessions, symptoms, check-in and every check with its source."
    )
    mondays = [desk.week_start - timedelta(weeks=ago) for ago in range(WEEKS)]
    monday = st.selectbox("Week from", mondays, index=1, format_func=fmt.day, key="own-report-week")

    def pdf() -> bytes:
        packet = desk.services.packets.packet(desk.actor, desk.runner_id, now=desk.now)
        return exports.week_report_pdf(report_records.week_report(packet, monday, desk))

    def whole_way() -> bytes:
        packet = desk.services.packets.packet(desk.actor, desk.runner_id, now=desk.now, since=date.min)
        return exports.episode_report_pdf(report_records.episode_report(packet, desk))

    with st.container(horizontal=True):
        st.download_button(
            "This week as PDF",
            pdf,
            f"week-{monday.isoformat()}.pdf",
            "application/pdf",
            icon=":material/picture_as_pdf:",
            on_click="ignore",
        )
        st.download_button(
            "The whole way as PDF",
            whole_way,
            "my-way.pdf",
            "application/pdf",
            icon=":material/picture_as_pdf:",
            on_click="ignore",
        )
    st.caption("The file holds health data. Keep it where only you find it.")
