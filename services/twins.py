"""The same run with another clock: recordings whole quarter hours apart that are alike second by second."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from services.packing import PackedActivity
from store import activities
from store.activities import ActivityRow
from store.engine import Connection
from store.frames import unpack_samples

#: Zones, summer time and a day set wrongly: no clock that is wrong by more is looked for.
_FURTHEST = timedelta(days=7)
_QUARTER_S = 900.0
#: Two recordings of one run (by a watch and a telephone) begin this close together and are this alike.
_SAME_START = timedelta(seconds=60)
_ALIKE_SHARE = 0.05
#: Where they begin together to the second is not known better than this.
_LAGS_S = range(-3, 4)
#: What is compared, and how far each has to vary from second to second to tell anything.
_CHANNELS = {"cadence_spm": 0.5, "heart_rate_bpm": 0.5, "speed_mps": 0.02}
_ROUND_S = 31
#: This share of the seconds lies within so many deviations; the rest may be changes of gait.
_CALM_SHARE, _CALM_DEVIATIONS = 0.8, 1.28
#: Further from its own course than this many deviations is a change of gait, which a plan may prescribe.
_OUTLIERS = 3.0
_LEAST_SECONDS = 120
#: Of two runs the small changes go with each other by chance alone, which stays well below this.
_SAME_SHAPE = 0.5

Signal = NDArray[np.float64]


def near(connection: Connection, row: ActivityRow) -> tuple[ActivityRow, ...]:
    """The runner's recordings that may be of the same run as this one, by whatever clock."""
    return activities.started_between(
        connection, row.runner_id, row.start_utc - _FURTHEST, row.start_utc + _FURTHEST
    )


def other_recording(row: ActivityRow, there: Iterable[ActivityRow]) -> ActivityRow | None:
    """The one of these that another device may have made of the same run; null where none is."""
    return next((each for each in there if _began_together(row, each) and _is_alike(each, row)), None)


def _began_together(row: ActivityRow, other: ActivityRow) -> bool:
    return any(abs(row.start_utc - start_utc) <= _SAME_START for start_utc in _starts(other))


def _starts(row: ActivityRow) -> set[datetime]:
    """When it began: as it stands, and as it was read."""
    return {row.start_utc, row.recorded_start_utc or row.start_utc}


def twin_of(
    connection: Connection, packed: PackedActivity, there: Iterable[ActivityRow]
) -> ActivityRow | None:
    """The one of these that may be the same run as this one, with another clock; null where none is.

    Only what was recorded on foot is compared, and of equal length and way: then by the small changes of
    cadence, heart rate and speed. Two runs of one prescription share its steps and not those.
    """
    row = packed.row
    if row.kind != "foot":
        return None
    found = [(other, lag_s) for other in there if (lag_s := _lag_s(row, other)) is not None]
    if not found:
        return None
    mine = unpack_samples(packed.samples)
    for other, lag_s in found:
        samples = activities.samples_of(connection, other.id)
        if samples is not None and is_same_shape(mine, samples, lag_s):
            return other
    return None


def _is_alike(one: ActivityRow, other: ActivityRow) -> bool:
    """Whether two recordings are equally long and far, but for a twentieth; what is unknown may be."""
    return _nearly_equal(one.elapsed_time_s, other.elapsed_time_s) and _nearly_equal(
        one.distance_m, other.distance_m
    )


def _nearly_equal(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return True
    return abs(one - other) <= _ALIKE_SHARE * max(one, other)


def _lag_s(row: ActivityRow, other: ActivityRow) -> float | None:
    """By how many seconds it begins later, whole quarter hours aside; null where they are no twins."""
    for start_utc in _starts(other):
        apart_s = (row.start_utc - start_utc).total_seconds()
        quarters = round(apart_s / _QUARTER_S)
        lag_s = apart_s - _QUARTER_S * quarters
        is_near = abs(lag_s) <= _SAME_START.total_seconds()
        if quarters and is_near and other.kind == "foot" and _is_alike(row, other):
            return lag_s
    return None


def is_same_shape(one: pl.DataFrame, other: pl.DataFrame, lag_s: float = 0.0) -> bool:
    """Whether two `Samples` frames change alike from second to second, `one` beginning `lag_s` later."""
    return any(_is_same(one, other, name, least, lag_s) for name, least in _CHANNELS.items())


def _is_same(one: pl.DataFrame, other: pl.DataFrame, name: str, least: float, lag_s: float) -> bool:
    mine, theirs = _small_changes(one, name, least), _small_changes(other, name, least)
    if mine is None or theirs is None:
        return False
    return any(_correlation(mine, theirs, round(lag_s) + lag) >= _SAME_SHAPE for lag in _LAGS_S)


def _small_changes(samples: pl.DataFrame, name: str, least: float) -> Signal | None:
    """A channel at each second recorded, less its course; null where it is not there or does not vary."""
    told = samples[name].to_numpy()
    known = np.isfinite(told)
    if known.sum() < _LEAST_SECONDS:
        return None
    at_s = samples["elapsed_s"].to_numpy()[known]
    seconds = np.arange(0.0, np.rint(at_s[-1]) + 1.0)
    values = pl.Series(np.interp(seconds, at_s, told[known]))
    course = values.rolling_median(_ROUND_S, center=True, min_samples=1)
    recorded = np.unique(np.rint(at_s).astype(np.int64))
    small = np.full(len(seconds), np.nan)
    small[recorded] = (values - course).to_numpy()[recorded]
    spread = float(np.nanquantile(np.abs(small), _CALM_SHARE)) / _CALM_DEVIATIONS
    if spread < least:
        return None
    return np.where(np.abs(small) <= _OUTLIERS * spread, small, np.nan)


def _correlation(mine: Signal, theirs: Signal, lag: int) -> float:
    """How far they go together, mine beginning `lag` seconds later; 0 where too little of them overlaps."""
    if lag >= 0:
        theirs = theirs[lag:]
    else:
        mine = mine[-lag:]
    stop = min(len(mine), len(theirs))
    mine, theirs = mine[:stop], theirs[:stop]
    known = np.isfinite(mine) & np.isfinite(theirs)
    if known.sum() < _LEAST_SECONDS:
        return 0.0
    return float(np.corrcoef(mine[known], theirs[known])[0, 1])
