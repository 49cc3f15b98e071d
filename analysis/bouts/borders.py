"""Where walking ends and running begins in one recording, by its cadence or by its speed."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class CadenceSearch:
    """When two gaits stand apart in the cadences of a recording, and how far their border is its own.

    The split is Otsu's (1979): it parts the values so that the two means differ most. Halves of one bell
    lie 2.7 of their spreads apart, two gaits more. Walk and run differ by 15 % and more (published).
    """

    lowest_spm: float = 75.0
    highest_spm: float = 215.0
    #: The border is sought here and nowhere else: slow joggers run at 120, tall walkers walk at 125.
    sought_spm: tuple[float, float] = (105.0, 152.0)
    least_apart: float = 3.2
    least_run_spm: float = 122.0
    least_ratio: float = 1.15
    #: There must be a valley: smoothed over so many steps, no more than this is left of the lower peak.
    smooth_spm: float = 3.0
    most_left: float = 0.85
    #: Seconds of the rarer gait that weigh as much as the usual border does.
    usual_s: float = 60.0
    least_s: float = 60.0
    least_each_s: float = 10.0


SEARCH = CadenceSearch()


@dataclass(frozen=True)
class Border:
    """The border in steps a minute; `is_own` where the recording itself shows two gaits."""

    spm: float
    is_own: bool


def cadence_border(cadence_spm: np.ndarray, weight_s: np.ndarray, usual_spm: float) -> Border:
    """Half way between the two gaits of a recording, drawn to the usual border where one of them is rare.

    Arrays of one value a cell, NaN where unknown; `weight_s` says how many seconds each stands for.
    """
    usable = (cadence_spm >= SEARCH.lowest_spm) & (cadence_spm < SEARCH.highest_spm) & (weight_s > 0)
    values, weight_s = cadence_spm[usable], weight_s[usable]
    if weight_s.sum() < SEARCH.least_s:
        return Border(usual_spm, is_own=False)
    bins = int(SEARCH.highest_spm - SEARCH.lowest_spm)
    place = (values - SEARCH.lowest_spm).astype(int)
    density = np.bincount(place, weight_s, bins)
    cut, apart = _split(density, SEARCH.lowest_spm + 0.5 + np.arange(bins))
    walk, run = _median(density[:cut]), cut + _median(density[cut:])
    walk_spm, run_spm = SEARCH.lowest_spm + 0.5 + walk, SEARCH.lowest_spm + 0.5 + run
    rarer_s = float(min(density[:cut].sum(), density[cut:].sum()))
    if (
        rarer_s < SEARCH.least_each_s
        or apart < SEARCH.least_apart
        or run_spm < SEARCH.least_run_spm
        or run_spm < SEARCH.least_ratio * walk_spm
        or not _has_valley(density, walk, run)
    ):
        return Border(usual_spm, is_own=False)
    middle_spm = (walk_spm + run_spm) / 2
    return Border(
        (rarer_s * middle_spm + SEARCH.usual_s * usual_spm) / (rarer_s + SEARCH.usual_s), is_own=True
    )


def _split(density: np.ndarray, at_spm: np.ndarray) -> tuple[int, float]:
    """The first bin of the upper part, and how many spreads the two means lie apart."""
    below = np.cumsum(density)
    above = below[-1] - below
    sums, squares = np.cumsum(density * at_spm), np.cumsum(density * at_spm**2)
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = sums / below, (sums[-1] - sums) / above
        spread = (squares / below - low**2 + (squares[-1] - squares) / above - high**2) / 2
        between = below * above * (high - low) ** 2
    sought = (at_spm >= SEARCH.sought_spm[0]) & (at_spm <= SEARCH.sought_spm[1]) & np.isfinite(between)
    if not sought.any():
        return 1, 0.0
    place = int(np.argmax(np.where(sought, between, -1.0)))
    return place + 1, float((high[place] - low[place]) / np.sqrt(max(spread[place], 1e-9)))


def _has_valley(density: np.ndarray, walk: int, run: int) -> bool:
    """Whether fewer seconds lie between the two medians than around the rarer one."""
    smooth = _smoothed(density, SEARCH.smooth_spm, reach=9)
    between = smooth[walk : run + 1]
    valley = int(np.argmin(between))
    lower_peak = min(smooth[: walk + valley + 1].max(), smooth[walk + valley :].max())
    return bool(between[valley] <= SEARCH.most_left * lower_peak)


def _smoothed(density: np.ndarray, spread_bins: float, *, reach: int) -> np.ndarray:
    """The density under a bell of this spread, cut off so many bins away."""
    bell = np.exp(-0.5 * (np.arange(-reach, reach + 1) / spread_bins) ** 2)
    return np.convolve(density, bell / bell.sum(), "same")


def _median(density: np.ndarray) -> int:
    return int(np.searchsorted(np.cumsum(density), density.sum() / 2)) if density.size else 0


#: Metres a second. The best single cut is 1.9 to 2.0 on a treadmill (n = 28, Human Movement Science 2023), at
#: 1.75 to 1.85 on roads and 1.55 on trails for one runner (measured): between these nobody can say.
USUAL_BORDER_MPS = 1.8
BETWEEN_MPS = (1.55, 2.05)
_SOUGHT_MPS = (1.5, 2.5)
_RANGE_MPS, _BIN_MPS, _SMOOTH_BINS = (0.7, 4.5), 0.05, 2.0
#: How deep the valley must be against the lower peak, how far the medians must lie apart, how long each
#: gait must have been seen, and how much there must be at all.
_VALLEY_SHARE, _LEAST_APART_MPS, _LEAST_EACH_S, _LEAST_S = 0.4, 0.4, 45.0, 180.0


@dataclass(frozen=True)
class SpeedBorder:
    """The border in metres a second; `is_clear` where the recording's two speeds lie clearly apart.

    `apart_mps` is how far the medians of the slow and of the fast part are apart.
    """

    mps: float
    is_clear: bool
    apart_mps: float = 0.0


def speed_border(speed_mps: np.ndarray) -> SpeedBorder:
    """The emptiest place between a slow and a fast speed; the usual border where there are not two.

    `speed_mps` has a value a second, NaN where unknown.
    """
    values = speed_mps[(speed_mps > _RANGE_MPS[0]) & (speed_mps < _RANGE_MPS[1])]
    if values.size < _LEAST_S:
        return SpeedBorder(USUAL_BORDER_MPS, is_clear=False)
    edges = np.arange(_RANGE_MPS[0], _RANGE_MPS[1] + _BIN_MPS, _BIN_MPS)
    density = _smoothed(np.histogram(values, edges)[0].astype(float), _SMOOTH_BINS, reach=4)
    middles = edges[:-1] + _BIN_MPS / 2
    places = np.flatnonzero((middles >= _SOUGHT_MPS[0]) & (middles <= _SOUGHT_MPS[1]))
    lower_peak = np.array([min(density[:place].max(), density[place + 1 :].max()) for place in places])
    emptiness = density[places] / np.maximum(lower_peak, 1e-9)
    # A wide empty stretch has no deepest point: take its middle.
    border = float(middles[int(np.mean(places[emptiness <= emptiness.min() + 0.02]))])
    slow, fast = values[values < border], values[values >= border]
    if min(slow.size, fast.size) < _LEAST_EACH_S:
        return SpeedBorder(USUAL_BORDER_MPS, is_clear=False)
    apart_mps = float(np.median(fast) - np.median(slow))
    is_clear = bool(emptiness.min() <= _VALLEY_SHARE) and apart_mps >= _LEAST_APART_MPS
    return SpeedBorder(border if is_clear else USUAL_BORDER_MPS, is_clear, apart_mps)


def speed_border_beside(speed_mps: np.ndarray, is_run: np.ndarray) -> float | None:
    """The speed that best parts a recording's own running from its walking; None where either is rare.

    `is_run` says what cadence makes of each value of `speed_mps`, both without unknown ones.
    """
    run, walk = speed_mps[is_run], speed_mps[~is_run]
    if min(run.size, walk.size) <= SEARCH.least_s:
        return None
    cuts = np.arange(1.3, 2.45, 0.05)
    wrong = np.searchsorted(np.sort(run), cuts) / run.size
    wrong += 1 - np.searchsorted(np.sort(walk), cuts) / walk.size
    found = float(cuts[np.argmin(wrong)])
    return (found + min(max(found, 1.5), 2.1)) / 2
