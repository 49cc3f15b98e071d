"""Frames as the database keeps them: samples as one checked Parquet blob, small frames as JSON rows."""

import hashlib
import io
import json
from dataclasses import dataclass

import dataframely as dy
import polars as pl

from ingest.activity import Samples
from ingest.frames import schema_of
from store.errors import DamagedError


@dataclass(frozen=True)
class Blob:
    """A compressed Parquet file in memory, with the checksum that it is read back against."""

    parquet: bytes
    sha256: str
    row_count: int


def pack_samples(samples: pl.DataFrame) -> Blob:
    """Compress a contracted samples frame."""
    buffer = io.BytesIO()
    samples.write_parquet(buffer, compression="zstd", statistics=False)
    parquet = buffer.getvalue()
    return Blob(parquet, hashlib.sha256(parquet).hexdigest(), samples.height)


def unpack_samples(blob: Blob) -> pl.DataFrame:
    """Give the samples frame back; raises DamagedError where a byte differs from what was written."""
    if hashlib.sha256(blob.parquet).hexdigest() != blob.sha256:
        raise DamagedError("The samples of this run are damaged. Restore a backup, or import the file again.")
    return pl.read_parquet(io.BytesIO(blob.parquet), schema=schema_of(Samples))


def pack_rows(frame: pl.DataFrame) -> str:
    """Write a small frame as a JSON list of objects."""
    return json.dumps(frame.to_dicts(), separators=(",", ":")) if frame.height else "[]"


def unpack_rows(text: str, schema: type[dy.Schema]) -> pl.DataFrame:
    """Read a small frame back with the column types of its contract, whose rules it met when written."""
    return pl.DataFrame(json.loads(text), schema=schema_of(schema), orient="row")
