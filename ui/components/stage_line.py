"""Where she is, and how much of it is done, as dots and in words."""

from html import escape

import streamlit as st

from services import Today
from ui.look import palette
from ui.plain import plain

LINE = """<p style="margin:0;line-height:1.4"><strong>{title}</strong><br>
<span aria-hidden="true" style="color:{ink};letter-spacing:.15em">{dots}</span>
<span style="color:{muted}">{words}</span></p>"""


def show(today: Today) -> None:
    """The step of the ladder with a dot for each of its sessions; nothing where there is no plan."""
    if today.plan is None:
        return
    if today.stage is None:
        st.markdown(f"**{plain(today.plan.title)}** · not begun yet")
        return
    colours = palette()
    st.html(
        LINE.format(
            title=escape(today.stage.title),
            ink=colours.primary,
            muted=colours.muted,
            dots="●" * today.done + "○" * (today.required - today.done),
            words=f"{today.done} of {today.required} sessions done on this step",
        )
    )
