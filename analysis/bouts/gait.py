"""Evidence for running and for moving in each cell, and where it must stay in doubt."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis.bouts.borders import (
    BETWEEN_MPS,
    Border,
    cadence_border,
    speed_border,
    speed_border_beside,
)
from analysis.bouts.device import device_votes
from analysis.bouts.pieces import find_pieces
from analysis.bouts.settings import DEFAULT_BORDER_SPM, OPINION_SPM, BoutSettings, Curve
from analysis.bouts.signals import Signals, box_mean
from analysis.steps import step_length_m

#: Less of the recording than this with a cadence, and it is one by speed alone.
_ALONE_SHARE = 0.3
#: A cadence that has worn out by more than this is no check on a speed, and to this far none on a border.
_FRESH, _WORN_OUT = 0.5, 0.2


@dataclass(frozen=True)
class Evidence:
    """Log-odds a second in each cell; 0 where the watch says nothing."""

    running: np.ndarray
    moving: np.ndarray
    #: Nothing was recorded that says anything.
    is_blind: np.ndarray
    #: Two honest readings differ: the recording's own border, the usual one, the runner's own.
    is_opinion: np.ndarray
    #: The watch's own label was a part of it.
    by_device: np.ndarray
    #: Cadence without the values that cannot be steps.
    cadence_spm: np.ndarray
    #: The recording has next to no cadence: speed is all there is.
    is_alone: bool
    border: Border


def weigh(signals: Signals, splits: pl.DataFrame, is_foot: np.ndarray, settings: BoutSettings) -> Evidence:
    """Turn the signals into evidence. Cadence leads where it is fresh; speed speaks where it is not."""
    steady_mps = box_mean(signals.speed_mps, settings.steady_s)
    cadence, trust = _believed(signals, steady_mps, settings)
    is_usable = ~signals.is_pause & is_foot
    border = cadence_border(
        np.where(is_usable, cadence, np.nan), signals.width_s * (trust > _WORN_OUT), DEFAULT_BORDER_SPM
    )
    is_alone = not is_usable.any() or float(np.isfinite(cadence[is_usable]).mean()) < _ALONE_SHARE
    is_stuck = (trust > _FRESH) & (step_length_m(signals.speed_mps, cadence) < settings.min_step_m)
    is_stuck &= cadence > settings.lost_spm
    speed = _steady_where_lost(signals, cadence, settings)
    speed = np.where(is_stuck, np.nan, speed)
    by_cadence = settings.by_cadence * (np.nan_to_num(cadence, nan=border.spm) - border.spm)
    by_cadence = trust * by_cadence.clip(-settings.most_by_cadence, settings.most_by_cadence)
    by_speed, is_between = _by_speed(speed, cadence, trust, is_usable, border, settings, is_alone=is_alone)
    by_device = device_votes(splits, signals.middle_s, cadence, settings)
    is_blind = signals.is_blind | (np.isnan(cadence) & np.isnan(speed))
    by_device = np.where(is_blind, 0.0, by_device)
    return Evidence(
        running=by_cadence + by_speed + by_device + _log_odds(signals.stance_ms, settings.by_stance),
        moving=trust * _log_odds(cadence, settings.move_by_cadence)
        + _log_odds(speed, settings.move_by_speed),
        is_blind=is_blind,
        is_opinion=is_between | _is_opinion(signals, cadence, steady_mps, border, settings),
        by_device=by_device != 0,
        cadence_spm=cadence,
        is_alone=is_alone,
        border=border,
    )


def _believed(
    signals: Signals, steady_mps: np.ndarray, settings: BoutSettings
) -> tuple[np.ndarray, np.ndarray]:
    """The cadence without what cannot be steps, and how far each value is believed, from 0 to 1."""
    cadence, width_s = signals.cadence_spm, signals.width_s
    spells = find_pieces(np.nan_to_num(cadence, nan=-1.0))
    seconds = np.add.reduceat(width_s, spells.first)
    fresh = (settings.fresh_s / np.maximum(seconds, settings.fresh_s))[spells.of_cell]
    walks = cadence < OPINION_SPM[0]
    step_m = step_length_m(signals.speed_mps, cadence)
    steady_step_m = step_length_m(steady_mps, cadence)
    is_lost = (signals.speed_mps > settings.lost_mps) & ~(cadence >= settings.lost_spm)
    is_lost |= walks & (step_m > settings.impossible_step_m)
    is_hand = walks & (steady_step_m > settings.hand_step_m)
    is_wrong = _lasting(is_lost, width_s, settings.lost_s) | _lasting(is_hand, width_s, settings.hand_s)
    cadence = np.where(is_wrong, np.nan, cadence)
    is_short = ~walks & (steady_step_m < settings.short_step_m) & (steady_step_m >= settings.min_step_m)
    return cadence, np.where(np.isnan(cadence) | is_short, 0.0, fresh)


def _steady_where_lost(signals: Signals, cadence: np.ndarray, settings: BoutSettings) -> np.ndarray:
    """The speed; where the steps are lost no more of it than its median: GPS leaps on the spot."""
    is_lost = np.isnan(cadence) & np.isfinite(signals.cadence_spm)
    if not is_lost.any():
        return signals.speed_mps
    series = pl.Series(signals.speed_mps, nan_to_null=True)
    median = series.rolling_median(settings.leap_window_s, min_samples=1, center=True)
    steady = np.fmin(signals.speed_mps, median.cast(pl.Float64).to_numpy())
    return np.where(is_lost, steady, signals.speed_mps)


def _lasting(condition: np.ndarray, width_s: np.ndarray, least_s: float) -> np.ndarray:
    """Only the spells of a condition that last so long."""
    spells = find_pieces(condition)
    return condition & (np.add.reduceat(width_s, spells.first) >= least_s)[spells.of_cell]


def _by_speed(
    speed: np.ndarray,
    cadence: np.ndarray,
    trust: np.ndarray,
    is_usable: np.ndarray,
    border: Border,
    settings: BoutSettings,
    *,
    is_alone: bool,
) -> tuple[np.ndarray, np.ndarray]:
    """Evidence by speed, and where a speed that is all there is lies between the gaits."""
    lag = settings.speed_lag_s if is_alone else _lag(speed, cadence, border, settings)
    early = np.append(speed[lag:], np.full(min(lag, speed.size), speed[-1])) if lag else speed
    if is_alone:
        early = box_mean(early, settings.alone_s)
    beside = is_usable & (trust > _FRESH) & (early > 0.5)  # noqa: PLR2004 - moving
    border_mps = speed_border_beside(early[beside], cadence[beside] >= border.spm)
    is_between = np.zeros(early.shape, dtype=bool)
    if border_mps is None:
        steady = box_mean(np.where(is_usable, early, np.nan), settings.alone_s)
        # Not what the mean carries into a pause beside it.
        found = speed_border(np.where(is_usable, steady, np.nan))
        border_mps = found.mps
        if not found.is_clear:
            is_between = (trust < _FRESH) & (early >= BETWEEN_MPS[0]) & (early < BETWEEN_MPS[1])
    odds = settings.by_speed * (np.nan_to_num(early, nan=border_mps) - border_mps)
    return (1 - trust) * odds.clip(-settings.most_by_speed, settings.most_by_speed), is_between


def _lag(speed: np.ndarray, cadence: np.ndarray, border: Border, settings: BoutSettings) -> int:
    """By how many seconds speed trails this recording's cadence: where the two agree best."""
    known = np.isfinite(cadence)
    if not known.any() or not np.isfinite(speed).any():
        return settings.speed_lag_s
    gait = np.where(known, np.sign(cadence - border.spm), 0.0)
    if gait[known].std() <= 0.1:  # noqa: PLR2004 - one gait alone
        return settings.speed_lag_s
    beside = np.nan_to_num(speed - np.nanmean(speed))
    lags = range(min(settings.max_speed_lag_s, speed.size - 1) + 1)
    # Rounded, so that the last bits of a sum choose no lag.
    return int(np.argmax(np.round([gait[: gait.size - lag] @ beside[lag:] for lag in lags], 6)))


