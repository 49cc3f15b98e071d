"""The FIT checksum (CRC-16/ARC), folded in parallel lanes."""

from functools import lru_cache

import numpy as np

_POLYNOMIAL = 0xA001
_LANES_LOG2 = 10


@lru_cache(maxsize=1)
def _tables() -> tuple[np.ndarray, np.ndarray]:
    """Tables that move a checksum over one and over `2 ** _LANES_LOG2` zero words of 16 bits."""
    step = np.arange(1 << 16, dtype=np.uint16)
    for _ in range(16):
        step = (step >> 1) ^ (step & 1) * np.uint16(_POLYNOMIAL)
    fold = step
    for _ in range(_LANES_LOG2):
        fold = fold[fold]
    return step, fold


def crc16(data: memoryview | bytes) -> int:
    """CRC-16/ARC of the bytes, as a number.

    The checksum is linear, so lane j folds the words j, j + L, j + 2 L, ... by one table that
    moves over L words; the lanes that remain are a message of L words with the same checksum.
    """
    step, fold = _tables()
    lanes = 1 << _LANES_LOG2
    words = np.frombuffer(data, dtype="<u2", count=len(data) // 2)
    head = len(words) % lanes
    rows = words[head:].reshape(-1, lanes)
    crc = 0
    table = step.data
    for word in words[:head].tolist():
        crc = table[crc ^ word]
    if len(rows):
        folded = rows[0].copy()
        folded[0] ^= crc
        for row in rows[1:]:
            fold.take(folded, out=folded, mode="wrap")
            folded ^= row
        crc = 0
        for word in folded.tolist():
            crc = table[crc ^ word]
    if len(data) % 2:
        crc ^= data[-1]
        for _ in range(8):
            crc = (crc >> 1) ^ (_POLYNOMIAL if crc & 1 else 0)
    return int(crc)
