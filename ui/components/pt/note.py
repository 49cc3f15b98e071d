"""A note to the runner, with how to reach the therapist, and those written before."""

import streamlit as st

from services import Packet
from ui import format as fmt
from ui.components.pt import act
from ui.components.pt.act import typed
from ui.desk import Desk
from ui.plain import plain


def show(packet: Packet, desk: Desk) -> None:
    """The newest notes, and a new one."""
    key = f"note-{packet.runner_id}-{len(packet.today.notes)}"
    written = f", {len(packet.today.notes)} before" if packet.today.notes else ""
    with st.expander(f"Note to the runner{written}"):
        for note in packet.today.notes[:2]:
            seen = "read" if note.read_utc else "not read yet"
            st.caption(f"{fmt.day(desk.local(note.made_utc).date())}, {seen}: {plain(note.words)}")
        st.text_area("Note", key=f"{key}-words", max_chars=2000, height=80, label_visibility="collapsed")
        st.text_input(
            "How she can reach you",
            key=f"{key}-reach",
            placeholder="Tuesdays 9 to 11, 555 0100, or by video",
            max_chars=200,
        )
        st.button("Send the note", icon=":material/send:", on_click=_write, args=(packet.runner_id, key))


def _write(runner_id: str, key: str) -> None:
    def work(desk: Desk) -> str:
        desk.services.reviewing.write_note(
            desk.actor,
            runner_id,
            typed(f"{key}-words") or "",
            now=desk.now,
            reach=typed(f"{key}-reach") or None,
        )
        return "The note is on her first page."

    act.run(work)
