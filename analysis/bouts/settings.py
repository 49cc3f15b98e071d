"""The measurement parameters of bout detection, each with where its number comes from.

They say how a watch's signals are read; no clinical limit stands here.
"""

from dataclasses import dataclass

Curve = tuple[tuple[float, float], ...]
"""(value, log-odds) points: straight lines between them, level beyond the first and the last."""

#: Cadence at which walking and running are equally likely. Treadmill study, n = 28, Human Movement
#: Science 2023: the best cuts are 134, 139 and 141 steps a minute, the band is 135 to 140.
DEFAULT_BORDER_SPM = 136.0


@dataclass(frozen=True)
class BoutSettings:
    """How run, walk and stand are told apart.

    Evidence is in log-odds per second, above 0 for running (for moving, where a stand is in
    question). "Tuned" numbers were chosen on the generated runs of `benchmarks/bouts.py`.
    """

    #: Cadence of equal odds. `calibration.py` finds it in a runner's history; without one it is sought
    #: in the activity itself, and where that does not show two gaits the published one holds.
    border_spm: float | None = None

    #: Steps a minute above or below the border. The published band (run from 140, walk up to 130) is
    #: where the curve leaves about 1; it levels off, so that no single second decides. Tuned.
    gait_by_cadence: Curve = ((-24, -4.0), (-14, -2.5), (-6, -1.2), (0, 0.0), (4, 1.2), (10, 2.5), (20, 3.5))

    #: Metres a second. Walking and running mix from 1.9 to 3.0 m/s over ground; the best single cut is
    #: 1.9 to 2.0 (same study) and Froude 0.5 lies at 2.04 m/s for a leg of 0.85 m. Quick short steps at
    #: walking speed (steep descents) must not read as a run, so the slow end outweighs cadence. Tuned.
    gait_by_speed: Curve = (
        (0.8, -4.5),
        (1.0, -3.6),
        (1.15, -2.0),
        (1.4, -1.3),
        (1.7, -0.7),
        (1.95, 0.0),
        (2.2, 0.8),
        (2.6, 2.0),
        (3.0, 3.0),
    )

    #: Where the curve above passes 0; without cadence, a gap in the session's own speeds moves it.
    border_mps: float = 1.95

    #: Milliseconds on the ground, where a chest strap or pod measures them. In real files running lies
    #: at 210 to 360 ms (400 uphill), a walk at 420 and above: a walking foot stays for half the stride.
    gait_by_stance: Curve = ((350, 3.0), (405, 0.0), (460, -3.0))

    #: Metres a second: no walk is slower for long. Tuned.
    move_by_speed: Curve = ((0.1, -3.0), (0.3, -1.5), (0.6, 0.0), (1.0, 2.0), (1.4, 3.0))

    #: Steps a minute, absolute: a cadence below 40 is shuffling on the spot. Tuned.
    move_by_cadence: Curve = ((0, -2.0), (30, -1.0), (50, 0.0), (80, 2.0), (100, 3.0))

    #: Log-odds that a change of gait costs: twice this must speak for a bout that interrupts another. Tuned.
    change_cost: float = 8.0
    #: A shorter bout is taken into its neighbours (the reference says 10 to 15 s; strides and
    #: thirty-second stage-1 bouts must both come through).
    min_run_s: float = 10.0
    min_walk_s: float = 8.0
    min_stand_s: float = 5.0

    #: How late the watch's cadence and speed follow the foot, in seconds. In real 1 Hz files speed
    #: trails cadence by 2 to 3 s at a change; what cadence itself is late by is not observable there.
    cadence_lag_s: float = 1.8
    speed_lag_s: float = 2.8

    #: Samples further apart than this are not joined by a line; smart recording leaves up to 8 s.
    max_gap_s: float = 10.0
    #: How long the nearest sample stands for a place that has none of its own.
    hold_s: float = 3.0

    #: Beyond these a value is a recording fault, not a human gait: the fastest sprinters reach 300
    #: steps a minute and 12.4 m/s.
    max_cadence_spm: float = 300.0
    max_speed_mps: float = 12.5
    #: Faster than this nobody stands or takes 60 steps a minute: cadence has dropped out.
    dropout_speed_mps: float = 1.0
    dropout_cadence_spm: float = 60.0
    #: Where cadence has dropped out, speed counts only as far as its median over this long agrees: GPS
    #: leaps on the spot for 10 to 20 s at a time in real files.
    steady_window_s: int = 61
    #: No walker takes longer steps than this. At a low cadence whose double is the runner's own running
    #: cadence, within this share, the sensor counts one foot; where the median speed says so as well,
    #: the cadence is wrong in another way (a hand on a buggy).
    max_walk_step_m: float = 1.25
    half_cadence_tolerance: float = 0.08
    #: For this long at least: at a change of gait speed trails cadence by less.
    contradiction_s: int = 7
    #: And with the upper fifth of its speeds no more than this above the lower: leaps of GPS reach 2 to 3.
    even_speed_ratio: float = 1.4
    #: Nobody walks for long at this speed (the fast end of the overlap is for sprint walkers).
    certain_run_mps: float = 2.2
    #: Watches count a slow climb of 70 to 95 steps a minute twice now and then: the half then lies within
    #: this share of the slow walk around it, and the steps are short.
    slow_walk_spm: float = 100.0
    double_cadence_tolerance: float = 0.15
    max_double_step_m: float = 0.5
    #: Shorter steps than this: the speed is stuck, not the runner.
    min_step_m: float = 0.2

    #: A second whose odds are below this, either way, is of uncertain gait (e^2.2 is 9 to 1).
    certain_log_odds: float = 2.2
    #: Seconds that follow one another err together: as many of them as this count as one opinion each,
    #: out of the mean over the window. Checked against the generated truth: a confidence of 0.95 is right
    #: 19 times in 20.
    independent_s: float = 4.0
    sustained_window_s: int = 31
    #: Without cadence the odds are never better than this (20 to 1).
    speed_only_log_odds: float = 3.0
    #: Shorter spells of uncertain gait at a change of bout are the edge, which tolerances in seconds
    #: answer for, not uncertain gait.
    edge_s: float = 4.0
    #: The same where the watch's own label and detection put one change at two instants.
    device_edge_s: float = 6.0
    #: Trust in the watch's own run and walk labels: 97 of 100 seconds.
    device_log_odds: float = 3.5


DEFAULTS = BoutSettings()
