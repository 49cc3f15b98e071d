"""Where the timer stood still, whatever the file tells it by."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

from ingest.activity import Pauses
from ingest.frames import frame


class Pause(NamedTuple):
    """The timer stood still in `[start_s, end_s)`, in elapsed seconds; `source` as in `Pauses`.

    `moved_m` is how far apart the positions before and after it lie, NaN where unknown.
    """

    start_s: float
    end_s: float
    source: str
    moved_m: float = float("nan")

    @property
    def length_s(self) -> float:
        return self.end_s - self.start_s


def timer_s(elapsed_s: np.ndarray, pauses: Sequence[Pause]) -> np.ndarray:
    """Elapsed seconds less the pauses before each of them; `pauses` in order, without overlap."""
    starts_s = np.array([pause.start_s for pause in pauses])
    ends_s = np.array([pause.end_s for pause in pauses])
    paused_s = np.concatenate(([0.0], np.cumsum(ends_s - starts_s)))
    number = np.searchsorted(starts_s, elapsed_s)
    still_s = np.maximum(np.concatenate(([0.0], ends_s))[number] - elapsed_s, 0.0)
    return elapsed_s - paused_s[number] + np.where(number > 0, still_s, 0.0)


def pause_frame(pauses: Sequence[Pause]) -> pl.DataFrame:
    """The pauses by the contract `Pauses`."""
    return frame(
        Pauses,
        len(pauses),
        start_s=np.array([pause.start_s for pause in pauses]),
        end_s=np.array([pause.end_s for pause in pauses]),
        source=[pause.source for pause in pauses],
    )
