"""The walk over the message headers, which notes where every message lies."""

import re
from collections import deque
from collections.abc import Callable, Iterable
from itertools import repeat

from ingest.errors import IngestError
from ingest.fit.layout import COMPRESSED, DEFINITION, Layout, Shelf, definition_size, looks_sane
from ingest.fit.profile import SYSTEM_TIME_LIMIT, TIMESTAMP, Message

MAX_MESSAGES = 3_000_000
#: In a damaged file, a record whose time is further than this from the one before is damage.
MAX_JUMP_S = 7 * 86_400
#: How far behind a damage the next sound message is looked for, and how often in one file.
RESYNC_WINDOW = 1 << 16
RESYNC_JUMP_S = 3_600
MAX_RESYNC_TRIES = 5_000

_TIME_SIZE = 4
_NO_TIME = 0xFFFF_FFFF
#: A compressed header has two bits for the local type.
_COMPRESSIBLE_TYPES = 4
#: A message that has the header of the one before is looked at together with so many that may follow.
_MOST_ALIKE = 256
#: The size of a message, what notes one offset and several, and the layout.
_Entry = tuple[int, Callable[[int], None], Callable[[Iterable[int]], None], Layout]

_KEPT = frozenset(int(message) for message in Message)
_FORGOTTEN = deque[int](maxlen=0)


def _entry(layout: Layout, *, is_kept: bool) -> _Entry:
    starts = layout.starts if is_kept else _FORGOTTEN
    return layout.size, starts.append, starts.extend, layout


class _Slots:
    """Which layout each of the 256 header bytes stands for at this place of the file."""

    def __init__(self) -> None:
        self.by_header: list[_Entry | None] = [None] * 256

    def assign(self, local_type: int, layout: Layout) -> None:
        is_kept = layout.message in _KEPT or layout.has_field(TIMESTAMP)
        entry = _entry(layout, is_kept=is_kept)
        for header in range(local_type, DEFINITION, 16):
            self.by_header[header] = entry
        if local_type < _COMPRESSIBLE_TYPES:
            first = COMPRESSED | local_type << 5
            # Even of a kind that is not read: it moves the clock of the compressed timestamps on.
            self.by_header[first : first + 32] = [_entry(layout, is_kept=True)] * 32


def walk(data: bytes, position: int, end: int, shelf: Shelf) -> int:
    """Note all messages of a sound file; returns the offset where it could not go on, or the end.

    Raises IngestError where there are more messages than any watch writes.
    """
    slots = _Slots()
    by_header = slots.by_header
    entry: _Entry | None = None
    before = more = 0
    for turn in range(MAX_MESSAGES):
        if position >= end:
            break
        header = data[position]
        entry = by_header[header]
        if entry is None:
            size = definition_size(data, position, end) if header & 0xC0 == DEFINITION else None
            if size is None:
                return position
            slots.assign(header & 0x0F, shelf.define(data, position, size))
            position += size
        elif header == before:
            size = entry[0]
            headers = data[position : min(position + _MOST_ALIKE * size, end) : size]
            alike = len(headers) - len(headers.lstrip(headers[:1]))
            entry[2](range(position, position + alike * size, size))
            position += alike * size
            more += alike - 1
            if turn + more >= MAX_MESSAGES:
                raise _too_many()
        else:
            entry[1](position)
            position += entry[0]
        before = header
    else:
        raise _too_many()
    if position > end and entry is not None:
        size, _, _, layout = entry
        if layout.starts and layout.starts[-1] == position - size:
            layout.starts.pop()
        return position - size
    return position


def _too_many() -> IngestError:
    return IngestError("too_large", f"The FIT file has more than {MAX_MESSAGES} messages.")


