"""How the page looks to this visitor."""

import streamlit as st

from ui.palette import PALETTES, Mode, Palette


def palette() -> Palette:
    """The palette of the mode that the visitor's browser is in; light where it does not say."""
    mode: Mode = "dark" if st.context.theme.type == "dark" else "light"
    return PALETTES[mode]
