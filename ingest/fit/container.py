"""The file as such: where its parts and messages lie, and what of it is damaged."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.activity import QualityNote
from ingest.errors import IngestError
from ingest.fit.checksum import crc16
from ingest.fit.layout import Layout, Shelf
from ingest.fit.walk import CarefulWalk, walk

MAGIC = b".FIT"
MAX_BYTES = 64 << 20
MAX_PARTS = 20
#: How many bytes of rubbish before the header are skipped.
PREAMBLE_WINDOW = 1 << 16

_HEADER_SIZE = 12
_CRC_SIZE = 2
#: A header as watches write it: its size, the protocol's version, and the mark.
_HEADER = re.compile(rb"[\x0c\x0e][\x10-\x2f].{6}\.FIT", re.DOTALL)

_CRC_BAD = QualityNote("crc_bad", "The file's checksum is wrong, so single values may be damaged.")
_SIZE_WRONG = QualityNote("size_wrong", "The file's header states a wrong length; the whole file was read.")
_LEADING = QualityNote(
    "leading_bytes", "Before the file's beginning stand bytes that are no part of it; they were left out."
)
_TRAILING = QualityNote(
    "trailing_bytes", "The file is followed by bytes that are no part of it; they were left out."
)


@dataclass
class Part:
    """One FIT file inside the content (chained contents have several): its messages by layout."""

    data: bytes
    layouts: list[Layout]
    notes: tuple[QualityNote, ...]
    #: The first damaged byte; null where nothing is damaged.
    damaged_at: int | None = None
    #: Whether the damage is that the rest is missing.
    is_cut: bool = False


def is_fit(content: bytes, position: int = 0) -> bool:
    """Whether a FIT file header lies at the position."""
    magic = content[position + 8 : position + _HEADER_SIZE]
    return magic == MAGIC and content[position] >= _HEADER_SIZE


def read_parts(content: bytes) -> Iterator[Part]:
    """Find the FIT files in the content, and the messages in each of them.

    Raises IngestError where the content is no FIT file, or larger than any watch writes.
    """
    if len(content) > MAX_BYTES:
        raise IngestError(
            "too_large", f"This FIT file has more than {MAX_BYTES >> 20} MB; no watch writes that."
        )
    start = _first_header(content)
    for parts in range(MAX_PARTS):
        span = _delimit(content, start)
        if start and not parts:
            span = replace(span, notes=(_LEADING, *span.notes))
        yield _read_part(content, span)
        start = _next_header(content, span.end)
        if start == len(content):
            return
    raise IngestError("too_large", f"More than {MAX_PARTS} FIT files are chained into one.", offset=start)


@dataclass(frozen=True)
class _Span:
    """Where the messages of a part lie, whether its checksum vouches for them, and what is odd."""

    first: int
    end: int
    is_sound: bool
    is_cut: bool
    notes: tuple[QualityNote, ...] = ()


def _first_header(content: bytes) -> int:
    if is_fit(content):
        return 0
    found = content.find(MAGIC, 8, PREAMBLE_WINDOW)
    if found >= 0 and is_fit(content, found - 8):
        return found - 8
    size, declared = content[:1], int.from_bytes(content[4:8], "little")
    if size in (b"\x0c", b"\x0e") and declared and size[0] + declared + _CRC_SIZE == len(content):
        return 0  # all fits but the overwritten magic
    raise IngestError("unknown_format", "This is not a FIT file: its header is missing.", offset=0)


def _next_header(content: bytes, position: int) -> int:
    """Where the next FIT file begins, or the content's end where there is none."""
    found = _HEADER.search(content, position)
    return found.start() if found else len(content)


def _delimit(content: bytes, start: int) -> _Span:
    """Find where the messages end: the header's word, unless the checksum or the length disproves it."""
    view = memoryview(content)
    first = start + content[start]
    declared = int.from_bytes(content[start + 4 : start + 8], "little")
    end = first + declared
    behind = end + _CRC_SIZE
    if declared and behind <= len(content):
        if _crc_fits(view, start, end):
            rest = behind < len(content) and not is_fit(content, behind)
            return _Span(first, end, is_sound=True, is_cut=False, notes=(_TRAILING,) if rest else ())
        if behind == len(content) or is_fit(content, behind):
            return _Span(first, end, is_sound=False, is_cut=False, notes=(_CRC_BAD,))
    stop = _next_header(content, first)  # of a file behind it, which is not to be taken for more of this one
    whole = stop - _CRC_SIZE
    if whole >= first and _crc_fits(view, start, whole):
        return _Span(first, whole, is_sound=True, is_cut=False, notes=(_SIZE_WRONG,))
    if declared and behind <= stop:
        return _Span(first, whole, is_sound=False, is_cut=False, notes=(_SIZE_WRONG, _CRC_BAD))
    # A length of zero is what a recorder leaves that died: nothing stands behind the last message.
    return _Span(first, stop, is_sound=False, is_cut=True, notes=() if declared else (_SIZE_WRONG,))


def _crc_fits(view: memoryview, start: int, end: int) -> bool:
    return crc16(view[start:end]) == int.from_bytes(view[end : end + _CRC_SIZE], "little")


def _read_part(content: bytes, span: _Span) -> Part:
    if span.is_sound:
        shelf = Shelf()
        stop = walk(content, span.first, span.end, shelf)
        if stop == span.end:
            return Part(content, shelf.layouts, span.notes)
    shelf = Shelf()
    careful = CarefulWalk(content, span.end, shelf)
    stop = careful.run(span.first)
    notes = list(span.notes)
    is_cut = stop < span.end
    if span.is_cut or is_cut:
        notes.append(
            QualityNote("truncated", f"The file breaks off at byte {stop}; all before that was read.")
        )
    gaps = careful.damages[: -1 if is_cut else None]
    if gaps:
        notes.append(
            QualityNote(
                "damaged_part", f"{len(gaps)} damaged parts were left out, the first at byte {gaps[0]}."
            )
        )
    damaged_at = careful.damages[0] if careful.damages else stop if span.is_cut else None
    return Part(content, shelf.layouts, tuple(notes), damaged_at, is_cut=damaged_at is not None and not gaps)
