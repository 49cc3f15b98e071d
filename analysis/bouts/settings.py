"""The measurement parameters of bout detection, each with where its number comes from.

They say how a watch's signals are read; no clinical limit stands here. "Measured" numbers were read off 666
real outings of two watches against contact time and the watch's own labels; their curves are flat around
the value (`benchmarks/real_labels.py`).
"""

from dataclasses import dataclass

Curve = tuple[tuple[float, float], ...]
"""(value, log-odds) points: straight lines between them, level beyond the first and the last."""

#: Cadence at which walking and running are equally likely. Treadmill study, n = 28, Human Movement
#: Science 2023: the best cuts are 134, 139 and 141 steps a minute.
DEFAULT_BORDER_SPM = 136.0
#: Between these nobody can say from cadence alone: at 120 one second in seven is run by contact time, at
#: 140 nearly each (measured).
OPINION_SPM = (125.0, 140.0)


@dataclass(frozen=True)
class BoutSettings:
    """How run, walk, stand and what is not on foot are told apart. Evidence is in log-odds a second."""

    #: A runner's own border, from her history (`calibration.py`). It says what is uncertain, never what was
    #: run: a walk does not become a run by it.
    border_spm: float | None = None

    # -- reading the signals, seconds

    #: The nearest cadence stands for a second this far off, speed is a line between samples this close;
    #: smart recording leaves up to 8 s. Recordings that write more seldom reach as far as they usually do.
    cadence_reach_s: float = 5.0
    max_gap_s: float = 10.0
    sparse_reach: float = 1.5
    most_sparse_s: float = 60.0
    #: How long the nearest sample stands for a place beyond the last one.
    hold_s: float = 3.0
    #: GPS sends its metres in parcels: speed is looked at over so many seconds where it must be steady.
    steady_s: int = 15
    #: The same where speed is all there is.
    alone_s: int = 7
    #: Beyond this a value is a recording fault, not a human gait: the fastest sprinters reach 300.
    max_cadence_spm: float = 300.0

    # -- what is no reading

    #: Steps a minute below which, faster than this for this long, a sensor has lost the steps; shorter is a
    #: stop, at which speed trails (measured).
    lost_spm: float = 60.0
    lost_mps: float = 1.0
    lost_s: int = 10
    #: GPS leaps on the spot for 10 to 20 s at a time in real files: where the steps are lost, speed counts as
    #: far as its median over this long agrees.
    leap_window_s: int = 61
    #: A value that stays the same is worth so many seconds in all: clean files hold one for 23 s in the
    #: median and for 40 s where recorded smartly (measured), so a limit would strike the good ones.
    fresh_s: float = 20.0
    #: Metres. No walk has such a step, not even while speed trails a change; none has it for this long, when
    #: a hand holds a buggy; and where steps are this long for so many seconds, who knows. GPS that jitters
    #: draws a walk's steps out to 1.45 (configured, on generated outings and real files).
    impossible_step_m: float = 1.7
    hand_step_m: float = 1.5
    hand_s: float = 30.0
    max_walk_step_m: float = 1.25
    long_steps_s: float = 20.0
    #: A steep descent on foot, or a climb counted twice: quick steps so short are run only now and then.
    short_step_m: float = 0.5
    #: Shorter steps than this: the speed is stuck, not the runner.
    min_step_m: float = 0.2

    # -- run or walk

    #: Log-odds for each step a minute from the border on, and where no second says more (measured).
    by_cadence: float = 0.8
    most_by_cadence: float = 3.0
    #: The same for metres a second, where cadence says nothing.
    by_speed: float = 10.0
    most_by_speed: float = 2.0
    #: How late speed may trail cadence; where there is none beside it, it is taken to trail by one second.
    max_speed_lag_s: int = 8
    speed_lag_s: int = 1
    #: Milliseconds on the ground, where a strap or pod measures them. In real files running lies at 210 to
    #: 360 (400 uphill), a walk at 420 and above: a walking foot stays for half the stride.
    by_stance: Curve = ((350, 3.0), (405, 0.0), (460, -3.0))
    #: The watch's own label is "140 steps and more within 7 s" (measured): a vote, less where it must guess.
    by_device: float = 3.0
    by_device_in_doubt: float = 1.0
    #: A run's label, and a walk's before a stand, ends so much late (measured), and one shorter than the hold
    #: of seven seconds and some is none.
    device_late_s: float = 6.0
    min_device_label_s: float = 10.0
    #: What a change of gait costs; 3 to 12 give the same (measured).
    change_cost: float = 6.0
    change_cost_alone: float = 8.0
    #: A shorter bout is taken into its neighbours (strides and thirty-second bouts must come through).
    min_run_s: float = 10.0
    min_walk_s: float = 8.0
    #: By speed alone a dip of GPS lasts as long as this.
    min_walk_alone_s: float = 15.0
    min_stand_s: float = 5.0

    # -- moving at all

    #: Metres a second: no walk is slower for long. Tuned on generated outings.
    move_by_speed: Curve = ((0.1, -3.0), (0.3, -1.5), (0.6, 0.0), (1.0, 2.0), (1.4, 3.0))
    #: Steps a minute, absolute: a cadence below 40 is shuffling on the spot. Tuned on generated outings.
    move_by_cadence: Curve = ((0, -2.0), (30, -1.0), (50, 0.0), (80, 2.0), (100, 3.0))
    move_cost: float = 8.0

    # -- how sure

    #: A second whose odds are below this, either way, is of uncertain gait (e^2.2 is 9 to 1).
    certain_log_odds: float = 2.2
    #: Seconds that follow one another err together: as many of them as this count as one opinion each,
    #: out of the mean over the window.
    independent_s: float = 4.0
    sustained_window_s: int = 31
    #: Without cadence the odds are never better than this (20 to 1).
    speed_only_log_odds: float = 3.0
    #: Shorter spells of uncertain gait at a change of bout are the edge, which tolerances in seconds
    #: answer for, not uncertain gait.
    edge_s: float = 6.0


DEFAULTS = BoutSettings()
