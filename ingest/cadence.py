"""Whether a file without a declared unit counts the steps of one leg or of both."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Unit = Literal["strides", "steps", "unknown"]

#: Faster than this nobody walks for long, so the cadence there is that of running.
FAST_MPS = 2.3
#: Medians while running: one leg counts to 65-105 a minute, both legs to 130-210.
STRIDES_PER_MIN = (65.0, 105.0)
STEPS_PER_MIN = (130.0, 210.0)
#: A median of less than half a minute could be one burst or one fault of the sensor.
ENOUGH_S = 30.0
#: No leg swings this often for half a minute, whatever the speed; both legs do while running.
ONE_LEG_MAX_PER_MIN = 130.0
#: Slower than `FAST_MPS` no step is this long: a value that needs one counts one leg only.
SLOW_STEP_MAX_M = 1.3
SLOW_MIN_MPS = 1.0
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


def shows_running_words(sport: str) -> str:
    """What to say of a file whose sport is not that of its own cadence and speed."""
    return f'The file calls its sport "{sport}", and its cadence and speed are those of running.'


def unnamed_words(sport: str) -> str:
    """What to say of a file whose sport says nothing and that is measured like a run."""
    return (
        f'The file calls its sport "{sport}", and its speed is that of running, so it is measured like a run.'
    )


def shows_running(
    time_s: NDArray[np.float64], speed_mps: NDArray[np.float64], cadence: NDArray[np.float64]
) -> bool:
    """Whether raw `cadence` and speed are those of running, of one leg or of both, for a minute or more.

    What is faster than a walk must get on at the speed of feet, and hardly ever without a step.
    """
    weight_s = np.minimum(np.diff(time_s, append=time_s[-1:]), _LONGEST_SAMPLE_S)
    fast = speed_mps > FAST_MPS
    stepping = fast & (cadence > 0)
    fast_s, stepping_s = weight_s[fast].sum(), weight_s[stepping].sum()
    if stepping_s < max(RAN_S, STEPPING_SHARE * fast_s):
        return False
    is_on_foot = float(np.median(speed_mps[fast])) <= RIDE_FROM_MPS
    return is_on_foot and _from_running(cadence[stepping], speed_mps[stepping]).unit != "unknown"


def may_have_run_s(
    sport: str, time_s: NDArray[np.float64], speed_mps: NDArray[np.float64], cadence: NDArray[np.float64]
) -> int:
    """Seconds that may have been running in a file of another sport; 0 where they are less than a minute.

    `cadence` may count one leg, but for a ride, whose pedals turn as often.
    """
    weight_s = np.minimum(np.diff(time_s, append=time_s[-1:]), _LONGEST_SAMPLE_S)
    quick = cadence >= MAY_RUN_PER_MIN
    if sport not in _PEDALLED:
        quick |= (2 * cadence >= MAY_RUN_PER_MIN) & (cadence <= STRIDES_PER_MIN[1])
    found_s = weight_s[quick & (speed_mps >= MAY_RUN_MPS) & (speed_mps <= RIDE_FROM_MPS)].sum()
    return int(found_s) if found_s >= RAN_S else 0


def is_unnamed_on_foot(sport: str, usual_mps: float, too_fast_mps: float) -> bool:
    """Whether a file whose sport says nothing got on as fast as a run, and not as wheels do."""
    says_nothing = sport in UNNAMED_SPORTS or sport.startswith("unknown_")
    return says_nothing and MAY_RUN_MPS <= usual_mps <= too_fast_mps


@dataclass(frozen=True)
class CadenceUnit:
    """The unit found, and the evidence in one sentence."""

    unit: Unit
    reason: str

    @property
    def factor(self) -> float | None:
        """What turns a raw value into steps a minute; null where the unit is unknown."""
        return {"strides": 2.0, "steps": 1.0, "unknown": None}[self.unit]


def infer_cadence_unit(
    time_s: NDArray[np.float64], speed_mps: NDArray[np.float64], cadence: NDArray[np.float64]
) -> CadenceUnit:
    """The unit of raw `cadence` values, NaN where absent; all three have one value per sample.

    First the running samples, those above 2.3 m/s: a median of 65-105 is one leg, of 130-210
    both. Without enough of them, only what cannot be otherwise counts: half a minute at 130 and
    more is both legs; half a minute of walking speeds at which the values would need steps of
    over 1.3 m is one leg. All else is unknown, because one leg running (70-100) and both legs
    strolling (90-110) overlap.
    """
    weight_s = np.minimum(np.diff(time_s, append=time_s[-1:]), _LONGEST_SAMPLE_S)
    moving = cadence > 0
    fast = moving & (speed_mps > FAST_MPS)
    fast_s = weight_s[fast].sum()
    if fast_s >= ENOUGH_S:
        return _from_running(cadence[fast], speed_mps[fast])
    high_s = weight_s[cadence >= ONE_LEG_MAX_PER_MIN].sum()
    if high_s >= ENOUGH_S:
        return CadenceUnit(
            "steps",
            f"Values of {ONE_LEG_MAX_PER_MIN:.0f} a minute and more for {high_s:.0f} s are more than "
            "one leg can do: the file counts both.",
        )
    slow = moving & (speed_mps >= SLOW_MIN_MPS) & (speed_mps <= FAST_MPS)
    if weight_s[slow].sum() >= ENOUGH_S and high_s == 0:
        step_m = float(np.median(60 * speed_mps[slow] / cadence[slow]))
        if step_m > SLOW_STEP_MAX_M:
            return CadenceUnit(
                "strides",
                f"At walking speed the values would need steps of {step_m:.1f} m: "
                "the file counts one leg, doubled here.",
            )
    return CadenceUnit(
        "unknown",
        f"Only {fast_s:.0f} s faster than {FAST_MPS} m/s have a cadence, too few to tell one leg from both; "
        "the cadence is left out.",
    )


def _from_running(cadence: NDArray[np.float64], speed_mps: NDArray[np.float64]) -> CadenceUnit:
    median = float(np.median(cadence))
    readings: tuple[tuple[Unit, tuple[float, float], float, str], ...] = (
        ("strides", STRIDES_PER_MIN, 2.0, "one leg, doubled here"),
        ("steps", STEPS_PER_MIN, 1.0, "both legs"),
    )
    for unit, (low, high), factor, words in readings:
        step_m = float(np.median(60 * speed_mps / (factor * cadence)))
        if low <= median <= high and RUN_STEP_M[0] <= step_m <= RUN_STEP_M[1]:
            return CadenceUnit(
                unit,
                f"A median of {median:.0f} a minute while faster than {FAST_MPS} m/s: "
                f"the file counts {words}.",
            )
    return CadenceUnit(
        "unknown",
        f"A median of {median:.0f} a minute while faster than {FAST_MPS} m/s fits neither one leg nor both; "
        "the cadence is left out.",
    )
