"""How was it? One entry for one run at one moment, kept at once, and open to change later."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import streamlit as st

from program import PainAt, SymptomEntry, Urgency, sign_list
from program.diary import Phase
from services import Answer, DiaryEntry, Logged, Run
from ui import format as fmt
from ui.components import decision_view, symptom_form, warning_signs
from ui.components.symptom_words import in_words
from ui.desk import Desk
from ui.navigation import path
from ui.words import OWN_QUESTIONS, PHASES

LOOK_BACK = timedelta(days=14)
PELVIC = ["leak_urine", "leak_stool", "leak_wind", "heaviness_0_10", "bleeding"]
#: What is asked at each moment.
ASKED: dict[Phase, list[str]] = {
    "after": [*PELVIC, "scar", "doming", "pain", "effort_0_10"],
    "next_morning": [*PELVIC, "pain"],
    "day_after": [*PELVIC, "pain"],
    "day": [*PELVIC, "scar", "doming", "pain"],
}
#: The third is needed only after pain, so nobody is led to it.
RUN_PHASES: tuple[Phase, ...] = ("after", "next_morning", "day_after")
NO_RUN = "no-run"
ROUND, SAVED = "log-round", "log-saved"


def show(desk: Desk, run_id: str | None) -> None:
    """The questions for a run (the newest where none is named), or for a day without one."""
    saved: Answer | None = st.session_state.pop(SAVED, None)
    if saved is not None:
        _thanks(saved, desk)
        return
    since = desk.today - LOOK_BACK
    runs = [
        run
        for run in desk.services.runs.list_runs(desk.actor, desk.runner_id, now=desk.now, since=since)
        if run.kind != "other"
    ]
    entries = desk.services.diary.entries(desk.actor, desk.runner_id, now=desk.now, since=since)
    run = _which_run(runs, run_id, desk)
    if run is not None:
        st.page_link(
            path("run"),
            label="See this run",
            icon=":material/monitoring:",
            query_params={"run": run.activity_id},
        )
    phase = _which_moment(run, entries) if run else "day"
    there = _there(entries, run, phase)
    if there is not None and there.entry is not None and not _change(there.entry):
        return
    _ask(desk, run, phase, there)


def _which_run(runs: Sequence[Run], run_id: str | None, desk: Desk) -> Run | None:
    by_id = {run.activity_id: run for run in runs}
    options = [*by_id, NO_RUN]
    names = {run.activity_id: _name(run, desk) for run in runs} | {NO_RUN: "A day without a run"}
    chosen = st.selectbox(
        "Which run?",
        options,
        index=options.index(run_id) if run_id in by_id else 0,
        format_func=names.__getitem__,
        key=f"log-run-{run_id}",
    )
    return by_id.get(chosen)


def _name(run: Run, desk: Desk) -> str:
    return f"{fmt.day_and_time(desk.local(run.start_utc))} · {fmt.minutes(run.run_time_s)} running"


def _which_moment(run: Run, entries: Sequence[DiaryEntry]) -> Phase:
    done = {item.entry.phase for item in entries if item.activity_id == run.activity_id and item.entry}
    next_open = next((index for index, phase in enumerate(RUN_PHASES[:2]) if phase not in done), 0)
    chosen = st.segmented_control(
        "When?",
        range(len(RUN_PHASES)),
        default=next_open,
        required=True,
        format_func=lambda index: PHASES[RUN_PHASES[index]] + (" ✓" if RUN_PHASES[index] in done else ""),
        key=f"log-phase-{run.activity_id}",
    )
    return RUN_PHASES[chosen or 0]


def _there(entries: Sequence[DiaryEntry], run: Run | None, phase: Phase) -> DiaryEntry | None:
    """The entry of this run and moment; for a day there may be several, so each is a new one."""
    if run is None:
        return None
    found = (
        item
        for item in entries
        if item.activity_id == run.activity_id and item.entry is not None and item.entry.phase == phase
    )
    return next(found, None)


def _change(entry: SymptomEntry) -> bool:
    """Shows what was noted; true where she wants to change it."""
    st.markdown("**You noted**\n" + "\n".join(f"- {line}" for line in in_words(entry)))
    return st.toggle("Change it", key=f"log-change-{entry.id}")


def _ask(desk: Desk, run: Run | None, phase: Phase, there: DiaryEntry | None) -> None:
    if there is not None:
        st.caption("What you do not touch stays as it was. Earlier versions are kept.")
    key = f"log-{run.activity_id if run else NO_RUN}-{phase}-{st.session_state.setdefault(ROUND, 0)}"
    answers = symptom_form.show(ASKED[phase], key)
    signs = warning_signs.ask(key, desk.profile.region)
    if signs is not None:
        answers["signs"] = signs
    _answer_pain(desk, answers)
    st.caption(OWN_QUESTIONS)
    left = _left_open(ASKED[phase], answers) if there is None else 0
    label = "Save" if not left else f"Save, with {fmt.count(left, 'question')} left open"
    if st.button(label, type="primary", icon=":material/check:", disabled=not answers, width="stretch"):
        st.session_state[SAVED] = _keep(desk, run, phase, answers, there).answer
        st.session_state[ROUND] += 1
        st.rerun()


def _answer_pain(desk: Desk, answers: dict[str, Any]) -> None:
    """Pain that is a warning sign by itself, as a calf soon after a birth, is answered before it is saved."""
    if answers.get("pain"):
        pain = tuple(PainAt(**at) for at in answers["pain"])
        entry = SymptomEntry(id="new", phase="day", at=desk.now, pain=pain)
        for sign in desk.services.diary.red_flags(desk.actor, desk.runner_id, entry, now=desk.now):
            if sign.id not in (answers.get("signs") or ()):
                warning_signs.what_to_do(sign, desk.profile.region)


def _left_open(items: Sequence[str], answers: dict[str, Any]) -> int:
    return sum(item not in answers for item in (*items, "signs"))


def _keep(
    desk: Desk, run: Run | None, phase: Phase, answers: dict[str, Any], there: DiaryEntry | None
) -> Logged:
    if "pain" in answers:
        answers = answers | {"pain": tuple(PainAt(**at) for at in answers["pain"])}
    if there is not None and there.entry is not None:
        entry = there.entry.model_copy(update=answers)
        return desk.services.diary.edit(
            desk.actor, desk.runner_id, there.entry_id, entry, seen_revision=there.revision, now=desk.now
        )
    entry = SymptomEntry(
        id="new", phase=phase, session=run.activity_id if run else None, at=desk.now, **answers
    )
    return desk.services.diary.log(desk.actor, desk.runner_id, entry, now=desk.now)


def _thanks(answer: Answer, desk: Desk) -> None:
    st.success("Saved. Thank you.", icon=":material/check_circle:")
    decision_view.show_short(answer)
    if answer.decision.urgency is not Urgency.NONE:
        warning_signs.numbers(sign_list().numbers_for(desk.profile.region))
    with st.container(horizontal=True):
        st.page_link(path("today"), label="To today", icon=":material/today:")
        st.page_link(path("how_was_it"), label="Note something else", icon=":material/edit_note:")
