"""What stays open until it is closed with a reason, and what the therapist ordered herself."""

import streamlit as st

from program import Plan
from services import Packet
from store.decisions import FindingRow
from store.reviews import HoldRow
from ui import format as fmt
from ui.components.pt import act, words
from ui.components.pt.act import typed
from ui.desk import Desk
from ui.plain import plain


def show(packet: Packet, desk: Desk) -> None:
    """Each open finding and each order in force; nothing where there is none."""
    for found in packet.today.open_findings:
        _finding(packet.runner_id, found, packet.today.plan, desk)
    for hold in packet.holds:
        if hold.lifted_on is None:
            _hold(packet.runner_id, hold)


def _finding(runner_id: str, found: FindingRow, plan: Plan | None, desk: Desk) -> None:
    key = f"close-{found.id}"
    gate = plan.gate(found.gate) if plan else None
    with st.container(border=True):
        what = plain(gate.label if gate else found.gate)
        st.markdown(f":material/flag: **Open: {what}**, {fmt.day(found.opened_on)}")
        if gate:
            st.caption(plain(gate.because))
        with st.expander("Close it"):
            st.text_input("Why can it be closed?", key=f"{key}-because", max_chars=2000)
            if found.release_by == "medical":
                st.text_input("Which doctor examined her?", key=f"{key}-by", max_chars=200)
                st.date_input("When?", None, max_value=desk.today, key=f"{key}-on", format="DD/MM/YYYY")
            st.button("Close it", key=key, on_click=_close, args=(runner_id, found.id, found.version))


def _close(runner_id: str, finding_id: int, version: int) -> None:
    key = f"close-{finding_id}"

    def work(desk: Desk) -> str:
        desk.services.reviewing.close_finding(
            desk.actor,
            runner_id,
            finding_id,
            typed(f"{key}-because") or "",
            seen_version=version,
            now=desk.now,
            examined_by=typed(f"{key}-by") or None,
            examined_on=typed(f"{key}-on"),
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
