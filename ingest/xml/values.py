"""From the text of points to numbers: times in UTC, channels in SI units, nonsense to NaN and counted."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from ingest.motion import Floats
from ingest.xml.document import Column, RawDocument
from ingest.xml.points import Points
from ingest.xml.times import parse_times

#: What a channel can hold at all, both ends included; everything outside is a fault of sensor or file.
POSSIBLE = {
    "lat": (-90.0, 90.0),
    "lon": (-180.0, 180.0),
    "altitude": (-500.0, 9_000.0),
    "distance": (0.0, 2_000_000.0),
    "speed": (0.0, 100.0),
    "heart_rate": (20.0, 250.0),
    # What counts each step twice reaches 520; what is impossible in its unit goes when that is known.
    "cadence": (0.0, 520.0),
    "run_cadence": (0.0, 520.0),
    "power": (0.0, 3_000.0),
}
#: A heart rate of 0 is how many watches write "no reading".
MEANS_NOTHING = {"heart_rate": 0.0}


@dataclass(frozen=True)
class Values:
    """The points, how many values were left out by reason, and what is to be known of their times."""

    points: Points
    dropped: dict[str, int]
    utc_offset_s: int | None
    is_zone_assumed: bool
    #: The numbers were written with a decimal comma, against the format.
    has_commas: bool


def to_values(raw: RawDocument) -> Values:
    """Numbers of a document's texts; what cannot be a value of its channel is NaN and counted."""
    times = parse_times(raw.columns.get("time") or [None] * raw.point_count)
    dropped: dict[str, int] = {}
    channels: dict[str, Floats] = {}
    has_commas = _has_commas(raw)
    for name, (low, high) in POSSIBLE.items():
        if column := raw.columns.get(name):
            if has_commas:
                column = [text and text.replace(b",", b".") for text in column]
            channels[name], impossible = _parse_numbers(column, low, high, MEANS_NOTHING.get(name))
            if impossible:
                dropped[f"{name}_impossible"] = impossible
    return Values(
        points=Points(times.time_ms, channels, **raw.places),
        dropped=dropped,
        utc_offset_s=times.utc_offset_s,
        is_zone_assumed=times.is_zone_assumed,
        has_commas=has_commas,
    )


def _has_commas(raw: RawDocument) -> bool:
    """Whether the first number of a channel has a decimal comma, and none has a point."""
    columns = [raw.columns[name] for name in POSSIBLE if name in raw.columns]
    firsts = [next((text for text in column if text), b"") for column in columns]
    return any(b"," in text for text in firsts) and not any(b"." in text for text in firsts)


def _parse_numbers(texts: Column, low: float, high: float, means_nothing: float | None) -> tuple[Floats, int]:
    """The numbers between two bounds, and how many texts were none of them and not `means_nothing`."""
    numbers = _numbers(texts)
    kept = np.where((numbers >= low) & (numbers <= high), numbers, np.nan)
    told = len(texts) - texts.count(None)
    meant = np.isfinite(kept).sum() + ((numbers == means_nothing).sum() if means_nothing is not None else 0)
    return kept, told - int(meant)


def _numbers(texts: Column) -> Floats:
    """The number of each text as Python reads it, NaN where there is none.

    polars reads what is plainly written, many times faster; the rest is read one by one.
    """
    column = pl.Series(texts, dtype=pl.Binary).cast(pl.String, strict=False).cast(pl.Float64, strict=False)
    if column.null_count() == texts.count(None):
        return column.to_numpy()
    return np.array([_number(text) for text in texts])


def _number(text: bytes | None) -> float:
    try:
        return float(text or b"nan")
    except ValueError:
        return float("nan")
