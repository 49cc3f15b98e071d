"""The frames that `analysis` takes and returns. All spans are half-open, in elapsed seconds."""

import dataframely as dy
import polars as pl

BOUT_KINDS = ("run", "walk", "stand", "pause")


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
