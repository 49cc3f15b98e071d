"""The sessions of a week: a line each, what was asked drawn over what was done, the verdict and why."""

from collections.abc import Sequence
from datetime import date
from html import escape

import polars as pl
import streamlit as st

from analysis.schema import Bouts
from services.sessions import HeldSession
from store.frames import unpack_rows
from ui import charts
from ui import format as fmt
from ui.charts.blocks import BLOCK_HEIGHT
from ui.components.next_session import DRAWN_PACE_S_PER_KM
from ui.components.pt.sheet import sheet
from ui.desk import Desk
from ui.look import palette
from ui.palette import Palette
from ui.reasons import in_words
from ui.words import OUTCOMES

HEAD = ("Day", "Asked for, over done", "Run", "Verdict")
TONES = {"as_prescribed": "progress", "partly": "hold", "exceeded": "regress"}


def show(sessions: Sequence[HeldSession], deleted_on: Sequence[date], desk: Desk) -> None:
    """A table of the sessions; a sentence where there is none."""
    if sessions:
        rows = [_row(session, desk, palette()) for session in sessions]
        st.html(sheet(palette(), "sessions", HEAD, rows, cards=False))
    else:
        st.markdown("No session in this week.")
    for day in deleted_on:
        st.markdown(f":material/delete: A run of {fmt.day(day)} was deleted. It still counts for rest days.")


def _row(session: HeldSession, desk: Desk, colours: Palette) -> tuple[str, ...]:
    outcome = OUTCOMES[session.outcome or "not_comparable"]
    run = fmt.clock(session.run_time_s)
    if session.prescribed and session.prescribed.run_time_s:
        run += f" of {fmt.clock(session.prescribed.run_time_s)}"
    stage = session.stage.title.split(":")[0] if session.stage else "no stage"
    notes_of = ("The runner deleted it.",) if session.is_deleted else notes(session, desk.units)
    told = "".join(f'<span class="small">{escape(sentence)}</span>' for sentence in notes_of)
    return (
        f'<strong>{fmt.day(session.local_date)}</strong><span class="small">{escape(stage)}</span>',
        _strip(session, colours) if not session.is_deleted else fmt.UNKNOWN,
        f'<span class="figure">{run}</span>',
        f'<span class="pill {TONES.get(session.outcome or "", "neutral")}">'
        f'<span aria-hidden="true" translate="no" class="icon">{outcome.icon}</span>'
        f"{escape(outcome.title)}</span>{told}",
    )


def _strip(session: HeldSession, colours: Palette) -> str:
    """Two lanes on one time axis: tall is running, low is walking."""
    asked = session.prescribed.steps if session.prescribed else ()
    planned = charts.blocks_of_steps(
        asked, pace_s_per_km=DRAWN_PACE_S_PER_KM, start_s=_first_step_s(session), lane=1
    )
    done = [charts.Block(kind, start_s, end_s) for kind, start_s, end_s in stretches(session)]
    end_s = max([block.end_s for block in (*planned, *done)], default=0.0)
    if not end_s:
        return fmt.UNKNOWN
    lanes = "".join(_lane(lane, end_s, colours) for lane in (planned, done) if lane)
    told = f"Asked for: {fmt.steps_in_words(asked) or 'nothing'}. Done: {fmt.clock(end_s)} in all."
    return f'<span role="img" class="lanes" aria-label="{escape(told)}" title="{escape(told)}">{lanes}</span>'


def _lane(blocks: Sequence[charts.Block], end_s: float, colours: Palette) -> str:
    bars = "".join(
        f'<b style="left:{100 * block.start_s / end_s:.2f}%;'
        f"width:{100 * (block.end_s - block.start_s) / end_s:.2f}%;"
        f"height:{100 * BLOCK_HEIGHT[block.kind]:.0f}%;"
        f'background:{charts.fill_of(block, colours)}"></b>'
        for block in blocks
    )
    return f"<span>{bars}</span>"


def notes(session: HeldSession, units: fmt.Units) -> tuple[str, ...]:
    """Why the outcome is what it is, and why a recording did not count."""
    reasons = session.execution.reasons if session.execution else ()
    found = [in_words(reason, units) for reason in reasons]
    if session.is_by_hand:
        found.append("Told by the runner; nothing was recorded.")
    for part in session.parts:
        if part.measurement is not None and part.measurement.not_counted_reason:
            found.append(f"Does not count for progress: {part.measurement.not_counted_reason}")
    return tuple(dict.fromkeys(found))


def stretches(session: HeldSession) -> list[tuple[str, float, float]]:
    """Kind, start and end of every bout, in seconds from the start of the session."""
    found = []
    for part in session.parts:
        if not part.bouts_text:
            continue
        offset_s = (part.row.start_utc - session.start_utc).total_seconds()
        bouts = unpack_rows(part.bouts_text, Bouts).select("kind", "start_s", "end_s")
        found += [(kind, start_s + offset_s, end_s + offset_s) for kind, start_s, end_s in bouts.iter_rows()]
    return found


def _first_step_s(session: HeldSession) -> float:
    """Where the first step that was done began, so that asked for and done start together."""
    if session.execution is None:
        return 0.0
    starts = session.execution.steps.filter(pl.col("step_index").is_not_null())["start_s"].drop_nulls()
    return starts.item(0) if len(starts) else 0.0
