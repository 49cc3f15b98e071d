"""What goes wrong with a watch's signals, put into an outing on purpose.

Each fault changes the raw values, before any unit is judged, and leaves what was really done as it was.
Distance goes with speed: what a watch adds up wrongly stands wrong in both. The draws of a fault depend on
the generator it is given and on nothing else.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from benchmarks.gait_labels import Bools, Floats

#: A sample stands for the time to the next one, though never for longer.
LONGEST_SAMPLE_S = 10.0
RIDE_S = 600
BUS_CADENCE_PER_MIN = 30.0
CADENCE_LATE_S = 8.0
#: Error of a poor receiver: its size, how long it lasts, how often speed leaps and how high.
NOISE_MPS, NOISE_TAU_S, LEAP_SHARE, LEAP_TIMES = 0.5, 15.0, 0.005, 3.0
TALL_TIMES, SHORT_STEPS_TIMES = 0.88, 1.1
#: A slow jogger: running cadence times this, and running speeds drawn together above a floor.
JOG_CADENCE_TIMES, JOG_FLOOR_MPS, JOG_SPEED_TIMES = 0.9, 1.5, 0.3


@dataclass(frozen=True)
class Signals:
    """One outing as a watch wrote it: five arrays of shape (samples,), NaN where unknown."""

    time_s: Floats
    #: As it stands in the file, whatever is counted.
    cadence_per_min: Floats
    speed_mps: Floats
    distance_m: Floats
    relative_altitude_m: Floats
    pauses: pl.DataFrame
    elapsed_time_s: float
    #: What a fault that is about running must know: shape (seconds,).
    is_run: Bools
    #: Whole seconds that a fault has put before and after the outing.
    before_s: int = 0
    after_s: int = 0

    @property
    def has_cadence(self) -> bool:
        return bool(np.isfinite(self.cadence_per_min).any())

    @property
    def runs_at_samples(self) -> Bools:
        """Whether she runs in the second of each sample."""
        if not self.is_run.size:
            return np.zeros(self.time_s.shape, dtype=bool)
        return self.is_run[self.time_s.astype(int).clip(0, self.is_run.size - 1)]


Change = Callable[[Signals, np.random.Generator], Signals]


@dataclass(frozen=True)
class Fault:
    """One way in which signals are wrong; `needs_cadence`: it says nothing of an outing without."""

    title: str
    change: Change
    needs_cadence: bool = True


def spells(
    time_s: Floats, rng: np.random.Generator, share: float, shortest_s: float, longest_s: float
) -> list[Bools]:
    """Random spells, each a mask over the samples, until together they hold the share of all samples.

    No spell is longer than that share of the whole time.
    """
    most_s = share * float(np.ptp(time_s))
    found, covered = [], np.zeros(time_s.shape, dtype=bool)
    while covered.mean() < share:
        length_s = min(rng.uniform(shortest_s, longest_s), most_s)
        start_s = rng.choice(time_s)
        found.append((time_s >= start_s) & (time_s <= start_s + length_s))
        covered |= found[-1]
    return found


def in_spells(share: float, shortest_s: float, longest_s: float, value: Callable[[Floats], Floats]) -> Change:
    """A fault of the cadence that comes and goes; `value` takes and gives shape (samples,)."""

    def change(signals: Signals, rng: np.random.Generator) -> Signals:
        drawn = spells(signals.time_s, rng, share, shortest_s, longest_s)
        cadence = signals.cadence_per_min
        return replace(
            signals, cadence_per_min=np.where(np.logical_or.reduce(drawn), value(cadence), cadence)
        )

    return change


def scaled(times: float) -> Change:
    """A fault of the cadence from start to end: every value times the same."""
    return lambda signals, _rng: replace(signals, cadence_per_min=signals.cadence_per_min * times)


def frozen(signals: Signals, rng: np.random.Generator) -> Signals:
    """A quarter of the time in spells of 5 to 15 minutes that repeat their first cadence."""
    cadence = signals.cadence_per_min.copy()
    for spell in spells(signals.time_s, rng, 0.25, 300, 900):
        cadence[spell] = cadence[np.argmax(spell)]
    return replace(signals, cadence_per_min=cadence)


def with_speed(signals: Signals, speed_mps: Floats) -> Signals:
    """The outing at another speed, of shape (samples,), with the distance that this makes."""
    step_s = np.diff(signals.time_s, prepend=signals.time_s[:1]).clip(0, LONGEST_SAMPLE_S)
    distance_m = np.cumsum(np.nan_to_num(speed_mps) * step_s)
    is_known = np.isfinite(signals.distance_m) & np.isfinite(speed_mps).any()
    return replace(signals, speed_mps=speed_mps, distance_m=np.where(is_known, distance_m, np.nan))


def speed_missing(signals: Signals, _rng: np.random.Generator) -> Signals:
    return with_speed(signals, np.full(signals.time_s.shape, np.nan))


def speed_stuck(signals: Signals, rng: np.random.Generator) -> Signals:
    """A quarter of the time in spells of 1 to 10 minutes at a speed of 0, in which no way is made."""
    drawn = spells(signals.time_s, rng, 0.25, 60, 600)
    return with_speed(signals, np.where(np.logical_or.reduce(drawn), 0.0, signals.speed_mps))


def gps_noise(signals: Signals, rng: np.random.Generator) -> Signals:
    """Speed that wanders as a poor receiver's does, and leaps now and then."""
    n = signals.time_s.size
    keep = np.exp(-np.diff(signals.time_s, prepend=-np.inf) / NOISE_TAU_S)
    fresh = rng.normal(0, 1, n) * np.sqrt(1 - keep**2)
    error = np.zeros(n)
    for place in range(n):
        error[place] = keep[place] * error[place - 1] + fresh[place]
    speed_mps = np.maximum(signals.speed_mps + NOISE_MPS * error, 0)
    return with_speed(signals, np.where(rng.random(n) < LEAP_SHARE, LEAP_TIMES * speed_mps, speed_mps))


