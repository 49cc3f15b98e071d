"""One run: asked for over done, the measures beneath, the steps, and what counted and why."""

import polars as pl
import streamlit as st

from analysis import Drift
from analysis.execution import Execution
from program.history.standing import Standing
from services import RunDetail, as_shown
from ui import charts
from ui import format as fmt
from ui.components import answer_card, block_legend, figure_grid, rides, run_steps
from ui.components.next_session import DRAWN_PACE_S_PER_KM
from ui.desk import Desk
from ui.look import palette
from ui.navigation import path
from ui.plain import plain
from ui.reasons import in_words
from ui.words import OUTCOMES, WHY_NOT

TONES = {"as_prescribed": "progress", "partly": "hold", "exceeded": "regress"}
#: What led when the steps were looked for in the recording.
MATCHED = {
    "workout": "The steps were matched by the workout on the watch.",
    "laps": "The steps were matched by the laps of the watch.",
    "detected": "The steps were matched by the runs and walks found in the recording.",
}
NO_DATE = (
    "It is not known yet when this was. Until you say, it does not count towards the next step, and the next "
    "step waits."
)
MAYBE_TWICE = (
    "It may be a run that is here already. Until you say, both count as one, by the worse of the two, and "
    "the next step waits."
)
ON_HOLD = (
    "Running was on hold when this began: it does not count towards the next step. Please note how it was."
)
NOT_CLEAR = (
    "Running may have been on hold when this began, and it is not clear how much of it was running. "
    "Until that is clear it does not count towards the next step."
)
STILL_OPEN = (
    "When this began something was still open, even if nobody knew of it yet. So it does not count towards "
    "the next step. That is no reproach."
)
#: A phone has about this many points across.
POINTS = 360
MEASURES = ("elapsed_s", "cadence_spm", "speed_mps", "heart_rate_bpm")


def show(detail: RunDetail, standing: Standing, desk: Desk) -> None:
    """Everything about one run, the verdict first; without the rides at its ends where she cut them off."""
    rides.show(detail, desk)
    begins_s = detail.without_rides.start_s if detail.is_cut and detail.without_rides else 0.0
    detail = as_shown(detail)
    execution = detail.session.execution if detail.session else None
    _verdict(detail, execution, standing, desk)
    _picture(detail, execution, desk, begins_s)
    _figures(detail, desk)
    if "nothing_recorded" in detail.why_not:
        st.page_link(path("add_runs"), label="Tell by hand what you ran", icon=":material/edit:")
    _drift(detail.drift, desk)
    if execution is not None and not execution.steps.is_empty():
        run_steps.show(execution, desk)
    _quality(detail, execution)


def _verdict(detail: RunDetail, execution: Execution | None, standing: Standing, desk: Desk) -> None:
    """The outcome, why, and whether the recording counts."""
    session = detail.session
    outcome = session.outcome if session else None
    asked = fmt.steps_in_words(session.prescribed.steps) if session and session.prescribed else None
    if outcome is None:
        answer_card.show(OUTCOMES["not_comparable"], "neutral", "This outing was not held against a plan.")
    else:
        answer_card.show(OUTCOMES[outcome], TONES.get(outcome, "neutral"), f"Asked for: {asked}.")
    reasons = execution.reasons if execution else ()
    words = [*dict.fromkeys(in_words(reason, desk.units) for reason in reasons), _counted(detail, standing)]
    st.markdown("\n".join(f"- {sentence}" for sentence in words))


def _counted(detail: RunDetail, standing: Standing) -> str:
    run = detail.run
    session_id = detail.session.session_id if detail.session else run.activity_id
    if run.activity_id in standing.undated and run.same_as is not None:
        return MAYBE_TWICE
    if run.is_undated:
        return NO_DATE
    if run.kind == "other":
        return "This is not a run. It counts as activity, for your rest days, and never as a session."
    if session_id in standing.ran_forbidden:
        return ON_HOLD
    if session_id in standing.asked:
        return NOT_CLEAR
    if session_id in standing.not_evidence:
        return STILL_OPEN
    if run.counts_for_progress:
        return "It counts: the recording is clear enough to show what you did."
    told = [WHY_NOT[code] for code in detail.why_not if code in WHY_NOT]
    reason = " ".join(told) or plain(run.not_counted_reason or "")
    return f"It does not count for progress. {reason}".strip()