class CarefulWalk:
    """The walk over a damaged file: it trusts no message whose definition or time makes no sense.

    Where one makes none, it goes on at the next place that does: a definition that a watch would
    write, or a record of a known layout whose time follows the last one.
    """

    def __init__(self, data: bytes, end: int, shelf: Shelf) -> None:
        self._data, self._end, self._shelf = data, end, shelf
        self._slots = _Slots()
        self._records: dict[int, tuple[Layout, int]] = {}
        self._last_s: int | None = None
        self._tries_left = MAX_RESYNC_TRIES
        #: Offsets at which the walk was interrupted, and went on if it could.
        self.damages: list[int] = []

    def run(self, position: int) -> int:
        """Walk from the offset; returns where the walk ended."""
        for _ in repeat(None, MAX_MESSAGES):
            if position >= self._end:
                return position
            size = self._step(position)
            if size is None:
                self.damages.append(position)
                found = self._next_sound(position + 1)
                if found is None:
                    return position
                position = found
            else:
                position += size
        raise _too_many()

    def _step(self, position: int) -> int | None:
        """Take the message at the offset; returns its size, or None where it cannot be trusted."""
        header = self._data[position]
        if header & 0xC0 == DEFINITION:
            size = definition_size(self._data, position, self._end)
            if size is None or self._shelf.is_full or not looks_sane(self._data, position, strict=False):
                return None
            layout = self._shelf.define(self._data, position, size)
            self._slots.assign(header & 0x0F, layout)
            slot = layout.slot(TIMESTAMP) if layout.message == Message.RECORD else None
            self._records.pop(header & 0x0F, None)
            if slot is not None and slot.size == _TIME_SIZE:
                self._records[header & 0x0F] = (layout, slot.offset)
            return size
        entry = self._slots.by_header[header]
        if entry is None or position + entry[0] > self._end:
            return None
        if header < DEFINITION and (record := self._records.get(header & 0x0F)) is not None:
            time_s = self._time_s(position, *record)
            if time_s != _NO_TIME:
                if not self._follows(time_s, MAX_JUMP_S):
                    return None
                self._last_s = time_s
        entry[1](position)
        return entry[0]

    def _time_s(self, position: int, layout: Layout, offset: int) -> int:
        raw = self._data[position + offset : position + offset + _TIME_SIZE]
        return int.from_bytes(raw, "big" if layout.big_endian else "little")

    def _follows(self, time_s: int, limit_s: int) -> bool:
        last_s = self._last_s
        return last_s is None or last_s < SYSTEM_TIME_LIMIT or abs(time_s - last_s) <= limit_s

    def _next_sound(self, position: int) -> int | None:
        """The next place from which the walk can go on, or None within reach."""
        end = min(self._end, position + RESYNC_WINDOW)
        pattern = self._anchor_pattern()
        while self._tries_left > 0 and (found := pattern.search(self._data, position, end)):
            self._tries_left -= 1
            position = found.start()
            if self._is_anchor(position):
                return position
            position += 1
        return None

    def _anchor_pattern(self) -> "re.Pattern[bytes]":
        choices = [rb"[\x40-\x4f\x60-\x6f]\x00[\x00\x01]"]
        for local_type, (layout, offset) in self._records.items():
            before = re.escape(bytes([local_type])) + b".{%d}" % (offset - 1)
            for moment_s in (self._last_s, self._last_s + RESYNC_JUMP_S) if self._last_s else ():
                half = re.escape(
                    (moment_s >> 16 & 0xFFFF).to_bytes(2, "big" if layout.big_endian else "little")
                )
                choices.append(before + (half if layout.big_endian else b".." + half))
        return re.compile(b"|".join(choices), re.DOTALL)

    def _is_anchor(self, position: int) -> bool:
        header = self._data[position]
        if header & 0xC0 == DEFINITION:
            size = definition_size(self._data, position, self._end)
            if size is None or not looks_sane(self._data, position, strict=True):
                return False
        else:
            layout, offset = self._records[header & 0x0F]
            size = layout.size
            if position + size > self._end:
                return False
            if not self._follows(self._time_s(position, layout, offset), RESYNC_JUMP_S):
                return False
        behind = position + size
        if behind >= self._end:
            return behind == self._end
        following = self._data[behind]
        is_same_type = following < DEFINITION and following & 0x0F == header & 0x0F
        return is_same_type or following & 0xC0 == DEFINITION or self._slots.by_header[following] is not None
