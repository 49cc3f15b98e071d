"""Where a clock that only ran on was set on: told by a total that lacks the time, by no silence alone."""

from dataclasses import dataclass, replace

import numpy as np

from ingest.activity import QualityNote
from ingest.repair import Repair
from ingest.trail import Trail

#: The total may tell of so much standing about behind the last point, as a share of it.
_TAIL_SHARE = 0.05
#: A total of whole seconds and one of records agree to this, and to one more with each leap.
_EXACT_S = 3.0
#: Up to here a total that lacks something may be one of a watch that leaves breaks out of it.
_SMALL_S = 600.0
#: Shorter silences in stride are worth no word.
DOUBTFUL_S = 180.0
#: Files with more of them, or with longer usual intervals, were thinned out.
_MOST_DOUBTED, _THIN_S = 20, 5.0
#: A break of this length ends an activity: nobody stops a watch for three hours in the middle of a run.
APART_S = 3 * 3600
#: Nobody records for longer; a leap of this length, in stride, is a clock that was set.
FORTNIGHT_S = 14 * 86_400


@dataclass(frozen=True)
class Told:
    """The file's own totals in seconds: elapsed, null where it has none, and how much of that was paused."""

    elapsed_s: float | None = None
    paused_s: float = 0.0
    #: Whether the file logs when its timer stops and starts.
    is_logged: bool = False


def untold(trail: Trail, told: Told, paused: np.ndarray, set_at: list[int]) -> dict[int, float]:
    """The steps at which the clock was set on, each with the seconds that truly passed.

    `paused` tells for each step whether the file itself tells of a break in it. A leap in stride
    counts where the file's total lacks it, alone or with all the others, and one of a fortnight
    without a total; one in a break, by many minutes, where the total has the break and lacks the rest.
    What lies between two recordings of the trail is in no total. Where the clock was already put
    right at a single step (`set_at`), a break that the total has beyond the points was there.
    """
    lacking_s = float(trail.step_s[~trail.is_new].sum()) - (told.elapsed_s or 0.0)
    if told.elapsed_s is not None:
        if lacking_s < -trail.leap_s and len(set_at) == 1 and -lacking_s <= told.paused_s + _EXACT_S:
            return {set_at[0]: float(trail.step_s[set_at[0]]) - lacking_s}
        if lacking_s <= trail.leap_s:
            return {}
    leaps = np.flatnonzero((trail.step_s > trail.leap_s) & ~trail.is_new)
    largest = leaps[np.argsort(-trail.step_s[leaps], kind="stable")][:_MOST_DOUBTED].tolist()
    stride = [step for step in largest if not paused[step] and _is_unbroken(trail, step, told)]
    passed_s = {step: trail.passed_s(step) for step in stride}
    if told.elapsed_s is None:
        return {step: passed_s[step] for step in stride if trail.step_s[step] > FORTNIGHT_S}
    if lacking_s < _SMALL_S:
        # In real files up to 32 s of a break are not in the total, so breaks tell nothing here.
        return _lacked(trail, replace(told, paused_s=0.0), lacking_s, passed_s)
    return _lacked(trail, told, lacking_s, passed_s) or {
        step: float(trail.step_s[step]) - lacking_s
        for step in largest
        if paused[step] and trail.leap_s < trail.step_s[step] - lacking_s <= told.paused_s + _EXACT_S
    }


def _is_unbroken(trail: Trail, step: int, told: Told) -> bool:
    """Whether nothing speaks for a break in a leap: in stride, or by timer events where no place is known."""
    return trail.is_in_stride(step) or (trail.place_m is None and told.is_logged)


def _lacked(trail: Trail, told: Told, lacking_s: float, passed_s: dict[int, float]) -> dict[int, float]:
    """Of the leaps that one, or all together, by which the total falls short; nearest first."""
    choices = [[step] for step in passed_s] + ([list(passed_s)] if len(passed_s) > 1 else [])
    beyond_s = [sum(trail.step_s[step] - passed_s[step] for step in chosen) - lacking_s for chosen in choices]
    for place in np.argsort(np.abs(beyond_s), kind="stable").tolist():
        chosen, over_s = choices[place], float(beyond_s[place])
        most_s = max(_EXACT_S, _TAIL_SHARE * (told.elapsed_s or 0.0)) + told.paused_s
        if -_EXACT_S - len(chosen) <= over_s <= most_s:
            rested_s = min(over_s, told.paused_s) if len(chosen) == 1 and over_s > _EXACT_S else 0.0
            return {step: passed_s[step] + rested_s for step in chosen}
    return {}


def set_on(repair: Repair, trail: Trail, passed_s: dict[int, float], rows: np.ndarray) -> Repair:
    """The repair with the clock set on at steps of its trail, whose points are its `rows`."""
    shift_s = repair.shift_s.copy()
    for step, true_s in passed_s.items():
        shift_s[rows[step + 1] :] += float(trail.step_s[step]) - true_s
    set_at = sorted({*repair.set_at, *(int(rows[step + 1]) - 1 for step in passed_s)})
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
