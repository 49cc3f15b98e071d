"""Who can see what, who looked, everything in one file, and deletion for good."""

from io import BytesIO

import streamlit as st

from services import Look
from ui import format as fmt
from ui import launch
from ui.act_words import ACTS
from ui.components.my_pt import ALWAYS_SHARED, SEES
from ui.desk import Desk
from ui.navigation import path
from ui.plain import plain

DELETE_WORD = "delete everything"
DELETED = "everything-deleted"
#: As many looks stand open.
NEWEST_LOOKS = 12
KINDS = {"operator": "whoever runs the server", "person": "somebody whose account is gone"}


def show(desk: Desk) -> None:
    """Everything a person may ask for at any time."""
    if st.session_state.get(DELETED):
        st.success(st.session_state[DELETED], icon=":material/check:")
    _kept(desk)
    _who_can(desk)
    _who_did(desk)
    _export(desk)
    _delete(desk)


def _kept(desk: Desk) -> None:
    st.subheader("What is kept", anchor=False)
    st.markdown(
        "Your measured runs, what you noted, your check-ins and the answers you got. "
        "The original files are not kept, and neither are the places where you ran."
    )
    if launch.sign_in_settings() is None:
        st.markdown(f"All of it is in one folder on this computer: `{desk.services.context.home}`")


def _who_can(desk: Desk) -> None:
    st.subheader("Who can see it", anchor=False)
    if launch.sign_in_settings() is None:
        st.markdown("Whoever can use this computer.")
    else:
        st.markdown("You. Whoever runs the server keeps the backups.")
    links = [link for link in desk.services.links.mine(desk.actor, now=desk.now) if link.ended_utc is None]
    for link in links:
        since = (
            f"from {fmt.day(link.shared_from)} {link.shared_from.year} on"
            if link.shared_from
            else "all of it"
        )
        st.text(f"{link.other_name}: {SEES}; {since}")
    if links:
        if any(link.shared_from for link in links):
            st.caption(ALWAYS_SHARED)
        st.page_link(path("my_pt"), label="Change this under My PT", icon=":material/stethoscope:")


def _who_did(desk: Desk) -> None:
    st.subheader("Who looked", anchor=False)
    looks = desk.services.rights.who_looked(desk.actor, now=desk.now)
    if not looks:
        st.markdown("Nobody but you.")
        return
    st.markdown(_lines(looks[:NEWEST_LOOKS], desk))
    if earlier := looks[NEWEST_LOOKS:]:
        with st.expander(f"{len(earlier)} earlier"):
            st.markdown(_lines(earlier, desk))


def _lines(looks: tuple[Look, ...], desk: Desk) -> str:
    return "\n".join(
        f"- {fmt.day_and_time(desk.local(look.at_utc))}: "
        f"{plain(look.by_name or KINDS.get(look.by_kind, look.by_kind))} "
        f"{ACTS.get(look.action) or plain(look.action)}"
        for look in looks
    )


def _export(desk: Desk) -> None:
    st.subheader("Take everything along", anchor=False)
    st.markdown("One zip file with all of it as CSV, JSON and Parquet, readable without Stridegate.")

    def everything() -> bytes:
        file = BytesIO()
        desk.services.rights.export(desk.actor, desk.runner_id, file, now=desk.now)
        return file.getvalue()

    st.download_button(
        "Download my data",
        everything,
        f"stridegate-{desk.today.isoformat()}.zip",
        "application/zip",
        icon=":material/download:",
        on_click="ignore",
    )


def _delete(desk: Desk) -> None:
    st.subheader("Delete everything", anchor=False)
    st.markdown(
        "Your account with all runs, notes, check-ins and answers, for good. Nobody can bring it back. "
        "Download your data first if you may want it."
    )
    with st.form("delete-everything", border=True):
        typed = st.text_input(f"To go on, write: {DELETE_WORD}", max_chars=40)
        if st.form_submit_button("Delete everything", icon=":material/delete_forever:"):
            if typed.strip().lower() != DELETE_WORD:
                st.error(f"Nothing was deleted. Write “{DELETE_WORD}” to confirm.", icon=":material/error:")
                return
            gone = desk.services.rights.delete_everything(desk.actor, desk.runner_id, now=desk.now)
            until = gone.in_backups_until
            st.session_state.clear()
            st.session_state[DELETED] = (
                "Everything is deleted. Backups that were made before may hold it "
                f"until {fmt.day(until)} {until.year}."
            )
            if launch.sign_in_settings() is None:
                st.rerun()
            st.success(st.session_state[DELETED])
            st.logout()
