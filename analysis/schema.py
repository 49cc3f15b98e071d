"""The frames that `analysis` takes and returns. All spans are half-open, in elapsed seconds."""

import dataframely as dy
import polars as pl

BOUT_KINDS = ("run", "walk", "stand", "pause", "unknown", "not_on_foot")


class Bouts(dy.Schema):
    """What was really done, covering the activity from 0 to its end with no gap and no overlap."""

    kind = dy.Enum(list(BOUT_KINDS), nullable=False)
    start_s = dy.Float64(nullable=False, min=0)
    end_s = dy.Float64(nullable=False, min=0)
    distance_m = dy.Float64(nullable=True, min=0)
    #: Median steps a minute of both legs.
    cadence_spm = dy.Float64(nullable=True, min=0)
    pace_s_per_km = dy.Float64(nullable=True, min=0)
    confidence_0_1 = dy.Float64(nullable=False, min=0, max=1)
    #: Seconds of the bout whose gait could as well be the other one (law 3).
    uncertain_s = dy.Float64(nullable=False, min=0)
    #: device or detected.
    source = dy.String(nullable=False)

    @dy.rule()
    def no_gap_no_overlap(cls) -> pl.Expr:
        return (cls.start_s.col == cls.end_s.col.shift(1)).fill_null(True)

    @dy.rule()
    def ends_after_start(cls) -> pl.Expr:
        return cls.end_s.col > cls.start_s.col


class PrescribedSteps(dy.Schema):
    """One session as prescribed, repetitions written out, in order."""

    step_index = dy.Int64(nullable=False, min=0)
    kind = dy.Enum(["run", "walk"], nullable=False)
    #: Exactly one of the two is set.
    duration_s = dy.Float64(nullable=True, min=0)
    distance_m = dy.Float64(nullable=True, min=0)
    cadence_min_spm = dy.Float64(nullable=True, min=0)
    cadence_max_spm = dy.Float64(nullable=True, min=0)
    #: Faster than this is exceeding, where the plan gates on it.
    pace_ceiling_s_per_km = dy.Float64(nullable=True, min=0)

    @dy.rule()
    def by_time_or_by_distance(cls) -> pl.Expr:
        return cls.duration_s.col.is_null() != cls.distance_m.col.is_null()


class RunLog(dy.Schema):
    """One runner's sessions, one row each: what the calendar and the weeks are made from."""

    #: The runner's own date at the start, fixed at import.
    local_date = dy.Date(nullable=False)
    start_utc = dy.Datetime(time_unit="ms", time_zone="UTC", nullable=False)
    end_utc = dy.Datetime(time_unit="ms", time_zone="UTC", nullable=False)
    #: False for a ride, a swim, strength work: activity, never a run.
    is_run = dy.Bool(nullable=False)
    #: Pauses excluded, walking included.
    timer_time_s = dy.Float64(nullable=True, min=0)
    run_time_s = dy.Float64(nullable=True, min=0)
    run_distance_m = dy.Float64(nullable=True, min=0)
    longest_run_bout_s = dy.Float64(nullable=True, min=0)
    run_cadence_spm = dy.Float64(nullable=True, min=0)
    run_pace_s_per_km = dy.Float64(nullable=True, min=0)
    #: Null where the session was not prescribed.
    prescribed_run_time_s = dy.Float64(nullable=True, min=0)
    #: The runner's own rating of the whole session, and the one the watch asked for.
    rpe_0_10 = dy.Float64(nullable=True, min=0, max=10)
    device_rpe_0_10 = dy.Float64(nullable=True, min=0, max=10)

    @dy.rule()
    def ends_after_start(cls) -> pl.Expr:
        return cls.end_utc.col >= cls.start_utc.col


class Weeks(dy.Schema):
    """One row per week of the runner's calendar, weeks without a run included."""

    week_start = dy.Date(primary_key=True)
    #: Days of the week between the first day of the log and the last day looked at.
    days_counted = dy.Int64(nullable=False, min=1, max=7)
    run_count = dy.Int64(nullable=False, min=0)
    run_days = dy.Int64(nullable=False, min=0, max=7)
    rest_days = dy.Int64(nullable=False, min=0, max=7)
    run_time_s = dy.Float64(nullable=True, min=0)
    run_distance_m = dy.Float64(nullable=True, min=0)
    runs_without_distance = dy.Int64(nullable=False, min=0)
    longest_run_bout_s = dy.Float64(nullable=True, min=0)
    run_cadence_spm = dy.Float64(nullable=True, min=0)
    run_cadence_iqr_spm = dy.Float64(nullable=True, min=0)
    run_pace_s_per_km = dy.Float64(nullable=True, min=0)
    run_pace_iqr_s_per_km = dy.Float64(nullable=True, min=0)
    longest_run_30d_share = dy.Float64(nullable=True, min=0)
    days_since_last_run = dy.Int64(nullable=True, min=0)
    prescribed_run_time_s = dy.Float64(nullable=True, min=0)
    prescribed_run_share = dy.Float64(nullable=True, min=0)
    unprescribed_run_time_s = dy.Float64(nullable=False, min=0)
    effort_rpe_min = dy.Float64(nullable=True, min=0)
    runs_without_effort = dy.Int64(nullable=False, min=0)


class RunSpacing(dy.Schema):
    """Each run of a runner in relation to those before it."""

    local_date = dy.Date(nullable=False)
    start_utc = dy.Datetime(time_unit="ms", time_zone="UTC", nullable=False)
    #: 1 for the first run of its day.
    run_of_day = dy.Int64(nullable=False, min=1)
    hours_since_previous_run_h = dy.Float64(nullable=True)
    run_free_days_before = dy.Int64(nullable=True, min=0)
    #: Run-free days without any other activity.
    rest_days_before = dy.Int64(nullable=True, min=0)
    longest_run_30d_share = dy.Float64(nullable=True, min=0)
    second_run_of_day = dy.Bool(nullable=False)
    rest_day_missed = dy.Bool(nullable=True)
    too_soon = dy.Bool(nullable=True)


class Recordings(dy.Schema):
    """The recordings of one runner's running, from a watch, a phone or by hand."""

    #: Whatever the caller tells recordings apart by.
    activity_id = dy.Any()
    start_utc = dy.Datetime(time_unit="ms", time_zone="UTC", nullable=False)
    end_utc = dy.Datetime(time_unit="ms", time_zone="UTC", nullable=False)
    is_by_hand = dy.Bool(nullable=False)


class SessionRecordings(Recordings):
    """Each recording with the session that it belongs to."""

    #: Counts the sessions from 0, in order of start.
    session_index = dy.Int64(nullable=False, min=0)
    session_start_utc = dy.Datetime(time_unit="ms", time_zone="UTC", nullable=False)
    #: Where the recording starts in the session.
    offset_s = dy.Float64(nullable=False, min=0)


class SessionBouts(Bouts):
    """The bouts of whole sessions, each session on one time axis from 0."""

    session_index = dy.Int64(nullable=False, min=0)

    @dy.rule()
    def no_gap_no_overlap(cls) -> pl.Expr:
        return (cls.start_s.col == cls.end_s.col.shift(1).over("session_index")).fill_null(True)
