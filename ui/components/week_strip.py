"""The coming seven days, each with what may be done on it: an icon, a word and a colour."""

from html import escape

import streamlit as st

from services import DayAhead, Today, days_ahead
from ui import format as fmt
from ui.look import palette
from ui.words import DAYS_AHEAD

STRIP = """<style>
ol.days {{ list-style: none; display: grid; grid-template-columns: repeat(7, 1fr); gap: .3rem;
  margin: 0 !important; padding: 0 !important; }}
ol.days li {{ display: flex; flex-direction: column; align-items: center; gap: .1rem; margin: 0;
  padding: .45rem 0; border: 1px solid {border}; border-radius: .75rem; font-size: .75rem;
  line-height: 1.25; text-align: center; white-space: nowrap; color: {muted}; }}
.days li b {{ color: {text}; font-size: 1rem; }}
.days .out {{ background: {ground}; border-color: {ground}; color: {ink}; }}
.days .out b {{ color: {ink}; }}
.days .now {{ border: 2px solid {text}; }}
.days i {{ font: normal 1.35rem/1.2 'Material Symbols Rounded'; font-feature-settings: 'liga'; }}
</style><ol class="days">{items}</ol>"""
ITEM = """<li class="{classes}" aria-label="{label}"><span>{weekday}</span><b>{day}</b>
<i aria-hidden="true" translate="no">{icon}</i><span>{word}</span></li>"""


def show(today: Today) -> None:
    """The strip, and what it means; nothing where no session is due."""
    days = days_ahead(today)
    if not days:
        return
    colours = palette()
    st.subheader("The week ahead", anchor=False)
    st.html(
        STRIP.format(
            border=colours.border,
            muted=colours.muted,
            text=colours.text,
            ground=colours.progress.ground,
            ink=colours.progress.text,
            items="".join(_item(day, is_today=day.on == today.on) for day in days),
        )
    )
    walks = any(day.kind == "walk" for day in days)
    st.caption(
        "Walk on as many of these days as feel good."
        if walks
        else "These are the earliest days. Later is always fine."
    )


def _item(day: DayAhead, *, is_today: bool) -> str:
    kind = "check_in" if day.is_check_in and day.kind == "rest" else day.kind
    wording = DAYS_AHEAD[kind]
    said = [wording.title.lower(), *(["check-in"] if day.is_check_in and kind != "check_in" else [])]
    classes = ["out"] * (day.kind in ("run", "walk")) + ["now"] * is_today
    return ITEM.format(
        classes=" ".join(classes),
        label=escape(f"{fmt.day(day.on)}{', today' if is_today else ''}: {' and '.join(said)}"),
        weekday=f"{day.on:%a}",
        day=day.on.day,
        icon=wording.icon,
        word="<br>".join(escape(word.capitalize()) for word in said),
    )
