"""What is owed beside the answer: rest, an illness that is over, an order of a therapist who left."""

from datetime import date

import streamlit as st

from program.history.standing import Lifting
from program.model import Urgency
from program.signs import sign_list
from services import Today
from ui import format as fmt
from ui import told
from ui.components import pregnancy
from ui.desk import Desk

ORDERS = {"no_running": "No running", "no_progress": "Stay on this step"}


def show(today: Today, desk: Desk) -> None:
    """One box for each thing that she can do something about; nothing where there is none."""
    # Where somebody has to be called the reasons are the signs alone; else they say the rest too.
    if today.standing.rest_until is not None and today.answer.decision.urgency is not Urgency.NONE:
        until = desk.local(today.standing.rest_until).date()
        st.markdown(
            f":material/spa: **No run before {fmt.day(until)}.** Rest was ordered, and only that day ends it."
        )
    if any(bar.code == "illness" and bar.until is None for bar in today.standing.bars):
        _well_again(desk)
    if any(bar.code == "pregnancy" for bar in today.standing.bars):
        pregnancy.ask_whether_over(desk)
    for order in today.standing.orders:
        if "runner" in order.who:
            _order(order, desk)


def _well_again(desk: Desk) -> None:
    with st.container(border=True):
        st.subheader("Are you well again?", anchor=False)
        st.markdown("Rest from running is counted from the first day without fever and well.")
        on = st.date_input("Well since", None, max_value=desk.today, format="DD/MM/YYYY", key="well-since")
        if st.button("I am well again", icon=":material/check:", disabled=on is None) and isinstance(
            on, date
        ):
            desk.services.deciding.say_well_again(desk.actor, desk.runner_id, on, now=desk.now)
            told.done("Kept. The rest after it is counted from that day.")
            st.rerun()


def _order(order: Lifting, desk: Desk) -> None:
    hold_id = int(order.order.removeprefix("hold "))
    with st.container(border=True), st.form(f"lift-{hold_id}"):
        since = desk.local(order.since).date()
        st.markdown(
            f":material/front_hand: **{ORDERS[order.kind]}.** A former therapist ordered this on "
            f"{fmt.day(since)}. You may lift it by saying who has examined you since."
        )
        who = st.text_input("Who examined you?", max_chars=200)
        profession = st.selectbox(
            "As what?",
            sign_list().professions["pt"],
            index=None,
            placeholder="choose",
            format_func=str.capitalize,
        )
        on = st.date_input("When?", None, min_value=since, max_value=desk.today, format="DD/MM/YYYY")
        if st.form_submit_button("Lift it"):
            if not (who.strip() and profession and isinstance(on, date)):
                st.warning("Please fill in all three.", icon=":material/info:")
                return
            desk.services.deciding.lift_hold(
                desk.actor,
                desk.runner_id,
                hold_id,
                examined_by=who.strip(),
                profession=profession,
                examined_on=on,
                now=desk.now,
            )
            told.done("Lifted, as told by yourself. Your next therapist sees it.")
            st.rerun()
