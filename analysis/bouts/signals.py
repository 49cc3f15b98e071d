"""The timeline: cells of at most a second, cut at every pause, and what the watch recorded for each."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import polars as pl

from analysis.bouts.settings import BoutSettings
from analysis.weights import floats_of

#: Two cuts nearer than this are one.
_SAME_INSTANT_S = 1e-6


@dataclass(frozen=True)
class Signals:
    """Half-open cells that cover `[0, elapsed)`; arrays of one value per cell, NaN where unknown."""

    start_s: np.ndarray
    end_s: np.ndarray
    #: Counts up at the start and at the end of each pause: nothing is carried across.
    stretch: np.ndarray
    is_pause: np.ndarray
    #: No sample near: nothing was recorded here.
    is_blind: np.ndarray
    cadence_spm: np.ndarray
    speed_mps: np.ndarray
    stance_ms: np.ndarray

    @property
    def width_s(self) -> np.ndarray:
        return self.end_s - self.start_s

    @property
    def middle_s(self) -> np.ndarray:
        return (self.start_s + self.end_s) / 2


@dataclass(frozen=True)
class _Clock:
    """When samples were taken and cells lie, and in which stretch between pause edges each falls."""

    sample_s: np.ndarray
    sample_stretch: np.ndarray
    middle_s: np.ndarray
    stretch: np.ndarray

    @cached_property
    def around(self) -> "_Around":
        """The samples around each cell's middle, whatever they know."""
        return _around(self, np.arange(self.sample_s.size))

    def around_known(self, known: np.ndarray) -> "_Around":
        """The samples around each cell's middle, out of those at these places."""
        return self.around if known.size == self.sample_s.size else _around(self, known)


class _Around(NamedTuple):
    """The samples before and after each cell's middle, and the seconds to each; endless across a pause."""

    before: np.ndarray
    after: np.ndarray
    to_before_s: np.ndarray
    to_after_s: np.ndarray


def read_signals(
    samples: pl.DataFrame,
    *,
    elapsed_time_s: float,
    pauses: pl.DataFrame,
    cadence_known: bool,
    settings: BoutSettings,
) -> Signals:
    """The cells with their signals; those of a pause too, for people run on while the watch is paused."""
    bounds_s = _pause_bounds(pauses, elapsed_time_s)
    edges_s = _edges(elapsed_time_s, bounds_s)
    start_s, end_s = edges_s[:-1], edges_s[1:]
    middle_s = (start_s + end_s) / 2
    stretch = np.searchsorted(bounds_s, middle_s, side="right")
    sample_s = floats_of(samples, "elapsed_s")
    clock = _Clock(sample_s, np.searchsorted(bounds_s, sample_s, side="right"), middle_s, stretch)
    usual_s = _usual_interval_s(clock, settings)
    gap_s = max(settings.max_gap_s, settings.sparse_reach * usual_s)
    hold_s = max(settings.hold_s, usual_s)
    cadence = floats_of(samples, "cadence_spm")
    cadence = np.where(cadence <= settings.max_cadence_spm, cadence, np.nan)
    unknown = np.full(middle_s.shape, np.nan)
    return Signals(
        start_s=start_s,
        end_s=end_s,
        stretch=stretch,
        is_pause=stretch % 2 == 1,
        is_blind=np.isnan(_on_lines(clock, np.zeros(sample_s.shape), gap_s, hold_s)),
        cadence_spm=_nearest(clock, cadence, max(settings.cadence_reach_s, gap_s / 2))
        if cadence_known
        else unknown,
        speed_mps=_on_lines(clock, floats_of(samples, "speed_mps"), gap_s, hold_s),
        # A pod that has no contact time any more says that running has ended: nothing is held.
        stance_ms=_nearest(clock, floats_of(samples, "stance_time_ms"), 1.0),
    )


