"""The same report as one web page that prints: headings, tables and pictures that a screen reader reads."""

from base64 import b64encode
from xml.etree.ElementTree import Element, SubElement, tostring

from reportlab.graphics.renderSVG import drawToString

from services.exports.report import ink
from services.exports.report.blocks import Block, Bullets, Document, Figures, Grid, Heading, Picture, Text

FAMILY = "DejaVu Sans Condensed, Arial Narrow, system-ui, sans-serif"
#: Paper is white in the dark too; every rule stays inside it, so that it can lie in another page.
STYLE = """
.paper { font: 15px/1.45 "DejaVu Sans Condensed", system-ui, sans-serif; color: #1b2a29; background: #fff;
         max-width: 60rem; margin: 0 auto; padding: 1.2rem clamp(.6rem, 3vw, 2rem);
         box-sizing: border-box; border: 1px solid #b9c4c2;
  .title { font-size: 1.6rem; line-height: 1.2; font-weight: 700; margin: 0; padding: 0; color: #1b2a29; }
  .subject { margin: .2rem 0 .8rem; padding-bottom: .5rem; border-bottom: 2px solid #0b6b63; }
  .section { font-size: 1.15rem; line-height: 1.3; font-weight: 700; margin: 1.4rem 0 .3rem; padding: 0;
             color: #0b6b63; break-after: avoid; }
  p { margin: .3rem 0; font-size: 1rem; } ul { margin: .3rem 0; } li { font-size: 1rem; }
  .strong { font-weight: 700; font-size: 1.1rem; background: #f3f6f5; border-left: 4px solid #0b6b63;
            padding: .4rem .7rem; }
  figure { margin: .6rem 0; break-inside: avoid; } figure img { width: 100%; height: auto; }
  figcaption, table { font-size: .85rem; }
  .scroll { overflow-x: auto; }
  table { border-collapse: collapse; width: 100%; min-width: 34rem; margin: .3rem 0; }
  caption { text-align: left; font-weight: 700; color: #1b2a29; font-size: 1em; }
  th, td { text-align: left; vertical-align: top; padding: .2rem .4rem; border: 0;
           border-bottom: 1px solid #b9c4c2; color: #1b2a29; }
  thead th { border-bottom: 2px solid #1b2a29; } tr { break-inside: avoid; }
  td.watch { background: #dfe5e4; }
  td.act { background: #dfe5e4; font-weight: 700; outline: 2px solid #1b2a29; outline-offset: -2px; }
  .figures { display: flex; flex-wrap: wrap; gap: .5rem; margin: .8rem 0; padding: 0; }
  .figures div { flex: 1 1 8rem; background: #f3f6f5; padding: .5rem .7rem; border-radius: .5rem; }
  .figures dt { font-size: .8rem; font-weight: 400; color: #566664; }
  .figures dd { margin: 0; font-weight: 700; font-size: 1.2rem; }
  .fill td { height: 3rem; }
  footer { margin-top: 1.5rem; border-top: 1px solid #b9c4c2; font-size: .85rem; }
}
@media print { .paper { padding: 0; border: 0; font-size: 11pt; .scroll { overflow: visible; } } }
"""


def page(document: Document) -> str:
    """The document as one HTML file with nothing to load from elsewhere."""
    html = Element("html", lang="en")
    head = SubElement(html, "head")
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    SubElement(head, "title").text = f"{document.title}: {document.subject}"
    SubElement(head, "style").text = STYLE
    _sheet(SubElement(SubElement(html, "body"), "main", {"class": "paper"}), document, top=1)
    return "<!doctype html>\n" + _written(html)


def inset(document: Document) -> str:
    """The document as a sheet of paper to lay into a page that has a title of its own."""
    article = Element("article", {"class": "paper"})
    _sheet(article, document, top=2)
    return f"<style>{STYLE}</style>{_written(article)}"


def _written(element: Element) -> str:
    return tostring(element, encoding="unicode", method="html")


def _sheet(parent: Element, document: Document, *, top: int) -> None:
    ink.register_fonts()
    SubElement(parent, f"h{top}", {"class": "title"}).text = document.title
    SubElement(parent, "p", {"class": "subject"}).text = document.subject
    for block in document.blocks:
        _add(parent, block, f"h{top + 1}")
    SubElement(parent, "footer").text = document.foot


def _add(parent: Element, block: Block, section: str) -> None:
    match block:
        case Heading():
            SubElement(parent, section, {"class": "section"}).text = block.text
        case Text():
            SubElement(parent, "p", {"class": "strong"} if block.strong else {}).text = block.text
        case Bullets():
            items = SubElement(parent, "ul")
            for item in block.items:
                SubElement(items, "li").text = item
        case Figures():
            list_of = SubElement(parent, "dl", {"class": "figures"})
            for item in block.items:
                pair = SubElement(list_of, "div")
                SubElement(pair, "dt").text = item.label
                SubElement(pair, "dd").text = item.value
        case Picture():
            figure = SubElement(parent, "figure")
            SubElement(figure, "figcaption").text = block.in_words
            SubElement(figure, "img", src=_svg_uri(block), alt="")
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
