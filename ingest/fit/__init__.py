"""FIT bytes to activities: our own columnar reader, with fitparse behind it."""

import hashlib

from ingest.activity import Activity
from ingest.errors import IngestError
from ingest.fit.activity import activities_of
from ingest.fit.container import is_fit, read_parts

__all__ = ["is_fit", "read_fit"]


def read_fit(content: bytes, *, serial_key: bytes | None = None) -> tuple[Activity, ...]:
    """Read a FIT file, chained ones included: one activity per session, in file order.

    `serial_key` keys the hash that stands for the device's serial number; without it there is
    none. Parts that hold no activity are passed over where another part holds one. Raises
    IngestError, and nothing else, where the content holds no activity.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    activities: list[Activity] = []
    first_error: IngestError | None = None
    for part in read_parts(content):
        try:
            activities += activities_of(part, sha256, serial_key)
        except IngestError as error:
            first_error = first_error or error
    if not activities and first_error is not None:
        raise first_error
    return tuple(activities)
