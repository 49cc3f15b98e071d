# ruff: noqa: E501 -- a row of a table is read across
"""The runner's weeks, and each run in relation to those before it."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from dataframely.exc import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from analysis.schema import RunLog
from analysis.weeks import space_runs, summarise_weeks

MONDAY = date(2026, 5, 4)
RUN = {
    "is_run": True,
    "timer_time_s": 1800.0,
    "run_time_s": 480.0,
    "run_distance_m": 1000.0,
    "longest_run_bout_s": 60.0,
    "run_cadence_spm": 160.0,
    "run_pace_s_per_km": 420.0,
    "prescribed_run_time_s": 480.0,
}


def log_of(*rows: tuple[int, dict]) -> pl.DataFrame:
    """Runs at eight in the morning, `day` days after a Monday, half an hour each; the rest as said."""
    runs = []
    for day, changes in rows:
        start = datetime(2026, 5, 4, changes.pop("hour", 8), tzinfo=UTC) + timedelta(days=day)
        times = {"local_date": start.date(), "start_utc": start, "end_utc": start + timedelta(minutes=30)}
        runs.append({**RUN, **times, **changes})
    return RunLog.validate(pl.DataFrame(runs, schema=RunLog.create_empty().schema))


RIDE = {"is_run": False, "run_time_s": None, "run_distance_m": None, "prescribed_run_time_s": None}


def week_of(*rows: tuple[int, dict], **settings) -> dict:
    return summarise_weeks(log_of(*rows), **settings).row(0, named=True)


@pytest.mark.parametrize(
    ("starts_on", "day", "week_start"),
    [
        (1, date(2026, 5, 4), date(2026, 5, 4)),
        (1, date(2026, 5, 10), date(2026, 5, 4)),
        (7, date(2026, 5, 9), date(2026, 5, 3)),
        (7, date(2026, 5, 10), date(2026, 5, 10)),
        (6, date(2026, 5, 4), date(2026, 5, 2)),
        (6, date(2026, 5, 8), date(2026, 5, 2)),
    ],
)
def test_weeks_start_on_the_day_asked_for(starts_on: int, day: date, week_start: date) -> None:
    weeks = summarise_weeks(log_of(((day - MONDAY).days, {})), week_starts_on=starts_on)

    assert weeks["week_start"].to_list() == [week_start]


@pytest.mark.parametrize("starts_on", [0, 8])
def test_a_week_starts_on_a_day_of_the_week(starts_on: int) -> None:
    with pytest.raises(ValueError, match="week_starts_on"):
        summarise_weeks(log_of((0, {})), week_starts_on=starts_on)


def test_the_local_date_and_not_the_utc_one_makes_the_week() -> None:
    """Half past eight on Sunday evening in New York is Monday in UTC."""
    late = log_of((7, {"local_date": date(2026, 5, 10), "hour": 0}))

    assert summarise_weeks(late)["week_start"].to_list() == [MONDAY]


def test_sums_and_longest_of_a_week() -> None:
    week = week_of(
        (0, {"run_time_s": 480.0, "run_distance_m": 1000.0, "longest_run_bout_s": 60.0}),
        (2, {"run_time_s": 500.0, "run_distance_m": 1100.0, "longest_run_bout_s": 90.0}),
        (4, {"run_time_s": 400.0, "run_distance_m": 900.0, "longest_run_bout_s": 60.0}),
    )

    assert (week["run_count"], week["run_days"]) == (3, 3)
    assert (week["run_time_s"], week["run_distance_m"], week["longest_run_bout_s"]) == (1380, 3000, 90)


def test_cadence_and_pace_with_their_spread() -> None:
    week = week_of(
        (0, {"run_cadence_spm": 150.0, "run_pace_s_per_km": 400.0}),
        (2, {"run_cadence_spm": 160.0, "run_pace_s_per_km": None}),
        (4, {"run_cadence_spm": 164.0, "run_pace_s_per_km": 440.0}),
    )

    assert (week["run_cadence_spm"], week["run_cadence_iqr_spm"]) == (160, 7)
    assert (week["run_pace_s_per_km"], week["run_pace_iqr_s_per_km"]) == (420, 20)


def test_one_run_has_no_spread() -> None:
    week = week_of((0, {}))

    assert (week["run_cadence_spm"], week["run_cadence_iqr_spm"]) == (160, None)


def test_a_week_without_a_run_is_a_row() -> None:
    weeks = summarise_weeks(log_of((0, {}), (15, {})))

    assert weeks["week_start"].to_list() == [MONDAY + timedelta(weeks=n) for n in range(3)]
    empty = weeks.row(1, named=True)
    zeros = (
        "run_count",
        "run_days",
        "run_time_s",
        "run_distance_m",
        "unprescribed_run_time_s",
        "effort_rpe_min",
    )
    assert [empty[name] for name in zeros] == [0] * 6
    nulls = ("longest_run_bout_s", "run_cadence_spm", "run_pace_s_per_km", "longest_run_30d_share")
    assert [empty[name] for name in nulls] == [None] * 4
    assert (empty["prescribed_run_time_s"], empty["prescribed_run_share"]) == (None, None)
    assert (empty["rest_days"], empty["days_since_last_run"]) == (7, 13)


def test_a_log_without_rows_has_no_weeks() -> None:
    assert summarise_weeks(RunLog.create_empty()).is_empty()
    assert summarise_weeks(RunLog.create_empty(), until=MONDAY).is_empty()


@pytest.mark.parametrize(
    ("rows", "counted", "rest"),
    [
        pytest.param([(0, {}), (6, {})], 7, 5, id="a whole week"),
        pytest.param([(0, {}), (3, {}), (6, RIDE)], 7, 4, id="a ride is no rest"),
        pytest.param([(0, {}), (0, {"hour": 18}), (6, {})], 7, 5, id="two on a day are one day"),
        pytest.param([(2, {}), (4, {})], 3, 1, id="only from the first day to the last"),
    ],
)
def test_rest_days(rows, counted: int, rest: int) -> None:
    week = week_of(*[(day, dict(changes)) for day, changes in rows])

    assert (week["days_counted"], week["rest_days"]) == (counted, rest)


def test_a_ride_is_never_a_run() -> None:
    week = week_of((0, {}), (1, dict(RIDE)))

    assert (week["run_count"], week["run_time_s"], week["runs_without_distance"]) == (1, 480, 0)


def test_weeks_of_rides_alone_have_no_run() -> None:
    week = week_of((0, dict(RIDE)))

    assert (week["run_count"], week["run_time_s"], week["days_since_last_run"]) == (0, 0, None)


def test_looking_back_from_a_day() -> None:
    log = log_of((0, {}), (2, {}), (14, {}))

    weeks = summarise_weeks(log, until=MONDAY + timedelta(days=9))

    assert weeks["run_count"].to_list() == [2, 0]
    assert weeks["days_counted"].to_list() == [7, 3]
    assert weeks["rest_days"].to_list() == [5, 3]
    assert weeks["days_since_last_run"].to_list() == [4, 7]


@pytest.mark.parametrize(
    ("earlier_m", "days_before", "share"),
    [
        pytest.param(1000.0, 2, 1.3, id="longer than the longest"),
        pytest.param(2600.0, 2, 0.5, id="shorter"),
        pytest.param(1000.0, 30, 1.3, id="just thirty days"),
        pytest.param(1000.0, 31, None, id="too long ago"),
        pytest.param(None, 2, None, id="nothing known before"),
        pytest.param(0.0, 2, None, id="nothing run before"),
    ],
)
def test_a_run_against_the_longest_of_thirty_days(earlier_m, days_before: int, share) -> None:
    log = log_of((0, {"run_distance_m": earlier_m}), (days_before, {"run_distance_m": 1300.0}))

    run = space_runs(log, min_run_free_days=1, min_hours_between=24).row(1, named=True)

    assert run["longest_run_30d_share"] == (None if share is None else pytest.approx(share))


def test_the_run_itself_is_not_among_those_before_it() -> None:
    week = week_of((0, {"run_distance_m": 1000.0}), (2, {"run_distance_m": 2000.0}), (4, {}))

    assert week["longest_run_30d_share"] == 2


def test_what_was_prescribed_and_what_was_not() -> None:
    week = week_of(
        (0, {"run_time_s": 450.0, "prescribed_run_time_s": 500.0}),
        (2, {"run_time_s": 700.0, "prescribed_run_time_s": 500.0}),
        (4, {"run_time_s": 300.0, "prescribed_run_time_s": None}),
        (5, {"run_time_s": None, "prescribed_run_time_s": 500.0}),
    )

    assert week["prescribed_run_time_s"] == 1500
    assert week["prescribed_run_share"] == pytest.approx(1150 / 1000)
    assert week["unprescribed_run_time_s"] == 300
    assert week["run_time_s"] == 1450


def test_foundation_weeks_prescribe_no_running() -> None:
    week = week_of((0, {"run_time_s": 0.0, "prescribed_run_time_s": 0.0}))

    assert (week["prescribed_run_time_s"], week["prescribed_run_share"]) == (0, None)


def test_foundation_weeks_with_running_have_no_share() -> None:
    week = week_of((0, {"run_time_s": 60.0, "prescribed_run_time_s": 0.0}))

    assert (week["run_time_s"], week["prescribed_run_share"]) == (60, None)


@pytest.mark.parametrize(
    ("own", "device", "effort", "without"),
    [
        (4.0, None, 120, 0),
        (4.0, 7.0, 120, 0),
        (None, 7.0, 210, 0),
        (0.0, 7.0, 0, 0),
        (None, None, None, 1),
    ],
)
def test_effort_is_the_runners_own_else_the_watchs(own, device, effort, without: int) -> None:
    week = week_of((0, {"rpe_0_10": own, "device_rpe_0_10": device}))

    assert (week["effort_rpe_min"], week["runs_without_effort"]) == (effort, without)


def test_distance_that_some_runs_lack_is_counted() -> None:
    week = week_of((0, {}), (2, {"run_distance_m": None}))

    assert (week["run_distance_m"], week["runs_without_distance"]) == (1000, 1)


def test_distance_that_no_run_has_is_unknown() -> None:
    week = week_of((0, {"run_distance_m": None}))

    assert (week["run_distance_m"], week["runs_without_distance"]) == (None, 1)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([(0, {})], (1, None, None, None, False, None, None), id="the first"),
        pytest.param([(0, {}), (2, {})], (1, 47.5, 1, 1, False, False, False), id="one day between"),
        pytest.param([(0, {}), (1, {})], (1, 23.5, 0, 0, False, True, True), id="the next day"),
        pytest.param([(0, {"hour": 6}), (1, {"hour": 20})], (1, 37.5, 0, 0, False, True, False), id="the next evening"),
        pytest.param([(0, {"hour": 8}), (0, {"hour": 18})], (2, 9.5, 0, 0, True, True, True), id="the same day"),
        pytest.param([(0, {}), (1, RIDE), (2, {})], (1, 47.5, 1, 0, False, False, False), id="a ride between"),
        pytest.param([(0, {}), (1, RIDE), (3, RIDE), (3, {})], (1, 71.5, 2, 1, False, False, False), id="a ride on the day"),
    ],
)  # fmt: skip
def test_runs_keep_their_days_and_hours(rows, expected: tuple) -> None:
    log = log_of(*[(day, dict(changes)) for day, changes in rows])

    last = space_runs(log, min_run_free_days=1, min_hours_between=36).row(-1, named=True)

    assert (
        last["run_of_day"],
        last["hours_since_previous_run_h"],
        last["run_free_days_before"],
        last["rest_days_before"],
        last["second_run_of_day"],
        last["rest_day_missed"],
        last["too_soon"],
    ) == expected


def test_hours_run_from_the_end_of_whichever_run_ended_last() -> None:
    log = log_of((0, {}), (0, {"hour": 7}), (2, {"hour": 8})).with_columns(
        end_utc=pl.when(pl.col("start_utc").dt.hour() == 7)
        .then(pl.col("start_utc") + pl.duration(hours=3))
        .otherwise("end_utc")
    )

    spacing = space_runs(log, min_run_free_days=1, min_hours_between=24)

    assert spacing["hours_since_previous_run_h"].to_list() == [None, -2.0, 46.0]


@pytest.mark.parametrize("change", [{"rpe_0_10": 11.0}, {"run_time_s": -1.0}])
def test_a_log_that_cannot_be_is_refused(change: dict) -> None:
    broken = log_of((0, {})).with_columns(**{name: pl.lit(value) for name, value in change.items()})

    with pytest.raises(ValidationError):
        summarise_weeks(broken)


def test_no_runs_have_no_spacing() -> None:
    assert space_runs(log_of((0, dict(RIDE))), min_run_free_days=1, min_hours_between=24).is_empty()


def test_the_frame_given_stays_as_it_was() -> None:
    log = log_of((0, {}), (3, {}))
    before = log.clone()

    summarise_weeks(log)
    space_runs(log, min_run_free_days=1, min_hours_between=24)

    assert_frame_equal(log, before)


DAYS = st.lists(
    st.tuples(
        st.integers(0, 60),
        st.fixed_dictionaries(
            {
                "hour": st.integers(0, 23),
                "is_run": st.booleans(),
                "run_time_s": st.one_of(st.none(), st.integers(0, 4000)),
                "run_distance_m": st.one_of(st.none(), st.integers(0, 9000)),
            }
        ),
    ),
    max_size=12,
)


@settings(max_examples=40, deadline=None)
@given(rows=DAYS, starts_on=st.integers(1, 7))
def test_weeks_leave_nothing_out_and_count_nothing_twice(rows, starts_on: int) -> None:
    log = log_of(*rows)
    runs = log.filter("is_run")

    weeks = summarise_weeks(log.sample(fraction=1, shuffle=True, seed=1), week_starts_on=starts_on)

    assert weeks["run_count"].sum() == runs.height
    assert weeks["run_time_s"].sum() == pytest.approx(runs["run_time_s"].sum())
    assert weeks["run_distance_m"].sum() == pytest.approx(runs["run_distance_m"].sum())
    assert weeks["rest_days"].sum() == weeks["days_counted"].sum() - log["local_date"].n_unique()
    assert (weeks["week_start"].diff().drop_nulls() == timedelta(weeks=1)).all()
    assert_frame_equal(summarise_weeks(log.lazy(), week_starts_on=starts_on), weeks)
