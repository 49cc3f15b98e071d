"""FIT bytes to activities: our own columnar reader, with fitparse behind it."""

import hashlib
from dataclasses import replace

from ingest.activity import Activity, QualityNote
from ingest.errors import IngestError
from ingest.fit.activity import activities_of
from ingest.fit.container import Part, is_fit, read_parts
from ingest.fit.fallback import rewrite

__all__ = ["is_fit", "read_fit"]

_READ_BY_FITPARSE = QualityNote(
    "read_slowly", "The file is unusual, so it was read by another program part that knows fewer fields."
)


def read_fit(content: bytes, *, serial_key: bytes | None = None) -> tuple[Activity, ...]:
    """Read a FIT file, chained ones included: one activity per session, in file order.

    `serial_key` keys the hash that stands for the device's serial number; without it there is
    none. Parts that hold no activity are passed over where another part holds one. Raises
    IngestError, and nothing else, where the content holds no activity.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        return _read(content, sha256, serial_key)
    except IngestError:
        raise
    except MemoryError as fault:
        raise IngestError("too_large", "The FIT file asks for more memory than there is.") from fault
    except Exception:  # noqa: BLE001 - a fault of ours must not cost the runner her file
        return _reread(content, sha256, serial_key)


def _read(content: bytes, sha256: str, serial_key: bytes | None) -> tuple[Activity, ...]:
    activities: list[Activity] = []
    first_error: IngestError | None = None
    for part in read_parts(content):
        try:
            activities += activities_of(part, sha256, serial_key)
        except IngestError as error:
            first_error = first_error or _for_damage(error, part)
    if not activities and first_error is not None:
        raise first_error
    return tuple(activities)


def _for_damage(error: IngestError, part: Part) -> IngestError:
    """Where a damaged part holds nothing, the damage is the reason to tell."""
    if error.code != "empty_activity" or part.damaged_at is None:
        return error
    if part.is_cut:
        message = "The FIT file breaks off before its first record; copy it from the watch again."
        return IngestError("truncated_file", message, offset=part.damaged_at)
    message = "The FIT file is damaged and nothing in it can be read; copy it from the watch again."
    return IngestError("corrupt_file", message, offset=part.damaged_at)


def _reread(content: bytes, sha256: str, serial_key: bytes | None) -> tuple[Activity, ...]:
    try:
        activities = _read(rewrite(content), sha256, serial_key)
    except IngestError:
        raise
    except Exception as fault:
        raise IngestError("corrupt_file", "The FIT file is damaged and could not be read.") from fault
    return tuple(replace(activity, quality=(*activity.quality, _READ_BY_FITPARSE)) for activity in activities)
