"""All evidence of one week: sessions, symptoms, check-in, and the weeks around it."""

from datetime import date, timedelta

import streamlit as st

from services import Packet, SentCheckIn
from services.diary import week_of
from ui import charts
from ui import format as fmt
from ui.components.pt import marks, sessions, symptom_table
from ui.components.week_picture import COLUMNS, WEEKS_SHOWN
from ui.desk import Desk
from ui.look import palette
from ui.words import CHECK_IN

WEEKS = 4
LAST_DAY = timedelta(days=6)


def show(packet: Packet, desk: Desk) -> None:
    """The week asked for, the newest with anything in it first."""
    mondays = [week_of(packet.today.on) - timedelta(weeks=ago) for ago in range(WEEKS)]
    newest = next((monday for monday in mondays if _is_lived(packet, monday)), mondays[0])
    week_start = st.segmented_control(
        "Week from",
        mondays[::-1],
        default=newest,
        format_func=lambda day: f"{day.day} {day:%b}",
        required=True,
        key=f"week-{packet.runner_id}",
    )
    if week_start is not None:
        _week(packet, week_start, desk)
    if not packet.weeks.is_empty():
        st.subheader("Minutes of running a week", anchor=False)
        weeks = packet.weeks.select(COLUMNS).tail(WEEKS_SHOWN)
        st.altair_chart(
            charts.weeks_picture(weeks, palette()),
            width="stretch",
            alt="Run minutes by week, asked for across",
        )


def _is_lived(packet: Packet, monday: date) -> bool:
    days = [session.local_date for session in packet.sessions]
    days += [kept.local_date for kept in packet.entries] + [sent.week_start for sent in packet.check_ins]
    return any(week_of(day) == monday for day in days)


def _week(packet: Packet, week_start: date, desk: Desk) -> None:
    last = week_start + LAST_DAY
    st.subheader("Asked for and done", anchor=False)
    of_week = [session for session in packet.sessions if week_start <= session.local_date <= last]
    kept = {session.session_id for session in of_week}
    deleted = [
        stone.local_date
        for stone in packet.tombstones
        if week_start <= stone.local_date <= last and stone.activity_id not in kept
    ]
    sessions.show(of_week, deleted, desk)
    st.subheader("Symptoms", anchor=False)
    found = marks.of_entries(
        packet.entries, packet.today.answer.decision, packet.today.plan, first=week_start, last=last
    )
    symptom_table.show(found, week_start)
    st.subheader("Check-in", anchor=False)
    _check_in(next((sent for sent in packet.check_ins if sent.week_start == week_start), None))


def _check_in(sent: SentCheckIn | None) -> None:
    if sent is None:
        st.markdown(":material/schedule: Not sent for this week.")
        return
    st.markdown("\n".join(f"- {question}: {said or '**not answered**'}" for question, said in answers(sent)))


def answers(sent: SentCheckIn) -> list[tuple[str, str | None]]:
    """Each question of a check-in with its answer in words, null where it was not answered."""
    told = sent.check_in
    sleep, sure = told.sleep_hours_per_night, told.confidence_0_10
    found = [("Sleep", None if sleep is None else f"{sleep:g} hours a night")]
    for name, (label, options) in CHECK_IN.items():
        value = getattr(told, name)
        found.append((label.rstrip("?"), None if value is None else options[value].lower()))
    found.append(("Sure about the next step", None if sure is None else f"{sure} of 10"))
    harm = {None: None, False: "no", True: "yes: an emergency"}[told.harm_thoughts]
    return [*found, ("Thoughts of harm", harm), ("Sent", fmt.day(told.date))]
