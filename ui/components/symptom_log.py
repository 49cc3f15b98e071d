"""How was it? One entry for one run at one moment, kept at once, and open to change later."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import streamlit as st

from program import PainAt, SymptomEntry, Urgency, sign_list
from program.diary import Phase
from program.questions import BY_ID, Question
from services import Answer, DiaryEntry, Logged, Run
from ui import format as fmt
from ui import line
from ui.components import call_buttons, decision_view, moments, symptom_form, unsaved, warning_signs
from ui.components.symptom_words import answered_none, in_short, in_words, left_open
from ui.desk import Desk
from ui.navigation import path
from ui.words import OWN_QUESTIONS, PHASES

LOOK_BACK = timedelta(days=14)
SAVED = "log-saved"


def show(desk: Desk, run_id: str | None, moment: str | None) -> None:
    """The questions for a run (the newest where none is named), or for a day without one."""
    saved: Answer | None = line.once(SAVED)
    if saved is not None:
        _thanks(saved, desk)
        return
    since = desk.today - LOOK_BACK
    runs = _runs(desk, since)
    if run_id is not None and all(run.activity_id != run_id for run in runs):
        # What is asked about a run of long ago can be answered too.
        runs = [run for run in _runs(desk, None) if run.activity_id == run_id] + runs
        since = min((run.local_date for run in runs), default=since)
    entries = [
        item
        for item in desk.services.diary.entries(desk.actor, desk.runner_id, now=desk.now, since=since)
        if item.entry is not None
    ]
    run = moments.which_run(runs, run_id, desk)
    if run is None:
        there, phase = moments.which_note(entries), "day"
    else:
        phase = moments.which_moment(run, entries, moment, desk)
        there = moments.entry_of(entries, run, phase)
        if there is None and not moments.is_open(run, phase, desk):
            return
    key = moments.key_of(run, phase, there, entries)
    if there is not None and there.entry is not None and not _change(there, there.entry, key, desk):
        _see_run(run)
        return
    _ask(desk, run, phase, there, entries, key)
    _see_run(run)


def _runs(desk: Desk, since: date | None) -> list[Run]:
    found = desk.services.runs.list_runs(desk.actor, desk.runner_id, now=desk.now, since=since)
    return [run for run in found if run.kind != "other"]


def _see_run(run: Run | None) -> None:
    if run is not None:
        st.page_link(
            path("run"),
            label="See this run",
            icon=":material/monitoring:",
            query_params={"run": run.activity_id},
        )


def _change(there: DiaryEntry, entry: SymptomEntry, form: str, desk: Desk) -> bool:
    """Shows what was noted, the noteworthy first; true where she wants to change it."""
    with st.container(border=True):
        st.markdown(f"**You noted**, {fmt.day_and_time(desk.local(there.made_utc))}")
        noted = in_words(entry)
        effort = [] if entry.effort_0_10 is None else [f"Effort: {entry.effort_0_10} of 10"]
        st.markdown("\n".join(f"- {line}" for line in (*noted, *effort)) if noted else in_short(entry))
        none, unknown = answered_none(entry), left_open(entry, _asked(desk, there.activity_id, entry.phase))
        if none:
            st.caption(f"Answered with none: {', '.join(none)}.")
        if unknown:
            st.caption(f":material/question_mark: Not answered: {', '.join(unknown)}.")
    begun = bool(unsaved.there(desk, form))
    change = st.toggle("Change it", begun, key=f"log-change-{entry.id}")
    _history(there, desk)
    return change


def _history(there: DiaryEntry, desk: Desk) -> None:
    if there.revision == 1:
        return
    with st.expander("Earlier versions"):
        versions = desk.services.diary.history(desk.actor, desk.runner_id, there.entry_id, now=desk.now)
        for version in versions[:-1]:
            told = in_short(version.entry) if version.entry else "Taken back."
            st.markdown(f"**{fmt.day_and_time(desk.local(version.made_utc))}** · {told}")


def _ask(
    desk: Desk,
    run: Run | None,
    phase: Phase,
    there: DiaryEntry | None,
    entries: Sequence[DiaryEntry],
    key: str,
) -> None:
    if there is not None:
        st.caption("What you do not touch stays as it was. Earlier versions are kept.")
    form = key if there is not None or run is not None else f"{key}-{desk.today.isoformat()}"
    questions = _asked(desk, run.activity_id if run else None, phase)
    last = None if there is not None else _last(entries, run, phase, questions)
    unsaved.find_again(desk, form, key)
    answers = symptom_form.show(questions, key, last)
    signs = warning_signs.ask(key, desk.profile.region)
    if signs is not None:
        answers["signs"] = signs
    unsaved.keep(desk, form, key)
    _answer_pain(desk, answers)
    left = _left_open(questions, answers) if there is None else 0
    label = "Save" if not left else f"Save, with {fmt.count(left, 'question')} left open"
    # By its key it stays the same button while its words count down: a tap just after an answer is not lost.
    if st.button(
        label,
        type="primary",
        icon=":material/check:",
        disabled=not answers,
        width="stretch",
        key=f"save-{key}",
    ):
        st.session_state[SAVED] = _keep(desk, run, phase, answers, there).answer
        unsaved.let_go(desk, form)
        st.rerun()
    st.caption(OWN_QUESTIONS)


def _answer_pain(desk: Desk, answers: dict[str, Any]) -> None:
    """Pain that is a warning sign by itself, as a calf soon after a birth, is answered before it is saved."""
    if answers.get("pain"):
        pain = tuple(PainAt(**at) for at in answers["pain"])
        entry = SymptomEntry(id="new", phase="day", at=desk.now, pain=pain)
        for sign in desk.services.diary.red_flags(desk.actor, desk.runner_id, entry, now=desk.now):
            if sign.id not in (answers.get("signs") or ()):
                warning_signs.what_to_do(sign, desk.profile.region)


def _last(
    entries: Sequence[DiaryEntry], run: Run | None, phase: Phase, questions: Sequence[Question]
) -> symptom_form.Last | None:
    """The newest entry of the same moment that is not of this run; warning signs are never copied."""
    here = run.activity_id if run else None
    copied = {question.id for question in questions if question.nothing is not None}
    left_out: dict[str, None] = dict.fromkeys(item for item in (*BY_ID, "signs") if item not in copied)
    for item in entries:
        if item.entry is None or item.entry.phase != phase or (run and item.activity_id == here):
            continue
        entry = item.entry.model_copy(update=left_out)
        answers = {name: value for name in copied if (value := getattr(entry, name)) is not None}
        if not answers:
            continue
        if "pain" in answers:
            answers["pain"] = tuple(at.model_dump(exclude_none=True) for at in entry.pain or ())
        none = answered_none(entry)
        words = [*in_words(entry), *([f"None: {', '.join(none)}"] if none else [])]
        return symptom_form.Last(f"{fmt.day(item.local_date)}, {PHASES[phase].lower()}", answers, words)
    return None


def _asked(desk: Desk, run_id: str | None, phase: Phase) -> tuple[Question, ...]:
    return desk.services.diary.asks(desk.actor, desk.runner_id, run_id, phase, now=desk.now)


def _left_open(questions: Sequence[Question], answers: dict[str, Any]) -> int:
    return sum(item not in answers for item in (*(question.id for question in questions), "signs"))


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
        call_buttons.show(sign_list().numbers_for(desk.profile.region))
    with st.container(horizontal=True):
        st.page_link(path("today"), label="To today", icon=":material/today:")
        st.page_link(path("how_was_it"), label="Note something else", icon=":material/edit_note:")
