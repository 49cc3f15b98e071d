"""Contracted frames out of numpy columns, without polars' query engine: it takes 10 MB to wake."""

from functools import cache

import dataframely as dy
import numpy as np
import polars as pl

from ingest.activity import DeviceSplits, Laps, Pauses, Samples, WorkoutSteps


def frame(contract: type[dy.Schema], rows: int, **columns: np.ndarray | list[str | None]) -> pl.DataFrame:
    """The columns by the contract, of so many rows; NaN and absent columns are null.

    Numbers come as arrays, words as lists.
    """
    if not rows:
        return empty_frame(contract)
    absent = pl.Series(np.full(rows, np.nan), nan_to_null=True)
    series = []
    for name, dtype in schema_of(contract).items():
        values = columns.get(name)
        if values is None:
            column = absent.alias(name)
        elif isinstance(values, np.ndarray):
            column = pl.Series(name, values, nan_to_null=True)
        else:
            column = pl.Series(name, values, dtype=dtype)
        series.append(column if column.dtype == dtype else column.cast(dtype))
    return pl.DataFrame(series)


def empty_frame(contract: type[dy.Schema]) -> pl.DataFrame:
    """A frame of the contract without rows."""
    return _empty(contract).clone()


@cache
def _empty(contract: type[dy.Schema]) -> pl.DataFrame:
    return pl.DataFrame([pl.Series(name, [], dtype=dtype) for name, dtype in schema_of(contract).items()])


@cache
def schema_of(contract: type[dy.Schema]) -> pl.Schema:
    """Names and types of a contract's columns, in order."""
    return pl.Schema({name: column.dtype for name, column in contract.columns().items()})


# When the program starts, so that the first file is not the one that waits for it.
for _contract in (Samples, Laps, Pauses, DeviceSplits, WorkoutSteps):
    schema_of(_contract)
