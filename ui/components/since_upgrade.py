"""What is another since the new edition, told once to a runner who is alone."""

import streamlit as st

from services import Today
from ui.components import upgrade_words
from ui.desk import Desk


def show(today: Today, desk: Desk) -> None:
    """A box with what differs, until she says that she has seen it; nothing where nothing does."""
    found = desk.services.upgrading.differences(desk.actor, desk.runner_id, now=desk.now)
    if not found:
        return
    with st.container(border=True, key="since-upgrade"):
        st.subheader("New since the last update", anchor=False)
        for difference in found:
            st.markdown(upgrade_words.to_runner(difference, today.plan))
        if st.button("I have seen this", icon=":material/check:", key="upgrade-seen"):
            desk.services.upgrading.say_seen(desk.actor, desk.runner_id, now=desk.now)
            st.rerun()
