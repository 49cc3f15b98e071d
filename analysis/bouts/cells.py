"""The timeline: cells of at most a second, cut at every pause and split, and the signals in each."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis.bouts.settings import BoutSettings

#: Two cuts nearer than this are one.
_SAME_INSTANT_S = 1e-6


@dataclass(frozen=True)
class Cells:
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


def make_cells(
    samples: pl.DataFrame,
    *,
    elapsed_time_s: float,
    pauses: pl.DataFrame,
    cuts_s: np.ndarray,
    cadence_known: bool,
    settings: BoutSettings,
) -> Cells:
    """Cells with the cadence and speed that the watch recorded for them, its lag taken back.

    `cuts_s` are further instants (elapsed seconds) at which a cell must end.
    """
    bounds_s = _pause_bounds(pauses, elapsed_time_s)
    edges_s = _edges(elapsed_time_s, np.append(bounds_s, cuts_s))
    start_s, end_s = edges_s[:-1], edges_s[1:]
    middle_s = (start_s + end_s) / 2
    stretch = np.searchsorted(bounds_s, middle_s, side="right")
    sample_s = samples["elapsed_s"].to_numpy()
    clock = _Clock(sample_s, np.searchsorted(bounds_s, sample_s, side="right"), middle_s, stretch)

    def signal(values: np.ndarray, lag_s: float, hold_s: float = settings.hold_s) -> np.ndarray:
        return _read(clock, values, lag_s=lag_s, hold_s=hold_s, max_gap_s=settings.max_gap_s)

    cadence = _column(samples, "cadence_spm", settings.max_cadence_spm if cadence_known else -1.0)
    speed = signal(_column(samples, "speed_mps", settings.max_speed_mps), settings.speed_lag_s)
    is_pause = stretch % 2 == 1
    # A pod that has no stance time any more says that running has ended: nothing is held.
    stance = signal(_column(samples, "stance_time_ms", np.inf), settings.cadence_lag_s, hold_s=1.0)
    return Cells(
        start_s=start_s,
        end_s=end_s,
        stretch=stretch,
        is_pause=is_pause,
        # Between samples far apart there is only the mean speed: evidence, but no certainty.
        is_blind=np.isnan(signal(np.zeros(sample_s.shape), 0.0)),
        cadence_spm=np.where(is_pause, np.nan, signal(cadence, settings.cadence_lag_s)),
        speed_mps=np.where(is_pause, np.nan, np.where(np.isnan(speed), _mean_speed(samples, edges_s), speed)),
        stance_ms=stance,
    )


def _pause_bounds(pauses: pl.DataFrame, elapsed_time_s: float) -> np.ndarray:
    spans_s = pauses.select("start_s", "end_s").to_numpy().clip(0, elapsed_time_s)
    return np.sort(spans_s[spans_s[:, 1] > spans_s[:, 0]].ravel())


def _edges(elapsed_time_s: float, cuts_s: np.ndarray) -> np.ndarray:
    """Every whole second, every cut, and the end, once each."""
    inner_s = np.append(np.arange(1, elapsed_time_s), cuts_s)
    inner_s = np.unique(inner_s[(inner_s > _SAME_INSTANT_S) & (inner_s < elapsed_time_s - _SAME_INSTANT_S)])
    is_new = np.diff(inner_s, prepend=-1.0) > _SAME_INSTANT_S
    return np.concatenate([[0.0], inner_s[is_new], [elapsed_time_s]])


def _mean_speed(samples: pl.DataFrame, edges_s: np.ndarray) -> np.ndarray:
    """Speed from recorded distance, however far the samples lie apart; NaN outside of them."""
    metres = distance_at(samples, edges_s)
    if metres is None:
        return np.full(edges_s.size - 1, np.nan)
    known_s = samples.filter(pl.col("distance_m").is_not_null())["elapsed_s"]
    is_inside = (edges_s[:-1] >= known_s[0]) & (edges_s[1:] <= known_s[-1])
    return np.where(is_inside, np.diff(metres) / np.diff(edges_s), np.nan)


def distance_at(samples: pl.DataFrame, at_s: np.ndarray) -> np.ndarray | None:
    """Metres since the start at the given elapsed seconds, on lines between samples; None without any."""
    known = samples.select("elapsed_s", "distance_m").drop_nulls()
    if known.is_empty():
        return None
    return np.interp(at_s, known["elapsed_s"].to_numpy(), known["distance_m"].to_numpy())


def _column(samples: pl.DataFrame, name: str, highest: float) -> np.ndarray:
    values = samples[name].cast(pl.Float64).to_numpy()
    return np.where(values <= highest, values, np.nan)


def _read(clock: _Clock, values: np.ndarray, *, lag_s: float, hold_s: float, max_gap_s: float) -> np.ndarray:
    """The signal at each cell: a line between neighbouring samples, else the nearest for a short while."""
    known = np.flatnonzero(~np.isnan(values))
    if known.size == 0:
        return np.full(clock.middle_s.shape, np.nan)
    at_s, values, sample_stretch = clock.sample_s[known], values[known], clock.sample_stretch[known]
    # The lag must not carry a cell beyond the last sample of its own stretch.
    last = np.searchsorted(sample_stretch, clock.stretch, side="right") - 1
    has_sample = (last >= 0) & (sample_stretch[last.clip(0)] == clock.stretch)
    wanted_s = np.minimum(clock.middle_s + lag_s, np.maximum(at_s[last.clip(0)], clock.middle_s))

    after = np.searchsorted(at_s, wanted_s, side="left").clip(0, at_s.size - 1)
    before = np.where(at_s[after] > wanted_s, after - 1, after).clip(0)
    before_ok = (at_s[before] <= wanted_s) & (sample_stretch[before] == clock.stretch)
    after_ok = (at_s[after] >= wanted_s) & (sample_stretch[after] == clock.stretch)
    to_before_s, to_after_s = wanted_s - at_s[before], at_s[after] - wanted_s

    gap_s = to_before_s + to_after_s
    weight = np.divide(to_before_s, gap_s, out=np.zeros_like(gap_s), where=gap_s > 0)
    # Rounded, so that the last bits of a late instant decide nothing at a threshold.
    line = np.round(values[before] + (values[after] - values[before]) * weight, 6)
    # Samples between the two that lack the channel say that it was not there.
    are_neighbours = known[after] - known[before] <= 1
    joined = before_ok & after_ok & (gap_s <= np.where(are_neighbours, max_gap_s, hold_s))
    nearest = np.where(
        before_ok & (to_before_s <= hold_s),
        values[before],
        np.where(after_ok & (to_after_s <= hold_s), values[after], np.nan),
    )
    return np.where(has_sample, np.where(joined, line, nearest), np.nan)
