"""Questions about how it felt. Nothing is chosen beforehand, and what is not touched stays unanswered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from program.questions import BY_ID, Question
from ui.components import body_figure
from ui.words import PAIN_DETAILS, SITES

NONE_OF_THESE, SOME, SAME = "none", "some", "same"
FIRST_ANSWERS = {NONE_OF_THESE: "None of these", SOME: "One or more", SAME: "Same as last time"}
YES_NO = {True: "Yes", False: "No"}


@dataclass(frozen=True)
class Last:
    """What was answered last time: when, the answers by item, and the same read back in words."""

    when: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    words: Sequence[str] = ()


def show(questions: Sequence[Question], key: str, last: Last | None = None) -> dict[str, Any]:
    """The answers by the names of a symptom entry; unanswered questions are left out."""
    together = [question for question in questions if question.nothing is not None]
    answers = _together(together, key, last) if together else {}
    for question in questions:
        if question.nothing is None:
            answers |= _question(question, key)
    return answers


def _together(questions: Sequence[Question], key: str, last: Last | None) -> dict[str, Any]:
    st.markdown("**Did you notice any of these?**")
    st.markdown(_listed(questions))
    first = st.segmented_control(
        "Did you notice any of these?",
        [answer for answer in FIRST_ANSWERS if answer != SAME or last is not None],
        format_func=FIRST_ANSWERS.__getitem__,
        key=f"{key}-any",
        label_visibility="collapsed",
    )
    if first == NONE_OF_THESE:
        st.markdown(f":material/check: **None** is noted for all {len(questions)} of them, once you save.")
        return {question.id: question.nothing for question in questions}
    if first == SAME and last is not None:
        return _as_last_time(questions, key, last)
    return {} if first is None else _one_by_one(questions, key)


def _as_last_time(questions: Sequence[Question], key: str, last: Last) -> dict[str, Any]:
    """Shows what is copied; what was not answered then is asked now."""
    with st.container(border=True):
        st.markdown(f"**Copied from {last.when}, once you save**")
        st.markdown("\n".join(f"- {line}" for line in last.words))
    copied = {each.id: last.answers[each.id] for each in questions if each.id in last.answers}
    return copied | _one_by_one([each for each in questions if each.id not in copied], key)


def _one_by_one(questions: Sequence[Question], key: str) -> dict[str, Any]:
    """Each question, and one tap for the rest of them."""
    answers: dict[str, Any] = {}
    for question in questions:
        answers |= _question(question, key)
    rest = [question for question in questions if question.id not in answers]
    if rest and answers:
        label = f"And {_listed(rest)}?"
        if st.pills(label, [NONE_OF_THESE], format_func=lambda _: "None of the rest", key=f"{key}-rest"):
            answers |= {question.id: question.nothing for question in rest}
    return answers


def _listed(questions: Sequence[Question]) -> str:
    return " · ".join(question.asks.lower() for question in questions)


def _question(question: Question, key: str) -> dict[str, Any]:
    """One question; an empty answer where it was not touched."""
    if question.kind == "pain":
        return _pain(key)
    if question.kind == "score":
        value = score(question.asks, f"{key}-{question.id}", ends=question.ends)
    else:
        options = {answer.kept: answer.words for answer in question.answers}
        value = choice(question.asks, options, f"{key}-{question.id}")
    return {} if value is None else {question.id: value}


def choice(label: str, options: dict[Any, str], key: str) -> Any:
    """One of a few answers, or null."""
    return st.pills(label, list(options), format_func=options.__getitem__, key=key)


def score(label: str, key: str, *, ends: tuple[str, str], before: int | None = None) -> int | None:
    """A number from 0 to 10, or null; `ends` are the words for 0 and for 10, `before` is shown chosen."""
    return st.pills(f"{label}  \n0 is {ends[0]}, 10 is {ends[1]}", range(11), default=before, key=key)


def _pain(key: str) -> dict[str, Any]:
    any_pain = choice(BY_ID["pain"].asks, {"no": "No pain", "yes": "Yes, somewhere"}, f"{key}-pain")
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
