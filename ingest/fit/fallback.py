"""What the fast reader could not digest, read by fitparse in a process of its own."""

import subprocess
import sys
from pathlib import Path

from ingest.errors import IngestError
from ingest.fit.checksum import crc16

#: fitparse takes a second and 60 MB for each megabyte of a file.
MAX_BYTES = 8 << 20
TIMEOUT_S = 60

_WORKER = Path(__file__).with_name("fallback_worker.py")
_HEADER_SIZE = 14
_PROTOCOL, _PROFILE = 0x20, 2000


def rewrite(content: bytes, *, timeout_s: float = TIMEOUT_S) -> bytes:
    """The messages that fitparse finds in the content, as a plain FIT file.

    The work is done in a process with limits on time and memory, because it is only asked for
    when a file has already proved odd. Raises IngestError `corrupt_file` where nothing comes of it.
    """
    if len(content) > MAX_BYTES:
        raise _unreadable()
    try:
        # -P keeps the worker's folder, with modules named like the library's, off its path.
        done = subprocess.run(  # noqa: S603 - our own file, no shell
            [sys.executable, "-P", str(_WORKER)],
            input=content,
            capture_output=True,
            timeout=timeout_s,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as fault:
        raise _unreadable() from fault
    if not done.stdout:
        raise _unreadable()
    head = bytes([_HEADER_SIZE, _PROTOCOL]) + _PROFILE.to_bytes(2, "little")
    head += len(done.stdout).to_bytes(4, "little") + b".FIT"
    whole = head + crc16(head).to_bytes(2, "little") + done.stdout
    return whole + crc16(whole).to_bytes(2, "little")


def _unreadable() -> IngestError:
    return IngestError("corrupt_file", "The FIT file is damaged in a way that leaves nothing to read.")
