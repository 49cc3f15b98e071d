"""What became of each file: a sum on top, a row for each, and the question where two may be one run."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from services import ImportVerdict, RunQuestion
from ui import format as fmt
from ui.components import run_date, run_questions
from ui.desk import Desk
from ui.navigation import path
from ui.plain import plain
from ui.words import VERDICTS, Wording

#: What needs no reading is folded away from this many rows on.
FOLDED_FROM = 6
QUIET = ("duplicate", "not_a_run")
#: What is here, and asked about: a file of another sport that may hold running, or one of a doubtful date.
MAYBE_A_RUN = Wording("Maybe a run", "help")
#: A file with totals and no records; it is here, and what was run is hers to tell.
SUMMARY_ONLY = "summary_only"
NOT_MEASURED = Wording("Not measured: only a summary", "summarize")
NO_DATE = Wording("When was it?", "event")
ASKED_OF = {
    "looks_like_running": MAYBE_A_RUN,
    "date_in_future": NO_DATE,
    "date_unclear": NO_DATE,
    "same_run": VERDICTS["ask"],
    SUMMARY_ONLY: NOT_MEASURED,
}
BY_HAND = (
    "It tells how long it was and how far, and not what was run. "
    "You can add that by hand: *A run without a file*, below."
)


@dataclass(frozen=True)
class Answered:
    """Her answer to one question: which row, and whether it is a different run."""

    index: int
    is_different: bool


def show(desk: Desk, verdicts: Sequence[ImportVerdict], can_add: Sequence[bool]) -> Answered | None:
    """All rows; her answer, where she just gave one. `can_add` tells whose bytes are still here."""
    if not verdicts:
        return None
    counts = Counter(verdict.verdict for verdict in verdicts)
    st.markdown(
        " · ".join(f"**{counts[name]}** {VERDICTS[name].title.lower()}" for name in VERDICTS if counts[name])
    )
    quiet = [verdict for verdict in verdicts if verdict.verdict in QUIET]
    folded = len(quiet) >= FOLDED_FROM
    questions = _questions(desk, verdicts)
    answer = None
    for index, verdict in enumerate(verdicts):
        if folded and verdict in quiet:
            continue
        answer = _open_row(desk, verdict, index, questions, can_add=can_add[index]) or answer
    if folded:
        with st.expander(f"{len(quiet)} already here, or not a run"):
            for verdict in quiet:
                st.markdown(_line(desk, verdict))
    return answer


def _questions(desk: Desk, verdicts: Sequence[ImportVerdict]) -> Sequence[RunQuestion]:
    """What is asked of the files that are here; she may have answered some since."""
    if not any(verdict.code in ASKED_OF for verdict in verdicts):
        return ()
    return desk.services.deciding.today(desk.actor, desk.runner_id, now=desk.now).questions


def row(desk: Desk, verdict: ImportVerdict) -> None:
    """One row to read while the others are still on their way."""
    st.markdown(_line(desk, verdict))


def _line(desk: Desk, verdict: ImportVerdict) -> str:
    wording = ASKED_OF.get(verdict.code or "", VERDICTS[verdict.verdict])
    start = run_date.told_start(verdict.activity_id) or verdict.local_start
    start = start or (verdict.start_utc and desk.local(verdict.start_utc))
    when = fmt.date_and_time(start) if start else "no date"
    told = "" if verdict.verdict == "skipped" else f" · {when}"
    return f":material/{wording.icon}: **{wording.title}**{told}  \n{plain(_where(verdict))}"


def _where(verdict: ImportVerdict) -> str:
    return f"{verdict.file}: {verdict.member}" if verdict.member else verdict.file


def _open_row(
    desk: Desk,
    verdict: ImportVerdict,
    index: int,
    questions: Sequence[RunQuestion],
    *,
    can_add: bool,
) -> Answered | None:
    with st.container(border=True, gap="xsmall"):
        st.markdown(_line(desk, verdict))
        if verdict.code == SUMMARY_ONLY:
            st.markdown(BY_HAND)
        if verdict.verdict == "ask" and not verdict.activity_id:
            return _question(verdict, index, can_add=can_add)
        asked = [each for each in questions if each.activity_id == verdict.activity_id]
        if verdict.message and not asked and verdict.code != SUMMARY_ONLY:
            st.markdown(plain(verdict.message) if verdict.code not in ASKED_OF else "You have said.")
        run_questions.show(asked, desk)
        run_id = verdict.activity_id or verdict.other_id
        if run_id:
            _links(desk, verdict, run_id)
    return None


def _question(verdict: ImportVerdict, index: int, *, can_add: bool) -> Answered | None:
    st.markdown("It begins with a run that is here, and is about as long.")
    with st.container(horizontal=True):
        if st.button("It is the same run", key=f"same-{index}"):
            return Answered(index, is_different=False)
        if can_add and st.button("Another run, add it", key=f"different-{index}"):
            return Answered(index, is_different=True)
    st.page_link(
        path("run"),
        label="See the run",
        icon=":material/monitoring:",
        query_params={"run": str(verdict.other_id)},
    )
    return None


def _links(desk: Desk, verdict: ImportVerdict, run_id: str) -> None:
    query = {"run": run_id}
    is_new = verdict.verdict == "new"
    with st.container(horizontal=True, vertical_alignment="center"):
        if is_new:
            st.page_link(
                path("how_was_it"), label="How was it?", icon=":material/edit_note:", query_params=query
            )
        st.page_link(path("run"), label="See the run", icon=":material/monitoring:", query_params=query)
        if is_new and verdict.local_start:
            run_date.correct(desk, run_id, verdict.local_start, "Wrong day or time?", key="added-")
