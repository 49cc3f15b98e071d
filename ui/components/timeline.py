"""The answers so far as a short line each, the newest first."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from services import AnswerMark, Standing
from ui import format as fmt
from ui.desk import Desk
from ui.look import palette
from ui.words import ANSWERS, TONES

#: As many stand open; the rest on demand.
OPEN = 6
STYLE = """<style>
.timeline {{ list-style: none; margin: 0 !important; padding: 0 !important; }}
.timeline li {{ display: grid; grid-template-columns: 2rem 1fr; gap: 0 .6rem; position: relative;
  margin: 0 !important; padding: 0 0 .9rem !important; }}
.timeline li::before {{ content: ""; position: absolute; left: .97rem; top: 1.9rem; bottom: 0;
  border-left: 2px solid {border}; }}
.timeline li:last-child::before {{ display: none; }}
.timeline .icon {{ font-family: 'Material Symbols Rounded'; font-feature-settings: 'liga'; font-size: 1.15rem;
  line-height: 2rem; width: 2rem; height: 2rem; border-radius: 50%; text-align: center; }}
.timeline .when {{ color: {muted}; font-size: .85rem; }}
.timeline .why {{ display: block; color: {muted}; font-size: .9rem; line-height: 1.35; }}
</style>"""
ITEM = (
    '<li><span class="icon" aria-hidden="true" translate="no" style="background:{ground};color:{ink}">'
    "{icon}</span>"
    '<span><strong>{title}</strong> <span class="when">{when}</span>{why}</span></li>'
)


def show(answers: Sequence[AnswerMark], desk: Desk) -> None:
    """All answers that said something new; a sentence where there is none yet."""
    if not answers:
        st.markdown("The first answer comes with your first weekly check-in.")
        return
    _list(answers[:OPEN], desk)
    if answers[OPEN:]:
        with st.expander(f"{fmt.count(len(answers) - OPEN, 'earlier answer')}"):
            _list(answers[OPEN:], desk)


def in_short(answer: AnswerMark) -> str:
    """One answer in a few words, with the step it leads to."""
    title = ANSWERS[answer.standing].title
    if answer.standing in {Standing.NO_RUNNING, Standing.STOP}:
        return title
    step = (answer.next_stage_title or answer.stage_title or "").partition(":")[0]
    words = {"progress": "Ready for {}", "hold": "Stay on {}", "regress": "Back to {}"}[answer.action]
    return words.format(step) if step else title


def _list(answers: Sequence[AnswerMark], desk: Desk) -> None:
    colours = palette()
    items = []
    for answer in answers:
        tone = colours.tone(TONES.get(answer.standing, answer.standing))
        reasons = " ".join(answer.reasons)
        if answer.would_now_be is not None:
            reasons += f" With what is known now it would be: {ANSWERS[answer.would_now_be].title.lower()}."
        items.append(
            ITEM.format(
                ground=tone.ground,
                ink=tone.text,
                icon=escape(ANSWERS[answer.standing].icon),
                title=escape(in_short(answer)),
                when=fmt.day(desk.local(answer.made_utc).date()),
                why=f'<span class="why">{escape(reasons)}</span>' if reasons else "",
            )
        )
    style = STYLE.format(border=colours.border, muted=colours.muted)
    st.html(f'{style}<ol class="timeline" aria-label="Answers, newest first">{"".join(items)}</ol>')
