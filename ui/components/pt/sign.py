"""Release or override with a reason, and what goes on record of the review."""

from collections.abc import Mapping
from datetime import timedelta
from typing import cast, get_args

import streamlit as st

from program import Action
from services import Answer, Packet, RefusedError, ReviewRecord
from services.review import OverrideAction
from ui.components.pt import act, words
from ui.components.pt.act import typed
from ui.desk import Desk
from ui.plain import plain

LIVE = ("one to one", "video", "telephone")
NEXT_REVIEW = timedelta(days=7)
MOST_MINUTES = 240


def show(packet: Packet, desk: Desk) -> None:
    """The form of one answer; its buttons are about the answer on the screen."""
    answer, plan = packet.today.answer, packet.today.plan
    key = f"sign-{packet.runner_id}-{answer.decision_id}"
    waits = answer.waits_for is not None and answer.decision.action is Action.PROGRESS
    with st.container(border=True):
        st.subheader(f"Your review of {plain(packet.name)}", anchor=False)
        st.text_area("Reason, or what you saw", key=f"{key}-because", max_chars=2000, height=80)
        _record(key, desk)
        following = answer.decision.next_stage
        onto = plan.stage(following).title if plan and following else "the end of the plan"
        if waits:
            label, work = f"Release: on to {plain(onto)}", "release"
        else:
            label, work = "Sign: it stands as it is", "agree"
        if answer.waits_for == "medical":
            st.caption("A doctor has to look first. Close the finding with who examined her, then decide.")
        else:
            st.button(
                label,
                type="primary",
                icon=":material/draw:",
                width="stretch",
                on_click=_sign,
                args=(packet.runner_id, answer.shown_sha256, key, work),
                shortcut="Alt+S",
            )
        with st.expander("Override the answer"):
            _override(packet, answer, key)


def _record(key: str, desk: Desk) -> None:
    with st.container(horizontal=True):
        st.number_input(
            "Minutes", min_value=0, max_value=MOST_MINUTES, value=None, key=f"{key}-minutes", width=110
        )
        st.selectbox("Spoke live", LIVE, index=None, placeholder="no", key=f"{key}-live", width=150)
        st.date_input(
            "Next review",
            desk.today + NEXT_REVIEW,
            min_value=desk.today,
            key=f"{key}-next",
            format="DD/MM/YYYY",
            width=150,
        )


def _override(packet: Packet, answer: Answer, key: str) -> None:
    plan, stage = packet.today.plan, packet.today.stage
    st.markdown("Yours takes the place of the machine's answer. Both are kept, with your reason.")
    st.segmented_control(
        "Your answer",
        get_args(OverrideAction),
        format_func=lambda name: words.ANSWERS[name].title,
        key=f"{key}-action",
    )
    lower = {} if plan is None or stage is None else _lower(packet)
    if lower:
        st.selectbox(
            "For a step back: to which step?",
            list(lower),
            index=None,
            placeholder="the one before",
            format_func=lower.__getitem__,
            key=f"{key}-stage",
        )
    st.checkbox("No running until I lift it", key=f"{key}-rest")
    st.button(
        "Override with this reason",
        icon=":material/gavel:",
        on_click=_sign,
        args=(packet.runner_id, answer.shown_sha256, key, "override"),
    )


def _lower(packet: Packet) -> Mapping[str, str]:
    plan, stage = packet.today.plan, packet.today.stage
    if plan is None or stage is None:
        return {}
    return {below.id: below.title for below in plan.stages[: plan.stage_index[stage.id]]}


def _sign(runner_id: str, shown_sha256: str, key: str, what: str) -> None:
    act.run(lambda desk: _do(desk, runner_id, shown_sha256, key, what))


def _do(desk: Desk, runner_id: str, shown_sha256: str, key: str, what: str) -> str:
    live = typed(f"{key}-live")
    record = ReviewRecord(
        because=typed(f"{key}-because") or "",
        minutes=typed(f"{key}-minutes"),
        live_contact=live,
        live_contact_on=desk.today if live else None,
        next_review_on=typed(f"{key}-next"),
    )
    reviewing, about = desk.services.reviewing, (desk.actor, runner_id, shown_sha256)
    if what == "release":
        reviewing.release(*about, record, now=desk.now)
        return "Released. The runner sees it at her next look."
    if what == "agree":
        reviewing.agree(*about, record, now=desk.now)
        return "Signed. The answer stands as it is."
    action = typed(f"{key}-action")
    if action is None:
        raise RefusedError("Choose your answer first; nothing was changed.")
    reviewing.override(
        *about,
        cast(OverrideAction, action),
        record,
        now=desk.now,
        stage_id=typed(f"{key}-stage") if action == "regress" else None,
        may_run=not typed(f"{key}-rest"),
    )
    return f"Overridden: {words.ANSWERS[action].title.lower()}. The runner sees it with your reason."
