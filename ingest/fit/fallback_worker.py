"""Reads a FIT file from standard input with fitparse and writes its messages to standard output.

Runs as a process of its own, with nothing of the project imported. Every message becomes a
definition and its numeric fields as raw 64-bit floats; strings and developer fields are left out.
Where fitparse fails, what it had read by then is written.
"""

import contextlib
import io
import struct
import sys
from collections.abc import Iterator
from typing import Any

import fitparse

_MAX_MEMORY_BYTES = 2 << 30
_MAX_CPU_S = 60
_DEFINITION, _FLOAT64 = 0x40, 0x89
_TIMESTAMP = 253


def _limit() -> None:
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MAX_MEMORY_BYTES, _MAX_MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (_MAX_CPU_S, _MAX_CPU_S))


def _messages(content: bytes) -> Iterator[tuple[int, dict[int, float]]]:
    """Message number and raw value by field number, for every data message."""
    reader: Any = fitparse.FitFile(io.BytesIO(content), check_crc=False)
    for message in reader.get_messages():
        values: dict[int, float] = {}
        for field in message.fields:
            number, raw = _number_and_value(field)
            if number is not None and raw is not None:
                values.setdefault(number, raw)
        if message.mesg_num is not None and values:
            yield message.mesg_num, values


def _number_and_value(field: Any) -> tuple[int | None, float | None]:
    """Field number and raw value, as far as the field was in the file and holds a number."""
    raw = field.raw_value[0] if isinstance(field.raw_value, tuple) else field.raw_value
    definition = field.field_def
    if definition is None:  # expanded from another field, or the time of a compressed header
        number = _TIMESTAMP if field.def_num == _TIMESTAMP else None
    else:
        number = None if hasattr(definition, "dev_data_index") else definition.def_num
    return number, float(raw) if isinstance(raw, int | float) else None


def main() -> None:
    _limit()
    out = sys.stdout.buffer
    with contextlib.suppress(Exception):
        for message, values in _messages(sys.stdin.buffer.read()):
            fields = b"".join(bytes([number, 8, _FLOAT64]) for number in values)
            out.write(struct.pack("<BBBHB", _DEFINITION, 0, 0, message, len(values)) + fields)
            out.write(b"\0" + struct.pack(f"<{len(values)}d", *values.values()))


main()
