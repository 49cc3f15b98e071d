"""Questions about how it felt. Nothing is chosen beforehand, and what is not touched stays unanswered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from ui.components import body_figure
from ui.words import CHOICES, ITEMS, PAIN_DETAILS, SITES

NONE_OF_THESE, SOME, SAME = "none", "some", "same"
FIRST_ANSWERS = {NONE_OF_THESE: "None of these", SOME: "One or more", SAME: "Same as last time"}
#: The answer that "none of these" gives to each question it names.
NOTHING: dict[str, Any] = {
    "leak_urine": "none",
    "leak_stool": "none",
    "leak_wind": "none",
    "heaviness_0_10": 0,
    "bleeding": "none",
    "scar": "none",
    "doming": "none",
    "pain": (),
}
YES_NO = {True: "Yes", False: "No"}


@dataclass(frozen=True)
class Last:
    """What was answered last time: when, the answers by item, and the same read back in words."""

    when: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    words: Sequence[str] = ()


def show(items: Sequence[str], key: str, last: Last | None = None) -> dict[str, Any]:
    """The answers by the names of a symptom entry; unanswered questions are left out."""
    asked_together = [item for item in ITEMS if item in items and item in NOTHING]
    answers: dict[str, Any] = {}
    if asked_together:
        answers |= _together(asked_together, key, last)
    for item in items:
        if item not in NOTHING:
            answers |= _question(item, key)
    return answers


def _together(items: Sequence[str], key: str, last: Last | None) -> dict[str, Any]:
    st.markdown("**Did you notice any of these?**")
    st.markdown(_listed(items))
    first = st.segmented_control(
        "Did you notice any of these?",
        [answer for answer in FIRST_ANSWERS if answer != SAME or last is not None],
        format_func=FIRST_ANSWERS.__getitem__,
        key=f"{key}-any",
        label_visibility="collapsed",
    )
    if first == NONE_OF_THESE:
        st.markdown(f":material/check: **None** is noted for all {len(items)} of them, once you save.")
        return {item: NOTHING[item] for item in items}
    if first == SAME and last is not None:
        return _as_last_time(items, key, last)
    return {} if first is None else _one_by_one(items, key)


def _as_last_time(items: Sequence[str], key: str, last: Last) -> dict[str, Any]:
    """Shows what is copied; what was not answered then is asked now."""
    with st.container(border=True):
        st.markdown(f"**Copied from {last.when}, once you save**")
        st.markdown("\n".join(f"- {line}" for line in last.words))
    copied = {item: last.answers[item] for item in items if item in last.answers}
    return copied | _one_by_one([item for item in items if item not in copied], key)


def _one_by_one(items: Sequence[str], key: str) -> dict[str, Any]:
    """Each question, and one tap for the rest of them."""
    answers: dict[str, Any] = {}
    for item in items:
        answers |= _question(item, key)
    rest = [item for item in items if item not in answers]
    if rest and answers:
        label = f"And {_listed(rest)}?"
        if st.pills(label, [NONE_OF_THESE], format_func=lambda _: "None of the rest", key=f"{key}-rest"):
            answers |= {item: NOTHING[item] for item in rest}
    return answers


def _listed(items: Sequence[str]) -> str:
    return " · ".join(ITEMS[item].lower() for item in items)


def _question(item: str, key: str) -> dict[str, Any]:
    """One question; an empty answer where it was not touched."""
    if item == "pain":
        return _pain(key)
    if item.endswith("_0_10"):
        value = score(ITEMS[item], f"{key}-{item}", ends=_ends(item))
    else:
        value = choice(ITEMS[item], CHOICES[item], f"{key}-{item}")
    return {} if value is None else {item: value}


def _ends(item: str) -> tuple[str, str]:
    return ("rest", "all out") if item == "effort_0_10" else ("none", "the worst there is")


def choice(label: str, options: dict[Any, str], key: str) -> Any:
    """One of a few answers, or null."""
    return st.pills(label, list(options), format_func=options.__getitem__, key=key)


def score(label: str, key: str, *, ends: tuple[str, str]) -> int | None:
    """A number from 0 to 10, or null; `ends` are the words for 0 and for 10."""
    return st.pills(f"{label}  \n0 is {ends[0]}, 10 is {ends[1]}", range(11), key=key)


def _pain(key: str) -> dict[str, Any]:
    any_pain = choice(ITEMS["pain"], {"no": "No pain", "yes": "Yes, somewhere"}, f"{key}-pain")
    if any_pain == "no":
        return {"pain": ()}
    if any_pain is None:
        return {}
    with st.container(border=True):
        figure = st.empty()
        sites = st.pills(
            "Where? Tap all that hurt.",
            list(SITES),
            selection_mode="multi",
            format_func=SITES.__getitem__,
            key=f"{key}-sites",
        )
        with figure:
            body_figure.show(sites)
    if not sites:
        return {"pain": ({"site": "other"},)}
    return {"pain": tuple(_pain_at(site, key) for site in sites)}


def _pain_at(site: str, key: str) -> dict[str, Any]:
    with st.container(border=True):
        st.markdown(f"**{SITES[site]}**")
        answer: dict[str, Any] = {"site": site}
        answer["score_0_10"] = score(
            "How strong?", f"{key}-{site}-score", ends=("none", "the worst there is")
        )
        for name, label in PAIN_DETAILS.items():
            with st.container(horizontal=True, vertical_alignment="center", wrap=False):
                st.markdown(label, width="stretch")
                answer[name] = st.pills(
                    label,
                    list(YES_NO),
                    format_func=YES_NO.__getitem__,
                    key=f"{key}-{site}-{name}",
                    label_visibility="collapsed",
                    wrap=False,
                )
    return {name: value for name, value in answer.items() if value is not None}
