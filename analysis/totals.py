"""The file's own totals against what was measured."""

from collections.abc import Iterator

import numpy as np

from analysis.weights import floats_of
from ingest.activity import Activity

#: Samples further apart than this carry no cadence to the next.
_CARRIED_S = 10.0
#: Steps are compared where cadence covers this share of the timer time, distance where its last value is
#: within this share of the end: a recording that broke off earlier is another fault.
_COVERED_SHARE = 0.95
#: Beyond this ratio, a total of steps counts something else: files write lengths and laps there.
_OTHER_RATIO = 2.5
#: Where a belt or a wheel is calibrated afterwards, the total is corrected and the samples are not.
_CALIBRATED = ("treadmill", "indoor", "virtual", "track")


def disagreements(activity: Activity, *, max_share: float, max_step_share: float) -> Iterator[str]:
    """What contradicts the file's own totals by more than a share of them, in words.

    Timer time in seconds and distance in metres by `max_share`; steps, which a watch counts by
    another way than its cadence, by `max_step_share`. What the file does not sum up, or the
    samples do not cover, is not compared.
    """
    told = activity.totals
    for name, unit, total, measured, share in (
        ("timer time", "s", told.timer_s, activity.timer_time_s, max_share),
        ("distance", "m", told.distance_m, _measured_m(activity), max_share),
        ("number of steps", "", told.steps, _measured_steps(activity), max_step_share),
    ):
        if total and measured is not None and abs(measured - total) > share * total:
            yield f"{name} {total:.0f} {unit}".rstrip() + f" against {measured:.0f} {unit}".rstrip()


def _measured_m(activity: Activity) -> float | None:
    """The way of the samples in metres, null where they do not reach the end or the total was calibrated."""
    if any(word in (activity.provenance.sub_sport or "") for word in _CALIBRATED):
        return None
    metres = floats_of(activity.samples, "distance_m")
    known = np.flatnonzero(np.isfinite(metres))
    timer_s = floats_of(activity.samples, "timer_s")
    if not known.size or timer_s[known[-1]] < _COVERED_SHARE * activity.timer_time_s:
        return None
    return float(metres[known[-1]])


def _measured_steps(activity: Activity) -> float | None:
    """The steps of both legs by cadence, null where the samples have too little of it, or another unit."""
    if not activity.is_on_foot or not activity.totals.steps:
        return None
    cadence_spm = floats_of(activity.samples, "cadence_spm")[:-1]
    held_s = np.diff(floats_of(activity.samples, "timer_s"))
    is_held = np.isfinite(cadence_spm) & (held_s <= _CARRIED_S)
    covered_s = held_s[is_held].sum()
    steps = (cadence_spm[is_held] * held_s[is_held] / 60).sum()
    if not covered_s or covered_s < _COVERED_SHARE * activity.timer_time_s:
        return None
    is_other = not 1 / _OTHER_RATIO <= steps / activity.totals.steps <= _OTHER_RATIO
    return None if is_other else float(steps)
