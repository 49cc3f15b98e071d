"""Questions about how it felt. Nothing is chosen beforehand, and what is not touched stays unanswered."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from ui.words import CHOICES, ITEMS, PAIN_DETAILS, SITES

NONE_OF_THESE, SOME = "none", "some"
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


def show(items: Sequence[str], key: str) -> dict[str, Any]:
    """The answers by the names of a symptom entry; unanswered questions are left out."""
    asked_together = [item for item in ITEMS if item in items and item in NOTHING]
    answers: dict[str, Any] = {}
    if asked_together:
        answers |= _together(asked_together, key)
    for item in items:
        if item not in NOTHING:
            answers |= _question(item, key)
    return answers


def _together(items: Sequence[str], key: str) -> dict[str, Any]:
    st.markdown("**Did you notice any of these?**")
    st.markdown(" · ".join(ITEMS[item].lower() for item in items))
    first = st.segmented_control(
        "Did you notice any of these?",
        [NONE_OF_THESE, SOME],
        format_func={NONE_OF_THESE: "None of these", SOME: "One or more"}.__getitem__,
        key=f"{key}-any",
        label_visibility="collapsed",
    )
    if first == NONE_OF_THESE:
        return {item: NOTHING[item] for item in items}
    if first is None:
        return {}
    answers: dict[str, Any] = {}
    for item in items:
        answers |= _question(item, key)
    return answers


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
    sites = st.pills(
        "Where? Tap all that hurt.",
        list(SITES),
        selection_mode="multi",
        format_func=SITES.__getitem__,
        key=f"{key}-sites",
    )
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
            answer[name] = choice(label, YES_NO, f"{key}-{site}-{name}")
    return {name: value for name, value in answer.items() if value is not None}
