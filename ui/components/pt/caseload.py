"""The caseload: a row for each runner in order of need, dense enough that a hundred can be read at once."""

from collections import Counter
from collections.abc import Sequence
from html import escape

import streamlit as st

from services import CaseloadRow, StripDay
from ui.components.pt import who, words
from ui.components.pt.sheet import sheet
from ui.desk import Desk
from ui.look import palette
from ui.navigation import path
from ui.palette import Palette

SPARK_HIGH_PX = 24
HEAD = ("Why", "Runner", "Answer", "Run minutes, 8 weeks", "Said, 14 days", "As planned", "Last seen", "Due")
LEGEND = (
    "Run minutes: each bar is a week, the figure is the last full one and this one. "
    "Said: ! warning sign, K key sign, a figure is the highest pain or heaviness of the day, "
    "· nothing felt, empty nothing said. As planned: of the sessions of four weeks."
)


def show(desk: Desk) -> None:
    """Filters, then the table; a way on where there is nobody yet."""
    rows = desk.services.caseload.rows(desk.actor, now=desk.now)
    if not rows:
        st.markdown("Nobody has linked with you yet. Invite a runner, or ask one to invite you.")
        st.page_link(path("account"), label="Invite a runner", icon=":material/mail:")
        return
    who.remember_order(row.runner_id for row in rows)
    shown = _filtered(rows)
    st.html(sheet(palette(), "caseload", HEAD, [_row(row, desk, palette()) for row in shown]))
    if not shown:
        st.markdown("Nobody fits this choice.")
    st.caption(LEGEND)


def _filtered(rows: Sequence[CaseloadRow]) -> list[CaseloadRow]:
    counts = Counter(row.need for row in rows)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input("Name", placeholder="Find by name", width=220)
        needs = st.pills(
            "Show only",
            sorted(counts),
            selection_mode="multi",
            format_func=lambda need: f"{words.NEEDS[need].title} {counts[need]}",
        )
    return [
        row
        for row in rows
        if (not needs or row.need in needs) and (not name or name.strip().lower() in row.name.lower())
    ]


def _row(row: CaseloadRow, desk: Desk, colours: Palette) -> tuple[str, ...]:
    why = words.NEEDS[row.need]
    more = [words.NEEDS[need].title for need in row.needs if need != row.need]
    answer, tone = words.answer(row.action, row.running_allowed)
    stage = row.stage_title or row.plan_title or "no plan chosen"
    return (
        _pill(why.title, why.icon, words.NEED_TONES[row.need]) + _small(", ".join(more)),
        f'<a href="pt_review?runner={escape(row.runner_id)}" target="_self">{escape(row.name)}</a>'
        + f'<span class="small cut" title="{escape(stage)}">{escape(stage)}</span>',
        _pill(answer.title, answer.icon, tone),
        _spark(row, colours),
        _strip(row.strip, colours),
        f"{row.done_count} of {row.session_count}" if row.session_count else "–",
        words.ago(row.last_seen_on, desk.today),
        escape(words.due(row, desk.today)),
    )


def _pill(title: str, icon: str, tone: str) -> str:
    return (
        f'<span class="pill {tone}"><span aria-hidden="true" translate="no" class="icon">'
        f"{escape(icon)}</span>{escape(title)}</span>"
    )


def _small(text: str) -> str:
    return f'<span class="small">{escape(text)}</span>' if text else ""


def _spark(row: CaseloadRow, colours: Palette) -> str:
    minutes = [seconds / 60 for seconds in row.run_time_s]
    most = max([*minutes, 1.0])
    bars = "".join(
        f'<b style="height:{max(SPARK_HIGH_PX * value / most, 1):.0f}px;background:{colours.run}"></b>'
        for value in minutes
    )
    told = ", ".join(f"{value:.0f}" for value in minutes)
    return (
        f'<span role="img" class="spark" aria-label="Run minutes a week: {told}">{bars}</span> '
        f'<span class="figure">{minutes[-2]:.0f} → {minutes[-1]:.0f}</span>'
    )


def _strip(days: Sequence[StripDay], colours: Palette) -> str:
    cells = "".join(_day(day, colours) for day in days)
    told = "; ".join(
        f"{day.local_date:%a} {day.local_date.day}: {_said(day)}" for day in days if day.has_entry
    )
    return f'<span role="img" class="strip" aria-label="{escape(told or "nothing said")}">{cells}</span>'


def _day(day: StripDay, colours: Palette) -> str:
    if not day.has_entry:
        return f'<i style="border-color:{colours.border}"></i>'
    score = max((value for value in (day.pain_0_10, day.heaviness_0_10) if value is not None), default=None)
    if day.has_red_flag:
        mark, tone = "!", colours.stop
    elif day.has_key_sign:
        mark, tone = "K", colours.stop
    elif score is None:
        mark, tone = "?", colours.neutral
    elif score:
        mark, tone = str(score), colours.hold
    else:
        mark, tone = "·", colours.progress
    return f'<i style="background:{tone.ground};color:{tone.text};border-color:{tone.text}">{mark}</i>'


def _said(day: StripDay) -> str:
    parts = [
        "warning sign" if day.has_red_flag else "",
        "key sign" if day.has_key_sign else "",
        f"pain {day.pain_0_10}" if day.pain_0_10 is not None else "",
        f"heaviness {day.heaviness_0_10}" if day.heaviness_0_10 is not None else "",
    ]
    return ", ".join(part for part in parts if part) or "answered in part"
