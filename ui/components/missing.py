"""What is still missing, by name and date, each with the way to give it."""

from collections.abc import Iterable
from dataclasses import dataclass

import streamlit as st

from program import Missing
from program.model import MissingKind
from program.questions import BY_ID
from services import Today
from ui import format as fmt
from ui.navigation import path
from ui.words import MISSING

#: With more of them, or one without a name, nothing was answered there yet, and the place says enough.
MOST_NAMED = 4
#: Where an answer of each kind is given: the part of the start page.
START_PARTS = {
    MissingKind.BIRTH_DATE: "you",
    MissingKind.PELVIC_QUESTIONS: "you",
    MissingKind.CORE_REHAB: "before",
    MissingKind.PELVIC_FLOOR_REHAB: "before",
    MissingKind.INCONTINENCE: "before",
    MissingKind.GIRDLE_PAIN: "before",
    MissingKind.GIRDLE_PAIN_SCORE: "before",
    MissingKind.WALK_30_MIN: "before",
    MissingKind.PELVIC_ASSESSMENT: "examined",
    MissingKind.LOAD_TEST: "examined",
    MissingKind.CLEARANCE: "plan",
}
#: The moments of a note, and the moment that answers what else is asked of a run.
MOMENTS = {
    MissingKind.AFTER: "after",
    MissingKind.NEXT_MORNING: "next_morning",
    MissingKind.DAY_AFTER: "day_after",
    MissingKind.NIGHT: "next_morning",
}
#: What the page of the run asks or shows.
OF_THE_RUN = (MissingKind.CLEAR_RECORDING, MissingKind.RUN_DATE)
#: One more answer in a note that is there already.
IN_A_NOTE = (
    MissingKind.PAIN_SCORE,
    MissingKind.PAIN_ON_BONE,
    MissingKind.LIMP,
    MissingKind.PAIN_BUILDS_UP,
    MissingKind.PAIN_AT_NIGHT,
)
#: No answer brings it: a session still to come, a record that a store always has, a moment of no question.
NOT_ASKED = (
    MissingKind.DURING,
    MissingKind.SESSION,
    MissingKind.SESSIONS,
    MissingKind.STAGE_BEGUN,
    MissingKind.STAGE_HISTORY,
    MissingKind.LAST_RUN,
)


@dataclass(frozen=True)
class Gap:
    """One place where something is missing: its words, its page, and the single answers."""

    says: str
    page: str
    query: tuple[tuple[str, str], ...] = ()
    item: str | None = None


def show(today: Today, *, but: str | None = None) -> None:
    """A row for each place where answers are missing, `but` for one page; nothing where none are."""
    rows = [row for row in gaps(today.answer.decision.missing) if row[0].page != but]
    if not rows:
        return
    st.subheader("Still missing", anchor=False)
    for number, same in enumerate(rows):
        first = same[0]
        details = [gap.item for gap in same if gap.item]
        with st.container(border=True, gap=None, key=f"missing-{number}"):
            st.page_link(
                path(first.page), label=first.says, icon=":material/edit_note:", query_params=first.query
            )
            if len(details) == len(same) <= MOST_NAMED:
                st.caption(", ".join(details))


def gaps(missing: Iterable[Missing]) -> list[list[Gap]]:
    """What is missing by the place where it is given, in the order of the missing answers."""
    rows: dict[str, list[Gap]] = {}
    for gap in dict.fromkeys(filter(None, map(_gap, missing))):
        rows.setdefault(gap.says, []).append(gap)
    return list(rows.values())


def _gap(one: Missing) -> Gap | None:
    kind, item = one.kind, one.item
    of_run = (("run", one.session),) if one.session else ()
    if kind in START_PARTS:
        part = START_PARTS[kind]
        return Gap(MISSING[part], "start", (("part", part),))
    if kind is MissingKind.CHECK_IN:
        return Gap(MISSING["check_in"], "check_in", (), _plain(item) if item else None)
    if not of_run or kind in NOT_ASKED:
        return None
    when = fmt.day(one.on)
    if kind in MOMENTS:
        says = MISSING[kind].format(day=when)
        return Gap(says, "how_was_it", (*of_run, ("moment", MOMENTS[kind])), _plain(item) if item else None)
    if kind in OF_THE_RUN:
        return Gap(MISSING[kind].format(day=when), "run", of_run)
    return Gap(MISSING["more"].format(day=when), "how_was_it", of_run, _plain(kind))


def _plain(name: str) -> str:
    words = (BY_ID[name].asks if name in BY_ID else name).removesuffix("?").replace("_", " ")
    return words[0].lower() + words[1:]