def _figures(detail: RunDetail, desk: Desk) -> None:
    run = detail.run
    figures = [
        ("Running", _running(detail)),
        ("Longest run", fmt.clock(run.longest_run_bout_s)),
        ("Distance", fmt.distance(run.distance_m, desk.units)),
        ("Pace, running", fmt.pace(run.run_pace_s_per_km, desk.units)),
        ("Cadence, running", fmt.cadence(run.run_cadence_spm)),
        ("Heart rate", fmt.heart_rate(run.mean_heart_rate_bpm)),
    ]
    figure_grid.show([(label, value) for label, value in figures if value != fmt.UNKNOWN])
    if detail.session and detail.session.uncertain_time_s >= 1:
        st.caption(
            f"{fmt.clock(detail.session.uncertain_time_s)} more could have been running or walking. It "
            "counts as running where we ask if it was too much, and as walking where we ask if it was enough."
        )
    pause = (
        f", with {fmt.clock(run.pause_time_s)} of pause" if run.elapsed_time_s - run.timer_time_s >= 1 else ""
    )
    st.caption(
        f"Time on the watch {fmt.clock(run.timer_time_s)}. "
        + (f"From start to end {fmt.clock(run.elapsed_time_s)}{pause}." if pause else "")
    )


def _running(detail: RunDetail) -> str:
    prescribed = detail.session.prescribed if detail.session else None
    if detail.run.run_time_s is None:
        return fmt.UNKNOWN
    done = fmt.clock(detail.run.run_time_s)
    return f"{done} of {fmt.clock(prescribed.run_time_s)}" if prescribed and prescribed.run_time_s else done


def _picture(detail: RunDetail, execution: Execution | None, desk: Desk, begins_s: float) -> None:
    done = [
        charts.Block(bout["kind"], bout["start_s"], bout["end_s"], uncertain_s=bout["uncertain_s"])
        for bout in detail.bouts.iter_rows(named=True)
    ]
    if not done or detail.samples is None or detail.samples.is_empty():
        return
    steps = detail.session.prescribed.steps if detail.session and detail.session.prescribed else ()
    start_s = max(0.0, _first_step_s(execution) - begins_s)
    asked = charts.blocks_of_steps(steps, pace_s_per_km=DRAWN_PACE_S_PER_KM, start_s=start_s, lane=1)
    series = _thin(detail.samples, detail.pauses)
    block_legend.show(done)
    st.altair_chart(
        charts.run_picture(asked, done, series, palette(), desk.units, _bands(detail)),
        width="stretch",
        alt=f"Asked for over done: {len([b for b in done if b.kind == 'run'])} runs, "
        f"{fmt.clock(detail.run.run_time_s)} of running. The table below has the same figures.",
    )


def _bands(detail: RunDetail) -> charts.Bands:
    asked = detail.session.prescribed if detail.session else None
    if asked is None:
        return charts.Bands()
    return charts.Bands(asked.cadence_min_spm, asked.cadence_max_spm, asked.pace_ceiling_s_per_km)


def _first_step_s(execution: Execution | None) -> float:
    """Where the first step that was done began, so that asked for and done start together."""
    if execution is None:
        return 0.0
    starts = execution.steps.filter(pl.col("step_index").is_not_null())["start_s"].drop_nulls()
    return starts.item(0) if len(starts) else 0.0


def _thin(samples: pl.DataFrame | None, pauses: pl.DataFrame) -> pl.DataFrame:
    """Every so many seconds one row, which is as much as a screen can show; a line breaks at a pause."""
    if samples is None:
        return pl.DataFrame(schema=dict.fromkeys(MEASURES, pl.Float64))
    shown = samples.select(MEASURES).gather_every(max(1, len(samples) // POINTS))
    breaks = pauses.select(elapsed_s=(pl.col("start_s") + pl.col("end_s")) / 2)
    return pl.concat([shown, breaks], how="diagonal").sort("elapsed_s")


def _drift(drift: Drift | None, desk: Desk) -> None:
    """How the running changed from its first third to its last: an early sign of tiring."""
    if drift is None:
        return
    parts = []
    if drift.cadence_drift_spm is not None:
        parts.append(f"cadence {drift.cadence_drift_spm:+.0f} steps a minute")
    if drift.pace_drift_s_per_km is not None:
        parts.append(f"pace {fmt.pace_change(drift.pace_drift_s_per_km, desk.units)}")
    if parts:
        st.caption(f"From the first to the last third of the running: {', '.join(parts)}.")
    if drift.stance_balance_pct is not None:
        st.caption(f"Time on the ground: {drift.stance_balance_pct:.1f} % left foot.")


def _quality(detail: RunDetail, execution: Execution | None) -> None:
    notes = [note.message for note in detail.quality]
    if execution is not None:
        notes.append(f"{MATCHED[execution.source]} {_sure(execution.confidence_0_1)}")
    if notes:
        with st.expander("How far the recording can be trusted", icon=":material/verified:"):
            st.markdown("\n".join(f"- {plain(note)}" for note in notes))


def _sure(confidence_0_1: float) -> str:
    return f"How sure that is: {confidence_0_1 * 10:.0f} of 10."
