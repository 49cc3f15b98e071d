"""What a file is, told from its content and never from its name."""

import re
from dataclasses import dataclass
from typing import Literal

from ingest.errors import IngestError
from ingest.xml.text import to_utf8

Kind = Literal["fit", "gpx", "tcx", "gzip", "zip"]

#: How much of the beginning is looked at.
HEAD_BYTES = 1 << 16
GZIP_MAGIC = b"\x1f\x8b"
ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")

_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "a JPEG picture"),
    (0, b"\x89PNG\r\n", "a PNG picture"),
    (0, b"GIF8", "a GIF picture"),
    (4, b"ftypheic", "an HEIC picture"),
    (4, b"ftyp", "a video"),
    (0, b"%PDF", "a PDF document"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it first"),
    (0, b"Rar!\x1a\x07", "a RAR archive; unpack it first"),
    (0, b"BZh", "a bzip2 archive; unpack it first"),
    (0, b"\xfd7zXZ\x00", "an xz archive; unpack it first"),
    (257, b"ustar", "a tar archive; unpack it first"),
    (0, b"SQLite format 3\x00", "a database"),
    (0, b"\x00\x05\x16\x07", "a note that macOS keeps beside a file, not the file itself"),
    (0, b"\xd0\xcf\x11\xe0", "an Office document"),
)
_ROOTS = {
    "html": "a web page; perhaps the download needed a sign-in",
    "kml": "a KML map without measured values",
    "svg": "a drawing",
    "sml": "a Suunto SML file; export it as FIT",
    "pwx": "a TrainingPeaks PWX file; export it as FIT",
    "plist": "a settings file of macOS",
}
#: Not the `[Section]` of a settings file, or of the HRM files of old heart rate monitors.
_JSON = re.compile(rb"\{|\[\s*[\[{\"\d\]-]")
_ELEMENT = re.compile(rb"<(?:[A-Za-z_][\w.\-]{0,60}:)?([A-Za-z_][\w.\-]{0,60})")
#: What may stand before the first element, and how it ends.
_PROLOG = ((b"<!--", b"-->"), (b"<?", b"?>"), (b"<!", b">"))
_FIT_HEADER_SIZES = (12, 14)
#: More blank bytes than anyone writes between two parts of the prolog.
_BLANKS = 4_096


@dataclass(frozen=True)
class Sniffed:
    """The readable kind of a content, or null and in words what it seems to be."""

    kind: Kind | None
    seems: str = ""


def sniff(content: bytes) -> Sniffed:
    """Tell what a content is from its first 64 KB (and, for a FIT file without its mark, its length)."""
    head = content[:HEAD_BYTES]
    if content[8:12] == b".FIT" and head[0] >= _FIT_HEADER_SIZES[0]:
        return Sniffed("fit")
    if head.startswith(GZIP_MAGIC):
        return Sniffed("gzip")
    if head.startswith(ZIP_MAGIC):
        return Sniffed("zip")
    for offset, magic, words in _MAGIC:
        if head.startswith(magic, offset):
            return Sniffed(None, words)
    return _sniff_text(head) or _sniff_damaged_fit(content, head) or Sniffed(None, _plain(head))


def _sniff_text(head: bytes) -> Sniffed | None:
    try:
        text, _ = to_utf8(head)
    except IngestError:
        return None
    if _JSON.match(text):
        return Sniffed(None, "JSON, the text that programs exchange; perhaps an error message of the server")
    if not text.startswith(b"<"):
        return None
    if re.match(rb"<!doctype\s+html", text, re.IGNORECASE):
        return Sniffed(None, _ROOTS["html"])
    root = _root(text)
    if root == "gpx":
        return Sniffed("gpx")
    if root == "trainingcenterdatabase":
        return Sniffed("tcx")
    return Sniffed(None, _ROOTS.get(root, "XML of another kind than GPX or TCX"))


def _root(text: bytes) -> str:
    """The name of the first element, in lower case and without its prefix."""
    place = 0
    while prolog := next((end for start, end in _PROLOG if text.startswith(start, place)), None):
        place = text.find(prolog, place) + len(prolog)
        if place < len(prolog):
            return ""
        place += len(text[place : place + _BLANKS]) - len(text[place : place + _BLANKS].lstrip())
    element = _ELEMENT.search(text, place)
    return element[1].decode().lower() if element else ""


def _sniff_damaged_fit(content: bytes, head: bytes) -> Sniffed | None:
    """A FIT file behind bytes that do not belong to it, or one whose mark was overwritten."""
    found = head.find(b".FIT", 8)
    if found >= 0 and head[found - 8] in _FIT_HEADER_SIZES:
        return Sniffed("fit")
    declared = int.from_bytes(head[4:8], "little")
    if head[:1] in (b"\x0c", b"\x0e") and declared and head[0] + declared + 2 == len(content):
        return Sniffed("fit")
    return None


def _plain(head: bytes) -> str:
    if b"\0" in head or sum(byte < 9 for byte in head[:1024]) > 0:  # noqa: PLR2004 - control characters before tab
        return "none of the kinds of file known here"
    return "a table or plain text" if head.strip() else "nothing but blanks"
