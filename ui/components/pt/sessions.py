"""The sessions of a week: what was asked over what was done, the verdict and why."""

from collections.abc import Sequence
from datetime import date

import polars as pl
import streamlit as st

from analysis.schema import Bouts
from services.sessions import HeldSession
from store.frames import unpack_rows
from ui import charts
from ui import format as fmt
from ui.components.next_session import DRAWN_PACE_S_PER_KM
from ui.desk import Desk
from ui.look import palette
from ui.plain import plain
from ui.reasons import in_words
from ui.words import OUTCOMES


def show(sessions: Sequence[HeldSession], deleted_on: Sequence[date], desk: Desk) -> None:
    """Each session with its picture; a sentence where there is none."""
    if not sessions:
        st.markdown("No session in this week.")
    for session in sessions:
        _session(session, desk)
    for day in deleted_on:
        st.markdown(f":material/delete: A run of {fmt.day(day)} was deleted. It still counts for rest days.")


def _session(session: HeldSession, desk: Desk) -> None:
    outcome = OUTCOMES[session.outcome or "not_comparable"]
    asked = session.prescribed.steps if session.prescribed else ()
    figures = [f"{fmt.clock(session.run_time_s)} run"]
    if session.prescribed and session.prescribed.run_time_s:
        figures[0] += f" of {fmt.clock(session.prescribed.run_time_s)}"
    figures += [plain(session.stage.title)] if session.stage else []
    st.markdown(
        f"**{fmt.day(session.local_date)}** · :material/{outcome.icon}: **{outcome.title}** · "
        + " · ".join(figures)
    )
    if session.is_deleted:
        st.markdown("The runner deleted this recording.")
        return
    done = [charts.Block(kind, start_s, end_s) for kind, start_s, end_s in stretches(session)]
    if done:
        planned = charts.blocks_of_steps(
            asked, pace_s_per_km=DRAWN_PACE_S_PER_KM, start_s=_first_step_s(session), lane=1
        )
        st.altair_chart(
            charts.session_strip(planned, done, palette()),
            width="stretch",
            alt=f"Asked for: {fmt.steps_in_words(asked) or 'nothing'}. {outcome.title}.",
        )
    for sentence in notes(session, desk.units):
        st.markdown(f"- {plain(sentence)}")


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
