"""Everything about a person in one zip that can be read without this program."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import polars as pl
import polars.selectors as cs

README = "README.txt"
#: Already compressed.
_STORED = (".parquet", ".zip", ".gz")
#: A spreadsheet takes text that begins so for a formula, and would run it.
_FORMULA = r"^[=+\-@\t\r]"
_READABLE_BY_ALL = 0o644 << 16
_WORDS = """\
Your data from Stridegate
=========================
Made on {made_on} (UTC). All of it can be read without Stridegate.

How to read the files
- .csv opens in any spreadsheet: UTF-8, one line of names, commas. An empty field is unknown, never zero.
  Text that a spreadsheet would take for a formula has an apostrophe in front; .json and .parquet do not.
- .json opens in any text editor.
- .parquet is for programs (pandas, polars, R, DuckDB): the same as the .csv beside it, with types.
- The end of a name is its unit: _s seconds, _m metres, _mps metres a second, _spm steps a minute of both
  legs, _bpm beats a minute, _0_10 a score from 0 to 10. Times are UTC; names with "local" are local days.
- There are no places in these files: they are not kept.

What is in it
"""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the archive: its path inside, what it is in one line, and its bytes or pieces of them."""

    path: str
    about: str
    content: bytes | Iterable[bytes]


def json_part(path: str, about: str, value: Any) -> Part:
    """A value as JSON; dates as ISO 8601, instants in UTC ending in `Z`. NaN is refused."""
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False, default=_plain)
    return Part(path, about, text.encode())


def table_parts(stem: str, about: str, frame: pl.DataFrame) -> tuple[Part, Part]:
    """A frame of plain columns as CSV and as Parquet; null is an empty field."""
    csv = frame.with_columns(
        cs.datetime(time_zone="*").dt.convert_time_zone("UTC").dt.to_string("%Y-%m-%dT%H:%M:%S%.3fZ"),
        cs.string().str.replace(f"({_FORMULA})", "'$1"),
    ).write_csv()
    parquet = BytesIO()
    frame.write_parquet(parquet)
    return Part(f"{stem}.csv", about, csv.encode()), Part(f"{stem}.parquet", about, parquet.getvalue())


def export_zip(parts: Iterable[Part], *, made_utc: datetime) -> bytes:
    """All parts and a README as one zip; the same bytes for the same parts and `made_utc` (aware).

    Raises ValueError where a path leaves the archive or comes twice.
    """
    file = BytesIO()
    write_zip(parts, file, made_utc=made_utc)
    return file.getvalue()


def write_zip(parts: Iterable[Part], file: IO[bytes], *, made_utc: datetime) -> None:
    """Write the zip of `export_zip` to a file, part by part: only one piece is in memory at a time."""
    made_on = made_utc.astimezone(UTC)
    lines, taken = [], {README}
    with ZipFile(file, "w") as archive:
        for part in parts:
            _check_path(part.path, taken)
            taken.add(part.path)
            checksum = _write(archive, part, made_on)
            lines.append(f"- {part.path}: {part.about}\n  sha256 {checksum}\n")
        words = _WORDS.format(made_on=f"{made_on:%Y-%m-%d %H:%M}") + "".join(lines)
        _write(archive, Part(README, "", words.encode()), made_on)


def _write(archive: ZipFile, part: Part, made_on: datetime) -> str:
    """Write one part and return its checksum."""
    entry = ZipInfo(part.path, made_on.timetuple()[:6])
    entry.compress_type = ZIP_STORED if part.path.endswith(_STORED) else ZIP_DEFLATED
    entry.external_attr = _READABLE_BY_ALL
    checksum = sha256()
    with archive.open(entry, "w", force_zip64=True) as target:
        for piece in _pieces(part.content):
            checksum.update(piece)
            target.write(piece)
    return checksum.hexdigest()


def _pieces(content: bytes | Iterable[bytes]) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
    else:
        yield from content


def _check_path(path: str, taken: set[str]) -> None:
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or "\\" in path or str(pure) != path:
        raise ValueError(f"{path!r} is not a plain path inside an archive")
    if path in taken:
        raise ValueError(f"{path!r} is in the archive already")


def _plain(value: object) -> str:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in JSON here")
