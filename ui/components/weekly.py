"""The weekly check-in: a few questions, then the recommendation, then her own yes."""

import streamlit as st

from program import CheckIn
from services import SentCheckIn, Today
from ui import format as fmt
from ui import told
from ui.components import check_in_form, decision_view, missing, unsaved, week_picture
from ui.desk import Desk
from ui.navigation import path
from ui.plain import plain
from ui.words import CHECK_IN

CHANGE, ROUND = "check-in-change", "check-in-round"
#: The week whose next step she has just said yes to: it stays in view, though a new week has begun.
AGREED = "check-in-agreed"


def show(desk: Desk) -> None:
    """The recommendation where one waits or this week's questions are answered, else the questions."""
    all_sent = desk.services.diary.check_ins(desk.actor, desk.runner_id, now=desk.now)
    newest = next(iter(all_sent), None)
    sent = newest if newest is not None and newest.week_start == desk.week_start else None
    today = desk.services.deciding.today(desk.actor, desk.runner_id, now=desk.now)
    waits = today.answer.waits_for is not None
    agreed = newest is not None and st.session_state.get(AGREED) == newest.week_start.isoformat()
    looks_back = newest is not None and (waits or agreed or sent is not None)
    last = newest.check_in.date if newest is not None and looks_back else desk.today
    week_picture.show_week(desk, last, is_open=not looks_back)
    if not looks_back:
        missing.show(today, but="check_in")
    if newest is not None and looks_back and not st.session_state.get(CHANGE):
        _answered(desk, newest, may_change=sent is not None)
        _recommendation(desk, today, newest)
        if sent is None:
            begun = bool(unsaved.there(desk, _form(desk, None)))
            with st.expander("Answer for the new week already", expanded=begun):
                _questions(desk, None)
        return
    _questions(desk, sent)


def _questions(desk: Desk, sent: SentCheckIn | None) -> None:
    st.subheader("How was the week?", anchor=False)
    st.caption("Nothing is chosen beforehand. What you leave open is kept as not answered, never as fine.")
    key = f"check-in-{st.session_state.setdefault(ROUND, 0)}"
    form = _form(desk, sent)
    unsaved.find_again(desk, form, key)
    answers = check_in_form.show(key, desk.profile)
    unsaved.keep(desk, form, key)
    if sent is not None:
        st.caption("What you do not touch stays as it was.")
    if st.button("Send", type="primary", icon=":material/send:", disabled=not answers, width="stretch"):
        before = sent.check_in.model_dump(exclude={"id", "date", "at"}) if sent else {}
        check_in = CheckIn(date=desk.today, **(before | answers))
        desk.services.diary.check_in(
            desk.actor, desk.runner_id, check_in, now=desk.now, seen_revision=sent.revision if sent else 0
        )
        unsaved.let_go(desk, form)
        st.session_state[CHANGE] = False
        st.session_state[ROUND] += 1
        st.rerun()


def _form(desk: Desk, sent: SentCheckIn | None) -> str:
    return f"check-in-{desk.week_start.isoformat()}-{sent.revision if sent else 0}"


def _answered(desk: Desk, sent: SentCheckIn, *, may_change: bool) -> None:
    begun = may_change and bool(unsaved.there(desk, _form(desk, sent)))
    with st.expander(f"Your answers, sent {fmt.day(sent.check_in.date)}", expanded=begun):
        told = sent.check_in
        lines = [
            f"{label.rstrip('?')}: {options[getattr(told, name)].lower()}"
            for name, (label, options) in CHECK_IN.items()
            if getattr(told, name) is not None
        ]
        if told.sleep_hours_per_night is not None:
            lines.insert(0, f"Sleep: {told.sleep_hours_per_night:g} hours a night")
        if told.confidence_0_10 is not None:
            lines.append(f"Sure about the next step: {told.confidence_0_10} of 10")
        st.markdown("\n".join(f"- {line}" for line in lines))
        label = "Go on changing my answers" if begun else "Change my answers"
        if may_change and st.button(label):
            st.session_state[CHANGE] = True
            st.rerun()


def _recommendation(desk: Desk, today: Today, newest: SentCheckIn) -> None:
    st.subheader("What we suggest", anchor=False)
    decision_view.show_card(today.answer)
    _who_sees(desk)
    if today.answer.waits_for == "runner" and today.plan is not None:
        next_id = today.answer.decision.next_stage
        label = (
            f"Yes, go on to {plain(today.plan.stage(next_id).title)}" if next_id else "Yes, finish the plan"
        )
        if st.button(label, type="primary", icon=":material/check:", width="stretch"):
            desk.services.deciding.confirm_progress(
                desk.actor, desk.runner_id, today.answer.shown_sha256, now=desk.now
            )
            st.session_state[AGREED] = newest.week_start.isoformat()
            told.done("Done. Your next session is ready.")
            st.rerun()
        st.caption("Or stay on this step for as long as you like. Nothing is lost by waiting.")
    if today.next_session is not None and today.answer.waits_for is None:
        st.page_link(path("next_session"), label="To your next session", icon=":material/watch:")
    if today.plan is not None:
        decision_view.show_reasons(today.answer, today.plan)


def _who_sees(desk: Desk) -> None:
    """Only where there is a therapist: that she sees it."""
    links = [link for link in desk.services.links.mine(desk.actor, now=desk.now) if link.ended_utc is None]
    if links:
        names = " and ".join(link.other_name for link in links)
        st.markdown(
            f":material/forward_to_inbox: {plain(names)} sees this check-in and the answer in the caseload."
        )
