"""The answers before this one: what was said, by whom it was signed, and which would now differ."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from services import Answer, Packet, standing
from ui import format as fmt
from ui.components.pt import words
from ui.components.pt.review_file import who_said
from ui.components.pt.sheet import sheet
from ui.desk import Desk
from ui.look import palette

HEAD = ("Made", "Answer", "In words", "What was said to it")


def show(packet: Packet, desk: Desk) -> None:
    """A line for each answer of the last weeks, the newest first."""
    earlier = [answer for answer in packet.answers if answer.decision_id != packet.today.answer.decision_id]
    differ = sum(answer.would_now_be is not None for answer in earlier)
    told = f", {differ} would now differ" if differ else ""
    with st.expander(f"Earlier answers: {len(earlier)}{told}"):
        if earlier:
            st.html(sheet(palette(), "earlier answers", HEAD, _rows(earlier, packet, desk)))
        else:
            st.markdown("None in the last four weeks.")


def _rows(earlier: Sequence[Answer], packet: Packet, desk: Desk) -> list[tuple[str, ...]]:
    return [
        (
            fmt.day_and_time(desk.local(answer.made_utc)),
            _pill(answer),
            escape(answer.explanation.headline) + _would_differ(answer),
            _said(answer, packet, desk),
        )
        for answer in earlier
    ]


def _pill(answer: Answer) -> str:
    wording, tone = words.answer(standing(answer.decision))
    return (
        f'<span class="pill {tone}"><span aria-hidden="true" translate="no" class="icon">'
        f"{escape(wording.icon)}</span>{escape(wording.title)}</span>"
    )


def _would_differ(answer: Answer) -> str:
    if answer.would_now_be is None:
        return ""
    now = words.ANSWERS[answer.would_now_be].title.lower()
    return f'<span class="small"><strong>Would now differ: {escape(now)}</strong></span>'


def _said(answer: Answer, packet: Packet, desk: Desk) -> str:
    lines = [
        f"{words.REVIEWS.get(review.kind, review.kind).capitalize()} by "
        f"{who_said(review.by_id, packet, desk)}"
        f"{': ' + review.because if review.because else ''}"
        f"{' (void since a later finding)' if review.is_voided else ''}"
        for review in answer.reviews
    ]
    return "<br>".join(map(escape, lines)) or fmt.UNKNOWN