def cadence_late(signals: Signals, _rng: np.random.Generator) -> Signals:
    """Two clocks: speed and distance run ahead of the cadence, and the truth stays with the cadence."""
    is_known = np.isfinite(signals.speed_mps)
    if not is_known.any():
        return signals
    ahead_s = signals.time_s + CADENCE_LATE_S
    return with_speed(signals, np.interp(ahead_s, signals.time_s[is_known], signals.speed_mps[is_known]))


def slow_jog(signals: Signals, _rng: np.random.Generator) -> Signals:
    """Where she runs, fewer steps a minute and a speed between 1.5 and 2.2 m/s."""
    runs = signals.runs_at_samples
    jogged_mps = JOG_FLOOR_MPS + JOG_SPEED_TIMES * (signals.speed_mps - JOG_FLOOR_MPS)
    jogged = with_speed(signals, np.where(runs, jogged_mps, signals.speed_mps))
    cadence = np.where(runs, JOG_CADENCE_TIMES * signals.cadence_per_min, signals.cadence_per_min)
    return replace(jogged, cadence_per_min=cadence)


def ridden(cadence_per_min: float) -> Change:
    """Ten minutes in a car or a bus with the watch running on, before the outing or after it, by draw."""

    def change(signals: Signals, rng: np.random.Generator) -> Signals:
        step_s = max(1, round(float(np.median(np.diff(signals.time_s))))) if signals.time_s.size > 1 else 1
        is_before = bool(rng.random() < 1 / 2)
        ride_s = np.arange(0 if is_before else step_s, RIDE_S, step_s, dtype=float)
        speed_mps = _traffic_mps(ride_s, rng)
        swing = rng.uniform(0.8, 1.0, ride_s.size)
        cadence = swing * cadence_per_min if signals.has_cadence else np.full(ride_s.size, np.nan)
        return _joined(signals, ride_s, speed_mps, cadence, is_before=is_before)

    return change


