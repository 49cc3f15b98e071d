"""The answer, readable at a glance: icon, word, colour and one sentence."""

from html import escape

import streamlit as st

from ui.look import palette
from ui.words import Wording

CARD = """
<section role="status" style="background:{ground};color:{text};border-radius:1rem;padding:1.1rem 1.2rem">
  <div style="display:flex;align-items:center;gap:.7rem">
    <span aria-hidden="true" translate="no" style="font-family:'Material Symbols Rounded';font-size:2rem;
      line-height:1;font-feature-settings:'liga'">{icon}</span>
    <strong style="font-size:1.35rem;line-height:1.25">{title}</strong>
  </div>
  <p style="margin:.55rem 0 0;font-size:1.02rem;line-height:1.45">{sentence}</p>
</section>
"""


def show(wording: Wording, tone: str, sentence: str) -> None:
    """Draws the card; `tone` is an action's name, or `neutral`."""
    colours = palette().tone(tone)
    st.html(
        CARD.format(
            ground=colours.ground,
            text=colours.text,
            icon=escape(wording.icon),
            title=escape(wording.title),
            sentence=escape(sentence),
        )
    )
