"""Values of summary messages: within a span, by their words, or null where the file does not tell."""

import numpy as np


def lies_inside(begin_s: np.ndarray, finish_s: np.ndarray, start_s: float, end_s: float) -> np.ndarray:
    """Whether the middle of each span lies in `[start_s, end_s)`, so that none belongs to two sessions."""
    middle_s = (begin_s + finish_s) / 2
    return (finish_s >= begin_s) & (middle_s >= start_s) & (middle_s < end_s)


def words(codes: np.ndarray, names: dict[int, str], otherwise: str | None = None) -> list[str | None]:
    """Names of the codes; `otherwise`, or "unknown_" and the number, for those that have none."""
    return [
        otherwise if code != code else names.get(int(code), otherwise or f"unknown_{code:.0f}")
        for code in codes.tolist()
    ]


def one_of(codes: np.ndarray, wanted: tuple[int, ...]) -> np.ndarray:
    return (codes[:, np.newaxis] == wanted).any(axis=1)


def optional(values: np.ndarray) -> list[float | None]:
    return [None if value != value else value for value in values.tolist()]


def whole(value: float | None) -> int | None:
    return None if value is None else int(value)
