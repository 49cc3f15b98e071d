"""Gzip and zip, nested as vendors deliver them, opened one member at a time and within limits."""

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import chain
from pathlib import PurePosixPath

from ingest.activity import QualityNote
from ingest.errors import IngestError
from ingest.sniff import GZIP_MAGIC, ZIP_MAGIC, Sniffed, sniff

#: Endings of files that are read; each may have `.gz` after it.
ENDINGS = (".fit", ".gpx", ".tcx")
ARCHIVE_ENDINGS = (".zip", ".gz")
MIB = 1 << 20

_CHUNK_BYTES = 1 << 16
#: What vendors use; the others unpack a small read into memory without bound.
_PLAIN_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_GZIP_WBITS = 31
_CHECKSUM_BYTES = 8
_ENCRYPTED = 0x1
#: Enough to pass over what is no watch file; a member that claims to be one is read whole anyway.
_GLANCE_BYTES = 4_096
_CENTRAL_ENTRY = b"PK\x01\x02"
_LONGEST_LABEL = 160
#: What a system puts beside the files.
SYSTEM = "system"
_KINDS = {
    "picture": (".jpg", ".jpeg", ".png", ".gif", ".heic", ".webp", ".svg"),
    "video": (".mp4", ".mov", ".m4v", ".avi"),
    "json": (".json",),
    "table": (".csv", ".tsv", ".xls", ".xlsx"),
    "text": (".txt", ".md", ".html", ".htm", ".pdf"),
    "xml": (".xml", ".kml"),
}
_LOCKED = "This member of the archive is locked with a password; unpack it and add the files."
_METHOD = "This member of the archive is packed in a way that is not known here; unpack it and add the files."


@dataclass(frozen=True)
class Limits:
    """What an archive may ask for: far above any vendor's export, far below what hurts."""

    file_bytes: int = 64 * MIB
    nested_archive_bytes: int = 256 * MIB
    #: What is read from disk at once; everything unpacked of it, one after the other.
    archive_bytes: int = 1024 * MIB
    total_bytes: int = 4096 * MIB
    #: Unpacked bytes for each packed one, over the first megabyte; GPX packs about 20 to 1.
    ratio: int = 200
    members: int = 100_000
    depth: int = 4


def claims_activity(name: str) -> bool:
    """Whether a name says that the file is FIT, GPX or TCX, gzipped or not."""
    return name.lower().removesuffix(".gz").endswith(ENDINGS)


@dataclass(frozen=True)
class Member:
    """One file to read; `label` is its place in the archive, null where there is no archive."""

    label: str | None
    content: bytes
    found: Sniffed
    notes: tuple[QualityNote, ...] = ()


@dataclass(frozen=True)
class Passed:
    """A file of an archive that is passed over, and what it is: neither readable nor named as if it were."""

    kind: str


Unpacked = Member | Passed | IngestError


def unpack(content: bytes, limits: Limits | None = None) -> Iterator[Unpacked]:
    """Every file in a content, which may itself be the only one; an error for each that cannot be had.

    Members are unpacked when they are asked for, one at a time. Tables, pictures, what macOS adds and
    the like are passed over. Where nothing else is in an archive, that is an error.
    """
    is_empty = True
    for item in _Unpacker(limits or Limits()).open(content, None, 0):
        is_empty = is_empty and isinstance(item, Passed)
        yield item
    if is_empty:
        yield IngestError(
            "not_an_activity", "The archive holds no FIT, GPX or TCX file; export it as one of these."
        )


