"""What an open finding rests on, as it was said or run: all that a closing of it answers, and no more."""

import streamlit as st

from program.history.events import Shown
from program.history.standing import StandingFinding
from services import DiaryEntry, Packet
from services.sessions import HeldSession
from ui import format as fmt
from ui.components.symptom_words import in_short
from ui.desk import Desk
from ui.plain import plain
from ui.words import PHASES

_OLDER = "From longer ago than what is at hand here."
#: What is named by no id of a run or a note.
_OTHERS = {
    "gap": "No run is at hand from before it.",
    "finding": "It was open already when this record was begun.",
    "caution": "The record of stops tells of it; what was said is not kept any more.",
}


def show(packet: Packet, found: StandingFinding, desk: Desk, *, before: frozenset[Shown] | None) -> None:
    """A line for each; those that were not in `before`, what stood here at a closing refused, are new."""
    lines = []
    for shown in found.entries:
        new = ":material/fiber_new: **New since you looked.** " if before and shown not in before else ""
        lines.append(f"- {new}{_line(packet, *shown, desk)}")
    st.markdown("\n".join(["It rests on:", *lines]))


def _line(packet: Packet, source: str, revision: int, desk: Desk) -> str:
    said = next(
        (one for one in packet.behind if str(one.entry_id) == source and one.revision == revision), None
    )
    if said is not None:
        return _note(packet, said)
    kind, _, name = source.partition(":")
    run = name or source
    session = next((one for one in packet.runs_behind if run in (one.session_id, *one.activity_ids)), None)
    if session is not None:
        last = "The last run before it: " if kind == "gap" else "The run of "
        return f"{last}{_run(session, desk)}"
    stone = next((one for one in packet.tombstones if run == one.activity_id), None)
    if stone is not None:
        return f"A run of {fmt.day(stone.local_date)}, which she deleted"
    sent = next((one for one in packet.check_ins if source == f"check-in {one.week_start}"), None)
    if sent is not None:
        return f"The check-in of {fmt.day(sent.check_in.date)}"
    return _OTHERS.get(kind.partition(" ")[0], _OLDER)


def _note(packet: Packet, said: DiaryEntry) -> str:
    """The note as it stood, and what became of it since."""
    when = PHASES.get(said.entry.phase, "").lower() if said.entry else ""
    words = plain(in_short(said.entry)) if said.entry else "Taken back."
    line = f"{fmt.day(said.local_date)}{f', {when}' if when else ''}: {words}"
    now = next((one for one in packet.entries if one.entry_id == said.entry_id), None)
    if now is None or now.entry is None:
        return f"{line} She took it back since; what it opened stays open."
    if now.revision == said.revision:
        return line
    return f"{line} Changed since to: {plain(in_short(now.entry))}"


def _run(session: HeldSession, desk: Desk) -> str:
    deleted = ", which she deleted" if session.is_deleted else ""
    ran = "" if session.run_time_s is None else f", {fmt.clock(session.run_time_s)} running"
    return f"{fmt.day_and_time(desk.local(session.start_utc))}{ran}{deleted}"
