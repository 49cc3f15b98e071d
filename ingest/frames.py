"""The polars schemas of contracts, each made once."""

from functools import cache

import dataframely as dy
import polars as pl

from ingest.activity import DeviceSplits, Laps, Pauses, Samples, WorkoutSteps


@cache
def schema_of(contract: type[dy.Schema]) -> pl.Schema:
    """Names and types of a contract's columns, in order."""
    return _empty(contract).schema


def empty_frame(contract: type[dy.Schema]) -> pl.DataFrame:
    """A frame of the contract without rows."""
    return _empty(contract).clone()


@cache
def _empty(contract: type[dy.Schema]) -> pl.DataFrame:
    return contract.create_empty()


# When the program starts, so that the first file is not the one that waits for it.
for _contract in (Samples, Laps, Pauses, DeviceSplits, WorkoutSteps):
    schema_of(_contract)
