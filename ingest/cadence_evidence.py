"""What a raw cadence is worth as evidence of its unit: how likely it is in either gait at its speed."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: The recording is looked at every so many seconds; neighbours tell nothing new (configured).
CELL_S = 5.0
#: One value that is held, by a sensor that hangs, is worth so much in all (configured).
HELD_S = 20.0
#: Speed is the mean over so long: that of a receiver jumps, and cadence is smoothed (configured).
SPEED_WINDOW_S = 15.0
#: Further away than this from a known speed there is none (configured).
SPEED_REACH_S = 10.0
#: Raw values outside say nothing about the unit: rests, and faults of a sensor.
RAW_PER_MIN = (20.0, 420.0)

#: Walking: step length over steps a minute is one number for a person at all speeds, 0.0058 to 0.0075 m
#: in adults (the "walk ratio": Sekiya and Nagasaki 1998, Gait and Posture 7, 225).
WALK_RATIO_M_MIN = 0.0066
WALK_SD_PER_MIN = 12.0
#: Running: steps a minute at 2 m/s, and more of them for each m/s; wide enough for slow and for quick
#: runners (configured; recreational runners: 172, SD 9, at 2.9 m/s in Heiderscheit et al. 2011).
RUN_PER_MIN, RUN_PER_MIN_PER_MPS, RUN_SD_PER_MIN = 150.0, 7.0, 13.0
#: Speeds beyond change neither any more (configured).
WALK_MPS, RUN_MPS = (0.5, 2.2), (1.2, 5.0)
#: Where half of all people run, and how gradually (configured; on treadmills people change at 1.9 to
#: 2.1 m/s, Diedrich and Warren 1995, and who runs after a rest runs slower).
CHANGE_MPS, CHANGE_WIDTH_MPS = 1.8, 0.25
#: Density, a step a minute, of what is neither gait; so one odd value never decides (configured).
FLOOR = 5e-5


@dataclass(frozen=True)
class Cells:
    """Every five seconds that have a cadence.

    `place` counts the five seconds from the start; `cadence` is raw; `speed_mps` is NaN where
    unknown; `worth` is 1, and less where the value is held.
    """

    place: NDArray[np.int64]
    cadence: Floats
    speed_mps: Floats
    worth: Floats
    _known: dict[float, Floats] = field(default_factory=dict, init=False)

    def where(self, chosen: NDArray[np.bool_]) -> "Cells":
        """The chosen cells alone."""
        if chosen.all():
            return self
        return Cells(self.place[chosen], self.cadence[chosen], self.speed_mps[chosen], self.worth[chosen])

    def log_density(self, factor: float) -> Floats:
        """Log density of each raw value at its speed, if `factor` turned it into steps a minute.

        A mixture of walking and running, more of running the faster it is; NaN without a speed.
        """
        if factor not in self._known:
            steps, (walk, run, run_share) = factor * self.cadence, self._gaits
            density = (1 - run_share) * _bell(steps, walk, WALK_SD_PER_MIN)
            density += run_share * _bell(steps, run, RUN_SD_PER_MIN)
            self._known[factor] = np.log(factor * density + FLOOR)
        return self._known[factor]

    @cached_property
    def _gaits(self) -> tuple[Floats, Floats, Floats]:
        """Steps a minute of walking and of running at each speed, and the share that runs there."""
        mps = self.speed_mps
        walk = np.sqrt(60 * _within(mps, *WALK_MPS) / WALK_RATIO_M_MIN)  # a speed is steps by their length
        run = RUN_PER_MIN + RUN_PER_MIN_PER_MPS * (_within(mps, *RUN_MPS) - 2)
        return walk, run, 1 / (1 + np.exp((CHANGE_MPS - mps) / CHANGE_WIDTH_MPS))


def cells_of(time_s: Floats, speed_mps: Floats, cadence: Floats) -> Cells:
    """The cells of a recording; all three have one value a sample, NaN where unknown."""
    known = np.flatnonzero((cadence > RAW_PER_MIN[0]) & (cadence < RAW_PER_MIN[1]))
    if not len(known):
        return Cells(known, *[np.empty(0)] * 3)
    known_s, raw = time_s[known], cadence[known]
    places = np.arange(int((time_s[-1] - time_s[0]) // CELL_S) + 1)
    at_s = time_s[0] + (places + 0.5) * CELL_S
    sample = _nearest(known_s, at_s)
    near = np.abs(known_s[sample] - at_s) <= CELL_S
    sample, at_s = sample[near], at_s[near]
    begins = np.concatenate(([0], np.flatnonzero(raw[1:] != raw[:-1]) + 1))
    held_s: Floats = np.diff(np.concatenate((known_s[begins], [known_s[-1] + CELL_S])))
    spell = np.searchsorted(begins, sample, side="right") - 1
    worth = np.minimum(1.0, HELD_S / held_s)[spell]
    return Cells(places[near], raw[sample], _mean_speed_mps(time_s, speed_mps, at_s), worth)


def _nearest(known_s: Floats, at_s: Floats) -> NDArray[np.int64]:
    after = np.minimum(np.maximum(np.searchsorted(known_s, at_s), 1), max(1, len(known_s) - 1))
    before = after - 1
    after = np.minimum(after, len(known_s) - 1)
    return np.where(at_s - known_s[before] <= known_s[after] - at_s, before, after)


def _mean_speed_mps(time_s: Floats, speed_mps: Floats, at_s: Floats) -> Floats:
    """The mean speed around each instant, NaN where none is known nearby."""
    known = np.flatnonzero(np.isfinite(speed_mps))
    if len(known) < 2:  # noqa: PLR2004 - no mean of one value
        return np.full(len(at_s), np.nan)
    known_s, known_mps = time_s[known], speed_mps[known]
    way_m = np.concatenate(([0.0], np.cumsum(np.diff(known_s) * (known_mps[1:] + known_mps[:-1]) / 2)))
    from_s = np.maximum(at_s - SPEED_WINDOW_S / 2, known_s[0])
    until_s = np.minimum(at_s + SPEED_WINDOW_S / 2, known_s[-1])
    near = np.abs(known_s[_nearest(known_s, at_s)] - at_s) <= SPEED_REACH_S
    span_s = np.where(near & (until_s > from_s), until_s - from_s, np.nan)
    return (np.interp(until_s, known_s, way_m) - np.interp(from_s, known_s, way_m)) / span_s


def _bell(values: Floats, mean: Floats, sd: float) -> Floats:
    return np.exp(-0.5 * ((values - mean) / sd) ** 2) / (sd * np.sqrt(2 * np.pi))


def _within(values: Floats, low: float, high: float) -> Floats:
    return np.minimum(np.maximum(values, low), high)
