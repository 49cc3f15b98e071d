"""A decision on the screen: the answer, why, what is missing, what would change it, and every check."""

from collections.abc import Sequence

import streamlit as st

from program import Finding, Plan, Truth
from services import Answer, standing
from ui import format as fmt
from ui.components import answer_card, sourced
from ui.plain import plain
from ui.words import (
    ADVICE,
    ANSWERS,
    NOBODY_ALERTED,
    SOMEBODY_ALERTED,
    TONES,
    TRUTHS,
)

#: What speaks against comes first, then what nobody knows.
ORDER = {Truth.NOT_MET: 0, Truth.UNKNOWN: 1, Truth.MET: 2}


def show_card(answer: Answer) -> None:
    """Icon, word, colour and one sentence, and that it is advice."""
    now = standing(answer.decision)
    sentence = f"{answer.explanation.headline} {answer.explanation.next_step}".strip()
    if answer.alerts:
        names = ", ".join(dict.fromkeys(alert.to_name for alert in answer.alerts))
        sentence = sentence.replace(NOBODY_ALERTED, SOMEBODY_ALERTED.format(names=names))
    answer_card.show(ANSWERS[now], TONES.get(now, now), sentence)
    st.caption(ADVICE)


def show_short(answer: Answer) -> None:
    """The card and why."""
    show_card(answer)
    _list("Why", answer.explanation.reasons)


def show_reasons(answer: Answer, plan: Plan) -> None:
    """Why, what is missing, what would change it, and every check."""
    _list("Why", (*answer.explanation.reasons, *answer.explanation.missing))
    show_checks(answer, plan)


def show_why(answer: Answer) -> None:
    """The reasons alone, for a page that lists by itself what is missing."""
    _list("Why", answer.explanation.reasons)


def show_checks(answer: Answer, plan: Plan) -> None:
    """What would change it, and every check."""
    _list("What would change it", answer.explanation.changes)
    decision = answer.decision
    with st.expander("Every check, with its source"):
        for finding in sorted(decision.findings, key=lambda finding: ORDER[finding.result]):
            _check(finding, plan)
        st.caption(
            f"{plain(plan.title)}, version {plan.version}, {fmt.day(decision.on)}. "
            f"{plain(answer.explanation.notice)}"
        )


def _list(heading: str, sentences: Sequence[str]) -> None:
    if sentences:
        st.markdown(f"**{heading}**\n" + "\n".join(f"- {plain(sentence)}" for sentence in sentences))


def _check(finding: Finding, plan: Plan) -> None:
    gate = plan.gate(finding.gate)
    wording = TRUTHS[finding.result.value]
    known = "" if finding.value is None else f": {_value(finding)}"
    st.markdown(f":material/{wording.icon}: **{plain(gate.label)}** – {wording.title}{plain(known)}")
    st.caption(f"{plain(gate.because)} Source: {sourced.in_full(finding.source)}")


def _value(finding: Finding) -> str:
    if isinstance(finding.value, int | float):
        return f"{finding.value:g} {finding.unit}".strip()
    return str(finding.value).replace("_", " ")
