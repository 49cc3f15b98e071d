"""The text of an XML file as UTF-8, whatever it was written in."""

import codecs
import re

from ingest.errors import IngestError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PIECE_BYTES = 1 << 18
_DECLARED = re.compile(rb"""^<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z][\w.\-]{0,39})["']""")
#: Plain character sets only: Python also knows codecs that unpack, and some that take quadratic time.
_CHARACTER_SETS = re.compile(
    r"utf-8|utf-16|ascii|iso8859|latin|cp125|cp1252|koi8|mac-|gb|big5|euc|shift_jis|tis-620"
)


def to_utf8(content: bytes) -> tuple[bytes, bool]:
    """The text in UTF-8 from its first `<` on, and whether every byte could be read.

    A byte order mark wins over the declaration; bytes that the encoding cannot mean become
    U+FFFD, since one stray byte in a name must not cost the recording.
    """
    encoding, content = _encoding(content)
    if encoding == "utf-8":
        return (content, True) if _is_utf8(content) else (content.decode(errors="replace").encode(), False)
    text = content.decode(encoding, errors="replace").lstrip("\ufeff \t\r\n\0")
    return text.encode(), "\ufffd" not in text


def _is_utf8(content: bytes) -> bool:
    """Whether all bytes are UTF-8, in pieces: one emoji in a name makes a string of four bytes a letter."""
    if content.isascii():
        return True
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(content), _PIECE_BYTES):
            decoder.decode(content[start : start + _PIECE_BYTES])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _encoding(content: bytes) -> tuple[str, bytes]:
    for bom, name in _BOMS:
        if content.startswith(bom):
            return name, content[len(bom) :].lstrip() if name == "utf-8" else content[len(bom) :]
    if content[:2] == b"<\0":
        return "utf-16-le", content
    if content[:2] == b"\0<":
        return "utf-16-be", content
    content = content.lstrip()
    declared = _DECLARED.match(content)
    if not declared:
        return "utf-8", content
    name = declared[1].decode().lower()
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        codec = ""
    if not _CHARACTER_SETS.match(codec):
        raise IngestError(
            "corrupt_file", f"The file says it is written in {name!r}, an encoding that is not known."
        )
    # Written in single bytes so far, or the declaration could not have been read.
    return (
        "utf-8" if codec in ("ascii", "utf-8", "utf-8-sig") or codec.startswith("utf-16") else codec
    ), content
