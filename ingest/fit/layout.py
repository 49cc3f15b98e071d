"""Definitions: the shapes that messages of a FIT file take."""

from array import array
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from ingest.errors import IngestError
from ingest.fit.profile import BASE_TYPES

#: The most that a real file was seen to have is 53.
MAX_LAYOUTS = 400

DEFINITION, DEVELOPER, COMPRESSED = 0x40, 0x20, 0x80
_FIXED_SIZE = 6
_KNOWN_BASE_BYTES = frozenset(BASE_TYPES) | {number | 0x80 for number in BASE_TYPES}


class Slot(NamedTuple):
    """Where one field lies in a message, counted from the message's header byte."""

    number: int
    offset: int
    size: int
    #: Low five bits of the base type byte; null for a developer field, whose description tells it.
    base_type: int | None
    developer_index: int | None = None


@dataclass(eq=False)
class Layout:
    """One shape of message, shared by all definitions of equal content, with its messages."""

    message: int
    big_endian: bool
    #: Bytes of a message, header included.
    size: int
    #: The definition message, from its header byte on.
    definition: bytes
    #: The numbers of the native fields, one byte each, in the order of the definition.
    numbers: bytes
    #: Offsets of the messages' header bytes in the file, rising.
    starts: "array[int]" = field(default_factory=lambda: array("q"))

    def has_field(self, number: int) -> bool:
        """Whether the message has a native field of the number."""
        return number in self.numbers

    def slot(self, number: int) -> Slot | None:
        """The first native field of the number, or None; later ones of the same number are repetitions."""
        place = self.numbers.find(number)
        if place < 0:
            return None
        at = _FIXED_SIZE + 3 * place
        offset = 1 + sum(self.definition[_FIXED_SIZE + 1 : at : 3])
        return Slot(number, offset, self.definition[at + 1], self.definition[at + 2] & 0x1F)

    @cached_property
    def developer_slots(self) -> tuple[Slot, ...]:
        """The developer fields in the order of the definition."""
        sizes, developers = _sizes_and_developers(self.definition)
        slots: list[Slot] = []
        offset = 1 + sum(sizes)
        for at in range(0, len(developers), 3):
            number, length, index = developers[at : at + 3]
            slots.append(Slot(number, offset, length, None, index))
            offset += length
        return tuple(slots)


def definition_size(data: bytes, start: int, end: int) -> int | None:
    """Bytes of the definition message at the offset, or None where it does not fit before the end."""
    if start + _FIXED_SIZE > end:
        return None
    size = _FIXED_SIZE + 3 * data[start + 5]
    if data[start] & DEVELOPER:
        if start + size >= end:
            return None
        size += 1 + 3 * data[start + size]
    return size if start + size <= end else None


def looks_sane(data: bytes, start: int, *, strict: bool) -> bool:
    """Whether the bytes make a definition that a watch would write; used only in damaged files.

    `strict` also refuses definitions without fields or with fields without bytes, which exist, but
    which garbage makes more often.
    """
    first, count = start + _FIXED_SIZE, data[start + 5]
    fields = [data[at : at + 3] for at in range(first, first + 3 * count, 3)]
    is_usual = data[start + 1] == 0 and data[start + 2] in (0, 1)
    if strict and not all(length for _, length, _ in fields):
        return False
    return is_usual and (count > 0 or not strict) and all(base in _KNOWN_BASE_BYTES for *_, base in fields)


class Shelf:
    """All layouts of one part, found again by the bytes of their definition."""

    def __init__(self) -> None:
        self._layouts: dict[bytes, Layout] = {}

    @property
    def layouts(self) -> list[Layout]:
        return list(self._layouts.values())

    @property
    def is_full(self) -> bool:
        return len(self._layouts) >= MAX_LAYOUTS

    def define(self, data: bytes, start: int, size: int) -> Layout:
        """The layout of the definition at the offset."""
        has_developer_fields = data[start] & DEVELOPER
        key = data[start + 2 : start + size] + (b"d" if has_developer_fields else b"")
        layout = self._layouts.get(key)
        if layout is None:
            if self.is_full:
                raise IngestError(
                    "corrupt_file", "The FIT file redefines its messages without end.", offset=start
                )
            layout = self._layouts[key] = _parse(data[start : start + size])
        return layout


def _parse(definition: bytes) -> Layout:
    big_endian = bool(definition[2] & 1)
    message = int.from_bytes(definition[3:5], "big" if big_endian else "little")
    sizes, developers = _sizes_and_developers(definition)
    numbers = definition[_FIXED_SIZE : _FIXED_SIZE + 3 * len(sizes) : 3]
    return Layout(message, big_endian, 1 + sum(sizes) + sum(developers[1::3]), definition, numbers)


def _sizes_and_developers(definition: bytes) -> tuple[bytes, bytes]:
    """The sizes of the native fields, and number, size and index of each developer field."""
    last = _FIXED_SIZE + 3 * definition[_FIXED_SIZE - 1]
    sizes = definition[_FIXED_SIZE + 1 : last : 3]
    return sizes, definition[last + 1 :] if definition[0] & DEVELOPER else b""
