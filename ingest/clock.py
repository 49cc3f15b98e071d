"""One clock for a whole recording: where it was set on the way, the parts are put back in the file's order.

A clock that falls back within a recording was set (or two clocks write by turns), unless the points
were merely written out of order: then they lie on a shorter way in the order of their times.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ingest.motion import Floats
from ingest.repair import Repair
from ingest.trail import JITTER_S, Trail

#: So few points in so short a time whose clock stands alone are left out; more are put back.
FEW_POINTS, FEW_S = 10, 15.0
#: Where the clock falls back more often than this, and not by turns, nothing can be put back.
MOST_SETS = 20
#: The order by time holds where its way is shorter by this much, in metres.
_SHORTER_M = 10.0
#: A clock that was wrong for a while leaps by as much as it falls, to this share.
_SAME_SHARE = 0.1
#: Two recordings of one run: for this long, and this share of the shorter, they are this near each other.
_TWIN_S, _TWIN_SHARE, _TWIN_M = 60.0, 0.5, 40.0
#: Two clocks by turns: the file goes back at least so often.
_TURNS = 10
#: If more than one point in so many stood alone, none is left out.
_POINTS_A_FEW = 50


def put_back(trail: Trail) -> Repair | None:
    """The recording on one clock, null where its clock never fell back or its points are merely out of order.

    A recording that falls back too often comes with NaN for every point.
    """
    if len(trail.step_s) == 0 or trail.step_s.min() >= -JITTER_S:
        return None
    backs = np.flatnonzero(trail.step_s < -JITTER_S)
    if _stamps_hold(trail, backs):
        return None
    if len(backs) >= _TURNS and (turns := _two_clocks(trail, backs)):
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
        return trail.place_m is None or _begins_again(trail, back)
    at_s = np.linspace(from_s, until_s, num=100)
    one_m = [np.interp(at_s, one_s, row[first : back + 1]) for row in trail.place_m]
    other_m = [np.interp(at_s, other_s, row[back + 1 : stop]) for row in trail.place_m]
    apart_m = np.sqrt(np.square(np.array(one_m) - np.array(other_m)).sum(axis=0))
    return bool(np.isfinite(apart_m).any() and np.nanmedian(apart_m) < _TWIN_M)


def _two_clocks(trail: Trail, backs: NDArray[np.int64]) -> Repair | None:
    """Two clocks that write by turns, the rarer counted by the other; null where it is something else."""
    falls_s = -float(np.median(trail.step_s[backs]))
    rising_s = trail.step_s[trail.step_s > 0]
    within_s = rising_s[rising_s < falls_s / 2]
    # By strict turns no two points of one clock follow each other.
    usual_s = float(np.median(within_s)) if len(within_s) else (float(np.median(rising_s)) - falls_s) / 2
    ahead_s = falls_s + usual_s
    is_ahead = np.zeros(len(trail.time_s), dtype=bool)
    for since, back in pairwise([-1, *backs.tolist(), len(trail.step_s)]):
        off_s = np.abs(trail.step_s[since + 1 : back] - ahead_s - usual_s)
        is_last = back == len(trail.step_s)
        if len(off_s) and off_s.min() <= _same_s(ahead_s):
            is_ahead[since + 2 + int(off_s.argmin()) : back + 1] = True
        elif not is_last:
            is_ahead[since + 1 : back + 1] = True
    shift_s = np.where(is_ahead, ahead_s, 0.0)
    shift_s -= ahead_s if is_ahead.mean() > 0.5 else 0.0  # noqa: PLR2004 - the half
    falls = np.diff(trail.time_s - shift_s) < -JITTER_S
    if falls.sum() > len(falls) // 200:
        return None
    return Repair(trail.time_s, shift_s, tuple(np.flatnonzero(np.diff(shift_s)).tolist()))


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
        ahead = _leap_like(trail, back, begin, back)
        behind = _leap_like(trail, back, back + 1, end) if ahead is None else None
        if ahead is not None:
            shift_s[back + 1 :] = shift_s[ahead]
            unknown_s += _set(trail, shift_s, ahead + 1, back + 1, set_at)
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


def _leap_like(trail: Trail, back: int, first: int, stop: int) -> int | None:
    """The leap from `first` to before `stop` by as much as the clock falls back; null where there is none."""
    leaps = first + np.flatnonzero(trail.step_s[first:stop] > trail.leap_s)
    if not len(leaps):
        return None
    set_s = trail.usual_s - trail.step_s[back]
    off_s = np.abs(trail.step_s[leaps] - trail.usual_s - set_s)
    leap = int(leaps[off_s.argmin()])
    if off_s.min() > _same_s(set_s):
        return None
    # A silence may be as long by chance; of a few points nothing tells whether it is one.
    is_few = min(abs(back - leap), stop - leap) < FEW_POINTS
    return leap if is_few or trail.place_m is None or trail.is_in_stride(leap) else None


def _same_s(set_s: float) -> float:
    """How far two settings of a clock by so many seconds may be apart and still be one and the same."""
    return max(JITTER_S, _SAME_SHARE * set_s)


def _leave_out_few(time_s: Floats, shift_s: Floats, set_at: list[int]) -> None:
    """Leave out single points and short stretches whose clock stands alone, and forget that it was set."""
    first = [0, *(step + 1 for step in set_at), len(time_s)]
    sizes = np.diff(first)
    spans_s = np.array([np.ptp(time_s[start:stop]) for start, stop in pairwise(first)])
    is_few = (sizes < FEW_POINTS) & (spans_s < FEW_S)
    if sizes[is_few].sum() > max(FEW_POINTS, len(time_s) // _POINTS_A_FEW) or is_few.all():
        return
    shift_s[np.repeat(is_few, sizes)] = np.nan
    kept = np.flatnonzero(~is_few).tolist()
    set_at[:] = [
        first[now] - 1 for earlier, now in pairwise(kept) if shift_s[first[earlier]] != shift_s[first[now]]
    ]
