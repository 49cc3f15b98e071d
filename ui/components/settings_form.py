"""Name, units and time zone."""

from zoneinfo import available_timezones

import streamlit as st

from ui import told
from ui.desk import Desk


def show(desk: Desk) -> None:
    """The form; saving shows every number anew."""
    zones = sorted(available_timezones())
    with st.form("settings"):
        name = st.text_input("What shall we call you?", desk.account.display_name, max_chars=80)
        unit = st.segmented_control(
            "Distances in",
            ["km", "mi"],
            default=desk.units,
            format_func={"km": "Kilometres", "mi": "Miles"}.__getitem__,
        )
        zone = st.selectbox(
            "Time zone",
            zones,
            index=zones.index(desk.account.time_zone) if desk.account.time_zone in zones else None,
        )
        if st.form_submit_button("Save", type="primary"):
            desk.services.accounts.change_settings(
                desk.actor,
                now=desk.now,
                seen_version=desk.account.version,
                display_name=name,
                time_zone=zone or desk.account.time_zone,
                distance_unit=unit or desk.units,
            )
            told.done("Saved.")
            st.rerun()
