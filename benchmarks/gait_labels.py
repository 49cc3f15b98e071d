"""What is held to be true of a recorded outing, second by second.

Second `k` is the span [k, k + 1) of elapsed time, looked at in its middle. Three kinds of truth, none of
them beyond doubt: the watch's own label with its late ends corrected, the ground-contact time that a
watch writes only while it sees running, and the prompts that a runner was given.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

#: A watch holds its label "run" for so long after the last running step, and "walk" before a stand.
LATE_END_S = 6.0
#: Never earlier than the end of the label's first second.
LEAST_LABEL_S = 1.0
#: A run shorter than this is no bout, and a break in one shorter than that is no break.
SHORTEST_RUN_S = 10
SHORTEST_BREAK_S = 8
#: Labels this near to one another follow each other: a label is written with the second it ends in.
JOIN_LABELS_S = 3.0
#: Where no sample is nearer than this nothing was recorded, so nothing is judged.
RECORDED_WITHIN_S = 10.0
#: Contact time is written each second or not at all.
CONTACT_WITHIN_S = 1.5


@dataclass(frozen=True)
class Truth:
    """Whether each second is running, and whether it is judged at all; both of shape (seconds,)."""

    is_run: Bools
    is_counted: Bools

    def within(self, before_s: int, after_s: int) -> "Truth":
        """The same with seconds put before and after, none of them running, all of them judged."""
        around = (before_s, after_s)
        return Truth(
            np.pad(self.is_run, around, constant_values=False),
            np.pad(self.is_counted, around, constant_values=True),
        )


def middles_s(elapsed_time_s: float) -> Floats:
    """The middle of each whole second, shape (seconds,)."""
    return np.arange(0.5, int(elapsed_time_s))


def spans_of(is_run: Bools) -> NDArray[np.int64]:
    """Where it is true, as [first, one past the last) in seconds, shape (bouts, 2)."""
    steps = np.diff(is_run.astype(np.int8), prepend=0, append=0)
    return np.column_stack((np.flatnonzero(steps > 0), np.flatnonzero(steps < 0)))


def tidied(is_run: Bools) -> Bools:
    """Fill the short breaks between runs, then leave out what is too short for a run."""
    filled = is_run.copy()
    runs = spans_of(is_run)
    for end, start in zip(runs[:-1, 1], runs[1:, 0], strict=True):
        if start - end < SHORTEST_BREAK_S:
            filled[end:start] = True
    for start, end in spans_of(filled):
        if end - start < SHORTEST_RUN_S:
            filled[start:end] = False
    return filled


def nearest(time_s: Floats, values: Floats, at_s: Floats, within_s: float) -> Floats:
    """The known value whose sample is nearest to each instant, NaN where none is near; the earlier of two.

    `time_s` and `values` are of shape (samples,), `at_s` and what is given of shape (seconds,).
    """
    known = np.isfinite(values)
    if not known.any():
        return np.full(at_s.shape, np.nan)
    time_s, values = time_s[known], values[known]
    after = np.searchsorted(time_s, at_s).clip(0, time_s.size - 1)
    before = (after - 1).clip(0)
    place = np.where(np.abs(at_s - time_s[before]) <= np.abs(time_s[after] - at_s), before, after)
    return np.where(np.abs(time_s[place] - at_s) <= within_s, values[place], np.nan)


def inside(spans: pl.DataFrame, at_s: Floats) -> Bools:
    """Whether each instant lies in one of the spans [start_s, end_s)."""
    found = np.zeros(at_s.shape, dtype=bool)
    for start_s, end_s in spans.select("start_s", "end_s").iter_rows():
        found |= (at_s >= start_s) & (at_s < end_s)
    return found


def recorded(time_s: Floats, pauses: pl.DataFrame, at_s: Floats, within_s: float) -> Bools:
    """Whether the timer ran and a sample is near, at each instant."""
    is_near = np.isfinite(nearest(time_s, np.zeros(time_s.shape), at_s, within_s))
    return is_near & ~inside(pauses, at_s)


def closed_labels(splits: pl.DataFrame) -> pl.DataFrame:
    """The watch's labels, each lasting until the next begins where only the written second parts them."""
    next_s = pl.col("start_s").shift(-1)
    follows = (next_s - pl.col("end_s")).abs() <= JOIN_LABELS_S
    return splits.sort("start_s").with_columns(end_s=pl.when(follows).then(next_s).otherwise(pl.col("end_s")))


def corrected_labels(splits: pl.DataFrame) -> pl.DataFrame:
    """The labels with their late ends taken back: of a run, and of a walk before a stand.

    What follows begins where the corrected label ends. Starts that follow no late end stay.
    """
    labels = closed_labels(splits)
    kind, next_kind = pl.col("kind").cast(pl.String), pl.col("kind").cast(pl.String).shift(-1)
    is_late = (kind == "run") | ((kind == "walk") & (next_kind == "stand").fill_null(False))
    early_s = pl.max_horizontal(pl.col("end_s") - LATE_END_S, pl.col("start_s") + LEAST_LABEL_S)
    ended = labels.with_columns(
        ended_s=pl.when(is_late).then(pl.min_horizontal(early_s, "end_s")).otherwise(pl.col("end_s")),
        follows=pl.col("start_s") == pl.col("end_s").shift(1),
    )
    moved_s = pl.when(pl.col("follows")).then(pl.col("ended_s").shift(1)).otherwise(pl.col("start_s"))
    return ended.with_columns(start_s=moved_s, end_s="ended_s").drop("ended_s", "follows")


def label_truth(splits: pl.DataFrame, time_s: Floats, pauses: pl.DataFrame, elapsed_time_s: float) -> Truth:
    """Running by the watch's corrected labels; judged where it gave a label and recorded something."""
    at_s = middles_s(elapsed_time_s)
    is_run = tidied(inside(corrected_labels(splits).filter(pl.col("kind").cast(pl.String) == "run"), at_s))
    is_labelled = inside(closed_labels(splits), at_s)
    return Truth(is_run, is_labelled & recorded(time_s, pauses, at_s, RECORDED_WITHIN_S))


def contact_truth(
    contact_ms: Floats, time_s: Floats, pauses: pl.DataFrame, elapsed_time_s: float
) -> Truth | None:
    """Running where the watch wrote a contact time, of shape (samples,); none where it never did."""
    if not np.isfinite(contact_ms).any():
        return None
    at_s = middles_s(elapsed_time_s)
    has_contact = np.nan_to_num(nearest(time_s, np.isfinite(contact_ms) * 1.0, at_s, CONTACT_WITHIN_S)) > 0
    return Truth(tidied(has_contact), recorded(time_s, pauses, at_s, CONTACT_WITHIN_S))


def prompt_truth(at_row_s: Floats, is_run_row: Bools, elapsed_time_s: float) -> Truth:
    """Running where she was told to run: each row's stage holds until the next row, shape (rows,)."""
    at_s = middles_s(elapsed_time_s)
    row = (np.searchsorted(at_row_s, at_s, side="right") - 1).clip(0)
    return Truth(is_run_row[row], np.ones(at_s.shape, dtype=bool))
