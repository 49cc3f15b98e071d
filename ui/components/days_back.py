"""Seven days side by side: what was run, and the worst that was noted; what is missing shows as missing."""

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape

import streamlit as st

from program import SymptomEntry
from services import DiaryEntry, HeldSession
from ui import format as fmt
from ui.components.heat_rows import worst_of_day
from ui.look import palette
from ui.palette import Palette, Tone
from ui.words import OUTCOMES

DAYS = 7
STYLE = """<style>
.week {{ display: grid; grid-template-columns: repeat(7, 1fr); gap: .25rem; margin: 0 !important;
  padding: 0 !important; list-style: none; }}
.week li {{ margin: 0 !important; padding: .35rem 0 .3rem !important;
  border: 1px solid {border}; border-radius: .6rem; text-align: center;
  font-size: .8rem; line-height: 1.35; min-width: 0; }}
.week .day {{ display: block; color: {muted}; }}
.week .ran {{ display: block; font-weight: 600; min-height: 1.35em; }}
.week .felt {{ display: inline-block; min-width: 1.5rem; border-radius: .35rem; border: 1px solid;
  font-weight: 600; }}
.week .unseen {{ position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }}
</style>"""
LEGEND = (
    "Each day: minutes of running, and beneath the worst you noted (0 none, a figure of 10, = as usual, "
    "! new or worse, ? not noted after a run)."
)


def show(sessions: Sequence[HeldSession], entries: Sequence[DiaryEntry], last: date) -> None:
    """The seven days up to and with `last`."""
    colours = palette()
    days = [last - timedelta(days=ago) for ago in range(DAYS - 1, -1, -1)]
    cells = "".join(
        _day(
            day,
            [session for session in sessions if session.local_date == day and not session.is_deleted],
            [kept.entry for kept in entries if kept.local_date == day and kept.entry is not None],
            colours,
        )
        for day in days
    )
    style = STYLE.format(border=colours.border, muted=colours.muted)
    st.html(f'{style}<ol class="week" aria-label="Seven days">{cells}</ol>')
    st.caption(LEGEND)


def _day(
    day: date, sessions: Sequence[HeldSession], entries: Sequence[SymptomEntry], colours: Palette
) -> str:
    ran = " + ".join(_minutes(session) for session in sessions)
    told = ", ".join(OUTCOMES[session.outcome].title.lower() for session in sessions if session.outcome)
    sign, words, tone = _felt(day, entries, bool(sessions), colours)
    colour = f"background:{tone.ground};color:{tone.text}"
    felt = f'<span class="felt" style="{colour}" aria-hidden="true">{sign}</span>' if sign else ""
    unseen = "; ".join(filter(None, (told, words and f"noted: {words}")))
    return (
        f'<li><span class="day">{day:%a} {day.day}</span><span class="ran">{escape(ran)}</span>{felt}'
        f'<span class="unseen">{escape(unseen or "nothing")}</span></li>'
    )


def _minutes(session: HeldSession) -> str:
    return fmt.UNKNOWN if session.run_time_s is None else f"{session.run_time_s / 60:.0f}′"


def _felt(
    day: date, entries: Sequence[SymptomEntry], has_run: bool, colours: Palette
) -> tuple[str, str, Tone]:
    """Sign, words and colours of the worst answer; nothing on a day without a run or an entry."""
    worst = worst_of_day(day, entries)
    missing = Tone(colours.text, colours.background)
    if worst is None:
        return ("?", "nothing", missing) if has_run else ("", "", missing)
    return worst.sign, worst.words, missing if worst.level is None else colours.heat[worst.level]
