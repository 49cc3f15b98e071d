"""Whether a recording is on foot at all: what its label says, unless its own movement says otherwise.

A label never makes a run out of a ride, and never makes running vanish unsaid: what may have been
running under another label is counted, so that it can be asked about.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ingest.activity import FOOT_SPORTS, QualityNote

Floats = NDArray[np.float64]

#: Faster than this nobody walks for long.
FAST_MPS = 2.3
#: Medians of the cadence while running: one leg counts to 65-105 a minute, both legs to 130-210.
STRIDES_PER_MIN = (65.0, 105.0)
STEPS_PER_MIN = (130.0, 210.0)
#: A step while running, at any speed that people hold for half a minute.
RUN_STEP_M = (0.4, 2.4)
#: Who is faster than this with the cadence of a run rides: pedals turn as often as legs step.
RIDE_FROM_MPS = 4.5
#: Who runs steps all the while; who rides lets the pedals rest.
STEPPING_SHARE = 0.9
#: A minute of it is running, whatever a file calls its sport.
RAN_S = 60.0
#: Steps this quick, at this speed and no faster than `RIDE_FROM_MPS`, may be running, whatever a file calls
#: its sport; a minute of them is asked about (configured).
MAY_RUN_PER_MIN = 140.0
MAY_RUN_MPS = 1.6
#: A label that says nothing is measured like a run where it got on as fast as this (configured).
UNNAMED_SPORTS = frozenset({"other", "training", "all"})
#: Pedals turn as often as one leg steps.
_PEDALLED = frozenset({"cycling", "e_biking"})
#: A sample speaks for the time to the next one, though never for longer than this.
_LONGEST_SAMPLE_S = 10.0
#: Slower than this is a rest (configured).
MOVING_MPS = 0.5

#: Seconds, and the mean speed that nobody on foot has kept for longer: the men's records of 2025 over 400,
#: 1,500, 5,000 and 10,000 m, one hour, the marathon, 100 km and 24 h (World Athletics, IAU).
RECORD_S = (43.0, 206.0, 755.0, 1_571.0, 3_600.0, 7_235.0, 21_935.0, 86_400.0)
RECORD_MPS = (9.30, 7.28, 6.62, 6.37, 5.93, 5.83, 4.56, 3.70)
_RECORD_LOG_S = np.log(RECORD_S)
#: A file that does not say "run" is one up to this share of the record: without a cadence of feet, and with
#: one (configured; 20 minutes at 4.0 m/s and at 5.1 m/s).
UNNAMED_SHARE, UNNAMED_STEPPING_SHARE = 0.62, 0.8
#: Feet take no steps as long as this at fewer than so many a minute: such a cadence counts strokes
#: (configured; walkers reach 0.9 m, and runners 1.3 m only at more than 150 steps a minute).
STROKE_STEP_M, STROKE_MOST_PER_MIN = 1.3, 120.0

_Cause = Literal["too_fast", "strokes", "pedals"]


@dataclass(frozen=True)
class Motion:
    """Raw values by the sample, NaN where unknown: seconds, metres a second, counts a minute."""

    time_s: Floats
    speed_mps: Floats
    cadence: Floats

    @cached_property
    def weight_s(self) -> Floats:
        """The seconds that each sample speaks for."""
        return np.minimum(np.diff(self.time_s, append=self.time_s[-1:]), _LONGEST_SAMPLE_S)


@dataclass(frozen=True)
class Sport:
    """The sport found, a remark where it is not the file's own, and seconds that may be running in it."""

    name: str
    sub_sport: str | None
    notes: tuple[QualityNote, ...] = ()
    may_have_run_s: int = 0


def judge_sport(
    named: str, sub_sport: str | None, motion: Motion, *, says_nothing: bool, counts_steps: bool = False
) -> Sport:
    """The sport of a recording that the file calls `named`, in words of FIT.

    `says_nothing`: the label may stand for anything. `counts_steps`: the file counts steps in a
    place meant for them.
    """
    if named in FOOT_SPORTS:
        cause = _why_not_feet(named, motion)
        if cause is None:
            return Sport(named, sub_sport)
        return Sport(
            "other", sub_sport, _guessed(_not_feet_words(named, cause)), _left_s(cause, named, motion)
        )
    median_mps = _median(motion.speed_mps)
    if counts_steps and MOVING_MPS < median_mps <= _limit_mps(named, motion):
        words = f'The file calls its sport "{named}" and counts steps, so it is read as on foot.'
        return Sport("generic", None, _guessed(words))
    if says_nothing and median_mps >= MAY_RUN_MPS:
        cause = _why_not_feet(named, motion)
        if cause is None:
            words = (
                f'The file calls its sport "{named}", and its speed is that of running, '
                "so it is measured like a run."
            )
            return Sport("generic", None, _guessed(words))
        return Sport(named, sub_sport, (), _left_s(cause, named, motion))
    if shows_running(motion):
        words = f'The file calls its sport "{named}", and its cadence and speed are those of running.'
        return Sport("generic", None, _guessed(words))
    return Sport(named, sub_sport, (), may_have_run_s(named, motion))


def _guessed(words: str) -> tuple[QualityNote, ...]:
    return (QualityNote("sport_guessed", words),)


