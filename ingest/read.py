"""The front door: bytes of any readable kind to activities, one verdict for each."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.activity import Activity
from ingest.archive import ARCHIVE_ENDINGS, ENDINGS, MIB, Limits, Member, Passed, Unpacked, unpack
from ingest.errors import IngestError
from ingest.fit import read_fit
from ingest.xml.read import read_xml


@dataclass(frozen=True)
class Skipped:
    """So many files of one kind in an archive that are no activities and are passed over."""

    kind: str
    count: int


@dataclass(frozen=True)
class ReadResult:
    """One activity, one file that is none, or files passed over: exactly one of the three is set.

    `member` is the file's place inside an archive, as text to show; null outside of archives and
    for what was skipped.
    """

    member: str | None
    activity: Activity | None
    error: IngestError | None
    skipped: Skipped | None = None


def read_activity(content: bytes, name: str, *, serial_key: bytes | None = None) -> Activity:
    """The first activity of a file or archive.

    Raises `IngestError`, and nothing else, with the first thing that went wrong.
    """
    first_error: IngestError | None = None
    for result in read_activities(content, name, serial_key=serial_key):
        if result.activity is not None:
            return result.activity
        first_error = first_error or result.error
    raise first_error or IngestError("unreadable", "Nothing in the file could be read.")


def read_activities(content: bytes, name: str, *, serial_key: bytes | None = None) -> Iterator[ReadResult]:
    """One result per activity or failed file of a FIT, GPX or TCX file, gzipped or in zip archives.

    The content alone decides the format; `name` only serves the messages. Archives are opened
    lazily, one member in memory at a time; last comes one result for each kind of file in it that is no
    activity. With `serial_key`, the serial number of the device is kept as a keyed hash. Raises nothing:
    what goes wrong is a result.
    """
    passed: Counter[str] = Counter()
    for item in _guarded(unpack(content)):
        if isinstance(item, Passed):
            passed[item.kind] += 1
            continue
        if isinstance(item, IngestError):
            yield ReadResult(item.member, None, item)
            continue
        try:
            activities = _read_member(item, name, serial_key)
        except BaseException as fault:  # noqa: BLE001 - see _as_ingest_error
            error = _as_ingest_error(fault, item.label)
            if error.kind and item.label is not None:
                passed[error.kind] += 1
            else:
                yield ReadResult(item.label, None, error)
            continue
        for activity in activities:
            yield ReadResult(item.label, activity, None)
    for kind, count in sorted(passed.items()):
        yield ReadResult(None, None, None, Skipped(kind, count))


def read_file(path: Path, *, serial_key: bytes | None = None) -> Iterator[ReadResult]:
    """The results of a file on disk; one that cannot be opened is an `unreadable` result."""
    try:
        content = content_of(path)
    except IngestError as error:
        yield ReadResult(None, None, error)
    else:
        yield from read_activities(content, path.name, serial_key=serial_key)


def content_of(path: Path) -> bytes:
    """The bytes of a file on disk.

    Raises `IngestError`: `unreadable` where it cannot be opened or is no file (a pipe never ends),
    `too_large` where it has more than any export of a watch.
    """
    try:
        if path.exists() and not path.is_file():
            raise IngestError(
                "unreadable", "This is a folder or a device and no file; choose the files in it."
            )
        if path.stat().st_size > Limits().archive_bytes:
            raise IngestError(
                "too_large", f"The file has more than {Limits().archive_bytes // MIB} MB; add it in parts."
            )
        return path.read_bytes()
    except OSError as fault:
        words = f"The file cannot be opened: {(fault.strerror or 'it is not there').lower()}."
        raise IngestError("unreadable", words) from fault


def find_files(paths: Iterable[Path | str]) -> list[Path]:
    """The files to read: each given file, and in each given folder those with a readable ending, sorted.

    Folders are searched to the bottom, hidden files and what macOS adds passed over. A path that
    does not exist stays in the list, so that reading it says so.
    """
    found: list[Path] = []
    for path in map(Path, paths):
        if not path.is_dir():
            found.append(path)
            continue
        inside = (file.relative_to(path) for file in path.rglob("*"))
        found += sorted(path / file for file in inside if _is_wanted(file) and (path / file).is_file())
    return found


def _is_wanted(file: Path) -> bool:
    is_hidden = any(part.startswith(".") or part == "__MACOSX" for part in file.parts)
    return not is_hidden and file.name.lower().endswith((*ENDINGS, *ARCHIVE_ENDINGS))


def _read_member(member: Member, name: str, serial_key: bytes | None) -> tuple[Activity, ...]:
    content, kind = member.content, member.found.kind
    if not content:
        raise IngestError("empty_activity", "The file is empty (0 bytes); copy it from the watch again.")
    if len(content) > Limits().file_bytes:
        raise IngestError(
            "too_large", f"The file has more than {Limits().file_bytes // MIB} MB; no watch writes that."
        )
    if kind == "fit":
        activities = read_fit(content, serial_key=serial_key)
    elif kind in ("gpx", "tcx"):
        activities = read_xml(content, kind, hashlib.sha256(content).hexdigest(), serial_key=serial_key)
    else:
        raise IngestError("unknown_format", _seems(member, name))
    if not member.notes:
        return activities
    return tuple(replace(activity, quality=(*activity.quality, *member.notes)) for activity in activities)


def _seems(member: Member, name: str) -> str:
    """What an unreadable file is, and that its ending says otherwise where it does."""
    ending = Path((member.label or name).lower().removesuffix(".gz")).suffix
    if ending in ENDINGS:
        return f"The file is named {ending}, but it seems to be {member.found.seems}."
    return f"The file is not FIT, GPX or TCX; it seems to be {member.found.seems}."


def _guarded(items: Iterator[Unpacked]) -> Iterator[Unpacked]:
    try:
        yield from items
    except GeneratorExit:
        raise
    except BaseException as fault:  # noqa: BLE001 - see _as_ingest_error
        yield _as_ingest_error(fault, None)


def _as_ingest_error(fault: BaseException, label: str | None) -> IngestError:
    """What a reader raised, as the one error family of this room.

    Files are untrusted, so a fault in a reader must cost that file and no other. Base exceptions
    too: the panics of the Rust and C libraries beneath are such. Only what stops the program passes.
    """
    if isinstance(fault, KeyboardInterrupt | SystemExit | GeneratorExit):
        raise fault
    if isinstance(fault, IngestError):
        fault.member = fault.member or label
        return fault
    if isinstance(fault, MemoryError | RecursionError):
        error = IngestError(
            "too_large", "The file asks for more memory than there is to read it.", member=label
        )
    else:
        words = (
            "The file could not be read because of a fault in this program; please report it with the file."
        )
        error = IngestError("unreadable", words, member=label)
    error.__cause__ = fault
    return error
