"""One clock for a whole recording: where it was set on the way, the parts are put back in the file's order.

A clock that falls back within a recording was set (or two clocks write by turns), unless the points
were merely written out of order: then they lie on a shorter way in the order of their times.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ingest.activity import QualityNote
from ingest.motion import Floats
from ingest.trail import JITTER_S, Trail

#: So few points in so short a time whose clock stands alone are left out; more are put back.
FEW_POINTS, FEW_S = 10, 15.0
#: Where the clock falls back more often than this, nothing can be put back.
MOST_SETS = 5_000
#: The order by time holds where its way is shorter by this much, in metres.
_SHORTER_M = 10.0
#: A clock that was wrong for a while and is right again leaves as much room as that while fills.
_ROOM_S, _ROOM_SHARE = 5.0, 0.05
#: Two recordings of one run: for this long, and this share of the shorter, they are this near each other.
_TWIN_S, _TWIN_SHARE, _TWIN_M = 60.0, 0.5, 40.0
#: Two clocks by turns: the file goes back at least so often, and at least once in so many points.
_TURNS, _POINTS_A_TURN = 10, 50
#: A clock that was set is right from then on, if so many points follow.
_BASE_POINTS = 30
#: What stands this far outside of a clock's own time is still told by it.
_BESIDE_S = 3.0
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

    def on_last_clock(self) -> "Repair":
        """Counted by the clock after it was last set, which is the right one, if it ran for a while."""
        placed = np.flatnonzero(np.isfinite(self.shift_s))
        last = placed[self.set_at[-1] < placed] if self.set_at else placed
        if len(last) < _BASE_POINTS:
            return self
        return replace(self, shift_s=self.shift_s - self.shift_s[last[-1]])

    @cached_property
    def _clocks(self) -> tuple[Floats, Floats, Floats]:
        """First and last raw time of each unbroken stretch on one clock, and its shift."""
        placed = np.flatnonzero(np.isfinite(self.shift_s))
        raw_s, shift_s = self.raw_s[placed], self.shift_s[placed]
        first = np.concatenate(([0], np.flatnonzero(np.diff(shift_s)) + 1))
        return np.minimum.reduceat(raw_s, first), np.maximum.reduceat(raw_s, first), shift_s[first]

    def placed(self, stamps_s: Floats, *, at_silence: bool = False) -> Floats:
        """Other stamps of the file, in its order, on the one clock; NaN where no clock can have given them.

        Where two can, the one that comes next after the stamp before it (`at_silence`: beside the
        longest silence of the points).
        """
        placed_s = np.full(len(stamps_s), np.nan)
        earliest_s = -np.inf
        for row in np.flatnonzero(np.isfinite(stamps_s)).tolist():
            found_s = self._candidates(stamps_s[row])
            later_s = found_s[found_s >= earliest_s - _BESIDE_S]
            if not len(later_s):
                continue
            chosen = int(np.argmax([self._silence_s(at_s) for at_s in later_s])) if at_silence else 0
            placed_s[row] = earliest_s = later_s[chosen]
        return placed_s

    def _candidates(self, stamp_s: float) -> Floats:
        first_s, last_s, shift_s = self._clocks
        at_s = stamp_s - shift_s
        is_own = (first_s - _BESIDE_S <= stamp_s) & (stamp_s <= last_s + _BESIDE_S)
        if not is_own.any():
            start_s, end_s = np.nanmin(self.time_s), np.nanmax(self.time_s)
            room_s = 10 * _BESIDE_S
            is_own = (start_s - room_s <= at_s) & (at_s <= end_s + room_s)
        return np.unique(at_s[is_own])

    def _silence_s(self, at_s: float) -> float:
        """The longest step between points beside an instant, endless at the end; 0 for a usual one."""
        time_s = np.sort(self.time_s[np.isfinite(self.time_s)])
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
    jumps_s = [float(repair.shift_s[step + 1] - repair.shift_s[step]) for step in repair.set_at]
    sets = " and ".join(f"{abs(jump_s):.0f} s {'back' if jump_s < 0 else 'on'}" for jump_s in jumps_s)
    return f"The clock was set {sets} {done}"


def put_back(trail: Trail) -> Repair | None:
    """The recording on one clock, null where its clock never fell back or its points are merely out of order.

    A recording that falls back too often comes with NaN for every point.
    """
    if len(trail.step_s) == 0 or trail.step_s.min() >= -JITTER_S:
        return None
    backs = np.flatnonzero(trail.step_s < -JITTER_S)
    if _stamps_hold(trail, backs):
        return None
    if len(backs) >= max(_TURNS, len(trail.time_s) // _POINTS_A_TURN) and (turns := _two_clocks(trail)):
        return turns
    if len(backs) > MOST_SETS:
        return Repair(trail.time_s, np.full(len(trail.time_s), np.nan), tuple(backs.tolist()))
    return _in_file_order(trail, backs)


def _stamps_hold(trail: Trail, backs: NDArray[np.int64]) -> bool:
    """Whether the points are true to their times: written in another order, or two recordings in one."""
    order = np.argsort(trail.time_s, kind="stable")
    written_m, timed_m = trail.way_m(), trail.way_m(order)
    starts = np.concatenate(([0], backs + 1))
    begins, ends = trail.time_s[starts], np.maximum.reduceat(trail.time_s, starts)
    rank = np.argsort(begins, kind="stable")
    is_apart = bool((begins[rank][1:] >= np.maximum.accumulate(ends[rank])[:-1] - JITTER_S).all())
    is_anew = trail.is_new[backs] | np.array([_begins_again(trail, back) for back in backs.tolist()])
    if written_m is not None and timed_m is not None and abs(written_m - timed_m) > _SHORTER_M:
        if timed_m < written_m:
            return True
    elif (is_apart and (is_anew.any() or len(backs) > 1)) or _fill_holes(trail, order):
        return True
    return any(_are_twins(trail, starts, back) for back in backs[is_anew].tolist())


def _fill_holes(trail: Trail, order: NDArray[np.int64]) -> bool:
    """Whether the times, put in order, follow each other as regularly as points are written."""
    step_s = np.diff(trail.time_s[order])
    return bool(trail.usual_s / 2 <= step_s.min() and step_s.max() <= trail.leap_s)


def _begins_again(trail: Trail, back: int) -> bool:
    """Whether a distance falls to less than half with the clock: another recording begins."""
    if trail.place_m is None or len(trail.place_m) > 1:
        return False
    before_m, after_m = trail.place_m[0, back : back + 2]
    return bool(after_m < before_m / 2 and before_m - after_m > 2 * _SHORTER_M)


def _are_twins(trail: Trail, starts: NDArray[np.int64], back: int) -> bool:
    """Whether what begins after a step is at the same places at the same times as what ends there."""
    place = int(np.searchsorted(starts, back + 1))
    first, stop = int(starts[place - 1]), int([*starts, len(trail.time_s)][place + 1])
    one_s, other_s = trail.time_s[first : back + 1], trail.time_s[back + 1 : stop]
    from_s, until_s = max(one_s[0], other_s[0]), min(one_s[-1], other_s[-1])
    shorter_s = min(np.ptp(one_s), np.ptp(other_s))
    if until_s - from_s < max(_TWIN_S, _TWIN_SHARE * shorter_s):
        return False
    if trail.place_m is None or len(trail.place_m) == 1:
        return True
    at_s = np.linspace(from_s, until_s, num=100)
    one_m = [np.interp(at_s, one_s, row[first : back + 1]) for row in trail.place_m]
    other_m = [np.interp(at_s, other_s, row[back + 1 : stop]) for row in trail.place_m]
    apart_m = np.sqrt(np.square(np.array(one_m) - np.array(other_m)).sum(axis=0))
    return bool(np.isfinite(apart_m).any() and np.nanmedian(apart_m) < _TWIN_M)


def _two_clocks(trail: Trail) -> Repair | None:
    """Two clocks that write by turns, the rarer counted by the other; null where it is something else."""
    tails_s = [-np.inf, -np.inf]
    is_second = np.zeros(len(trail.time_s), dtype=bool)
    for row, time_s in enumerate(trail.time_s.tolist()):
        late_s = [time_s - tail_s if time_s >= tail_s - JITTER_S else np.inf for tail_s in tails_s]
        # What fits neither goes to the one that is less far ahead of it.
        second = late_s[1] < late_s[0] or (late_s[0] == late_s[1] == np.inf and tails_s[1] < tails_s[0])
        is_second[row] = second
        tails_s[second] = time_s
    turns = np.diff(is_second.astype(np.int8))
    to_second, to_first = trail.step_s[turns > 0], trail.step_s[turns < 0]
    if not len(to_second) or not len(to_first):
        return None
    ahead_s = (float(np.median(to_second)) - float(np.median(to_first))) / 2
    rarer = is_second if is_second.mean() <= 0.5 else ~is_second  # noqa: PLR2004 - the half
    shift_s = np.where(rarer, ahead_s if rarer is is_second else -ahead_s, 0.0)
    falls = np.diff(trail.time_s - shift_s) < -JITTER_S
    if falls.sum() > len(falls) // 200:
        return None
    return Repair(trail.time_s, shift_s, tuple(np.flatnonzero(turns).tolist()))


def _in_file_order(trail: Trail, backs: NDArray[np.int64]) -> Repair:
    """Part after part, each as long after the one before it as its way took."""
    time_s = trail.time_s
    shift_s = np.zeros(len(time_s))
    set_at: list[int] = []
    begin, unknown_s = 0, 0.0
    ends = [*backs[1:].tolist(), len(time_s) - 1]
    for back, end in zip(backs.tolist(), ends, strict=True):
        if back < begin:
            continue
        ahead = _ahead_from(trail, begin, back)
        behind = _behind_until(trail, back, end) if ahead is None else None
        if ahead is not None:
            shift_s[back + 1 :] = shift_s[ahead - 1]
            unknown_s += _set(trail, shift_s, ahead, back + 1, set_at)
            set_at.append(back)
        elif behind is not None:
            shift_s[behind + 1 :] = shift_s[back]
            unknown_s += _set(trail, shift_s, back + 1, behind + 1, set_at)
            set_at.append(behind)
        else:
            unknown_s += _set(trail, shift_s, back + 1, len(time_s), set_at)
        begin = back + 1 if behind is None else behind + 1
    _leave_out_few(time_s, shift_s, set_at)
    return Repair(time_s, shift_s, tuple(set_at), unknown_s)


def _set(trail: Trail, shift_s: Floats, first: int, stop: int, set_at: list[int]) -> float:
    """Put points from `first` to before `stop` after the one before; the seconds between them, if many."""
    passed_s = trail.passed_s(first - 1)
    before_s = trail.time_s[first - 1] - shift_s[first - 1]
    shift_s[first:stop] = trail.time_s[first] - before_s - passed_s
    set_at.append(first - 1)
    return passed_s if passed_s > trail.leap_s + FEW_S else 0.0


def _ahead_from(trail: Trail, begin: int, back: int) -> int | None:
    """The point from which on the clock was ahead until it fell back; null where it was not."""
    block_s = trail.time_s[begin : back + 1]
    after_s = trail.time_s[back + 1]
    ahead = begin + int(np.searchsorted(block_s, after_s + JITTER_S, side="right"))
    if ahead == begin or ahead > back or trail.step_s[ahead - 1] <= trail.leap_s:
        return None
    room_s, fills_s = after_s - trail.time_s[ahead - 1], trail.time_s[back] - trail.time_s[ahead]
    return ahead if _fits(room_s, fills_s + 2 * trail.usual_s) else None


def _behind_until(trail: Trail, back: int, end: int) -> int | None:
    """The point until which the clock was behind, after it had fallen back; null where it stayed so."""
    block_s = trail.time_s[back + 1 : end + 1]
    behind = back + int(np.searchsorted(block_s, trail.time_s[back] - JITTER_S))
    if behind <= back or behind >= end or trail.step_s[behind] <= trail.leap_s:
        return None
    room_s, fills_s = trail.time_s[behind + 1] - trail.time_s[back], trail.time_s[behind] - block_s[0]
    return behind if _fits(room_s, fills_s + 2 * trail.usual_s) else None


def _fits(room_s: float, fills_s: float) -> bool:
    return abs(room_s - fills_s) <= _ROOM_S + _ROOM_SHARE * fills_s


def _leave_out_few(time_s: Floats, shift_s: Floats, set_at: list[int]) -> None:
    """Leave out single points and short stretches whose clock stands alone, and forget that it was set."""
    first = [0, *(step + 1 for step in set_at), len(time_s)]
    sizes = np.diff(first)
    spans_s = np.array([np.ptp(time_s[start:stop]) for start, stop in pairwise(first)])
    is_few = (sizes < FEW_POINTS) & (spans_s < FEW_S)
    if sizes[is_few].sum() > max(FEW_POINTS, len(time_s) // _POINTS_A_TURN) or is_few.all():
        return
    shift_s[np.repeat(is_few, sizes)] = np.nan
    kept = np.flatnonzero(~is_few).tolist()
    set_at[:] = [
        first[now] - 1 for earlier, now in pairwise(kept) if shift_s[first[earlier]] != shift_s[first[now]]
    ]
