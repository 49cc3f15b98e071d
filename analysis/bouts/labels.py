"""What each cell is called and how likely that is."""

from dataclasses import dataclass

import numpy as np

from analysis.bouts.course import margins
from analysis.bouts.foot import MAY_RUN_MPS
from analysis.bouts.gait import Evidence
from analysis.bouts.pieces import absorb_short, find_pieces, starts_anew
from analysis.bouts.settings import BoutSettings
from analysis.bouts.signals import Signals, box_mean
from analysis.schema import BOUT_KINDS

RUN, WALK, STAND, PAUSE, UNKNOWN, NOT_ON_FOOT = range(len(BOUT_KINDS))


@dataclass(frozen=True)
class Labels:
    """What each cell was found to be, and the log-odds that this is so (0: as well the other)."""

    kind: np.ndarray
    log_odds: np.ndarray
    is_uncertain: np.ndarray


def label(signals: Signals, evidence: Evidence, is_foot: np.ndarray, settings: BoutSettings) -> Labels:
    """Set apart what is paused, not recorded or not on foot; then stand or moving; then run or walk."""
    width_s = signals.width_s
    apart = np.select(
        [signals.is_pause, ~is_foot, evidence.is_blind], [PAUSE, NOT_ON_FOOT, UNKNOWN], default=-1
    )
    spell = np.cumsum(starts_anew(signals.stretch * len(BOUT_KINDS) + apart))
    moving_lead = margins(evidence.moving * width_s, starts_anew(spell), settings.move_cost)
    kind = np.where(apart >= 0, apart, np.where(moving_lead > 0, WALK, STAND))
    kind = absorb_short(kind, spell, width_s, STAND, WALK, settings.min_stand_s)
    kind, lead = _gait(kind, spell, evidence, width_s, settings)
    gait_odds = np.minimum(np.where(kind == RUN, lead, -lead), _sustained(kind, evidence, settings))
    log_odds = np.select(
        [kind == PAUSE, kind == STAND, kind == NOT_ON_FOOT, kind == UNKNOWN],
        [np.inf, -moving_lead, np.inf, 0.0],
        gait_odds,
    )
    return Labels(kind, log_odds, _uncertain(kind, log_odds, evidence, signals, settings))


def _gait(
    kind: np.ndarray, spell: np.ndarray, evidence: Evidence, width_s: np.ndarray, settings: BoutSettings
) -> tuple[np.ndarray, np.ndarray]:
    """Run or walk within each spell of moving, and the lead of running over walking."""
    moves = np.cumsum(starts_anew(spell * len(BOUT_KINDS) + kind))
    cost = settings.change_cost_alone if evidence.is_alone else settings.change_cost
    lead = margins(evidence.running * width_s, starts_anew(moves), cost)
    kind = np.where((kind == WALK) & (lead > 0), RUN, kind)
    shortest_s = settings.min_walk_alone_s if evidence.is_alone else settings.min_walk_s
    kind = absorb_short(kind, moves, width_s, WALK, RUN, shortest_s)
    return absorb_short(kind, moves, width_s, RUN, WALK, settings.min_run_s), lead


def _sustained(kind: np.ndarray, evidence: Evidence, settings: BoutSettings) -> np.ndarray:
    """What the evidence around a cell that runs or walks is worth: many seconds of one doubt are one."""
    signed = np.where(kind == RUN, evidence.running, -evidence.running)
    mean = np.zeros(signed.shape)
    pieces = find_pieces(kind)
    for first, last in zip(pieces.first.tolist(), pieces.last.tolist(), strict=True):
        if kind[first] in (RUN, WALK):
            mean[first : last + 1] = box_mean(signed[first : last + 1], settings.sustained_window_s)
    highest = np.where(np.isnan(evidence.cadence_spm), settings.speed_only_log_odds, np.inf)
    return np.minimum(mean * settings.independent_s, highest)


def _uncertain(
    kind: np.ndarray, log_odds: np.ndarray, evidence: Evidence, signals: Signals, settings: BoutSettings
) -> np.ndarray:
    """Cells that may have been run, or may not; short spells at a change of bout are its edge."""
    doubtful = (log_odds < settings.certain_log_odds) | evidence.is_opinion
    doubtful &= (kind == RUN) | (kind == WALK)
    changes = np.append(starts_anew(kind), True)
    spells = find_pieces(doubtful * len(BOUT_KINDS) + kind)
    seconds = np.add.reduceat(signals.width_s, spells.first)
    touches = changes[spells.first] | changes[spells.last + 1]
    doubtful &= ~((seconds <= settings.edge_s) & touches)[spells.of_cell]
    # Without a reading of steps, what is slow enough for feet may have been run.
    may_run = (kind == NOT_ON_FOOT) & np.isnan(signals.cadence_spm) & (signals.speed_mps <= MAY_RUN_MPS)
    return doubtful | (kind == UNKNOWN) | may_run
