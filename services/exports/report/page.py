"""The same report as one web page that prints: headings, tables and pictures that a screen reader reads."""

from base64 import b64encode
from xml.etree.ElementTree import Element, SubElement, tostring

from reportlab.graphics.renderSVG import drawToString

from services.exports.report import ink
from services.exports.report.blocks import Block, Bullets, Document, Grid, Heading, Picture, Text

FAMILY = "DejaVu Sans Condensed, Arial Narrow, system-ui, sans-serif"
STYLE = """
body { font: 15px/1.45 "DejaVu Sans Condensed", system-ui, sans-serif; color: #1b2a29; background: #fff;
       max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.15rem; margin: 1.4rem 0 .3rem; break-after: avoid; }
.strong { font-weight: 700; font-size: 1.15rem; }
figure { margin: .6rem 0; break-inside: avoid; } figure img { width: 100%; height: auto; }
figcaption, table { font-size: .85rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; font-weight: 700; }
th, td { text-align: left; vertical-align: top; padding: .2rem .4rem; border-bottom: 1px solid #b9c4c2; }
thead th { border-bottom: 2px solid #1b2a29; } tr { break-inside: avoid; }
td.watch { background: #dfe5e4; }
td.act { background: #dfe5e4; font-weight: 700; outline: 2px solid #1b2a29; outline-offset: -2px; }
.fill td { height: 3rem; }
footer { margin-top: 1.5rem; border-top: 1px solid #b9c4c2; font-size: .85rem; }
@media print { body { padding: 0; font-size: 11pt; } .scroll { overflow: visible; } }
"""


def page(document: Document) -> str:
    """The document as one HTML file with nothing to load from elsewhere."""
    ink.register_fonts()
    html = Element("html", lang="en")
    head = SubElement(html, "head")
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    SubElement(head, "title").text = f"{document.title}: {document.subject}"
    SubElement(head, "style").text = STYLE
    body = SubElement(html, "body")
    main = SubElement(body, "main")
    SubElement(main, "h1").text = document.title
    SubElement(main, "p").text = document.subject
    for block in document.blocks:
        _add(main, block)
    SubElement(body, "footer").text = document.foot
    return "<!doctype html>\n" + tostring(html, encoding="unicode", method="html")


def _add(parent: Element, block: Block) -> None:
    match block:
        case Heading():
            SubElement(parent, "h2").text = block.text
        case Text():
            SubElement(parent, "p", {"class": "strong"} if block.strong else {}).text = block.text
        case Bullets():
            items = SubElement(parent, "ul")
            for item in block.items:
                SubElement(items, "li").text = item
        case Picture():
            figure = SubElement(parent, "figure")
            SubElement(figure, "img", src=_svg_uri(block), alt="")
            SubElement(figure, "figcaption").text = block.in_words
        case Grid():
            _add_table(parent, block)


def _svg_uri(picture: Picture) -> str:
    # The reader's machine need not have the font of the paper.
    svg = drawToString(picture.drawing).replace(f"font-family: {ink.FONT}", f"font-family: {FAMILY}")
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()


def _add_table(parent: Element, grid: Grid) -> None:
    frame = SubElement(parent, "div", {"class": "scroll", "tabindex": "0", "role": "region"})
    frame.set("aria-label", grid.title)
    table = SubElement(frame, "table", {"class": "fill"} if grid.to_fill_in else {})
    SubElement(table, "caption").text = grid.title
    head = SubElement(SubElement(table, "thead"), "tr")
    for text in grid.head:
        SubElement(head, "th", scope="col").text = text
    rows = SubElement(table, "tbody")
    for row in grid.rows:
        line = SubElement(rows, "tr")
        for cell in row:
            SubElement(line, "td", {"class": cell.severity} if cell.severity else {}).text = cell.text
