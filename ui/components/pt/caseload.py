"""The caseload: a line for each runner in order of need, so that a hundred can be read at once."""

from collections import Counter
from collections.abc import Sequence
from html import escape

import streamlit as st

from services import CaseloadRow, StripDay
from ui.components.pt import who, words
from ui.components.pt.sheet import sheet
from ui.desk import Desk, desk
from ui.guard import kept_from_traceback
from ui.look import palette
from ui.palette import Palette

SPARK_HIGH_PX = 20
HEAD = ("Why", "Runner", "Stage", "Answer", "Run minutes", "Said, 14 days", "Planned", "Seen", "Due")
LEGEND = (
    "**Run minutes:** a bar for each of eight weeks; the figures are the last full week and this one. "
    "**Said:** `!` warning sign, `K` key sign, a figure is the highest pain or heaviness of the day, "
    "`?` answered in part, `·` nothing felt, empty nothing said. "
    "**Planned:** sessions as planned, of all in four weeks."
)


def show(here: Desk) -> None:
    """Filters, then the table; a way on where there is nobody yet."""
    rows = here.services.caseload.rows(here.actor, now=here.now)
    if not rows:
        who.nobody()
        return
    who.remember_order(row.runner_id for row in rows)
    _table(rows)


@st.fragment
def _table(rows: Sequence[CaseloadRow]) -> None:
    """A filter draws this part anew: nobody's data is looked at again, only who is still linked."""
    with kept_from_traceback():
        here = desk()
        linked = {runner.runner_id for runner in here.services.caseload.names(here.actor, now=here.now)}
        known = [row for row in rows if row.runner_id in linked]
        shown = _filtered(known)
        if shown:
            cells = [_row(row, here, palette()) for row in shown]
            st.html(sheet(palette(), "caseload", HEAD, cells, dense=True))
            st.caption(f"{len(shown)} of {len(known)} runners. {LEGEND}")
        else:
            st.markdown("Nobody fits this choice. Take a filter away to see more.")


def _filtered(rows: Sequence[CaseloadRow]) -> list[CaseloadRow]:
    needs, answers = Counter(row.need for row in rows), Counter(row.standing for row in rows)
    titles = {key: words.answer(key)[0].title for key in answers}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input("Name", placeholder="Find by name", width=200)
        why = st.pills(
            "Why",
            sorted(needs),
            selection_mode="multi",
            format_func=lambda need: f"{words.NEEDS[need].title} {needs[need]}",
            width="content",
        )
        by_title = Counter(dict.fromkeys(titles.values(), 0))
        for key, count in answers.items():
            by_title[titles[key]] += count
        answer = st.pills(
            "Answer",
            sorted(by_title),
            selection_mode="multi",
            format_func=lambda title: f"{title} {by_title[title]}",
            width="content",
        )
    wanted = name.strip().lower()
    return [
        row
        for row in rows
        if (not why or row.need in why)
        and (not answer or titles[row.standing] in answer)
        and wanted in row.name.lower()
    ]


def _row(row: CaseloadRow, here: Desk, colours: Palette) -> tuple[str, ...]:
    why = words.NEEDS[row.need]
    more = [words.NEEDS[need] for need in row.needs if need != row.need]
    answer, tone = words.answer(row.standing)
    stage = row.stage_title or row.plan_title or "no plan yet"
    return (
        _pill(why.title, why.icon, words.NEED_TONES[row.need]) + "".join(map(_also, more)),
        f'<a href="pt_review?runner={escape(row.runner_id)}" target="_self">{escape(row.name)}</a>',
        f'<span class="cut" title="{escape(stage)}">{escape(stage.split(":")[0])}</span>',
        _pill(answer.title, answer.icon, tone),
        _spark(row, colours),
        _strip(row.strip, colours),
        f"{row.done_count} of {row.session_count}" if row.session_count else "–",
        words.ago(row.last_seen_on, here.today),
        escape(words.due(row, here.today)),
    )


def _pill(title: str, icon: str, tone: str) -> str:
    return (
        f'<span class="pill {tone}"><span aria-hidden="true" translate="no" class="icon">'
        f"{escape(icon)}</span>{escape(title)}</span>"
    )


def _also(need: words.Wording) -> str:
    """A further reason, as its icon alone; the word is there to hear and to point at."""
    return (
        f' <span class="also" title="{escape(need.title)}"><span aria-hidden="true" translate="no" '
        f'class="icon">{escape(need.icon)}</span><span class="heard">and {escape(need.title)}</span></span>'
    )


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
