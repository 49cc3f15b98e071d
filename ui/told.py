"""What became of an act, in one sentence that stays in view on the page that is drawn after it."""

import streamlit as st

from ui import line
from ui.plain import plain

KEPT = "told"
#: Named in the style sheet, which keeps it at the foot of the screen.
PLACE = "told-place"


def done(sentence: str) -> None:
    """To be shown once, after the next run; what people wrote in it is made plain before."""
    st.session_state[KEPT] = (True, sentence)


def refused(sentence: str) -> None:
    """The same for what was not done, with what is missing."""
    st.session_state[KEPT] = (False, plain(sentence))


def show() -> None:
    """The sentence, where there is one; call it where the page ends, so that nothing above it moves."""
    with st.container(key=PLACE):
        kept: tuple[bool, str] | None = line.once(KEPT)
        if kept is None:
            return
        is_done, sentence = kept
        if is_done:
            st.success(sentence, icon=":material/check_circle:")
        else:
            st.error(sentence, icon=":material/error:")
