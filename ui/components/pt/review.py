"""One runner's review: the answer and what to do about it beside all the evidence."""

import streamlit as st

from services import CaseloadRow, Packet
from ui import format as fmt
from ui.components.pt import (
    baseline,
    clearance,
    evidence,
    history,
    machine,
    note,
    offers,
    open_items,
    sign,
    who,
    words,
)
from ui.desk import Desk
from ui.plain import plain


def show(runner_id: str, desk: Desk) -> None:
    """Answer and review on one side, the evidence on the other; one under the other on a phone."""
    row = desk.services.caseload.row(desk.actor, runner_id, now=desk.now)
    packet = desk.services.packets.packet(desk.actor, runner_id, now=desk.now)
    st.markdown(_where(row, packet, desk))
    answer_side, evidence_side = st.columns([5, 6], gap="medium")
    with answer_side:
        machine.show(packet.today.answer, desk)
        open_items.show(packet, desk)
        offers.show(packet, desk)
        sign.show(packet, desk)
        note.show(packet, desk)
        baseline.show(runner_id, desk)
        _clearance(runner_id, desk)
        who.links(runner_id, "pt_plan", "pt_assessment", "pt_report")
    with evidence_side:
        evidence.show(packet, desk)
        if packet.today.plan is not None:
            machine.checks(packet.today.answer, packet.today.plan, desk)
        history.show(packet, desk)


def _where(row: CaseloadRow, packet: Packet, desk: Desk) -> str:
    """Where she stands, in a line."""
    today = packet.today
    stage = today.stage.title if today.stage else "not begun yet"
    plan = today.plan.title if today.plan else "no plan chosen"
    done = f" · {today.done} of {today.required} sessions done" if today.required else ""
    born = packet.profile.birth_date
    weeks = f" · {fmt.count((desk.today - born).days // 7, 'week')} after the birth" if born else ""
    return (
        f"**{plain(stage)}** · {plain(plan)}{done}{weeks} · "
        f"last seen {words.ago(row.last_seen_on, desk.today)} · due: {words.due(row, desk.today)}"
    )


def _clearance(runner_id: str, desk: Desk) -> None:
    known = desk.services.records.read(desk.actor, runner_id, now=desk.now)
    with st.expander("Clearance"):
        clearance.show(runner_id, known, desk)
