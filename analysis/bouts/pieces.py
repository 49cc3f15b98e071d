"""Runs of equal labels in an array, and the short ones taken into their neighbours."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Pieces:
    """Maximal runs of equal values: first and last cell of each, and each cell's piece."""

    first: np.ndarray
    last: np.ndarray
    of_cell: np.ndarray


def starts_anew(values: np.ndarray) -> np.ndarray:
    """True in the first cell and wherever the value changes."""
    return np.append(True, values[1:] != values[:-1])


def find_pieces(values: np.ndarray) -> Pieces:
    """Cut an array wherever its value changes."""
    starts = starts_anew(values)
    first = np.flatnonzero(starts)
    return Pieces(first, np.append(first[1:], values.size) - 1, np.cumsum(starts) - 1)


def absorb_short(
    kind: np.ndarray, group: np.ndarray, width_s: np.ndarray, short: int, into: int, shortest_s: float
) -> np.ndarray:
    """Turn pieces of `short` under `shortest_s` into `into` where each neighbour in the group is that.

    A piece that fills its whole group stays: there is nothing to take it into.
    """
    span = np.max(kind) + 1
    pieces = find_pieces(group * span + kind)
    piece_kind, piece_group = kind[pieces.first], group[pieces.first]
    seconds = np.add.reduceat(width_s, pieces.first)
    same_before = np.append(False, piece_group[1:] == piece_group[:-1])
    same_after = np.append(same_before[1:], False)
    fits_before = ~same_before | np.append(False, piece_kind[:-1] == into)
    fits_after = ~same_after | np.append(piece_kind[1:] == into, False)
    taken = (piece_kind == short) & (seconds < shortest_s)
    taken &= (same_before | same_after) & fits_before & fits_after
    return np.where(taken[pieces.of_cell], into, kind)
