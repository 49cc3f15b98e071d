"""The figures of one activity, and of many in one plan."""

from dataclasses import dataclass, fields

import polars as pl

from analysis.schema import BOUT_KINDS, Bouts

#: A sample speaks for the time to the next one, but for no longer than this.
_LONGEST_SAMPLE_S = 10.0
#: Fewer steps a minute in a run are a drop-out of the sensor, not a cadence.
_DROPOUT_SPM = 60.0
_ACTIVITY = "activity_index"


@dataclass(frozen=True)
class RunSummary:
    """What an activity came to, in SI units; null is unknown, or not a run.

    Run, walk, stand and pause time add up to the elapsed time. Without running the run times,
    distance and counts are 0 while cadence and pace are null. For a ride or a swim every field
    from `run_time_s` to `run_pace_s_per_km` is null but the pause time.
    """

    elapsed_time_s: float
    timer_time_s: float
    distance_m: float | None
    run_time_s: float | None
    walk_time_s: float | None
    stand_time_s: float | None
    pause_time_s: float
    run_distance_m: float | None
    run_bout_count: int | None
    longest_run_bout_s: float | None
    run_cadence_spm: float | None
    run_pace_s_per_km: float | None
    mean_heart_rate_bpm: float | None
    bouts_source: str | None


_FIELDS = tuple(field.name for field in fields(RunSummary))


def summarise(
    samples: pl.DataFrame,
    bouts: pl.DataFrame | None,
    pauses: pl.DataFrame,
    *,
    elapsed_time_s: float,
    distance_m: float | None,
) -> RunSummary:
    """Sum up one activity.

    `bouts` is null for a ride or a swim, whose cadence counts no steps. Where the bouts carry
    no cadence (its unit is unknown) the summary carries none either.
    """
    paused_s = pauses.select((pl.col("end_s") - pl.col("start_s")).sum()).item() or 0.0
    index = pl.lit(0).alias(_ACTIVITY)
    activities = pl.LazyFrame(
        {"elapsed_time_s": [elapsed_time_s], "paused_s": [paused_s], "distance_m": [distance_m]},
        schema={"elapsed_time_s": pl.Float64, "paused_s": pl.Float64, "distance_m": pl.Float64},
    )
    plan = summarise_many(
        samples.lazy().with_columns(index),
        (Bouts.create_empty() if bouts is None else bouts).lazy().with_columns(index),
        activities.with_columns(index),
    )
    return RunSummary(**plan.select(_FIELDS).collect().row(0, named=True))


def summarise_many(samples: pl.LazyFrame, bouts: pl.LazyFrame, activities: pl.LazyFrame) -> pl.LazyFrame:
    """Sum up many activities in one plan: a row of `RunSummary` fields for each `activity_index`.

    `samples` (in the order of `activity_index`, `elapsed_s`) and `bouts` are the frames of all
    activities with an `activity_index` column; `activities` has `activity_index`,
    `elapsed_time_s`, `paused_s` and `distance_m`. An activity without bouts is not on foot.
    """
    weighted = _weigh_samples(samples, bouts)
    return (
        activities.join(_sum_bouts(bouts), on=_ACTIVITY, how="left")
        .join(_run_cadence(weighted), on=_ACTIVITY, how="left")
        .join(_mean_heart_rate(weighted), on=_ACTIVITY, how="left")
        .with_columns(
            timer_time_s=pl.col("elapsed_time_s") - pl.coalesce("pause_time_s", "paused_s"),
            pause_time_s=pl.coalesce("pause_time_s", "paused_s"),
            run_pace_s_per_km=pl.when(pl.col("run_distance_m") > 0).then(
                pl.col("run_time_s") / pl.col("run_distance_m") * 1000
            ),
            run_cadence_spm=pl.when("has_cadence").then("run_cadence_spm"),
        )
        .select(_ACTIVITY, *_FIELDS)
    )


def _sum_bouts(bouts: pl.LazyFrame) -> pl.LazyFrame:
    seconds = pl.col("end_s") - pl.col("start_s")
    is_run = pl.col("kind") == "run"
    run_metres = pl.col("distance_m").filter(is_run)
    return bouts.group_by(_ACTIVITY).agg(
        *(seconds.filter(pl.col("kind") == kind).sum().alias(f"{kind}_time_s") for kind in BOUT_KINDS),
        pl.when(run_metres.null_count() == 0).then(run_metres.sum()).alias("run_distance_m"),
        is_run.sum().cast(pl.Int64).alias("run_bout_count"),
        seconds.filter(is_run).max().fill_null(0.0).alias("longest_run_bout_s"),
        pl.col("cadence_spm").filter(is_run).is_not_null().any().alias("has_cadence"),
        pl.when((pl.col("source") == "device").any())
        .then(pl.lit("device"))
        .otherwise(pl.lit("detected"))
        .alias("bouts_source"),
    )


def _weigh_samples(samples: pl.LazyFrame, bouts: pl.LazyFrame) -> pl.LazyFrame:
    """Each sample with the seconds it speaks for and the kind of bout it lies in."""
    to_next_s = pl.col("elapsed_s").shift(-1).over(_ACTIVITY) - pl.col("elapsed_s")
    return (
        samples.select(_ACTIVITY, "elapsed_s", "cadence_spm", "heart_rate_bpm")
        .with_columns(weight_s=to_next_s.clip(0, _LONGEST_SAMPLE_S).fill_null(1.0))
        .join_asof(
            bouts.select(_ACTIVITY, "start_s", pl.col("kind").cast(pl.String)),
            left_on="elapsed_s",
            right_on="start_s",
            by=_ACTIVITY,
            check_sortedness=False,
        )
    )


def _run_cadence(weighted: pl.LazyFrame) -> pl.LazyFrame:
    """The time-weighted median over the samples in run bouts, drop-outs left out."""
    so_far_s = pl.col("weight_s").cum_sum()
    return (
        weighted.filter(pl.col("kind") == "run", pl.col("cadence_spm") >= _DROPOUT_SPM)
        .sort(_ACTIVITY, "cadence_spm")
        .group_by(_ACTIVITY)
        .agg(
            pl.col("cadence_spm")
            .filter(so_far_s >= pl.col("weight_s").sum() / 2)
            .first()
            .alias("run_cadence_spm")
        )
    )


def _mean_heart_rate(weighted: pl.LazyFrame) -> pl.LazyFrame:
    beats, weight_s = pl.col("heart_rate_bpm"), pl.col("weight_s")
    return (
        weighted.filter(beats > 0, (pl.col("kind") != "pause").fill_null(True))
        .group_by(_ACTIVITY)
        .agg(((beats * weight_s).sum() / weight_s.sum()).alias("mean_heart_rate_bpm"))
    )
