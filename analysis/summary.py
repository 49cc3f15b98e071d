"""The figures of one activity, and of many in one plan."""

from dataclasses import dataclass, fields

import polars as pl

from analysis.schema import BOUT_KINDS, Bouts
from analysis.weights import ACTIVITY, DROPOUT_SPM, LEAST_PACE_M, weigh_samples


@dataclass(frozen=True)
class RunSummary:
    """What an activity came to, in SI units; null is unknown, or not a run.

    Run, walk, stand, pause, unknown and not-on-foot time add up to the elapsed time; `uncertain_time_s` is
    the part of it that may have been run, or may not. Without running the run times, distance and counts are
    0 while cadence and pace are null. Where nobody is known to have been on foot (a ride, a swim, a file
    without records) every field of running, walking and standing is null.
    """

    elapsed_time_s: float
    timer_time_s: float
    distance_m: float | None
    run_time_s: float | None
    walk_time_s: float | None
    stand_time_s: float | None
    pause_time_s: float
    unknown_time_s: float
    not_on_foot_time_s: float
    uncertain_time_s: float
    run_distance_m: float | None
    run_bout_count: int | None
    longest_run_bout_s: float | None
    run_cadence_spm: float | None
    run_pace_s_per_km: float | None
    mean_heart_rate_bpm: float | None
    bouts_source: str | None


_ON_FOOT = ("run", "walk", "stand")
#: What is null where nobody is known to have been on foot.
_OF_FEET = (
    *(f"{kind}_time_s" for kind in _ON_FOOT),
    "run_distance_m",
    "run_bout_count",
    "longest_run_bout_s",
)
_ADDED_UP = ("run_time_s", "walk_time_s", "stand_time_s", "run_bout_count", "longest_run_bout_s")
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

    `bouts` is null for a ride or a swim, whose cadence counts no steps, and empty where nothing was
    recorded. Where the bouts carry no cadence (its unit is unknown) the summary carries none either.
    """
    index = pl.lit(0).alias(ACTIVITY)
    activity = {
        "elapsed_time_s": elapsed_time_s,
        "paused_s": pauses.select((pl.col("end_s") - pl.col("start_s")).sum()).item(),
        "distance_m": distance_m,
        "is_on_foot": bouts is not None,
    }
    activities = pl.LazyFrame([activity], schema_overrides={"distance_m": pl.Float64})
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
    `elapsed_time_s`, `paused_s`, `distance_m` and `is_on_foot`.
    """
    weighted = weigh_samples(samples, bouts, ("cadence_spm", "heart_rate_bpm"))
    return (
        activities.join(_sum_bouts(bouts), on=ACTIVITY, how="left")
        .with_columns(*_apart())
        .with_columns(pl.col(*_ADDED_UP, "uncertain_time_s").fill_null(0))
        .with_columns(pl.when(_IS_KNOWN).then(name).alias(name) for name in _OF_FEET)
        .join(_run_cadence(weighted), on=ACTIVITY, how="left")
        .join(_mean_heart_rate(weighted), on=ACTIVITY, how="left")
        .with_columns(
            timer_time_s=pl.col("elapsed_time_s") - pl.col("pause_time_s"),
            run_pace_s_per_km=pl.when(pl.col("run_distance_m") >= LEAST_PACE_M).then(
                pl.col("run_time_s") / pl.col("run_distance_m") * 1000
            ),
            run_cadence_spm=pl.when("has_cadence").then("run_cadence_spm"),
        )
        .select(ACTIVITY, *_FIELDS)
    )


#: Somebody was on foot for some time, or the activity lasted none.
_IS_KNOWN = pl.col("is_on_foot") & (
    (pl.sum_horizontal(f"{kind}_time_s" for kind in _ON_FOOT) > 0)
    | ((pl.col("unknown_time_s") == 0) & (pl.col("not_on_foot_time_s") == 0))
)


def _apart() -> list[pl.Expr]:
    """What was paused, not recorded or not on foot; without bouts all of it is one of these."""
    rest_s = pl.col("elapsed_time_s") - pl.col("paused_s").fill_null(0)
    return [
        pl.coalesce("pause_time_s", "paused_s").fill_null(0).alias("pause_time_s"),
        pl.coalesce("unknown_time_s", pl.when("is_on_foot").then(rest_s))
        .fill_null(0)
        .alias("unknown_time_s"),
        pl.coalesce("not_on_foot_time_s", pl.when(~pl.col("is_on_foot")).then(rest_s))
        .fill_null(0)
        .alias("not_on_foot_time_s"),
        pl.coalesce("uncertain_time_s", pl.when("is_on_foot").then(rest_s)).alias("uncertain_time_s"),
    ]


def _sum_bouts(bouts: pl.LazyFrame) -> pl.LazyFrame:
    seconds = pl.col("end_s") - pl.col("start_s")
    is_run = pl.col("kind") == "run"
    run_metres = pl.col("distance_m").filter(is_run)
    return bouts.group_by(ACTIVITY).agg(
        *(seconds.filter(pl.col("kind") == kind).sum().alias(f"{kind}_time_s") for kind in BOUT_KINDS),
        pl.col("uncertain_s").sum().alias("uncertain_time_s"),
        pl.when(run_metres.null_count() == 0).then(run_metres.sum()).alias("run_distance_m"),
        is_run.sum().cast(pl.Int64).alias("run_bout_count"),
        seconds.filter(is_run).max().fill_null(0.0).alias("longest_run_bout_s"),
        pl.col("cadence_spm").filter(is_run).is_not_null().any().alias("has_cadence"),
        pl.when((pl.col("source") == "device").any())
        .then(pl.lit("device"))
        .otherwise(pl.lit("detected"))
        .alias("bouts_source"),
    )


def _run_cadence(weighted: pl.LazyFrame) -> pl.LazyFrame:
    """The time-weighted median over the samples in run bouts, drop-outs left out."""
    so_far_s = pl.col("weight_s").cum_sum()
    return (
        weighted.filter(pl.col("kind") == "run", pl.col("cadence_spm") >= DROPOUT_SPM)
        .sort(ACTIVITY, "cadence_spm")
        .group_by(ACTIVITY)
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
        .group_by(ACTIVITY)
        .agg(((beats * weight_s).sum() / weight_s.sum()).alias("mean_heart_rate_bpm"))
    )
