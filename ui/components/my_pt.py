"""Who looks after her: notes, how to reach them, the next review, what they see, and how to end it."""

from datetime import date, timedelta
from functools import partial

import streamlit as st

from services import BesideMe, CareNote, CareReview, Link
from ui import format as fmt
from ui import launch
from ui.components import invite_form
from ui.desk import Desk
from ui.plain import plain

ALONE = (
    "**Nobody looks at your runs but you.** Stridegate answers by its rules, and you confirm each step "
    "yourself. A pelvic health physical therapist can examine you, which no program can."
)
HOW_ALONE = (
    "To work with one: print the report below, take it to your visit, and ask which step is right for you. "
    "What is found there you can enter under *About me and my plan*."
)
SEES = "your runs, symptoms, check-ins, answers and what you told about yourself"
ALWAYS_SHARED = (
    "Whatever day you choose, your PT always sees what is open, such as a warning sign or a leak, with the "
    "notes and runs behind it: nothing is closed unseen."
)
REVIEWED = {
    "release": "released the next step",
    "agree": "looked at your week and agreed",
    "override": "changed the answer",
}
#: As many stand open.
NEWEST = 5
FIRST_SHARED_WEEKS = 6


def show(beside: BesideMe, desk: Desk) -> None:
    """With a therapist: the next review, how to reach her, notes, reviews, sharing."""
    names = " and ".join(link.other_name for link in beside.in_force)
    when = fmt.day(beside.next_review_on) if beside.next_review_on else "no date set yet"
    with st.container(border=True):
        st.markdown(f"**{plain(names)}** looks after your return to running.")
        st.markdown(f":material/event: Next review: **{when}**")
        st.text(f"How to reach: {beside.reach or 'not written down yet; ask at your next visit'}")
        st.caption("For anything urgent do not wait for a message here: open *Something is wrong*.")
    _notes(beside, desk)
    _reviews(beside.reviews, desk)
    st.subheader("What you share", anchor=False)
    for link in beside.in_force:
        _sharing(link, desk)
    st.caption(ALWAYS_SHARED)
    _invite(desk, "Invite another therapist")


def alone(beside: BesideMe, desk: Desk) -> None:
    """Without one: says so plainly, and how to work with one."""
    st.markdown(ALONE)
    if launch.sign_in_settings() is None:
        st.markdown(HOW_ALONE)
    else:
        _invite(desk, "Invite your therapist")
    _notes(beside, desk)
    _reviews(beside.reviews, desk)


def _notes(beside: BesideMe, desk: Desk) -> None:
    if not beside.notes:
        return
    st.subheader("Notes to you", anchor=False)
    for note in beside.notes[:NEWEST]:
        _note(note, desk)
    if any(note.is_new for note in beside.notes) and st.button(
        "I have read them", icon=":material/done_all:"
    ):
        desk.services.deciding.notes_seen(desk.actor, desk.runner_id, now=desk.now)
        st.rerun()
    if beside.notes[NEWEST:]:
        with st.expander("Earlier notes"):
            for note in beside.notes[NEWEST:]:
                _note(note, desk)


def _note(note: CareNote, desk: Desk) -> None:
    with st.container(border=True):
        new = ":material/fiber_new: " if note.is_new else ""
        st.caption(f"{new}{plain(note.by_name)}, {fmt.day_and_time(desk.local(note.made_utc))}")
        st.text(note.words)


def _reviews(reviews: tuple[CareReview, ...], desk: Desk) -> None:
    if reviews:
        st.subheader("Reviews", anchor=False)
    for review in reviews[:NEWEST]:
        said = REVIEWED.get(review.kind, review.kind)
        later = " (a later answer took its place)" if review.is_voided else ""
        st.text(
            f"{fmt.day(desk.local(review.made_utc).date())}: {review.by_name} {said}{later}. {review.because}"
        )


def _sharing(link: Link, desk: Desk) -> None:
    began = fmt.day(desk.local(link.began_utc).date())
    since = (
        f"from {fmt.day(link.shared_from)} {link.shared_from.year} on"
        if link.shared_from
        else "from the beginning"
    )
    with st.container(border=True):
        st.markdown(f"**{plain(link.other_name)}** sees {SEES}, {since}. You are linked since {began}.")
        with st.container(horizontal=True):
            with st.popover("Change what is shared", icon=":material/visibility:"):
                _change(link, desk)
            with st.popover("End this", icon=":material/link_off:"):
                _end(link, desk)


def _change(link: Link, desk: Desk) -> None:
    first = st.date_input(
        "Share from this day on", link.shared_from, max_value=desk.today, key=f"share-{link.link_id}"
    )
    st.caption(f"An empty day shares all. Days before it are hidden at once. {ALWAYS_SHARED}")
    if st.button("Save", key=f"share-save-{link.link_id}"):
        chosen = first if isinstance(first, date) else None
        desk.services.links.share_from(desk.actor, link.other_id, chosen, now=desk.now)
        st.rerun()


def _end(link: Link, desk: Desk) -> None:
    st.markdown(
        f"{plain(link.other_name)} sees nothing more from the next click on. What waited for a review keeps "
        "waiting until a new clearance."
    )
    if st.button("Yes, end it", type="primary", key=f"end-{link.link_id}"):
        desk.services.links.end(desk.actor, link.other_id, now=desk.now)
        st.rerun()


def _invite(desk: Desk, title: str) -> None:
    st.subheader(title, anchor=False)
    choices = {
        "All": None,
        f"The last {FIRST_SHARED_WEEKS} weeks and later": desk.today - timedelta(weeks=FIRST_SHARED_WEEKS),
        "From today on": desk.today,
    }
    chosen = st.segmented_control("What may she see?", list(choices), key="invite-shares")
    if chosen is None:
        st.caption("Choose first what she may see. You can change it on any day.")
        return
    if choices[chosen] is not None:
        st.caption(ALWAYS_SHARED)
    send = partial(
        desk.services.invitations.invite_therapist, desk.actor, shared_from=choices[chosen], now=desk.now
    )
    invite_form.show(desk, send, "therapist")
    for invitation in desk.services.invitations.open(desk.actor, now=desk.now):
        until = fmt.day(desk.local(invitation.expires_utc).date())
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(f"Waits: {invitation.email or 'anybody with the link'}, until {until}")
            if st.button("Take back", key=f"withdraw-{invitation.id}"):
                desk.services.invitations.withdraw(desk.actor, invitation.id, now=desk.now)
                st.rerun()
