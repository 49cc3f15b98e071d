"""A report on paper: PDF with real text, embedded fonts, title, language and bookmarks."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    HRFlowable,
    KeepTogether,
    ListFlowable,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from services.exports.report import ink
from services.exports.report.blocks import (
    Block,
    Bullets,
    Cell,
    Document,
    Figures,
    Grid,
    Heading,
    Picture,
    Text,
)

LANGUAGE = "en"
BODY = ParagraphStyle("body", fontName=ink.FONT, fontSize=9, leading=12, textColor=ink.TEXT, spaceAfter=3)
STRONG = ParagraphStyle("strong", BODY, fontName=ink.BOLD, fontSize=11, leading=15)
SMALL = ParagraphStyle("small", BODY, fontSize=7.5, leading=9.5, spaceAfter=0)
SMALL_STRONG = ParagraphStyle("small strong", SMALL, fontName=ink.BOLD)
TITLE = ParagraphStyle("title", BODY, fontName=ink.BOLD, fontSize=17, leading=21, spaceAfter=2)
SECTION = ParagraphStyle(
    "section", BODY, fontName=ink.BOLD, fontSize=12, leading=16, spaceBefore=10, textColor=ink.ACCENT
)
FIGURE = ParagraphStyle("figure", BODY, fontName=ink.BOLD, fontSize=13, leading=16, spaceAfter=0)
LABEL = ParagraphStyle("label", SMALL, textColor=ink.MUTED)
CAPTION = ParagraphStyle("caption", SMALL, spaceBefore=3)
FOOT_PT = 16 * mm
#: A section's title does not stand alone at the foot of a page.
SECTION_ROOM_PT = 30 * mm
FILL_IN_PT = 13 * mm


class _Section(Paragraph):
    """A section's title that is also a bookmark."""

    def __init__(self, text: str, place: int) -> None:
        self.title, self.key = text, f"section-{place}"
        super().__init__(_safe(text), SECTION)

    def draw(self) -> None:
        canvas = self.canv
        canvas.bookmarkHorizontal(self.key, 0, self.height)
        canvas.addOutlineEntry(self.title, self.key, level=0)
        super().draw()


def pdf(document: Document) -> bytes:
    """The document as a PDF that is the same for the same document, its dates those of `made_on`."""
    ink.register_fonts()
    pages = _build(document, total=None)[1]
    return _build(document, total=pages)[0]


def _build(document: Document, *, total: int | None) -> tuple[bytes, int]:
    """The bytes and the number of pages; the second build knows how many there are."""
    file = BytesIO()
    foot = partial(_foot, document=document, total=total)
    template = BaseDocTemplate(
        file,
        pagesize=ink.PAGE,
        pageTemplates=[PageTemplate(frames=[_frame()], onPage=foot)],
        title=f"{document.title}: {document.subject}",
        author="Stridegate",
        creator="Stridegate",
        subject=document.foot,
        lang=LANGUAGE,
        displayDocTitle=True,
        initialFontName=ink.FONT,
        invariant=1,
    )
    template.build(_story(document))
    return file.getvalue(), template.page


def _frame() -> Frame:
    margin, foot = ink.MARGIN_PT, ink.MARGIN_PT + FOOT_PT
    height = ink.PAGE[1] - margin - foot
    return Frame(
        margin, foot, ink.WIDTH_PT, height, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0
    )


def _story(document: Document) -> list[Flowable]:
    story: list[Flowable] = [
        Paragraph(_safe(document.title), TITLE),
        Paragraph(_safe(document.subject), BODY),
        HRFlowable(width="100%", thickness=1.5, color=ink.ACCENT, spaceBefore=2, spaceAfter=5),
    ]
    following = [*document.blocks[1:], None]
    for place, (block, after) in enumerate(zip(document.blocks, following, strict=True)):
        if isinstance(block, Heading):
            story.append(CondPageBreak(_room_pt(after)))
        story += _flowables(block, place)
    return story


def _room_pt(after: Block | None) -> float:
    """How much room a section's title needs below it: a picture that follows stays with it."""
    picture_pt = after.drawing.height if isinstance(after, Picture) else 0.0
    return min(SECTION_ROOM_PT + picture_pt, ink.PAGE[1] / 2 + SECTION_ROOM_PT)