def box_mean(values: np.ndarray, width: int) -> np.ndarray:
    """The mean of the known values in a window of so many cells around each; NaN where there are none."""
    known = np.isfinite(values)
    total = _window_sum(np.where(known, values, 0.0), width // 2)
    count = _window_sum(known.astype(int), width // 2)
    # Rounded, so that what went before decides nothing at a threshold.
    return np.where(count > 0, np.round(total / np.maximum(count, 1), 6), np.nan)


def _window_sum(values: np.ndarray, half: int) -> np.ndarray:
    """The sum of each value with so many on either side."""
    sums = np.cumsum(values)
    before, after = np.zeros(half + 1, sums.dtype), np.full(half, sums[-1] if sums.size else 0, sums.dtype)
    sums = np.concatenate((before, sums, after))
    return sums[2 * half + 1 :] - sums[: values.size]


def distance_at(samples: pl.DataFrame, at_s: np.ndarray) -> np.ndarray | None:
    """Metres since the start at the given elapsed seconds, on lines between samples; None without any."""
    metres = floats_of(samples, "distance_m")
    known = np.isfinite(metres)
    if not known.any():
        return None
    return np.interp(at_s, floats_of(samples, "elapsed_s")[known], metres[known])


def _pause_bounds(pauses: pl.DataFrame, elapsed_time_s: float) -> np.ndarray:
    start_s, end_s = (floats_of(pauses, name).clip(0, elapsed_time_s) for name in ("start_s", "end_s"))
    lasts = end_s > start_s
    return np.sort(np.concatenate((start_s[lasts], end_s[lasts])))


def _edges(elapsed_time_s: float, cuts_s: np.ndarray) -> np.ndarray:
    """Every whole second, every cut, and the end, once each."""
    inner_s = np.append(np.arange(1, elapsed_time_s), cuts_s)
    inner_s = np.unique(inner_s[(inner_s > _SAME_INSTANT_S) & (inner_s < elapsed_time_s - _SAME_INSTANT_S)])
    is_new = np.diff(inner_s, prepend=-1.0) > _SAME_INSTANT_S
    return np.concatenate([[0.0], inner_s[is_new], [elapsed_time_s]])


def _usual_interval_s(clock: _Clock, settings: BoutSettings) -> float:
    """How often the recording writes: across a silence not much longer than that there are lines."""
    gaps_s = np.diff(clock.sample_s)[np.diff(clock.sample_stretch) == 0]
    return min(float(np.median(gaps_s)), settings.most_sparse_s) if gaps_s.size else 0.0


def _around(clock: _Clock, known: np.ndarray) -> _Around:
    at_s, stretch = clock.sample_s[known], clock.sample_stretch[known]
    after = np.searchsorted(at_s, clock.middle_s, side="left")
    before = (after - 1).clip(0)
    after = after.clip(0, at_s.size - 1)
    to_before_s, to_after_s = clock.middle_s - at_s[before], at_s[after] - clock.middle_s
    no_before = (to_before_s < 0) | (stretch[before] != clock.stretch)
    no_after = (to_after_s < 0) | (stretch[after] != clock.stretch)
    return _Around(
        before,
        after,
        np.where(no_before, np.inf, to_before_s),
        np.where(no_after, np.inf, to_after_s),
    )


def _nearest(clock: _Clock, values: np.ndarray, reach_s: float) -> np.ndarray:
    """The nearest known value within reach: a line would invent a cadence that nobody had."""
    known = np.flatnonzero(np.isfinite(values))
    if known.size == 0:
        return np.full(clock.middle_s.shape, np.nan)
    before, after, to_before_s, to_after_s = clock.around_known(known)
    nearest = np.where(to_before_s <= to_after_s, before, after)
    return np.where(np.minimum(to_before_s, to_after_s) <= reach_s, values[known][nearest], np.nan)


def _on_lines(clock: _Clock, values: np.ndarray, max_gap_s: float, hold_s: float) -> np.ndarray:
    """The value on the line between neighbouring samples, else the nearest for a short while."""
    known = np.flatnonzero(np.isfinite(values))
    if known.size == 0:
        return np.full(clock.middle_s.shape, np.nan)
    before, after, to_before_s, to_after_s = clock.around_known(known)
    values = values[known]
    gap_s = to_before_s + to_after_s
    is_line = gap_s <= max_gap_s
    share = np.divide(to_before_s, gap_s, out=np.zeros(gap_s.shape), where=is_line & (gap_s > 0))
    # Rounded, so that the last bits of a late instant decide nothing at a threshold.
    line = np.round(values[before] + (values[after] - values[before]) * share, 6)
    nearest = np.where(to_before_s <= to_after_s, values[before], values[after])
    held = np.where(np.minimum(to_before_s, to_after_s) <= hold_s, nearest, np.nan)
    return np.where(is_line, line, held)
