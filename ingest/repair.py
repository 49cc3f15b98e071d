"""A recording whose clock was set on the way, on one clock; and what is said about it."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from ingest.activity import QualityNote
from ingest.motion import Floats
from ingest.trail import JITTER_S

#: A clock that was set is right from then on, if so many points follow.
_BASE_POINTS = 30
#: What stands this far outside of a clock's own time is still told by it.
_BESIDE_S = 3.0
#: What no clock's own time holds may lie this far outside of all points.
_ROOM_S = 30.0
#: More seconds than this that are not known keep a run from counting.
UNKNOWN_S = 30.0
#: More jumps than this are counted and not told one by one.
_MOST_TOLD = 3


@dataclass(frozen=True)
class Repair:
    """The points of a recording on one clock, in the order of the file.

    `shift_s` is what was taken off each point's `raw_s`; NaN for a point that has no place. `set_at`
    are the steps at which the clock was set. `unknown_s` is what went by there unrecorded.
    """

    raw_s: Floats
    shift_s: Floats
    set_at: tuple[int, ...]
    unknown_s: float = 0.0

    @cached_property
    def time_s(self) -> Floats:
        """The points' times on the one clock, NaN where a point has none."""
        return self.raw_s - self.shift_s

    @property
    def is_failed(self) -> bool:
        """Whether no point has a place."""
        return not np.isfinite(self.shift_s).any()

    @property
    def lost(self) -> int:
        """How many points have no place in time."""
        return int(np.isnan(self.shift_s).sum())

    @property
    def leapt_s(self) -> Floats:
        """By how many seconds the clock was set each time, forward as a positive number."""
        return np.array([self.shift_s[step + 1] - self.shift_s[step] for step in self.set_at])

    def on_last_clock(self) -> "Repair":
        """Counted by the clock after it was last set, which is the right one, if it ran for a while."""
        placed = np.flatnonzero(np.isfinite(self.shift_s))
        last = placed[self.set_at[-1] < placed] if self.set_at else placed
        if len(last) < _BASE_POINTS:
            return self
        return replace(self, shift_s=self.shift_s - self.shift_s[last[-1]])

    @cached_property
    def _clocks(self) -> list[tuple[float, float, float]]:
        """First and last raw time of each unbroken stretch on one clock, and its shift."""
        placed = np.flatnonzero(np.isfinite(self.shift_s))
        raw_s, shift_s = self.raw_s[placed], self.shift_s[placed]
        first = np.concatenate(([0], np.flatnonzero(np.diff(shift_s)) + 1))
        columns = (np.minimum.reduceat(raw_s, first), np.maximum.reduceat(raw_s, first), shift_s[first])
        return list(zip(*(column.tolist() for column in columns), strict=True))

    @cached_property
    def _sorted_s(self) -> Floats:
        """The points' times on the one clock, in order, without those that have none."""
        return np.sort(self.time_s[np.isfinite(self.time_s)])

    def placed(self, stamps_s: Floats, *, at_silence: bool = False) -> Floats:
        """Other stamps of the file, in its order, on the one clock; NaN where no clock can have given them.

        Where two can, the one that comes next after the stamp before it (`at_silence`: beside the
        longest silence of the points).
        """
        placed_s = np.full(len(stamps_s), np.nan)
        earliest_s = -np.inf
        for row in np.flatnonzero(np.isfinite(stamps_s)).tolist():
            found_s = self._candidates(float(stamps_s[row]))
            later_s = [at_s for at_s in found_s if at_s >= earliest_s - _BESIDE_S]
            if later_s:
                earliest_s = max(later_s, key=self._silence_s) if at_silence else later_s[0]
                placed_s[row] = earliest_s
        return placed_s

    def begun(self, stamp_s: float) -> float:
        """A stamp of the beginning, by the clock that puts it nearest to the first point."""
        first_s = float(np.nanmin(self.time_s))
        shifts_s = sorted({shift_s for _, _, shift_s in self._clocks})
        at_s = np.append(stamp_s - np.array(shifts_s), self.placed(np.array([stamp_s])))
        nearest_s = at_s[np.nanargmin(np.abs(at_s - first_s))]
        return float(nearest_s if abs(nearest_s - first_s) <= _ROOM_S else at_s[-1])

    def _candidates(self, stamp_s: float) -> list[float]:
        """Where on the one clock a stamp may lie, in order: by the clocks whose own time it is, or by all."""
        own_s = {
            stamp_s - shift_s
            for first_s, last_s, shift_s in self._clocks
            if first_s - _BESIDE_S <= stamp_s <= last_s + _BESIDE_S
        }
        if own_s:
            return sorted(own_s)
        start_s, end_s = self._sorted_s[[0, -1]].tolist()
        all_s = {stamp_s - shift_s for _, _, shift_s in self._clocks}
        return sorted(at_s for at_s in all_s if start_s - _ROOM_S <= at_s <= end_s + _ROOM_S)

    def _silence_s(self, at_s: float) -> float:
        """The longest step between points beside an instant, endless at the end; 0 for a usual one."""
        time_s = self._sorted_s
        if at_s >= time_s[-1] - _BESIDE_S:
            return np.inf
        low, high = np.searchsorted(time_s, (at_s - _BESIDE_S, at_s + _BESIDE_S))
        longest_s = float(np.diff(time_s[max(low - 1, 0) : high + 1]).max(initial=0.0))
        return longest_s if longest_s > JITTER_S else 0.0


def note_of(repair: Repair) -> tuple[QualityNote, ...]:
    """What was done about the clock, and for how many seconds it is not known what was done."""
    if repair.is_failed:
        return (unrepaired(float(np.ptp(repair.raw_s))),)
    notes = [QualityNote("clock_repaired", _words_of(repair))] if repair.set_at else []
    return (*notes, unrepaired(repair.unknown_s)) if repair.unknown_s > UNKNOWN_S else tuple(notes)


def unrepaired(unknown_s: float) -> QualityNote:
    """That a part of the time is lost, which keeps a run from counting."""
    words = f"The clock was set while recording, and for {unknown_s:.0f} s it is not known what was done."
    return QualityNote("clock_unrepaired", words)


def _words_of(repair: Repair) -> str:
    done = "while recording; the parts were put back in the file's order."
    if len(repair.set_at) > _MOST_TOLD:
        return f"The clock was set {len(repair.set_at)} times {done}"
    sets = " and ".join(
        f"{abs(jump_s):.0f} s {'back' if jump_s < 0 else 'on'}" for jump_s in repair.leapt_s.tolist()
    )
    return f"The clock was set {sets} {done}"
