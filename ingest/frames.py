"""The polars schemas of the contracts, made once."""

from functools import cache

import dataframely as dy
import polars as pl


@cache
def schema_of(contract: type[dy.Schema]) -> pl.Schema:
    """Names and types of a contract's columns, in order."""
    return contract.create_empty().schema


def empty_frame(contract: type[dy.Schema]) -> pl.DataFrame:
    """A frame of the contract without rows."""
    return pl.DataFrame(schema=schema_of(contract))
