"""Messages of one kind as columns: each field of each layout is read by one vectorised gather."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from ingest.fit.layout import Layout, Slot
from ingest.fit.profile import BASE_TYPES, BYTE_TYPE, STRING_TYPE, BaseType, Field

#: The slot to read in a layout, and the base type to read it as; None where the layout has no such field.
_Choice = tuple[Slot, int] | None


_END_OF_TIME_S = 2**32


class Reading(NamedTuple):
    """How to read a slot in the messages between two file offsets."""

    slot: Slot
    base_type: int
    since: int
    until: int
    field: Field


class Columns:
    """All messages of one kind in file order; a column is float64 with NaN where there is no value."""

    def __init__(self, data: bytes, layouts: Sequence[Layout], message: int | None = None) -> None:
        self._data = data
        self._parts = [
            (layout, np.frombuffer(layout.starts, dtype=np.int64))
            for layout in layouts
            if layout.starts and message in (None, layout.message)
        ]
        starts = _concatenated([starts for _, starts in self._parts])
        # Within a layout they rise anyway.
        is_rising = len(self._parts) < 2 or bool(np.all(starts[1:] > starts[:-1]))  # noqa: PLR2004
        self._order = None if is_rising else np.argsort(starts)
        #: File offsets of the messages.
        self.starts = self._in_file_order(starts)

    def __len__(self) -> int:
        return len(self.starts)

    def field(self, field: Field) -> np.ndarray | None:
        """The field's values in its unit, or None where no definition has the field.

        Of an array field, and of a field number that is repeated, the first value counts.
        """
        values = self._read([_native(layout.slot(field.number)) for layout, _ in self._parts])
        return None if values is None else scaled(values, field)

    def values(self, number: int, scale: float = 1) -> np.ndarray:
        """Like `field`, with a column of NaN where no definition has the field."""
        values = self.field(Field(number, scale))
        return np.full(len(self), np.nan) if values is None else values

    def times(self, number: int) -> np.ndarray:
        """A field of times in FIT seconds, NaN for what no clock of 32 bits can tell."""
        values = self.field(Field(number))
        if values is None:
            return np.full(len(self), np.nan)
        return np.where((values >= 0) & (values < _END_OF_TIME_S), values, np.nan)

    def amounts(self, number: int, scale: float, most: float) -> np.ndarray:
        """A field of amounts in its unit, NaN outside of 0 to `most`."""
        values = self.field(Field(number, scale))
        if values is None:
            return np.full(len(self), np.nan)
        return np.where((values >= 0) & (values <= most), values, np.nan)

    def packed(self, number: int, size: int) -> np.ndarray | None:
        """The first `size` bytes of a field that packs several values, one column each."""
        columns = []
        for index in range(size):
            slots = [layout.slot(number) for layout, _ in self._parts]
            choices = [
                (slot._replace(offset=slot.offset + index, size=1), BYTE_TYPE)
                if slot and slot.size > index
                else None
                for slot in slots
            ]
            column = self._read(choices, keep_invalid=True)
            if column is None:
                return None
            columns.append(column)
        return np.column_stack(columns)

    def text(self, number: int) -> list[str]:
        """A string field of every message, up to its first NUL; empty where there is none."""
        texts = np.full(len(self), "", dtype=object)
        done = 0
        for layout, starts in self._parts:
            slot = layout.slot(number)
            if slot is not None and slot.size:
                raw = self._raw(layout, slot, starts, BaseType("S", slot.size, None))
                texts[done : done + len(starts)] = [
                    value.split(b"\0", 1)[0].decode("utf-8", "replace").strip() for value in raw.tolist()
                ]
            done += len(starts)
        return self._in_file_order(texts).tolist()

    def read_by(self, readings_of: Callable[[Layout], list[Reading]]) -> np.ndarray | None:
        """Values of a field that lies where `readings_of` says, of several the first; None without any."""
        values = np.full(len(self), np.nan)
        done, is_found = 0, False
        for layout, starts in self._parts:
            for reading in readings_of(layout):
                low, high = np.searchsorted(starts, (reading.since, reading.until)).tolist()
                found = self._gather(layout, (reading.slot, reading.base_type), starts[low:high])
                if found is not None:
                    known = values[done + low : done + high]
                    values[done + low : done + high] = np.where(
                        np.isnan(known), scaled(found, reading.field), known
                    )
                    is_found = True
            done += len(starts)
        return self._in_file_order(values) if is_found else None

    def _read(self, choices: list[_Choice], *, keep_invalid: bool = False) -> np.ndarray | None:
        columns = [
            self._gather(layout, choice, starts, keep_invalid)
            for choice, (layout, starts) in zip(choices, self._parts, strict=True)
        ]
        if all(column is None for column in columns):
            return None
        if len(columns) == 1:
            return columns[0]
        filled = [
            np.full(len(starts), np.nan) if column is None else column
            for column, (_, starts) in zip(columns, self._parts, strict=True)
        ]
        return self._in_file_order(_concatenated(filled))

    def _gather(
        self, layout: Layout, choice: _Choice, starts: np.ndarray, keep_invalid: bool = False
    ) -> np.ndarray | None:
        if choice is None or (kind := _kind(*choice)) is None:
            return None
        raw = self._raw(layout, choice[0], starts, kind)
        if kind.invalid is None:
            with np.errstate(invalid="ignore"):  # signalling NaNs of damaged files
                values = raw.astype(np.float64)
            values[~np.isfinite(values)] = np.nan
            return values
        values = raw.astype(np.float64)
        if not keep_invalid:
            values[raw == kind.invalid] = np.nan
        return values

    def _raw(self, layout: Layout, slot: Slot, starts: np.ndarray, kind: BaseType) -> np.ndarray:
        order = ">" if layout.big_endian else "<"
        anywhere = np.ndarray(
            shape=(max(0, len(self._data) - slot.offset - kind.size + 1),),
            dtype=_dtype(f"{order}{kind.code}{kind.size}"),
            buffer=self._data,
            offset=slot.offset,
            strides=(1,),
        )
        return anywhere[starts]

    def _in_file_order(self, values: np.ndarray) -> np.ndarray:
        return values if self._order is None else values[self._order]


@cache
def _dtype(code: str) -> np.dtype:
    return np.dtype(code)


def scaled(values: np.ndarray, field: Field) -> np.ndarray:
    """The raw values in the field's unit."""
    if field.scale != 1:
        values = values / field.scale
    return values - field.offset if field.offset else values


def _concatenated(arrays: list[np.ndarray]) -> np.ndarray:
    if len(arrays) == 1:
        return arrays[0]
    return np.concatenate(arrays) if arrays else np.empty(0, dtype=np.int64)


def _native(slot: Slot | None) -> _Choice:
    return None if slot is None or slot.base_type is None else (slot, slot.base_type)


def _kind(slot: Slot, base_type: int) -> BaseType | None:
    """How to read the first value of the slot, or None where its bytes hold no number."""
    kind = BASE_TYPES.get(base_type & 0x1F)
    if kind is None or base_type & 0x1F == STRING_TYPE:
        return None
    if base_type & 0x1F == BYTE_TYPE and slot.size in (2, 4, 8):
        return BaseType("u", slot.size, (1 << 8 * slot.size) - 1)
    return kind if slot.size >= kind.size else None
