"""What stays open until it is closed with a reason, and what the therapist ordered herself."""

from datetime import datetime
from typing import Literal

import streamlit as st

from program.history.events import Shown
from program.history.standing import StandingFinding
from program.signs import sign_list
from services import Packet
from store.reviews import HoldRow
from ui import format as fmt
from ui.components import finding_words
from ui.components.pt import act, rests_on, words
from ui.components.pt.act import typed
from ui.desk import Desk
from ui.plain import plain

LOOKS: dict[Literal["seen", "call"], str] = {"seen": "I have seen this", "call": "I spoke to her"}


def show(packet: Packet, desk: Desk) -> None:
    """Each open finding and each order in force; nothing where there is none."""
    for found in finding_words.in_order(packet.today.open_findings):
        _finding(packet, found, desk)
    for hold in packet.holds:
        if hold.lifted_on is None:
            _hold(packet.runner_id, hold)


def _finding(packet: Packet, found: StandingFinding, desk: Desk) -> None:
    key, plan = f"close-{found.key}", packet.today.plan
    with st.container(border=True):
        what, opened_on = plain(finding_words.label(found, plan)), desk.local(found.opened_at).date()
        st.markdown(f":material/flag: **Open: {what}**, {fmt.day(opened_on)}")
        st.caption(plain(finding_words.because(found, plan)))
        if finding_words.waits_for_morning(found):
            st.caption("No run until she has said how the next morning was; she can do that herself.")
        elif found.is_answered:
            st.caption("She has said how the next morning was, so it forbids no run any more.")
        rests_on.show(packet, found, desk, before=st.session_state.get(f"{key}-shown"))
        _looks(packet, found, desk)
        with st.expander("Close it"):
            st.caption("A closing answers what is listed above, and nothing that is written later.")
            st.text_input("Why can it be closed?", key=f"{key}-because", max_chars=2000)
            if found.corrected:
                st.checkbox(
                    "It was noted by mistake: nothing that she noted says it any more",
                    key=f"{key}-mistake",
                )
            is_mistake = bool(found.corrected and st.session_state.get(f"{key}-mistake"))
            if found.release_by.value == "medical" and not is_mistake:
                st.text_input("Who examined her?", key=f"{key}-by", max_chars=200)
                st.selectbox(
                    "As what?",
                    sign_list().professions["medical"],
                    index=None,
                    placeholder="choose",
                    format_func=str.capitalize,
                    key=f"{key}-as",
                )
                st.date_input("When?", None, max_value=desk.today, key=f"{key}-on", format="DD/MM/YYYY")
            st.button("Close it", key=key, on_click=_close, args=(packet.runner_id, found.key, found.entries))


def _looks(packet: Packet, found: StandingFinding, desk: Desk) -> None:
    """That she saw it or spoke to the runner: her messages about it end, and it stays open."""
    acted_at = _acted_at(packet, found)
    if acted_at is not None:
        st.caption(
            f":material/visibility: Looked at on {fmt.day_and_time(desk.local(acted_at))}, as was noted. "
            "It stays open until it is closed."
        )
    with st.container(horizontal=True):
        for kind, label in LOOKS.items():
            st.button(
                label, key=f"{kind}-{found.key}", on_click=_look, args=(packet.runner_id, found.key, kind)
            )


def _acted_at(packet: Packet, found: StandingFinding) -> datetime | None:
    """When somebody last acted on it; null while any message about it still waits for that."""
    opened = f"open:{found.key}:{found.number}"
    about = [
        alert
        for alert in packet.today.standing.alerts
        if alert.key == opened or alert.key.startswith(f"{found.key}:")
    ]
    moments = [alert.acted_at for alert in about if alert.acted_at is not None]
    return max(moments) if moments and len(moments) == len(about) else None


def _look(runner_id: str, finding: str, kind: Literal["seen", "call"]) -> None:
    def work(desk: Desk) -> str:
        desk.services.reviewing.note_looked(desk.actor, runner_id, finding, kind, now=desk.now)
        return "Kept. It stays open until it is closed."

    act.run(work)


def _close(runner_id: str, finding: str, shown: tuple[Shown, ...]) -> None:
    key = f"close-{finding}"
    # Where it is refused, the page marks what has come since.
    st.session_state[f"{key}-shown"] = frozenset(shown)

    def work(desk: Desk) -> str:
        desk.services.reviewing.close_finding(
            desk.actor,
            runner_id,
            finding,
            typed(f"{key}-because") or "",
            now=desk.now,
            shown=frozenset(shown),
            examined_by=typed(f"{key}-by") or None,
            profession=typed(f"{key}-as"),
            examined_on=typed(f"{key}-on"),
            is_mistake=bool(typed(f"{key}-mistake")),
        )
        return "Closed, with your reason. The answer has been made anew."

    act.run(work)


def _hold(runner_id: str, hold: HoldRow) -> None:
    with st.container(border=True):
        st.markdown(
            f":material/front_hand: **{words.ORDERS[hold.kind]}**, ordered {fmt.day(hold.ordered_on)}: "
            f"{plain(hold.reason)}"
        )
        st.button("Lift it", key=f"lift-{hold.id}", on_click=_lift, args=(runner_id, hold.id, hold.version))


def _lift(runner_id: str, hold_id: int, version: int) -> None:
    def work(desk: Desk) -> str:
        desk.services.reviewing.lift_hold(desk.actor, runner_id, hold_id, seen_version=version, now=desk.now)
        return "Lifted. The answer has been made anew."

    act.run(work)