class _Unpacker:
    """Walks nested archives and keeps account of what they cost."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.unpacked_bytes = 0
        self.members = 0
        self.is_spent = False

    def open(
        self, content: bytes, label: str | None, depth: int, notes: tuple[QualityNote, ...] = ()
    ) -> Iterator[Unpacked]:
        found = sniff(content)
        if found.kind not in ("gzip", "zip"):
            if found.kind or label is None or claims_activity(label):
                yield Member(label, content, found, notes)
            else:
                yield Passed(_kind_of(label))
        elif depth >= self.limits.depth:
            yield IngestError(
                "unsafe_archive",
                f"Archives are nested more than {depth} deep here; unpack them and add the files.",
                member=label,
            )
        elif found.kind == "zip":
            yield from self._open_zip(content, label, depth)
        else:
            faults: list[QualityNote] = []
            try:
                unpacked = self._collect(_gunzip(content, faults), len(content))
            except IngestError as fault:
                fault.member = label
                yield fault
                return
            if faults and not unpacked:
                yield IngestError(
                    "corrupt_file", "The gzip archive is damaged; nothing came out of it.", member=label
                )
                return
            yield from self.open(unpacked, label, depth + 1, tuple(faults))

    def _open_zip(self, content: bytes, label: str | None, depth: int) -> Iterator[Unpacked]:
        # Counted before zipfile makes an object of each.
        if content.count(_CENTRAL_ENTRY) > self.limits.members:
            words = f"The archive has more than {self.limits.members:,} members; add it in parts."
            yield IngestError("unsafe_archive", words, member=label)
            return
        try:
            archive = zipfile.ZipFile(BytesIO(content))
        except Exception:  # noqa: BLE001 - zipfile lets many kinds through on damaged archives
            words = "The zip archive is damaged or cut off and cannot be opened; get it again."
            yield IngestError("corrupt_file", words, member=label)
            return
        with archive:
            for info in archive.infolist():
                if self.is_spent:
                    return
                if _is_junk(info):
                    yield Passed(SYSTEM)
                elif not info.is_dir():
                    yield from self._open_member(archive, info, _label(label, info.filename), depth)

    def _open_member(
        self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, label: str, depth: int
    ) -> Iterator[Unpacked]:
        is_claimed = claims_activity(label) or label.lower().endswith(ARCHIVE_ENDINGS)
        try:
            self._count_member()
            if info.flag_bits & _ENCRYPTED or info.compress_type not in _PLAIN_METHODS:
                if is_claimed:
                    yield IngestError(
                        "unreadable", _LOCKED if info.flag_bits & _ENCRYPTED else _METHOD, member=label
                    )
                else:
                    yield Passed(_kind_of(label))
                return
            with archive.open(info) as packed:
                head = packed.read(_GLANCE_BYTES)
                if not is_claimed and sniff(head).kind is None:
                    yield Passed(_kind_of(label))
                    return
                chunks = chain((head,), iter(lambda: packed.read(_CHUNK_BYTES), b""))
                content = self._collect(chunks, info.compress_size)
        except IngestError as fault:
            fault.member = label
            yield fault
            return
        except Exception:  # noqa: BLE001 - zipfile and zlib raise many kinds on damaged members
            if is_claimed:
                yield IngestError(
                    "corrupt_file", "This member of the archive is damaged; get it again.", member=label
                )
            else:
                yield Passed(_kind_of(label))
            return
        yield from self.open(content, label, depth + 1)

    def _count_member(self) -> None:
        self.members += 1
        if self.members > self.limits.members:
            self.is_spent = True
            raise IngestError(
                "unsafe_archive",
                f"The archive has more than {self.limits.members:,} members; add it in parts.",
            )

    def _collect(self, chunks: Iterable[bytes], packed_bytes: int) -> bytes:
        """All chunks as one, unless that would cost more than the limits allow."""
        kept: list[bytes] = []
        size = 0
        for chunk in chunks:
            size += len(chunk)
            self.unpacked_bytes += len(chunk)
            if self.unpacked_bytes > self.limits.total_bytes:
                self.is_spent = True
                raise IngestError(
                    "unsafe_archive",
                    "The archive unpacks to more than any export of a watch; add it in parts.",
                )
            if size > MIB and size > self.limits.ratio * max(packed_bytes, 1):
                raise IngestError(
                    "unsafe_archive",
                    "The archive unpacks to hundreds of times its size, as no watch file does.",
                )
            kept.append(chunk)
            is_archive = kept[0].startswith(ZIP_MAGIC)
            if size > (self.limits.nested_archive_bytes if is_archive else self.limits.file_bytes):
                raise IngestError("too_large", f"The file has more than {self.limits.file_bytes // MIB} MB.")
        return b"".join(kept)


def _gunzip(content: bytes, faults: list[QualityNote]) -> Iterator[bytes]:
    """The unpacked chunks of one or more gzip streams; damage ends them and is added to `faults`."""
    # The checksum comes last and by itself: where it is wrong, all data before it are out already.
    packed, checksum = content[:-_CHECKSUM_BYTES], content[-_CHECKSUM_BYTES:]
    while packed.startswith(GZIP_MAGIC) or checksum.startswith(GZIP_MAGIC):
        stream = zlib.decompressobj(wbits=_GZIP_WBITS)
        while not stream.eof:
            if not packed:
                packed, checksum = checksum, b""
            try:
                chunk = stream.decompress(packed, _CHUNK_BYTES)
            except zlib.error:
                faults.append(
                    QualityNote("damaged_part", "The gzip archive is damaged; what came out was read.")
                )
                return
            packed = stream.unconsumed_tail
            if not chunk and not packed and not checksum and not stream.eof:
                faults.append(
                    QualityNote("truncated", "The gzip archive is cut off; what came out was read.")
                )
                return
            if chunk:
                yield chunk
        packed = stream.unused_data + checksum
        checksum = b""


def _is_junk(info: zipfile.ZipInfo) -> bool:
    """What macOS and other systems put beside the files."""
    parts = info.filename.replace("\\", "/").split("/")
    return not info.is_dir() and ("__MACOSX" in parts or parts[-1].startswith("."))


def _kind_of(label: str) -> str:
    """What a file that is passed over is, by its ending."""
    ending = PurePosixPath(label.lower()).suffix
    return next((kind for kind, endings in _KINDS.items() if ending in endings), "other")


def _label(outer: str | None, name: str) -> str:
    """A member's place as text to show: nothing in it can be taken for a path outside the archive."""
    parts = [part for part in re.split(r"[\\/]+", name) if part.strip(" .") and part[1:] != ":"]
    shown = (
        re.sub(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ud800-\udfff]", "", "/".join(parts))
        or "unnamed"
    )
    return (f"{outer}/{shown}" if outer else shown)[-_LONGEST_LABEL:]
