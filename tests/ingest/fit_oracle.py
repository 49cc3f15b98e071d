"""What fitparse, or fitdecode where fitparse gives up, reads of the records: the measure for our reader.

Both libraries hand out a message field by field; of fields with the same name the one that was in
the file outranks the one that was expanded from another, and of a tuple the first value counts.
"""

import gc
import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import fitdecode
import fitparse

EPOCH_S = 631_065_600
RECORD = 20


@dataclass
class Row:
    """One record message: values by field name, in the order of preference, and those of pods."""

    time_s: float | None
    native: dict[str, float] = field(default_factory=dict)
    expanded: dict[str, float] = field(default_factory=dict)
    #: Value by name, unit and native field number.
    pods: dict[tuple[str, str, int | None], float] = field(default_factory=dict)


@dataclass
class Reading:
    """All records that a library read, and whether it came to the end of the file."""

    rows: list[Row]
    is_complete: bool
    library: str


def read(content: bytes) -> Reading:
    """The records by fitparse; where that fails and fitdecode comes further, by fitdecode.

    Without the collector, which would walk millions of live fields again and again.
    """
    gc.disable()
    try:
        return _read_by_either(content)
    finally:
        gc.enable()


def _read_by_either(content: bytes) -> Reading:
    first = _read("fitparse", _fitparse_rows(content))
    if first.is_complete:
        return first
    second = _read("fitdecode", _fitdecode_rows(content))
    return second if len(second.rows) > len(first.rows) else first


def _read(library: str, source: Iterator[Row]) -> Reading:
    rows: list[Row] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            rows.extend(source)
    except Exception:  # noqa: BLE001 - whatever a library raises on a damaged file: the rows before it stand
        return Reading(rows, is_complete=False, library=library)
    return Reading(rows, is_complete=True, library=library)


def _fitparse_rows(content: bytes) -> Iterator[Row]:
    reader: Any = fitparse.FitFile(io.BytesIO(content), check_crc=False)
    for message in reader.get_messages():
        if message.mesg_num != RECORD:
            continue
        row = Row(None)
        for one in message.fields:
            definition = one.field_def
            if one.def_num == 253 and (definition is None or not hasattr(definition, "dev_data_index")):
                row.time_s = one.raw_value
            elif definition is not None and hasattr(definition, "dev_data_index"):
                pod = definition.field
                _put(row.pods, (pod.name or "", pod.units or "", pod.native_field_num), one.value)
            else:
                _put(row.expanded if definition is None else row.native, one.name, one.value)
        yield row


def _fitdecode_rows(content: bytes) -> Iterator[Row]:
    options: Any = {
        "check_crc": fitdecode.CrcCheck.DISABLED,
        "error_handling": fitdecode.ErrorHandling.IGNORE,
    }
    with fitdecode.FitReader(io.BytesIO(content), **options) as reader:
        for frame in reader:
            if not isinstance(frame, fitdecode.FitDataMessage) or frame.global_mesg_num != RECORD:
                continue
            row = Row(None)
            for one in frame.fields:
                if one.def_num == 253:
                    row.time_s = one.raw_value
                elif one.field_def is None:
                    _put(row.expanded, one.name, one.value)
                elif one.field_def.is_dev:
                    pod = one.field
                    _put(row.pods, (pod.name or "", pod.units or "", pod.native_field_num), one.value)
                else:
                    _put(row.native, one.name, one.value)
            yield row


def _put(values: dict[Any, float], key: Any, value: Any) -> None:
    if isinstance(value, tuple):
        value = value[0]
    if isinstance(value, int | float) and key not in values:
        values[key] = float(value)