def _traffic_mps(ride_s: Floats, rng: np.random.Generator) -> Floats:
    """Stop and go: up to a speed of 7 to 15 m/s, on for a while, down, and a stand of 5 to 25 s."""
    corner_s, corner_mps = [0.0], [0.0]
    while corner_s[-1] <= ride_s[-1]:
        cruise_mps = rng.uniform(7, 15)
        for lasting_s, reached_mps in (
            (cruise_mps / 1.2, cruise_mps),
            (rng.uniform(20, 60), cruise_mps),
            (cruise_mps / 1.5, 0.0),
            (rng.uniform(5, 25), 0.0),
        ):
            corner_s.append(corner_s[-1] + lasting_s)
            corner_mps.append(reached_mps)
    return np.interp(ride_s, corner_s, corner_mps)


def _joined(
    signals: Signals, ride_s: Floats, speed_mps: Floats, cadence: Floats, *, is_before: bool
) -> Signals:
    """The ride and the outing as one recording; the arrays of the ride are of shape (ride samples,)."""
    step_s = np.diff(ride_s, append=RIDE_S)
    ride_m = np.cumsum(speed_mps * step_s)
    known_m = signals.distance_m[np.isfinite(signals.distance_m)]
    offset_m = 0.0 if is_before or not known_m.size else known_m[-1]
    ride_m = ride_m + offset_m if known_m.size else np.full(ride_s.size, np.nan)
    shift_s, shift_m = (float(RIDE_S), ride_m[-1]) if is_before else (0.0, 0.0)
    level = np.full(ride_s.size, np.nan)

    def chained(ride: Floats, outing: Floats) -> Floats:
        return np.concatenate((ride, outing) if is_before else (outing, ride))

    return replace(
        signals,
        time_s=chained(ride_s + (0.0 if is_before else signals.elapsed_time_s), signals.time_s + shift_s),
        cadence_per_min=chained(cadence, signals.cadence_per_min),
        speed_mps=chained(speed_mps, signals.speed_mps),
        distance_m=chained(ride_m, signals.distance_m + shift_m),
        relative_altitude_m=chained(level, signals.relative_altitude_m),
        pauses=signals.pauses.with_columns(pl.col("start_s", "end_s") + shift_s),
        elapsed_time_s=signals.elapsed_time_s + RIDE_S,
        is_run=np.pad(signals.is_run, (RIDE_S, 0) if is_before else (0, RIDE_S)),
        before_s=RIDE_S if is_before else 0,
        after_s=0 if is_before else RIDE_S,
    )


FAULTS: dict[str, Fault] = {
    "clean": Fault("as recorded", lambda signals, _rng: signals, needs_cadence=False),
    "halved": Fault("cadence of one leg", scaled(0.5)),
    "doubled": Fault("cadence doubled again", scaled(2.0)),
    "halved-spells": Fault("20 % of cadence halved", in_spells(0.2, 120, 600, lambda values: values / 2)),
    "doubled-spells": Fault("20 % of cadence doubled", in_spells(0.2, 120, 600, lambda values: values * 2)),
    "frozen": Fault("25 % of cadence frozen", frozen),
    "missing": Fault("25 % of cadence missing", in_spells(0.25, 30, 300, lambda values: values * np.nan)),
    "zero": Fault("25 % of cadence zero", in_spells(0.25, 30, 300, np.zeros_like)),
    "speed-missing": Fault("no speed", speed_missing),
    "speed-stuck": Fault("25 % of speed stuck at 0", speed_stuck, needs_cadence=False),
    "gps-noise": Fault("speed of a poor GPS", gps_noise, needs_cadence=False),
    "cadence-late": Fault("cadence 8 s behind speed", cadence_late),
    "car": Fault("10 min in a car", ridden(0.0), needs_cadence=False),
    "bus": Fault("10 min in a bus, cadence 30", ridden(BUS_CADENCE_PER_MIN)),
    "tall": Fault("tall: cadence × 0.88", scaled(TALL_TIMES)),
    "short-steps": Fault("short steps: cadence × 1.10", scaled(SHORT_STEPS_TIMES)),
    "slow-jog": Fault("slow jog", slow_jog, needs_cadence=False),
}
