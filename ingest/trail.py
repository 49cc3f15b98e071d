"""The points of a recording in the order of the file, and what their places say of the time between them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ingest.motion import Floats

#: Clocks are set by more; what is late by less was written late.
JITTER_S = 3.0
#: A step of more usual intervals than this is a leap: something was not recorded, or the clock was set.
LEAP_INTERVALS = 3.0
#: Speed beside a step is taken over so many points; slower than this, nobody is under way.
_BESIDE = 10
_UNDER_WAY_MPS = 0.8
#: In stride, each of so many steps on both sides is at least this share of the speed there.
_NEXT, _STEADY = 3, 0.4
#: Under way on both sides of a leap, and not this share of the way that its time asks for: nothing passed.
_LITTLE = 0.25
#: Nor more than so many seconds' way, however long the leap, nor more than so many usual intervals'.
_LITTLE_S, _LITTLE_INTERVALS = 15.0, 3.0
#: How exact a position is from one point to the next.
_NOISE_M = 3.0


@dataclass(frozen=True)
class Trail:
    """Points in the order of the file.

    `time_s` is raw and has no NaN. `place_m` has the shape (dimensions, points): a distance that
    counts on, or positions; NaN where unknown, null where nothing is. `is_new` tells for each step
    from a point to the next whether the file itself begins anew there.
    """

    time_s: Floats
    place_m: Floats | None
    is_new: NDArray[np.bool_]

    @cached_property
    def step_s(self) -> Floats:
        """Seconds from each point to the next, by the file's clock."""
        return np.diff(self.time_s)

    @cached_property
    def usual_s(self) -> float:
        """The usual interval between two points in seconds; 1 where there is none."""
        rising = self.step_s[self.step_s > 0]
        return float(np.median(rising)) if len(rising) else 1.0

    @cached_property
    def leap_s(self) -> float:
        """From this many seconds on, a step is a leap."""
        return LEAP_INTERVALS * self.usual_s + JITTER_S

    def way_m(self, order: NDArray[np.int64] | None = None) -> float | None:
        """Metres from point to point in the given order, else the file's; null where no place is known."""
        if self.place_m is None:
            return None
        place_m = self.place_m if order is None else self.place_m[:, order]
        place_m = place_m[:, np.isfinite(place_m[0])]
        if place_m.shape[1] < 2:  # noqa: PLR2004 - one place is no way
            return None
        return float(np.sqrt(np.square(np.diff(place_m)).sum(axis=0)).sum())

    def covered_m(self, step: int) -> float:
        """Metres from a point to the next; NaN where unknown."""
        if self.place_m is None:
            return np.nan
        return float(np.sqrt(np.square(self.place_m[:, step + 1] - self.place_m[:, step]).sum()))

    def beside_mps(self, step: int) -> tuple[float, float]:
        """Metres a second before and after a step, over ten points without a leap; NaN where unknown."""
        first, last = self._reach(step)
        return self._speed_mps(first, step), self._speed_mps(step + 1, last)

    def _reach(self, step: int) -> tuple[int, int]:
        """The furthest points on both sides that no odd step parts from a step."""
        return self._run(step, -1), self._run(step + 1, 1)

    def _run(self, point: int, way: int) -> int:
        """The furthest point within reach, going back or on, that no odd step parts from this one."""
        on_s, back_s = self.step_s[point : point + _BESIDE], self.step_s[max(point - _BESIDE, 0) : point]
        reached = point
        for step_s in on_s.tolist() if way > 0 else back_s[::-1].tolist():
            if not 0 <= step_s <= self.leap_s:
                break
            reached += way
        return reached

    def _slowest_mps(self, first: int, step: int, last: int) -> float:
        """The slowest of the steps next to a step on both sides, of those from `first` to `last`.

        Endless where there are none, NaN where one is unknown.
        """
        if self.place_m is None:
            return np.nan
        near = np.array(
            [*range(max(first, step - _NEXT), step), *range(step + 1, min(last, step + 1 + _NEXT))], dtype=int
        )
        way_m = np.sqrt(np.square(self.place_m[:, near + 1] - self.place_m[:, near]).sum(axis=0))
        step_s = self.step_s[near]
        return float(np.min(way_m / np.where(step_s > 0, step_s, np.nan), initial=np.inf))

    def _speed_mps(self, first: int, last: int) -> float:
        if self.place_m is None or last <= first:
            return np.nan
        time_s, place_m = self.time_s[first : last + 1], self.place_m[:, first : last + 1]
        known = np.flatnonzero(np.isfinite(place_m[0]))
        if len(known) < 2 or time_s[known[-1]] <= time_s[known[0]]:  # noqa: PLR2004
            return np.nan
        steps_m = np.sqrt(np.square(np.diff(place_m[:, known])).sum(axis=0))
        return float(steps_m.sum() / (time_s[known[-1]] - time_s[known[0]]))

    def passed_s(self, step: int) -> float:
        """The seconds that a step took by its way and the speed beside it, at least the usual interval."""
        fastest_mps = np.nanmax([*self.beside_mps(step), 0.0])
        covered_m = self.covered_m(step)
        if not fastest_mps > _UNDER_WAY_MPS or not covered_m > 0:
            return self.usual_s
        return max(self.usual_s, covered_m / fastest_mps)

    def is_in_stride(self, step: int) -> bool:
        """Whether she was under way on both sides of a leap and hardly got on in it."""
        first, last = self._reach(step)
        before_mps, after_mps = self._speed_mps(first, step), self._speed_mps(step + 1, last)
        if not np.minimum(before_mps, after_mps) > _UNDER_WAY_MPS:
            return False
        fastest_mps = max(before_mps, after_mps)
        if not self._slowest_mps(first, step, last) > _STEADY * min(before_mps, after_mps):
            return False
        little_s = min(_LITTLE * self.step_s[step], _LITTLE_S, _LITTLE_INTERVALS * self.usual_s)
        return self.covered_m(step) <= little_s * fastest_mps + _NOISE_M
