"""Of which run, and of which moment: right after, the next morning, a day after, or a day without a run."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import streamlit as st

from program.diary import Phase
from services import DiaryEntry, Run
from ui import format as fmt
from ui.components.symptom_words import in_short
from ui.desk import Desk
from ui.words import PHASES

#: The third is needed only after pain, so nobody is led to it.
RUN_PHASES: tuple[Phase, ...] = ("after", "next_morning", "day_after")
#: The plan's setting that says how many hours after the end of a run a moment begins.
OPENS_AFTER = {"next_morning": "next_morning_from_h", "day_after": "day_after_from_h"}
NO_RUN, NEW_NOTE = "no-run", "new"


def which_run(runs: Sequence[Run], run_id: str | None, desk: Desk) -> Run | None:
    """The run that was asked for, else the newest, until she picks another; null for a day without one."""
    by_id = {run.activity_id: run for run in runs}
    options = [*by_id, NO_RUN]
    names = {run.activity_id: _name(run, desk) for run in runs} | {NO_RUN: "A day without a run"}
    chosen = st.selectbox(
        "Which run?",
        options,
        index=options.index(run_id) if run_id in options else 0,
        format_func=names.__getitem__,
        key=f"log-run-{run_id}",
    )
    return by_id.get(chosen)


def _name(run: Run, desk: Desk) -> str:
    return f"{fmt.day_and_time(desk.local(run.start_utc))} · {fmt.minutes(run.run_time_s)} running"


def which_moment(run: Run, entries: Sequence[DiaryEntry], moment: str | None, desk: Desk) -> Phase:
    """The moment that was asked for, else the first that has come and is not answered."""
    done = {item.entry.phase for item in entries if item.activity_id == run.activity_id and item.entry}
    wanted = [
        index
        for index, phase in enumerate(RUN_PHASES[:2])
        if phase not in done and opens(run, phase, desk) <= desk.now
    ]
    named = [index for index, phase in enumerate(RUN_PHASES) if phase == moment]
    chosen = st.segmented_control(
        "When?",
        range(len(RUN_PHASES)),
        default=next(iter([*named, *wanted]), 0),
        required=True,
        format_func=lambda index: PHASES[RUN_PHASES[index]] + (" ✓" if RUN_PHASES[index] in done else ""),
        key=f"log-phase-{run.activity_id}-{moment}",
    )
    return RUN_PHASES[chosen or 0]


def entry_of(entries: Sequence[DiaryEntry], run: Run, phase: Phase) -> DiaryEntry | None:
    """The entry of this run and moment; null where there is none yet."""
    return next((item for item in _of_run(entries, run.activity_id) if _phase(item) == phase), None)


def which_note(entries: Sequence[DiaryEntry]) -> DiaryEntry | None:
    """A note of a day without a run that she wants to see again; null for a new one."""
    notes = {str(item.entry_id): item for item in _of_run(entries, None)}
    if not notes:
        return None
    names = {NEW_NOTE: "A new note"} | {
        key: f"{fmt.day(item.local_date)} · {in_short(item.entry)}"
        for key, item in notes.items()
        if item.entry
    }
    chosen = st.selectbox("Which note?", list(names), format_func=names.__getitem__, key="log-note")
    return notes.get(chosen)


def is_open(run: Run, phase: Phase, desk: Desk) -> bool:
    """False, with a kind word on when, where the moment has not come: an early answer would say nothing."""
    opens_at = opens(run, phase, desk)
    if opens_at <= desk.now:
        return True
    st.info(
        f"This one waits: come back from {fmt.day_and_time(desk.local(opens_at))} on. The body often answers "
        "a night later. If something is wrong before then, note it under a day without a run.",
        icon=":material/schedule:",
    )
    return False


def opens(run: Run, phase: Phase, desk: Desk) -> datetime:
    """When the moment begins: by the plan in force, and never on the day of the run itself.

    The next morning begins when the night is over for the gate too, where she is.
    """
    setting = OPENS_AFTER.get(phase)
    in_force = desk.services.planning.in_force(desk.actor, desk.runner_id, now=desk.now)
    if setting is None or in_force is None:
        return run.end_utc
    begins = run.end_utc + timedelta(hours=in_force.plan.number(setting))
    next_day = datetime.combine(
        desk.local(run.end_utc).date() + timedelta(days=1), time(), ZoneInfo(desk.account.time_zone)
    )
    if phase == "next_morning":
        next_day = next_day.astimezone(UTC) + timedelta(hours=in_force.plan.number("night_over_local_h"))
    return max(begins, next_day)


def key_of(run: Run | None, phase: Phase, there: DiaryEntry | None, entries: Sequence[DiaryEntry]) -> str:
    """Names the widgets of one entry at one revision, so that a lost connection finds its answers again."""
    if there is not None:
        return f"log-{there.entry_id}-{there.revision}"
    return f"log-{run.activity_id if run else NO_RUN}-{phase}-{len(_of_run(entries, None))}"


def _of_run(entries: Sequence[DiaryEntry], activity_id: str | None) -> list[DiaryEntry]:
    return [item for item in entries if item.activity_id == activity_id and item.entry is not None]


def _phase(item: DiaryEntry) -> str | None:
    return item.entry.phase if item.entry else None
