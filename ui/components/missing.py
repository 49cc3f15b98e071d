"""What is still missing, by name and date, each with the way to give it."""

from collections.abc import Iterable
from dataclasses import dataclass

import streamlit as st

from program import Missing
from services import Today
from ui import format as fmt
from ui.navigation import path
from ui.words import ITEMS, MISSING

ASKED = ("after", "next_morning", "day_after")
#: With more of them, or one without a name, nothing was answered there yet, and the place says enough.
MOST_NAMED = 4
#: Where the answers of a name are given: the page, and the part of it.
START_PARTS = {
    "birth date": "you",
    "whether pelvic questions apply": "you",
    "core_rehab": "before",
    "pelvic_floor_rehab": "before",
    "incontinence": "before",
    "readiness_girdle_pain_0_10": "before",
    "girdle pain score": "before",
    "walk_30_min": "before",
    "pelvic_assessment": "examined",
    "load test": "examined",
    "clearance": "plan",
}


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
    group, _, item = one.name.partition(": ")
    of_run = (("run", one.session),) if one.session else ()
    if group in START_PARTS:
        part = START_PARTS[group]
        return Gap(MISSING[part], "start", (("part", part),))
    if group == "check-in":
        return Gap(MISSING["check_in"], "check_in", (), _plain(item) if item else None)
    if not of_run:
        return None
    when = fmt.day(one.on)
    if group in ASKED:
        says = MISSING[group].format(day=when)
        return Gap(says, "how_was_it", (*of_run, ("moment", group)), _plain(item))
    if group == "clear recording":
        return Gap(MISSING[group].format(day=when), "run", of_run)
    if group == "date of a run":
        return Gap(MISSING[group], "run", of_run)
    if group == "the night after the run":
        return Gap(MISSING[group].format(day=when), "how_was_it", (*of_run, ("moment", "next_morning")))
    return Gap(MISSING["more"].format(day=when), "how_was_it", of_run, _plain(group))


def _plain(name: str) -> str:
    words = ITEMS.get(name, name).removesuffix("?").replace("_", " ")
    return words[0].lower() + words[1:]
