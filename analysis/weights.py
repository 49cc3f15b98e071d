"""Samples with the time they stand for and the bout they lie in."""

import polars as pl

#: The key of an activity where many are in one frame.
ACTIVITY = "activity_index"
#: A sample speaks for the time to the next one, but for no longer than this.
LONGEST_SAMPLE_S = 10.0
#: Fewer steps a minute in a run are a drop-out of the sensor, not a cadence.
DROPOUT_SPM = 60.0
#: A shorter way has no pace.
LEAST_PACE_M = 1.0


def weigh_samples(samples: pl.LazyFrame, bouts: pl.LazyFrame, channels: tuple[str, ...]) -> pl.LazyFrame:
    """Add `weight_s` and the bout's `kind` (null outside every bout) to the channels asked for.

    Both frames carry `activity_index`; `samples` are in the order of it and of `elapsed_s`. The
    last sample of an activity stands for one second.
    """
    to_next_s = pl.col("elapsed_s").shift(-1).over(ACTIVITY) - pl.col("elapsed_s")
    return (
        samples.select(ACTIVITY, "elapsed_s", *channels)
        .with_columns(weight_s=to_next_s.clip(0, LONGEST_SAMPLE_S).fill_null(1.0))
        .join_asof(
            bouts.select(ACTIVITY, "start_s", pl.col("kind").cast(pl.String)),
            left_on="elapsed_s",
            right_on="start_s",
            by=ACTIVITY,
            # Within each activity both are in order; polars cannot check that by group.
            check_sortedness=False,
        )
    )