def _flowables(block: Block, place: int) -> list[Flowable]:
    match block:
        case Heading():
            return [_Section(block.text, place)]
        case Text():
            return (
                [_beside_a_bar(block.text), Spacer(0, 3)]
                if block.strong
                else [Paragraph(_safe(block.text), BODY)]
            )
        case Figures():
            return [_figures(block), Spacer(0, 4)]
        case Bullets():
            items = [Paragraph(_safe(item), BODY) for item in block.items]
            look = {"bulletType": "bullet", "bulletFontName": ink.FONT, "bulletFontSize": 9, "leftIndent": 10}
            return [ListFlowable(items, **look)]
        case Picture():
            return [KeepTogether([Paragraph(_safe(block.in_words), CAPTION), Spacer(0, 2), block.drawing])]
        case Grid():
            return [Spacer(0, 3), _table(block), Spacer(0, 4)]


def _beside_a_bar(text: str) -> Table:
    """A sentence that must not be missed, on a ground and with a bar at its side."""
    style = TableStyle(
        [
            ("BACKGROUND", (0, 0), (-1, -1), ink.PALE),
            ("LINEBEFORE", (0, 0), (0, -1), 3, ink.ACCENT),
            ("LEFTPADDING", (0, 0), (-1, -1), 8),
        ]
    )
    return Table([[Paragraph(_safe(text), STRONG)]], colWidths=[ink.WIDTH_PT], splitInRow=1, style=style)


def _figures(figures: Figures) -> Table:
    """Numbers side by side, each over what it counts."""
    items = figures.items
    style = TableStyle(
        [
            ("BACKGROUND", (0, 0), (-1, -1), ink.PALE),
            ("LINEAFTER", (0, 0), (-2, -1), 1.5, ink.PAPER),
            ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("BOTTOMPADDING", (0, 0), (-1, 0), 0),
        ]
    )
    return Table(
        [
            [Paragraph(_safe(item.value), FIGURE) for item in items],
            [Paragraph(_safe(item.label), LABEL) for item in items],
        ],
        colWidths=[ink.WIDTH_PT / len(items)] * len(items),
        style=style,
    )


def _table(grid: Grid) -> Table:
    head = [Paragraph(_safe(text), SMALL_STRONG) for text in grid.head]
    body = [[_cell(cell) for cell in row] for row in grid.rows]
    width_pt = ink.WIDTH_PT / sum(grid.shares)
    style = [
        ("FONTNAME", (0, 0), (-1, -1), ink.FONT),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, ink.TEXT),
        ("LINEBELOW", (0, 1), (-1, -1), 0.3, ink.LINE),
        ("LEFTPADDING", (0, 0), (-1, -1), 2),
        ("RIGHTPADDING", (0, 0), (-1, -1), 6),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        *_grounds(grid.rows),
    ]
    heights = [None, *[FILL_IN_PT] * len(body)] if grid.to_fill_in else None
    return Table(
        [head, *body],
        colWidths=[share * width_pt for share in grid.shares],
        rowHeights=heights,
        repeatRows=1,
        # A long reason goes on over the page instead of stopping the report.
        splitInRow=1,
        style=TableStyle(style),
    )


def _grounds(rows: Sequence[Sequence[Cell]]) -> list[tuple]:
    """Grey behind what to watch, a black frame around what acts: they differ without colour too."""
    style: list[tuple] = []
    for down, row in enumerate(rows, start=1):
        for across, cell in enumerate(row):
            place = (across, down)
            if cell.severity in ("watch", "act"):
                style.append(("BACKGROUND", place, place, ink.WATCH))
            if cell.severity == "act":
                style.append(("BOX", place, place, 1.2, ink.TEXT))
    return style


def _cell(cell: Cell) -> Paragraph:
    return Paragraph(_safe(cell.text), SMALL_STRONG if cell.severity == "act" else SMALL)


def _foot(canvas: Canvas, template: BaseDocTemplate, *, document: Document, total: int | None) -> None:
    canvas.setDateFormatter(_pdf_date(document.made_on))
    canvas.saveState()
    advice = Paragraph(_safe(document.foot), SMALL)
    _, height = advice.wrap(ink.WIDTH_PT, FOOT_PT)
    advice.drawOn(canvas, ink.MARGIN_PT, ink.MARGIN_PT + FOOT_PT - 6 - height)
    canvas.setFont(ink.FONT, SMALL.fontSize)
    canvas.setFillColor(ink.MUTED)
    canvas.drawString(ink.MARGIN_PT, ink.MARGIN_PT - 8, f"{document.title} · {document.subject}")
    place = f"Page {template.page}" + (f" of {total}" if total else "")
    canvas.drawRightString(ink.PAGE[0] - ink.MARGIN_PT, ink.MARGIN_PT - 8, place)
    canvas.restoreState()


def _pdf_date(on: date) -> Callable[..., str]:
    return lambda *_: f"D:{on:%Y%m%d}000000Z"


def _safe(text: str) -> str:
    """Text from people is text: no markup, no control characters."""
    return escape("".join(letter if letter.isprintable() else " " for letter in text))
