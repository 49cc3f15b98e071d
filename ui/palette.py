"""Every colour of the dashboard, once, for light and for dark.

Each pair of text and ground is at least 4.5 to 1 (WCAG 2.2 AA), which a test measures.
Colour never stands alone: an icon and a word say the same.
"""

from dataclasses import dataclass
from typing import Literal

Mode = Literal["light", "dark"]


@dataclass(frozen=True)
class Tone:
    """Text (and icon) on its ground."""

    text: str
    ground: str


@dataclass(frozen=True)
class Palette:
    """The colours of one mode; `run` and `walk` are what bouts are drawn in, `planned_*` what was asked."""

    background: str
    surface: str
    text: str
    muted: str
    border: str
    primary: str
    on_primary: str
    run: str
    walk: str
    stand: str
    planned_run: str
    planned_walk: str
    #: What a whole week may come to, behind its bar.
    band: str
    heart: str
    progress: Tone
    hold: Tone
    regress: Tone
    stop: Tone
    neutral: Tone
    #: How bad an answer was, from clear to worst: also a row of greys, and each with a sign in it.
    heat: tuple[Tone, Tone, Tone, Tone]

    def tone(self, name: str) -> Tone:
        """The tone of an action, or the neutral one."""
        tones = {"progress": self.progress, "hold": self.hold, "regress": self.regress, "stop": self.stop}
        return tones.get(name, self.neutral)


LIGHT = Palette(
    background="#ffffff",
    surface="#f3f6f5",
    text="#1b2a29",
    muted="#566664",
    border="#d5dedc",
    primary="#0b6b63",
    on_primary="#ffffff",
    run="#0b7a70",
    walk="#d9b36c",
    stand="#c3cccb",
    planned_run="#6d7b79",
    planned_walk="#c3cccb",
    band="#dde5e3",
    heart="#b03a5b",
    progress=Tone("#14592f", "#e2f3e8"),
    hold=Tone("#6b4600", "#fdf0d0"),
    regress=Tone("#86340a", "#fce8db"),
    stop=Tone("#97102a", "#fde6e9"),
    neutral=Tone("#1b2a29", "#f3f6f5"),
    heat=(
        Tone("#1b2a29", "#e3ecea"),
        Tone("#3d2b00", "#f4d49c"),
        Tone("#1f0f00", "#dd8a4e"),
        Tone("#ffffff", "#8c2333"),
    ),
)
DARK = Palette(
    background="#101817",
    surface="#1a2524",
    text="#e7efee",
    muted="#a3b3b1",
    border="#34423f",
    primary="#5cc9bd",
    on_primary="#06201d",
    run="#3fbfb1",
    walk="#a5823f",
    stand="#4d5b59",
    planned_run="#94a3a1",
    planned_walk="#4d5b59",
    band="#2f3d3b",
    heart="#ef8fab",
    progress=Tone("#8fdcab", "#17331f"),
    hold=Tone("#f3cc7c", "#382a0c"),
    regress=Tone("#f8b48c", "#3d2110"),
    stop=Tone("#ffa3ae", "#42161d"),
    neutral=Tone("#e7efee", "#1a2524"),
    heat=(
        Tone("#cfdcda", "#243533"),
        Tone("#fbe3b5", "#5a4318"),
        Tone("#120800", "#bd6d33"),
        Tone("#3d0910", "#ffc2b3"),
    ),
)
#: Where the sRGB curve turns from a line into a power (IEC 61966-2-1).
LINEAR_BELOW = 0.04045
PALETTES: dict[Mode, Palette] = {"light": LIGHT, "dark": DARK}


def theme_options() -> dict[str, str]:
    """The same colours as Streamlit's own settings, by the name of the option."""
    options: dict[str, str] = {
        "theme.baseRadius": "0.75rem",
        "theme.paddingTop": "1rem",
        "theme.paddingBottom": "3rem",
        "theme.metricValueFontSize": "1.35rem",
        "theme.headingFontSizes": "1.9rem,1.5rem,1.25rem,1.1rem,1rem,1rem",
    }
    for mode, palette in PALETTES.items():
        options |= {
            f"theme.{mode}.primaryColor": palette.primary,
            f"theme.{mode}.backgroundColor": palette.background,
            f"theme.{mode}.secondaryBackgroundColor": palette.surface,
            f"theme.{mode}.textColor": palette.text,
            f"theme.{mode}.borderColor": palette.border,
            f"theme.{mode}.linkColor": palette.primary,
        }
    return options


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours given as `#rrggbb`, from 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= LINEAR_BELOW else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
