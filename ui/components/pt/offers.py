"""What a new edition would have answered otherwise: offers to the therapist, who decides."""

import streamlit as st

from services import Difference, Packet
from ui.components import upgrade_words
from ui.components.pt import act
from ui.desk import Desk

#: What leads to another step, and can be taken up.
_STEPS = ("lower", "lost", "higher")


def show(packet: Packet, desk: Desk) -> None:
    """One box for all offers that nobody settled; nothing where there is none."""
    found = desk.services.upgrading.differences(desk.actor, packet.runner_id, now=desk.now)
    if not found:
        return
    with st.container(border=True, key="offers"):
        st.markdown(":material/difference: **Since the last update**")
        st.caption("Her step stayed as it was. Place her where the whole record leads, or leave it.")
        for difference in found:
            st.markdown(upgrade_words.to_therapist(difference, packet.today.plan))
            with st.container(horizontal=True):
                if difference.code in _STEPS:
                    _button("Place her there", packet.runner_id, difference, takes=True)
                label = "Leave it" if difference.code in _STEPS else "I have seen this"
                _button(label, packet.runner_id, difference, takes=False)


def _button(label: str, runner_id: str, difference: Difference, *, takes: bool) -> None:
    key = f"offer-{difference.id}-{'take' if takes else 'leave'}"
    st.button(label, key=key, on_click=_settle, args=(runner_id, difference.id, takes))


def _settle(runner_id: str, difference_id: int, takes: bool) -> None:
    def work(desk: Desk) -> str:
        desk.services.upgrading.settle(desk.actor, runner_id, difference_id, takes=takes, now=desk.now)
        return "She is placed there. The answer has been made anew." if takes else "Kept."

    act.run(work)
