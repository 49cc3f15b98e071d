"""All evidence of one week: sessions, symptoms, check-in, and the weeks around it."""

from datetime import date, timedelta
from html import escape

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
PAIRS = """<style>dl.pairs.pairs.pairs {{ padding: 0; margin: 0; display: grid; gap: .3rem .8rem;
  grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); }}
  .pairs dt {{ font-size: .8rem; font-weight: 400; color: {muted}; }}
  .pairs dd {{ margin: 0; font-size: .875rem; }}</style>"""
LAST_DAY = timedelta(days=6)


def show(packet: Packet, desk: Desk) -> None:
    """The last seven days, or a week of the calendar."""
    mondays = [week_of(packet.today.on) - timedelta(weeks=ago) for ago in range(WEEKS)]
    newest = packet.today.on - LAST_DAY
    week_start = st.segmented_control(
        "Week from",
        [day for day in mondays[::-1] if day != newest] + [newest],
        default=newest,
        format_func=lambda day: "Last 7 days" if day == newest else f"{day.day} {day:%b}",
        required=True,
        key=f"week-{packet.runner_id}",
    )
    if week_start is not None:
        _week(packet, week_start, desk)
    if not packet.weeks.is_empty():
        _head("Minutes of running a week")
        weeks = packet.weeks.select(COLUMNS).tail(WEEKS_SHOWN)
        st.altair_chart(
            charts.weeks_picture(weeks, palette()),
            width="stretch",
            alt="Run minutes by week, asked for across",
        )


def _head(text: str) -> None:
    """A heading that leaves the room to the evidence."""
    st.markdown(f"##### {text}")


def _week(packet: Packet, week_start: date, desk: Desk) -> None:
    last = week_start + LAST_DAY
    _head("Asked for and done")
    of_week = [session for session in packet.sessions if week_start <= session.local_date <= last]
    kept = {session.session_id for session in of_week}
    deleted = [
        stone.local_date
        for stone in packet.tombstones
        if week_start <= stone.local_date <= last and stone.activity_id not in kept
    ]
    sessions.show(of_week, deleted, desk)
    _head("Symptoms")
    found = marks.of_entries(packet, packet.today.answer.decision, first=week_start, last=last)
    symptom_table.show(found, week_start)
    _head("Check-in")
    sent_in = [sent for sent in packet.check_ins if week_start <= sent.check_in.date <= last]
    _check_in(sent_in[0] if sent_in else None)


def _check_in(sent: SentCheckIn | None) -> None:
    if sent is None:
        st.markdown(":material/schedule: Not sent in these days.")
        return
    pairs = "".join(
        f"<div><dt>{escape(question)}</dt><dd>{escape(said) if said else '<b>not answered</b>'}</dd></div>"
        for question, said in answers(sent)
    )
    st.html(f"{PAIRS.format(muted=palette().muted)}<dl class='pairs'>{pairs}</dl>")


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
