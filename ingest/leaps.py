"""Where a clock that only ran on was set on: told by a total that lacks the time, by no silence alone."""

from dataclasses import replace

import numpy as np

from ingest.activity import QualityNote
from ingest.clock import Repair
from ingest.trail import Trail

#: The total may tell of so much standing about behind the last point, as a share of it.
_TAIL_SHARE = 0.05
#: A total of whole seconds and one of records agree to this, and to one more with each leap.
_EXACT_S = 3.0
#: Shorter silences in stride are worth no word.
DOUBTFUL_S = 180.0
#: Files with more of them, or with longer usual intervals, were thinned out.
_MOST_DOUBTED, _THIN_S = 20, 5.0
#: A break of this length ends an activity: nobody stops a watch for three hours in the middle of a run.
APART_S = 3 * 3600
#: Nobody records for longer; a leap of this length, in stride, is a clock that was set.
FORTNIGHT_S = 14 * 86_400


def untold(trail: Trail, told_s: float | None, paused: np.ndarray) -> list[int]:
    """The leaps at which the clock was set on, as steps of the trail.

    `told_s` is the file's own total of elapsed time, null where it has none; `paused` tells for
    each step whether the file itself tells of a break in it. A leap in stride counts where the
    total lacks it, alone or with all the others; one of a fortnight counts without a total.
    What lies between two recordings of the trail is in no total.
    """
    leaps = np.flatnonzero((trail.step_s > trail.leap_s) & ~trail.is_new & ~paused)
    if told_s is None:
        far = leaps[trail.step_s[leaps] > FORTNIGHT_S]
        return [step for step in far.tolist() if trail.is_in_stride(step)]
    lacking_s = float(trail.step_s[~trail.is_new].sum()) - told_s
    if not len(leaps) or lacking_s <= trail.leap_s:
        return []
    largest = leaps[np.argsort(-trail.step_s[leaps], kind="stable")][:_MOST_DOUBTED]
    stride = [step for step in largest.tolist() if trail.is_in_stride(step)]
    extra_s = {step: float(trail.step_s[step]) - trail.passed_s(step) for step in stride}
    for chosen in (*([step] for step in stride), stride):
        beyond_s = sum(extra_s[step] for step in chosen) - lacking_s
        if chosen and -_EXACT_S - len(chosen) <= beyond_s <= max(_EXACT_S, _TAIL_SHARE * told_s):
            return chosen
    return []


def set_on(repair: Repair, trail: Trail, steps: list[int], rows: np.ndarray) -> Repair:
    """The repair with the clock set on at the steps of its trail, whose points are its `rows`."""
    shift_s = repair.shift_s.copy()
    for step in steps:
        shift_s[rows[step + 1] :] += float(trail.step_s[step]) - trail.passed_s(step)
    set_at = sorted({*repair.set_at, *(int(rows[step + 1]) - 1 for step in steps)})
    return replace(repair, shift_s=shift_s, set_at=tuple(set_at))


def doubtful(trail: Trail, paused: np.ndarray) -> list[int]:
    """The leaps in stride that no total explains: a break without a mark, or a clock that was set on."""
    leaps = np.flatnonzero((trail.step_s > max(trail.leap_s, DOUBTFUL_S)) & ~trail.is_new & ~paused)
    if len(leaps) > _MOST_DOUBTED or trail.usual_s > _THIN_S:
        return []
    return [step for step in leaps.tolist() if trail.is_in_stride(step)]


def doubt(leap_s: float) -> QualityNote:
    """What to say of such a leap; where it would part two activities it blocks."""
    code = "clock_unrepaired" if leap_s > APART_S else "clock_doubtful"
    words = (
        f"The time leaps by {leap_s:.0f} s in mid-stride, and the file does not tell whether she paused or"
    )
    return QualityNote(code, f"{words} the clock was set.")
