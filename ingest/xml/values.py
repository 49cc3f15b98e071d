"""From the text of points to numbers: times in UTC, channels in SI units, nonsense to null and counted."""

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
    numbers = raw.select(pl.col(POSSIBLE).str.strip_chars().cast(pl.Float64, strict=False))
    points = numbers.select(_null_where_impossible(name) for name in POSSIBLE)
    written = raw.select(pl.col(POSSIBLE).count()).row(0, named=True)
    kept = points.select(pl.all().count()).row(0, named=True)
    nothing = numbers.select((pl.col(name) == value).sum() for name, value in MEANS_NOTHING.items()).row(
        0, named=True
    )
    dropped = {
        f"{name}_impossible": written[name] - kept[name] - (nothing.get(name) or 0) for name in POSSIBLE
    }
    dropped["time_impossible"] = raw["time"].count() - time_ms.count()
    return Values(
        points=points.with_columns(time_ms.alias("time_ms"), *(raw[name] for name in PLACES)),
        dropped={name: count for name, count in dropped.items() if count},
        utc_offset_s=utc_offset_s,
        is_zone_assumed=is_zone_assumed,
    )


def parse_time_ms(text: str | None) -> int | None:
    """One time stamp as milliseconds since 1970 in UTC; null where it is none."""
    return _parse_times(pl.Series([text], dtype=pl.String))[0].item()


def _null_where_impossible(name: str) -> pl.Expr:
    low, high = POSSIBLE[name]
    return pl.when(pl.col(name).is_between(low, high)).then(pl.col(name)).alias(name)


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
    first = next(iter(ends.drop_nulls().head(1)), "")
    is_same = bool((ends == first).all())
    tails = (pl.Series([first]) if is_same else ends).str.extract_groups(
        r"^(?<whole>(?<fraction>[.,]\d{1,9})?\s*(?:[Zz]|(?<sign>[+-])(?<hours>[01]\d):?(?<minutes>[0-5]\d)?)?)\s*$"
    )
    tail = (
        pl.DataFrame({"tail": tails})
        .unnest("tail")
        .select(
            fraction_ms=(
                pl.col("fraction").str.replace(",", ".").cast(pl.Float64).fill_null(0) * _MS
            ).round(),
            offset_s=pl.when(pl.col("sign") == "-").then(-1).otherwise(1)
            * (pl.col("hours").cast(pl.Int64) * 3600 + pl.col("minutes").fill_null("0").cast(pl.Int64) * 60),
            is_zone_missing=~pl.col("whole").str.contains("[Zz+-]"),
            is_readable=pl.col("whole").is_not_null(),
        )
        .with_columns(
            shift_ms=pl.when("is_readable").then(
                pl.col("fraction_ms").cast(pl.Int64) - pl.col("offset_s").fill_null(0) * _MS
            )
        )
    )
    time_ms = moment.cast(pl.Int64) + (tail["shift_ms"].item() if is_same else tail["shift_ms"])
    time_ms = time_ms.set(~time_ms.is_between(_EARLIEST_MS, _LATEST_MS), None)
    offsets = tail["offset_s"].drop_nulls()
    # "+00:00" is how much software writes UTC, so it tells no more than "Z" does.
    utc_offset_s = int(offsets[0]) or None if len(offsets) else None
    return time_ms, utc_offset_s, bool(tail["is_zone_missing"].any()) and time_ms.count() > 0
