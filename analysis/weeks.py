"""The runner's weeks, and each run in relation to the runs before it."""

from datetime import date

import polars as pl

from analysis.schema import RunLog, RunSpacing, Weeks

#: The window of the single-run comparison: Schuster Brandt Frandsen et al., BJSM 2025;59(17):1203.
SPIKE_WINDOW = "30d"


def summarise_weeks(
    runs: pl.DataFrame | pl.LazyFrame, *, week_starts_on: int = 1, until: date | None = None
) -> pl.DataFrame:
    """Sum a `RunLog` up by week of the runner's local date, into `Weeks`, in order.

    Every week from the first row to the last (or to `until`, which also leaves out what came
    later) has a row. Where a week has no run, sums are 0 and what describes runs is null;
    where no run of the week has a value, its sum is null; where some have, the sum is of
    those. `week_starts_on` counts from 1 (Monday) to 7 (Sunday).

    Raises:
        ValueError: `week_starts_on` is no day of the week.
        dataframely.exc.ValidationError: `runs` is no `RunLog`.

    """
    if week_starts_on not in range(1, 8):
        raise ValueError(f"week_starts_on must be 1 (Monday) to 7 (Sunday), not {week_starts_on}")
    last_day = pl.col("local_date").max() if until is None else pl.lit(until)
    log = (
        RunLog.validate(runs)
        .lazy()
        .filter(pl.col("local_date") <= last_day)
        .with_columns(week_start=_week_start(pl.col("local_date"), week_starts_on))
    )
    grid = (
        log.select(
            first_day=pl.col("local_date").min(),
            last_day=last_day,
            week_start=pl.date_ranges(
                pl.col("week_start").min(), _week_start(last_day, week_starts_on), interval="1w"
            ),
        )
        .explode("week_start")
        .drop_nulls("week_start")
    )
    active = log.group_by("week_start").agg(active_days=pl.col("local_date").n_unique())
    on_foot = log.filter("is_run").sort("start_utc").with_columns(longest_run_30d_share=_share_of_longest())
    weeks = (
        grid.join(active, on="week_start", how="left")
        .join(on_foot.group_by("week_start").agg(_of_week()), on="week_start", how="left")
        .sort("week_start")
        .with_columns(_of_calendar())
        .with_columns(_where_no_run())
        .select(Weeks.column_names())
    )
    return Weeks.validate(weeks.collect(), cast=True)


def space_runs(
    runs: pl.DataFrame | pl.LazyFrame, *, min_run_free_days: int, min_hours_between: float
) -> pl.DataFrame:
    """Relate each run of a `RunLog` to the run before it, into `RunSpacing`, in order of start.

    Hours run from the end of one run to the start of the next and are negative where two
    overlap (join those with `join_sessions` first). Run-free days are the local dates between
    two runs; rest days are those of them without any other activity. The limits are the
    plan's, for run-free days and hours; the first run has no run before it to be held
    against, so its answers are null, except that it is no second run of its day.

    Raises:
        dataframely.exc.ValidationError: `runs` is no `RunLog`.

    """
    hours = (pl.col("start_utc") - pl.col("end_utc").cum_max().shift(1)).dt.total_milliseconds() / 3_600_000
    days = pl.col("local_date").diff().dt.total_days()
    spacing = (
        RunLog.validate(runs)
        .lazy()
        .sort("start_utc")
        # Counting the active dates up makes their differences the active dates in between.
        .with_columns(active_date=pl.col("local_date").rank("dense").cast(pl.Int64))
        .filter("is_run")
        .select(
            "local_date",
            "start_utc",
            run_of_day=pl.col("start_utc").cum_count().over("local_date"),
            hours_since_previous_run_h=hours,
            run_free_days_before=(days - 1).clip(lower_bound=0),
            rest_days_before=(days - pl.col("active_date").diff()).clip(lower_bound=0),
            longest_run_30d_share=_share_of_longest(),
        )
        .with_columns(
            second_run_of_day=pl.col("run_of_day") > 1,
            rest_day_missed=pl.col("run_free_days_before") < min_run_free_days,
            too_soon=pl.col("hours_since_previous_run_h") < min_hours_between,
        )
    )
    return RunSpacing.validate(spacing.collect(), cast=True)


