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
    pause_edges_s = pauses.select("start_s", "end_s").to_numpy().clip(0, elapsed_time_s)
    pause_edges_s = pause_edges_s[pause_edges_s[:, 1] > pause_edges_s[:, 0]]
    edges_s = np.concatenate(
        [
            np.arange(0, elapsed_time_s),
            pause_edges_s.ravel(),
            cuts_s.clip(0, elapsed_time_s),
            [elapsed_time_s],
        ]
    )
    edges_s = np.unique(edges_s)
    # The end itself must stay: drop the earlier of two cuts that fall together, but never 0.
    keep = np.append(np.diff(edges_s) > _SAME_INSTANT_S, True)
    keep[0] = True
    edges_s = edges_s[keep]

    start_s, end_s = edges_s[:-1], edges_s[1:]
    middle_s = (start_s + end_s) / 2
    bounds_s = np.sort(pause_edges_s.ravel())
    stretch = np.searchsorted(bounds_s, middle_s, side="right")
    is_pause = stretch % 2 == 1

    at_s = samples["elapsed_s"].to_numpy()
    sample_stretch = np.searchsorted(bounds_s, at_s, side="right")

    def signal(values: np.ndarray, lag_s: float, hold_s: float = settings.hold_s) -> np.ndarray:
        return _read(
            at_s,
            values,
            sample_stretch,
            middle_s,
            stretch,
            lag_s=lag_s,
            hold_s=hold_s,
            max_gap_s=settings.max_gap_s,
        )

    cadence = _column(samples, "cadence_spm", settings.max_cadence_spm)
    speed = _column(samples, "speed_mps", settings.max_speed_mps)
    speed_mps = signal(speed, settings.speed_lag_s)
    distance_m = distance_at(samples, edges_s)
    if distance_m is not None:
        from_distance_mps = np.diff(distance_m) / (end_s - start_s)
        speed_mps = np.where(np.isnan(speed_mps), from_distance_mps, speed_mps)
    # Between samples far apart there is only the mean speed: evidence, but no certainty.
    is_blind = np.isnan(signal(np.zeros(at_s.shape), 0.0))
    return Cells(
        start_s=start_s,
        end_s=end_s,
        stretch=stretch,
        is_pause=is_pause,
        is_blind=is_blind,
        cadence_spm=signal(cadence, settings.cadence_lag_s)
        if cadence_known
        else np.full(middle_s.shape, np.nan),
        speed_mps=speed_mps,
        # A pod that has no stance time any more says that running has ended: nothing is held.
        stance_ms=signal(_column(samples, "stance_time_ms", np.inf), settings.cadence_lag_s, hold_s=1.0),
    )


def distance_at(samples: pl.DataFrame, at_s: np.ndarray) -> np.ndarray | None:
    """Metres since the start at the given elapsed seconds, on lines between samples; None without any."""
    known = samples.select("elapsed_s", "distance_m").drop_nulls()
    if known.is_empty():
        return None
    return np.interp(at_s, known["elapsed_s"].to_numpy(), known["distance_m"].to_numpy())


def _column(samples: pl.DataFrame, name: str, highest: float) -> np.ndarray:
    values = samples[name].cast(pl.Float64).to_numpy()
    return np.where(values <= highest, values, np.nan)


def _read(
    at_s: np.ndarray,
    values: np.ndarray,
    sample_stretch: np.ndarray,
    middle_s: np.ndarray,
    stretch: np.ndarray,
    *,
    lag_s: float,
    hold_s: float,
    max_gap_s: float,
) -> np.ndarray:
    """The signal at each cell: a line between neighbouring samples, else the nearest for a short while."""
    known = np.flatnonzero(~np.isnan(values))
    if known.size == 0:
        return np.full(middle_s.shape, np.nan)
    at_s, values, sample_stretch = at_s[known], values[known], sample_stretch[known]
    # The lag must not carry a cell beyond the last sample of its own stretch.
    wanted_s = middle_s + lag_s
    last = np.searchsorted(sample_stretch, stretch, side="right") - 1
    has_sample = (last >= 0) & (sample_stretch[last.clip(0)] == stretch)
    wanted_s = np.minimum(wanted_s, np.maximum(at_s[last.clip(0)], middle_s))

    after = np.searchsorted(at_s, wanted_s, side="left").clip(0, at_s.size - 1)
    before = np.where(at_s[after] > wanted_s, after - 1, after).clip(0)
    before_ok = (at_s[before] <= wanted_s) & (sample_stretch[before] == stretch)
    after_ok = (at_s[after] >= wanted_s) & (sample_stretch[after] == stretch)
    to_before_s = wanted_s - at_s[before]
    to_after_s = at_s[after] - wanted_s

    gap_s = to_before_s + to_after_s
    weight = np.divide(to_before_s, gap_s, out=np.zeros_like(gap_s), where=gap_s > 0)
    line = values[before] * (1 - weight) + values[after] * weight
    # Samples between the two that lack the channel say that it was not there.
    are_neighbours = known[after] - known[before] <= 1
    joined = before_ok & after_ok & np.where(are_neighbours, gap_s <= max_gap_s, gap_s <= hold_s)
    held = np.where(
        before_ok & (to_before_s <= hold_s),
        values[before],
        np.where(after_ok & (to_after_s <= hold_s), values[after], np.nan),
    )
    return np.where(has_sample, np.where(joined, line, held), np.nan)
