"""The hardened pass over a whole GPX or TCX file: the way that is always right."""

import re

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue] - lxml ships no types

from ingest.errors import IngestError
from ingest.xml.document import RawDocument
from ingest.xml.gpx import GpxTarget
from ingest.xml.target import PointTarget
from ingest.xml.tcx import TcxTarget

TARGETS: dict[str, type[PointTarget]] = {"gpx": GpxTarget, "tcx": TcxTarget}
POINT_TAGS = {"gpx": "trkpt", "tcx": "Trackpoint"}
#: How many damaged places are cut out of one file before the rest is left as it is.
_MAX_CUTS = 8
_MAX_CUT_BYTES = 32 << 20
ROOTS = {"gpx": b"gpx", "tcx": b"TrainingCenterDatabase"}

_FORBIDDEN = re.compile(rb"<!(DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)")


def read_document(text: bytes, kind: str) -> RawDocument:
    """Everything that can be read of UTF-8 XML, with the place where it breaks if it does.

    Raises `IngestError`: `unsafe_xml` for a document type or entities, `corrupt_file` and
    `truncated_file` where not even a damaged file's beginning could be read.
    """
    if _FORBIDDEN.search(text):
        raise IngestError(
            "unsafe_xml",
            "The file declares a document type or entities, which no watch writes; it was not opened.",
        )
    try:
        return parse(text, kind)
    except etree.XMLSyntaxError as fault:
        damaged_at = _offset(text, fault)
        document = _save(text, kind, damaged_at)
        document.damaged_at = damaged_at
        document.is_cut_off = not text.rstrip().endswith(
            (b"</" + ROOTS[kind] + b">", b":" + ROOTS[kind] + b">")
        )
        return document


def parse(text: bytes, kind: str, *, recover: bool = False) -> RawDocument:
    """One hardened pass; raises lxml's `XMLSyntaxError` where the text is damaged and not to `recover`."""
    parser = etree.XMLParser(
        target=TARGETS[kind](),
        encoding="utf-8",
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    parser.feed(text)
    return parser.close()


def _save(text: bytes, kind: str, damaged_at: int) -> RawDocument:
    """What the parser recovers of a damaged text, unless cutting the damage out saves more points."""
    opening, closing = f"<{POINT_TAGS[kind]}".encode(), f"</{POINT_TAGS[kind]}>".encode()
    document = parse(text, kind, recover=True)
    for _ in range(min(_MAX_CUTS, _MAX_CUT_BYTES // len(text))):
        end, start = text.rfind(closing, 0, damaged_at), text.find(opening, damaged_at)
        if document.point_count >= text.count(closing) or end < 0 or start < 0:
            break
        text = text[: end + len(closing)] + text[start:]
        try:
            return parse(text, kind)
        except etree.XMLSyntaxError as fault:
            damaged_at = _offset(text, fault)
            document = max(document, parse(text, kind, recover=True), key=lambda found: found.point_count)
    return document


def _offset(text: bytes, fault: etree.XMLSyntaxError) -> int:
    """The byte that a fault's line and column name."""
    line, column = fault.position
    start = 0
    for _ in range(line - 1):
        start = text.find(b"\n", start) + 1
        if not start:
            return len(text)
    return min(start + column - 1, len(text))
