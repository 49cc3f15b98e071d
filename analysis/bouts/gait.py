"""Evidence for running and for moving, and the most likely course of two gaits through it."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis.bouts.cells import Cells
from analysis.bouts.pieces import find_pieces
from analysis.bouts.settings import DEFAULT_BORDER_SPM, BoutSettings, Curve
from analysis.calibration import BY_SPEED, LEAST_SESSION_S, find_border, find_cadence_border
from analysis.steps import step_length_m


@dataclass(frozen=True)
class Evidence:
    """Log-odds per second in each cell; 0 where the watch says nothing."""

    running: np.ndarray
    moving: np.ndarray
    #: Neither cadence nor speed could be used, or nothing was recorded.
    is_blind: np.ndarray
    #: Cadence without the values that cannot be steps.
    cadence_spm: np.ndarray


def weigh(cells: Cells, settings: BoutSettings) -> Evidence:
    """Turn cadence, speed and stance time into evidence, mindful of values that contradict each other.

    Cadence that is gone, halved or impossible at this speed is left to speed; speed that
    stands still under steps is left to cadence.
    """
    speed = cells.speed_mps
    cadence = _undouble(cells.cadence_spm, speed, settings)
    border_spm = _border(cadence, speed, cells.width_s, settings)
    steady = np.fmin(speed, _rolling_median(speed, settings.steady_window_s))
    has_cadence = not np.isnan(cadence).all()
    step_m, steady_step_m = step_length_m(speed, cadence), step_length_m(steady, cadence)
    lost = has_cadence & (speed > settings.dropout_speed_mps) & ~(cadence >= settings.dropout_cadence_spm)
    halved = (step_m > settings.max_walk_step_m) & _is_half(cadence, speed, border_spm, settings)
    wrong = _lasting((cadence < border_spm) & (steady_step_m > settings.max_walk_step_m), speed, settings)
    stuck = (cadence > settings.dropout_cadence_spm) & (step_m < settings.min_step_m)
    speed = np.where(stuck, np.nan, np.where(lost, steady, speed))
    moving = _log_odds(cadence, settings.move_by_cadence) + _log_odds(speed, settings.move_by_speed)
    cadence = np.where(lost | halved | wrong, np.nan, cadence)
    shift_mps = np.where(np.isnan(cadence), _speed_shift(speed, cells.width_s, settings), 0.0)
    return Evidence(
        running=_log_odds(cadence - border_spm, settings.gait_by_cadence)
        + _log_odds(speed - shift_mps, settings.gait_by_speed)
        + _log_odds(cells.stance_ms, settings.gait_by_stance),
        moving=moving,
        is_blind=cells.is_blind | (np.isnan(cadence) & np.isnan(speed)),
        cadence_spm=cadence,
    )


def _undouble(cadence: np.ndarray, speed: np.ndarray, settings: BoutSettings) -> np.ndarray:
    """Halve the cadence where the watch counts twice a slow walk whose own cadence shows around it."""
    is_walk = (cadence >= settings.dropout_cadence_spm) & (cadence <= settings.slow_walk_spm)
    own_spm = _rolling_median(np.where(is_walk, cadence, np.nan), 2 * settings.steady_window_s)
    is_double = np.abs(cadence / 2 - own_spm) <= settings.double_cadence_tolerance * own_spm
    is_short = step_length_m(speed, cadence) <= settings.max_double_step_m
    return np.where(is_double & is_short, cadence / 2, cadence)


def _border(cadence: np.ndarray, speed: np.ndarray, width_s: np.ndarray, settings: BoutSettings) -> float:
    if settings.border_spm is not None:
        return settings.border_spm
    found = find_cadence_border(cadence, speed, width_s, least_s=LEAST_SESSION_S)
    return DEFAULT_BORDER_SPM if found is None else found


def _speed_shift(speed: np.ndarray, width_s: np.ndarray, settings: BoutSettings) -> float:
    """How far the session's own gap in speed lies from the usual border; 0 without a gap."""
    found = find_border(speed, width_s, BY_SPEED, least_s=LEAST_SESSION_S)
    return 0.0 if found is None else found - settings.border_mps


def _lasting(condition: np.ndarray, speed: np.ndarray, settings: BoutSettings) -> np.ndarray:
    """Only the spells that outlast the lag at a change of gait, at a speed as even as a run's.

    A leap of GPS beside a good cadence is over in a minute and dies away all the while.
    """
    spells = pl.DataFrame({"piece": find_pieces(condition).of_cell, "speed": speed, "condition": condition})
    fast, slow = (pl.col("speed").quantile(share).over("piece") for share in (0.8, 0.2))
    lasts = pl.len().over("piece") >= settings.contradiction_s
    is_even = fast <= settings.even_speed_ratio * slow
    return spells.select(pl.col("condition") & lasts & is_even).to_series().to_numpy()


def _rolling_median(values: np.ndarray, window: int) -> np.ndarray:
    series = pl.Series(values).fill_nan(None)
    return series.rolling_median(window, min_samples=1, center=True).cast(pl.Float64).to_numpy()


def _is_half(cadence: np.ndarray, speed: np.ndarray, border_spm: float, settings: BoutSettings) -> np.ndarray:
    """Where twice the cadence is what this runner runs with."""
    running = cadence[(cadence > border_spm) & (speed > settings.certain_run_mps)]
    if running.size == 0:
        return np.zeros(cadence.shape, dtype=bool)
    own_spm = np.median(running)
    return np.abs(2 * cadence - own_spm) <= settings.half_cadence_tolerance * own_spm


def _log_odds(values: np.ndarray, curve: Curve) -> np.ndarray:
    at, height = zip(*curve, strict=True)
    return np.where(np.isnan(values), 0.0, np.interp(np.nan_to_num(values), at, height))
