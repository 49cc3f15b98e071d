"""My data: how numbers are shown, and where everything is kept."""

from zoneinfo import available_timezones

import streamlit as st

from ui.desk import desk

here = desk()
st.title("My data")
zones = sorted(available_timezones())
with st.form("settings"):
    name = st.text_input("What shall we call you?", here.account.display_name, max_chars=80)
    unit = st.segmented_control(
        "Distances in",
        ["km", "mi"],
        default=here.units,
        format_func={"km": "Kilometres", "mi": "Miles"}.__getitem__,
    )
    zone = st.selectbox(
        "Time zone",
        zones,
        index=zones.index(here.account.time_zone) if here.account.time_zone in zones else None,
    )
    if st.form_submit_button("Save", type="primary"):
        here.services.accounts.change_settings(
            here.actor,
            now=here.now,
            seen_version=here.account.version,
            display_name=name,
            time_zone=zone or here.account.time_zone,
            distance_unit=unit or here.units,
        )
        st.toast("Saved.", icon=":material/check:")
        st.rerun()

st.subheader("What is kept", anchor=False)
st.markdown(
    "Your measured runs, what you noted, your check-ins and the answers you got. "
    "The original files are not kept, and neither are the places where you ran."
)
st.markdown(f"All of it is in one folder on this computer: `{here.services.context.home}`")
