"""From the text of points to numbers: times in UTC, channels in SI units, nonsense to null and counted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from ingest.xml.document import PLACES

#: What a channel can hold at all, both ends included; everything outside is a fault of sensor or file.
POSSIBLE = {
    "lat": (-90.0, 90.0),
    "lon": (-180.0, 180.0),
    "altitude": (-500.0, 9_000.0),
    "distance": (0.0, 2_000_000.0),
    "speed": (0.0, 100.0),
    "heart_rate": (20.0, 250.0),
    "cadence": (0.0, 300.0),
    "run_cadence": (0.0, 300.0),
    "power": (0.0, 3_000.0),
}
#: A heart rate of 0 is how many watches write "no reading".
MEANS_NOTHING = {"heart_rate": 0.0}
#: GPS time begins in 1980; earlier stamps are unset fields.
_EARLIEST_MS = 315_964_800_000
_LATEST_MS = 4_102_444_800_000  # 2100
_MS = 1_000
_ENDING = re.compile(
    r"(?:[.,](?P<fraction>\d{1,9}))?\s*(?:(?P<utc>[Zz])|(?P<sign>[+-])(?P<hours>[01]\d):?(?P<minutes>[0-5]\d)?)?\s*",
    re.ASCII,
)


@dataclass(frozen=True)
class Values:
    """Points as numbers: `time_ms` since 1970 in UTC, the channels of `POSSIBLE`, and `PLACES`."""

    points: pl.DataFrame
    dropped: dict[str, int]
    utc_offset_s: int | None
    is_zone_assumed: bool


def to_values(raw: pl.DataFrame) -> Values:
    """Numbers of `POINT_SCHEMA` strings; what cannot be a value of its channel is null and counted."""
    time_ms, utc_offset_s, is_zone_assumed = _parse_times(raw["time"])
    dropped: dict[str, int] = {}
    columns = [time_ms.alias("time_ms")]
    for name, (low, high) in POSSIBLE.items():
        values, nothing = _parse_numbers(raw[name], low, high, MEANS_NOTHING.get(name))
        dropped[f"{name}_impossible"] = raw[name].count() - values.count() - nothing
        columns.append(values)
    return Values(
        points=pl.DataFrame([*columns, *(raw[name] for name in PLACES)]),
        dropped={name: count for name, count in dropped.items() if count},
        utc_offset_s=utc_offset_s,
        is_zone_assumed=is_zone_assumed,
    )


def _parse_numbers(
    text: pl.Series, low: float, high: float, means_nothing: float | None
) -> tuple[pl.Series, int]:
    """The numbers between two bounds, and how many were the value that stands for no reading."""
    if text.null_count() == len(text):
        return text.cast(pl.Float64), 0
    numbers = text.cast(pl.Float64, strict=False)
    if numbers.null_count() > text.null_count():
        numbers = text.str.strip_chars().cast(pl.Float64, strict=False)
    nothing = int((numbers == means_nothing).sum()) if means_nothing is not None else 0
    # NaN counts as the greatest value here, so it does not pass.
    is_possible = numbers.is_between(low, high)
    return (numbers if is_possible.all() else numbers.set(~is_possible, None)), nothing


def parse_times_ms(texts: Sequence[str | None]) -> list[int | None]:
    """Time stamps as milliseconds since 1970 in UTC; null where it is none."""
    return _parse_times(pl.Series(texts, dtype=pl.String))[0].to_list()


def _parse_times(text: pl.Series) -> tuple[pl.Series, int | None, bool]:
    """Milliseconds in UTC, the offset the file is written in, and whether a missing zone was taken as UTC.

    The second is read with a fixed format, which is five times faster than one with a
    fraction and a zone; what follows it is nearly always the same text on every row.
    """
    seconds = text.str.slice(0, 19)
    moment = seconds.str.to_datetime("%Y-%m-%dT%H:%M:%S", time_unit="ms", strict=False)
    if moment.null_count() > text.null_count():
        tidy = seconds.str.replace(r"^(\d{4}-\d\d-\d\d)[ t]", "${1}T").str.strip_chars()
        moment = tidy.str.to_datetime("%Y-%m-%dT%H:%M:%S", time_unit="ms", strict=False)
    ends = text.str.slice(19)
    endings = {end: _ending(end) for end in ends.drop_nulls().unique(maintain_order=True).to_list()}
    shift_ms = {end: ending.shift_ms if ending else None for end, ending in endings.items()}
    if len(shift_ms) <= 1:
        time_ms = moment.cast(pl.Int64) + pl.Series(list(shift_ms.values()) or [None], dtype=pl.Int64)
    else:
        time_ms = moment.cast(pl.Int64) + ends.replace_strict(shift_ms, return_dtype=pl.Int64)
    if not time_ms.is_between(_EARLIEST_MS, _LATEST_MS).all():
        time_ms = time_ms.set(~time_ms.is_between(_EARLIEST_MS, _LATEST_MS), None)
    known = [ending for ending in endings.values() if ending]
    # "+00:00" is how much software writes UTC, so it tells no more than "Z" does.
    utc_offset_s = next((ending.offset_s for ending in known if ending.offset_s), None)
    return time_ms, utc_offset_s, time_ms.count() > 0 and any(ending.offset_s is None for ending in known)


@dataclass(frozen=True)
class _Ending:
    """What follows the seconds of a time: a fraction and the offset of its zone, null where it names none."""

    fraction_ms: int
    offset_s: int | None

    @property
    def shift_ms(self) -> int:
        return self.fraction_ms - (self.offset_s or 0) * _MS


def _ending(text: str) -> _Ending | None:
    found = _ENDING.fullmatch(text)
    if not found:
        return None
    offset_s = 0 if found["utc"] else None
    if found["sign"]:
        seconds = int(found["hours"]) * 3600 + int(found["minutes"] or 0) * 60
        offset_s = -seconds if found["sign"] == "-" else seconds
    return _Ending(round(float(f"0.{found['fraction'] or 0}") * _MS), offset_s)
