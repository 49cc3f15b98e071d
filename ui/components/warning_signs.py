"""Warning signs: asked in one line, listed in full, and answered at once with what to do."""

import streamlit as st

from program.signs import Sign, sign_list
from ui.components import answer_card, call_buttons
from ui.words import NOBODY_ALERTED, URGENCIES

NO_SIGN, SOME_SIGN = "none", "some"
HEADINGS = {"emergency": "Emergency: call now", "same_day": "Needs medical care today"}


def ask(key: str, region: str | None) -> tuple[str, ...] | None:
    """The signs there are: empty where she says none, null where she did not answer."""
    st.markdown("**Any warning sign?** Such as chest pain, trouble breathing, a painful calf, fever.")
    first = st.segmented_control(
        "Any warning sign?",
        [NO_SIGN, SOME_SIGN],
        format_func={NO_SIGN: "None of them", SOME_SIGN: "Yes, or not sure"}.__getitem__,
        key=f"{key}-sign",
        label_visibility="collapsed",
    )
    with st.expander("All warning signs, in words"):
        for urgency, heading in HEADINGS.items():
            st.markdown(f"**{heading}**\n" + "\n".join(f"- {sign.asks}" for sign in _signs(urgency)))
    if first == NO_SIGN:
        return ()
    if first is None:
        return None
    return choose(key, region) or None


def choose(key: str, region: str | None) -> tuple[str, ...]:
    """The signs that she ticks; what to do stands at once beneath each of them, where the eye is."""
    chosen: list[str] = []
    for urgency, heading in HEADINGS.items():
        st.markdown(f"**{heading}**")
        for sign in _signs(urgency):
            if st.checkbox(sign.asks, key=f"{key}-{sign.id}"):
                what_to_do(sign, region)
                chosen.append(sign.id)
    return tuple(chosen)


def what_to_do(sign: Sign, region: str | None) -> None:
    """What to do now, whom to call, and that nobody else knows of it."""
    answer_card.show(URGENCIES[sign.urgency], "stop", sign.what_to_do)
    call_buttons.show(sign_list().numbers_for(region))
    st.markdown(f"{sign.because} **{NOBODY_ALERTED}**")


def _signs(urgency: str) -> list[Sign]:
    return [sign for sign in sign_list().signs if sign.urgency == urgency]