def record_mps(moving_s: float) -> float:
    """The speed that nobody on foot has kept for so many seconds."""
    return float(np.interp(np.log(max(moving_s, 1.0)), _RECORD_LOG_S, RECORD_MPS))


def _moving_s(motion: Motion) -> float:
    return float(motion.weight_s[motion.speed_mps > MOVING_MPS].sum())


def _usual_mps(motion: Motion) -> float:
    """The median speed while moving; 0 without any."""
    return _median(motion.speed_mps[motion.speed_mps > MOVING_MPS])


def _median(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else 0.0


def _limit_mps(named: str, motion: Motion) -> float:
    """The usual speed above which nobody is on foot, by what the file calls its sport."""
    record = record_mps(_moving_s(motion))
    if named == "running":
        return record
    is_stepping = motion.weight_s[(motion.speed_mps > MOVING_MPS) & (motion.cadence > 0)].sum() >= RAN_S
    return record * (UNNAMED_STEPPING_SHARE if is_stepping else UNNAMED_SHARE)


def _why_not_feet(named: str, motion: Motion) -> _Cause | None:
    """Why what is called running, walking or nothing was not on foot; null where it may be."""
    usual_mps = _usual_mps(motion)
    if usual_mps > _limit_mps(named, motion):
        return "too_fast"
    if usual_mps > RIDE_FROM_MPS and _rests_at_speed(motion):
        return "pedals"
    if named not in ("running", "walking", "hiking") and _counts_strokes(motion):
        return "strokes"
    return None


def _rests_at_speed(motion: Motion) -> bool:
    """Whether the cadence counts for a minute at more than a walk, and then rests as pedals do."""
    fast = motion.speed_mps > FAST_MPS
    stepping_s = motion.weight_s[fast & (motion.cadence > 0)].sum()
    return bool(RAN_S <= stepping_s < STEPPING_SHARE * motion.weight_s[fast].sum())


def _counts_strokes(motion: Motion) -> bool:
    """Whether most of the cadence on the way is too slow for feet, even as strides of one leg."""
    counted = (motion.speed_mps > MOVING_MPS) & (motion.cadence > 0)
    speed_mps, steps = motion.speed_mps[counted], 2 * motion.cadence[counted]
    strokes = (steps < STROKE_MOST_PER_MIN) & (60 * speed_mps > STROKE_STEP_M * steps)
    strokes_s = motion.weight_s[counted][strokes].sum()
    return bool(strokes_s >= RAN_S and strokes_s > motion.weight_s[counted].sum() / 2)


def _not_feet_words(named: str, cause: _Cause) -> str:
    says = "names no sport" if named == "generic" else f'calls its sport "{named}"'
    seen = {
        "too_fast": "is faster than running" if named == "generic" else "is faster than anybody on foot",
        "strokes": "counts strokes, too few to be steps",
        "pedals": "has a cadence that rests at speed, as pedals do",
    }
    return f"The file {says} and {seen[cause]}, so it is no run here."


def _left_s(cause: _Cause, named: str, motion: Motion) -> int:
    """Seconds that may have been running in what was not taken for one, to be asked about."""
    seconds = may_have_run_s(named, motion)
    record = record_mps(_moving_s(motion))
    if cause == "strokes" or _usual_mps(motion) > record:
        return seconds
    by_speed = (motion.speed_mps >= MAY_RUN_MPS) & (motion.speed_mps <= record)
    by_speed_s = int(motion.weight_s[by_speed].sum())
    return max(seconds, by_speed_s) if by_speed_s >= RAN_S else seconds


def shows_running(motion: Motion) -> bool:
    """Whether raw cadence and speed are those of running, of one leg or of both, for a minute or more.

    What is faster than a walk must get on at the speed of feet, and hardly ever without a step.
    """
    fast = motion.speed_mps > FAST_MPS
    stepping = fast & (motion.cadence > 0)
    fast_s, stepping_s = motion.weight_s[fast].sum(), motion.weight_s[stepping].sum()
    if stepping_s < max(RAN_S, STEPPING_SHARE * fast_s):
        return False
    if float(np.median(motion.speed_mps[fast])) > RIDE_FROM_MPS:
        return False
    cadence, speed_mps = motion.cadence[stepping], motion.speed_mps[stepping]
    median = float(np.median(cadence))
    for factor, (low, high) in ((2.0, STRIDES_PER_MIN), (1.0, STEPS_PER_MIN)):
        step_m = float(np.median(60 * speed_mps / (factor * cadence)))
        if low <= median <= high and RUN_STEP_M[0] <= step_m <= RUN_STEP_M[1]:
            return True
    return False


def may_have_run_s(sport: str, motion: Motion) -> int:
    """Seconds that may have been running in a file of another sport; 0 where they are less than a minute.

    The cadence may count one leg, but for a ride, whose pedals turn as often.
    """
    quick = motion.cadence >= MAY_RUN_PER_MIN
    if sport not in _PEDALLED:
        quick |= (2 * motion.cadence >= MAY_RUN_PER_MIN) & (motion.cadence <= STRIDES_PER_MIN[1])
    is_foot_speed = (motion.speed_mps >= MAY_RUN_MPS) & (motion.speed_mps <= RIDE_FROM_MPS)
    found_s = motion.weight_s[quick & is_foot_speed].sum()
    return int(found_s) if found_s >= RAN_S else 0