def _week_start(day: pl.Expr, week_starts_on: int) -> pl.Expr:
    return day - pl.duration(days=(day.dt.weekday() + 7 - week_starts_on) % 7)


def _share_of_longest() -> pl.Expr:
    """A run's distance over the longest of the 30 days before it; rows in order of start."""
    distance = pl.col("run_distance_m")
    longest = distance.rolling_max_by("start_utc", window_size=SPIKE_WINDOW, closed="left")
    return pl.when(longest > 0).then(distance / longest)


def _of_week() -> list[pl.Expr]:
    """What the runs of one week come to."""
    effort = pl.coalesce("rpe_0_10", "device_rpe_0_10") * pl.col("timer_time_s") / 60
    prescribed = pl.col("prescribed_run_time_s")
    compared = prescribed.is_not_null() & pl.col("run_time_s").is_not_null()
    return [
        pl.len().alias("run_count"),
        pl.col("local_date").n_unique().alias("run_days"),
        pl.col("local_date").max().alias("last_run"),
        _known_sum(pl.col("run_time_s")).alias("run_time_s"),
        _known_sum(pl.col("run_distance_m")).alias("run_distance_m"),
        pl.col("run_distance_m").null_count().alias("runs_without_distance"),
        pl.col("longest_run_bout_s").max(),
        pl.col("run_cadence_spm").median(),
        _iqr("run_cadence_spm").alias("run_cadence_iqr_spm"),
        pl.col("run_pace_s_per_km").median(),
        _iqr("run_pace_s_per_km").alias("run_pace_iqr_s_per_km"),
        pl.col("longest_run_30d_share").max(),
        _known_sum(prescribed).alias("prescribed_run_time_s"),
        pl.when(prescribed.filter(compared).sum() > 0)
        .then(pl.col("run_time_s").filter(compared).sum() / prescribed.filter(compared).sum())
        .alias("prescribed_run_share"),
        pl.col("run_time_s").filter(prescribed.is_null()).sum().alias("unprescribed_run_time_s"),
        _known_sum(effort).alias("effort_rpe_min"),
        effort.null_count().alias("runs_without_effort"),
    ]


def _of_calendar() -> list[pl.Expr]:
    """What a week is without its runs: its days, those at rest, and the days since the last run."""
    first = pl.max_horizontal("week_start", "first_day")
    last = pl.min_horizontal(pl.col("week_start") + pl.duration(days=6), "last_day")
    days = (last - first).dt.total_days() + 1
    return [
        days.alias("days_counted"),
        (days - pl.col("active_days").fill_null(0)).alias("rest_days"),
        (last - pl.col("last_run").forward_fill()).dt.total_days().alias("days_since_last_run"),
    ]


def _where_no_run() -> list[pl.Expr]:
    """A week without a run has run nothing: 0 for counts and sums, null for what describes runs."""
    counts = pl.col("run_count", "run_days", "runs_without_distance", "runs_without_effort")
    sums = pl.col("run_time_s", "run_distance_m", "unprescribed_run_time_s", "effort_rpe_min")
    return [counts.fill_null(0), pl.when(pl.col("run_count").is_null()).then(0.0).otherwise(sums).name.keep()]


def _known_sum(values: pl.Expr) -> pl.Expr:
    """The sum of what is known; null where nothing is."""
    return pl.when(values.count() > 0).then(values.sum())


def _iqr(column: str) -> pl.Expr:
    """Third less first quartile; null with fewer than two values, which have no spread."""
    values = pl.col(column)
    return pl.when(values.count() > 1).then(values.quantile(0.75, "linear") - values.quantile(0.25, "linear"))
