"""A run as she chose to see it: without the rides at its ends. What was measured and kept stays whole."""

from dataclasses import replace

import polars as pl

from analysis import Kept, summarise
from services.runs import RunDetail


def as_shown(detail: RunDetail) -> RunDetail:
    """The run without the rides before and after it where she cut them off, else as it is.

    Times count from where the run begins; times, distance and heart rate are those of what is left.
    """
    kept = detail.without_rides
    if kept is None or not detail.is_cut or detail.samples is None:
        return detail
    samples = _within(detail.samples, kept, ("elapsed_s",))
    bouts, pauses, laps = (_cut(frame, kept) for frame in (detail.bouts, detail.pauses, detail.laps))
    found = summarise(
        samples,
        bouts,
        pauses,
        elapsed_time_s=kept.end_s - kept.start_s,
        distance_m=_metres(bouts),
    )
    run = replace(
        detail.run,
        elapsed_time_s=found.elapsed_time_s,
        timer_time_s=found.timer_time_s,
        distance_m=found.distance_m,
        walk_time_s=found.walk_time_s,
        stand_time_s=found.stand_time_s,
        mean_heart_rate_bpm=found.mean_heart_rate_bpm,
    )
    return replace(detail, run=run, samples=samples, bouts=bouts, pauses=pauses, laps=laps)


def _within(frame: pl.DataFrame, kept: Kept, columns: tuple[str, ...]) -> pl.DataFrame:
    inside = frame.filter(pl.col(columns[0]) >= kept.start_s, pl.col(columns[-1]) <= kept.end_s)
    return inside.with_columns(pl.col(*columns) - kept.start_s)


def _cut(frame: pl.DataFrame, kept: Kept) -> pl.DataFrame:
    """The spans that lie within what is kept; bouts end where a ride begins."""
    return _within(frame, kept, ("start_s", "end_s"))


def _metres(bouts: pl.DataFrame) -> float | None:
    return None if bouts["distance_m"].null_count() else float(bouts["distance_m"].sum())
