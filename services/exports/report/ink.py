"""What paper gives: the page, its fonts, and greys and heights that read without colour."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

from reportlab.lib.colors import Color, HexColor, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

PAGE = A4
MARGIN_PT = 16 * mm
WIDTH_PT = PAGE[0] - 2 * MARGIN_PT
FONT = "DejaVuSansCondensed"
BOLD = "DejaVuSansCondensed-Bold"
TEXT = HexColor("#1b2a29")
MUTED = HexColor("#566664")
LINE = HexColor("#b9c4c2")
WATCH = HexColor("#dfe5e4")
#: The one colour besides the gaits: a rule under the title, a bar beside the answer.
ACCENT = HexColor("#0b6b63")
PALE = HexColor("#f3f6f5")
PAPER = white


@dataclass(frozen=True, slots=True)
class Gait:
    """How a stretch of one gait is drawn: the faster the taller and the darker."""

    height: float
    fill: Color


GAITS = {
    "run": Gait(1.0, HexColor("#0b5d55")),
    "walk": Gait(0.55, HexColor("#c9b27c")),
    "stand": Gait(0.2, HexColor("#c3cccb")),
    "pause": Gait(0.08, HexColor("#8a9695")),
    "unknown": Gait(0.3, HexColor("#e3e0d8")),
    "not_on_foot": Gait(0.2, HexColor("#8a9695")),
}


@cache
def register_fonts() -> None:
    """Make the fonts known, once; they are embedded, since names have letters that no viewer must own."""
    for name in (FONT, BOLD):
        with as_file(files("services.exports.report") / "fonts" / f"{name}.ttf") as path:
            pdfmetrics.registerFont(TTFont(name, str(path)))
    pdfmetrics.registerFontFamily(FONT, normal=FONT, bold=BOLD, italic=FONT, boldItalic=BOLD)