def _is_opinion(
    signals: Signals, cadence: np.ndarray, steady_mps: np.ndarray, border: Border, settings: BoutSettings
) -> np.ndarray:
    """Where honest readings differ: of one cadence without a contact time, or of a cadence and its speed.

    Between the recording's own border, the usual one and the runner's own (a recording of a single gait has
    none, and then all from 125 to 140 is opinion, unless she has one) it is uncertain.
    """
    own = [] if settings.border_spm is None else [settings.border_spm]
    borders = [border.spm, DEFAULT_BORDER_SPM, *own]
    if not border.is_own and not own:
        borders += OPINION_SPM
    low, high = min(borders), max(borders)
    steady_spm = box_mean(cadence, settings.steady_s)
    is_between = (steady_spm >= low) & (steady_spm < high) & np.isnan(signals.stance_ms)
    by_speed = np.where(cadence >= border.spm, steady_mps >= BETWEEN_MPS[1], steady_mps < BETWEEN_MPS[0])
    is_between &= ~by_speed  # Two signals that agree are more than an opinion.
    step_m = step_length_m(steady_mps, steady_spm)
    is_long = (steady_spm < OPINION_SPM[0]) & (step_m > settings.max_walk_step_m)
    is_short = (steady_spm >= OPINION_SPM[0]) & (step_m < settings.short_step_m)
    is_short &= step_m >= settings.min_step_m
    return is_between | is_short | _lasting(is_long, signals.width_s, settings.long_steps_s)


def _log_odds(values: np.ndarray, curve: Curve) -> np.ndarray:
    at, height = zip(*curve, strict=True)
    return np.where(np.isnan(values), 0.0, np.interp(np.nan_to_num(values), at, height))
