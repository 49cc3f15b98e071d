"""How the page looks to this visitor."""

import streamlit as st

from ui.palette import PALETTES, Mode, Palette

#: Streamlit draws small print and shortcuts in faded ink and writes white on every primary button: too
#: little contrast.
#: The day and the month of a date are each a target to tap, narrower than a fingertip.
#: What became of an act stays in view at the foot of the screen.
#: A finger on a phone needs 44 points.
STYLE = """<style>
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] p {{ color: {muted}; opacity: 1; }}
[data-testid^="stBaseButton-primary"]:not(:disabled),
[data-testid^="stBaseButton-primary"]:not(:disabled) p,
[data-testid^="stBaseButton-primary"]:not(:disabled) span {{ color: {on_primary}; }}
[data-testid^="stBaseButton"] kbd {{ color: inherit; opacity: 1; }}
[data-testid="stDateInput"] [role="spinbutton"]
  {{ display: inline-block; min-width: 24px; min-height: 24px; line-height: 24px; text-align: center; }}
[data-testid="stLayoutWrapper"]:has(> .st-key-told-place)
  {{ position: sticky; bottom: .75rem; z-index: 5; background: {background}; border-radius: .75rem; }}
.stMainBlockContainer {{ padding-top: 4.5rem; }}
.stMainBlockContainer h1 {{ padding-top: 0; }}
@media (max-width: 640px) {{
  [data-testid="stButtonGroup"] button {{ min-height: 44px; min-width: 44px; justify-content: center; }}
  [data-testid="stCheckbox"] label, [data-testid="stPageLink"] a {{ min-height: 44px; align-items: center; }}
  [data-testid^="stBaseButton"] {{ min-height: 44px; }}
}}
</style>"""


#: A desk shows a week at once: little air above, and the whole width.
WIDE = """<style>
@media (min-width: 900px) {
  [data-testid="stMainBlockContainer"] { padding: 4.5rem 2.2rem 2rem; max-width: 110rem; }
  [data-testid="stMainBlockContainer"] h1 { font-size: 1.5rem; padding: 0 0 .3rem; }
  [data-testid="stVerticalBlock"] { gap: .7rem; }
}
</style>"""


def wide() -> None:
    """Gives a page of the therapist's the room of a desk."""
    st.html(WIDE)


def palette() -> Palette:
    """The palette of the mode that the visitor's browser is in; light where it does not say."""
    mode: Mode = "dark" if st.context.theme.type == "dark" else "light"
    return PALETTES[mode]


def apply() -> None:
    """Mends the contrast of what the theme's own settings cannot reach."""
    colours = palette()
    st.html(STYLE.format(muted=colours.muted, on_primary=colours.on_primary, background=colours.background))
