"""The machine's answer as a therapist reads it: findings with values, limits and sources; what is missing."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from program import Finding, Plan, Truth
from services import Answer, standing
from services.exports.records import observed
from ui import format as fmt
from ui.components import answer_card
from ui.components.pt import words
from ui.components.pt.sheet import sheet
from ui.desk import Desk
from ui.look import palette
from ui.plain import plain
from ui.words import ADVICE, TRUTHS

HEAD = ("Check", "Found", "Limit", "Source")


def show(answer: Answer, desk: Desk) -> None:
    """The card, the reasons, what would change it, and what was said to it so far."""
    decision, told = answer.decision, answer.explanation
    wording, tone = words.answer(standing(decision))
    answer_card.show(wording, tone, f"{told.headline} {told.next_step}".strip())
    st.caption(f"The words are those that the runner reads. {ADVICE}")
    _list("Why", told.reasons)
    _list("Missing", told.missing)
    _list("What would change it", told.changes)
    for review in answer.reviews:
        said = words.REVIEWS.get(review.kind, review.kind)
        voided = ", void since a later finding" if review.is_voided else ""
        st.markdown(
            f":material/draw: {said.capitalize()} on {fmt.day(desk.local(review.made_utc).date())}: "
            f"{plain(review.because or 'no reason given')}{voided}"
        )
    if decision.urgency.value is not None and not answer.alerts:
        st.markdown("**Nobody has been alerted by a message.**")
    for alert in answer.alerts:
        st.markdown(f":material/mail: {plain(alert.to_name)} was sent a message.")


def checks(answer: Answer, plan: Plan, desk: Desk) -> None:
    """Every check with its value, limit and source, the worst first; when and from what it was made."""
    decision = answer.decision
    order = (Truth.NOT_MET, Truth.UNKNOWN, Truth.MET)
    counts = [sum(finding.result is result for finding in decision.findings) for result in order]
    with st.expander(f"Every check: {counts[0]} not met, {counts[1]} not known, {counts[2]} met"):
        found = sorted(decision.findings, key=lambda finding: order.index(finding.result))
        st.html(sheet(palette(), "checks", HEAD, [_check(finding, plan) for finding in found]))
        made = fmt.day_and_time(desk.local(answer.made_utc))
        after = words.ASKED_BY.get(answer.asked_by, answer.asked_by)
        st.caption(
            f"{plain(decision.plan)} version {decision.plan_version}. Made {made} after {after}; "
            f"facts {decision.facts_sha256[:12]}."
        )


def _list(heading: str, sentences: Sequence[str]) -> None:
    if sentences:
        st.markdown(f"**{heading}**\n" + "\n".join(f"- {plain(sentence)}" for sentence in sentences))


def _check(finding: Finding, plan: Plan) -> tuple[str, ...]:
    tone = {Truth.NOT_MET: str(finding.severity.value), Truth.UNKNOWN: "hold", Truth.MET: "progress"}
    wording = TRUTHS[finding.result.value]
    result = words.RESULTS[finding.result.value]
    return (
        f'{escape(plan.gate(finding.gate).label)}<span class="small">'
        f'<span class="tag {tone[finding.result]}"><span class="icon" aria-hidden="true" translate="no">'
        f"{wording.icon}</span> {result}</span></span>",
        escape(value_words(finding)),
        escape(finding.limit),
        escape(finding.source),
    )


def value_words(finding: Finding) -> str:
    """The observed value with its unit and day."""
    if finding.value is None or finding.on is None:
        return observed(finding)
    return f"{observed(finding)}, {fmt.day(finding.on)}"
