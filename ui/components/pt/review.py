"""One runner's review: the answer and what to do about it beside all the evidence."""

import streamlit as st

from ui.components.pt import act, baseline, evidence, machine, note, open_items, sign, who, words
from ui.desk import Desk
from ui.plain import plain


def show(runner_id: str, desk: Desk) -> None:
    """Answer and review on one side, the evidence on the other; one under the other on a phone."""
    row = desk.services.caseload.row(desk.actor, runner_id, now=desk.now)
    packet = desk.services.packets.packet(desk.actor, runner_id, now=desk.now)
    today = packet.today
    stage = today.stage.title if today.stage else "not begun yet"
    plan = today.plan.title if today.plan else "no plan chosen"
    done = f" · {today.done} of {today.required} sessions done" if today.required else ""
    st.markdown(
        f"**{plain(stage)}** · {plain(plan)}{done} · last seen {words.ago(row.last_seen_on, desk.today)} · "
        f"due: {words.due(row, desk.today)}"
    )
    act.said()
    answer_side, evidence_side = st.columns([5, 6], gap="large")
    with answer_side:
        machine.show(today.answer, today.plan, desk)
        open_items.show(packet, desk)
        sign.show(packet, desk)
        note.show(packet, desk)
        baseline.show(runner_id, desk)
        who.links(runner_id, "pt_assessment", "pt_plan", "pt_report")
    with evidence_side:
        evidence.show(packet, desk)
