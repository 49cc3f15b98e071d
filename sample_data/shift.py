"""Moves a watch file in time by changing its timestamps in place, far quicker than writing it anew."""

import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

import numpy as np
from numpy.typing import NDArray

TIMESTAMP_FIELD = 253
#: Other fields that hold an instant, by message number: file_id, lap, session, activity, split.
INSTANT_FIELDS = {0: {4}, 19: {2}, 18: {2}, 34: {5}, 312: {9, 27}}
#: From so many copies on, a column of all of them at once is quicker than one byte after the other.
WORTH_A_COLUMN = 24
GPX_TIME = re.compile(rb"<time>([^<]+)Z</time>")


@dataclass(frozen=True)
class FitTemplate:
    """A FIT file and the byte offsets of its instants, each an unsigned little-endian 32-bit number."""

    content: bytes
    offsets: NDArray[np.intp]


def fit_template(content: bytes) -> FitTemplate:
    """Finds the instants of a FIT file written by this package (little-endian, plain headers)."""
    return FitTemplate(content, np.fromiter(_instants(content), dtype=np.intp))


def _instants(content: bytes) -> Iterator[int]:
    at = content[0]
    end = at + struct.unpack_from("<I", content, 4)[0]
    layouts: dict[int, tuple[int, tuple[int, ...]]] = {}
    while at < end:
        header = content[at]
        at += 1
        if header & 0x40:
            number, count = struct.unpack_from("<HB", content, at + 2)
            fields = [content[at + 5 + 3 * i : at + 8 + 3 * i] for i in range(count)]
            layouts[header & 0x0F] = _layout(number, fields)
            at += 5 + 3 * count
        else:
            size, instants = layouts[header & 0x0F]
            yield from (at + offset for offset in instants)
            at += size


def _layout(number: int, fields: Sequence[bytes]) -> tuple[int, tuple[int, ...]]:
    """Bytes of a message, and where its instants lie in it; a field is (number, size, base type)."""
    instants, size = [], 0
    for field_number, field_size, _base_type in fields:
        if field_number == TIMESTAMP_FIELD or field_number in INSTANT_FIELDS.get(number, ()):
            instants.append(size)
        size += field_size
    return size, tuple(instants)


def shifted_fits(template: FitTemplate, shifts: Sequence[timedelta]) -> list[bytes]:
    """One copy of the file for each shift, checksums made new; all copies are worked on at once."""
    rows = np.tile(np.frombuffer(template.content, np.uint8), (len(shifts), 1))
    seconds = np.array([round(shift.total_seconds()) for shift in shifts], np.int64)
    quads = template.offsets[:, None] + np.arange(4)
    instants = np.ascontiguousarray(rows[:, quads]).view("<u4")[..., 0].astype(np.int64) + seconds[:, None]
    rows[:, quads] = instants.astype("<u4")[..., None].view(np.uint8)
    rows[:, -2:] = _crc16(rows[:, :-2]).astype("<u2")[:, None].view(np.uint8)
    return [row.tobytes() for row in rows]


@cache
def _crc_table() -> NDArray[np.uint16]:
    table = np.arange(256, dtype=np.uint16)
    for _ in range(8):
        table = (table >> 1) ^ (table & 1) * np.uint16(0xA001)
    return table.astype(np.uint16)


def _crc16(rows: NDArray[np.uint8]) -> NDArray[np.uint16]:
    """The FIT checksum of every row (CRC-16, polynomial 0x8005 reflected)."""
    if len(rows) < WORTH_A_COLUMN:
        return np.array([_crc16_of_one(row.tobytes()) for row in rows], np.uint16)
    table = _crc_table()
    crc = np.zeros(len(rows), np.uint16)
    for column in np.ascontiguousarray(rows.T):
        crc = (crc >> 8) ^ table[(crc ^ column) & 0xFF]
    return crc.astype(np.uint16)


def _crc16_of_one(content: bytes) -> int:
    table = _crc_table().tolist()
    crc = 0
    for byte in content:
        crc = (crc >> 8) ^ table[(crc ^ byte) & 0xFF]
    return crc


def shifted_fit(content: bytes, shift: timedelta) -> bytes:
    """The FIT file moved in time by `shift` (whole seconds)."""
    return shifted_fits(fit_template(content), [shift])[0]


def shifted_gpx(content: bytes, shift: timedelta) -> bytes:
    """The GPX file moved in time by `shift` (whole seconds)."""

    def moved(match: re.Match[bytes]) -> bytes:
        instant = datetime.fromisoformat(match[1].decode()) + shift
        return f"<time>{instant.isoformat()}Z</time>".encode()

    return GPX_TIME.sub(moved, content)
