"""What each cell is called, run, walk, stand or pause, and how likely that is."""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from analysis.bouts.cells import Cells
from analysis.bouts.course import margins
from analysis.bouts.gait import Evidence
from analysis.bouts.pieces import absorb_short, find_pieces, starts_anew
from analysis.bouts.settings import BoutSettings
from analysis.schema import BOUT_KINDS

RUN, WALK, STAND, PAUSE = range(len(BOUT_KINDS))


@dataclass(frozen=True)
class Labels:
    """What each cell was found to be, and the log-odds that this is so (0: as well the other)."""

    kind: np.ndarray
    log_odds: np.ndarray
    from_device: np.ndarray


def label(cells: Cells, evidence: Evidence, splits: pl.DataFrame, settings: BoutSettings) -> Labels:
    """Detect, then let the watch's own splits decide where there are any."""
    labels = _with_device(_detect(cells, evidence, settings), cells, splits, settings)
    is_blind = evidence.is_blind & ~cells.is_pause
    return replace(labels, log_odds=np.where(is_blind, 0.0, labels.log_odds))


def uncertain(labels: Labels, evidence: Evidence, cells: Cells, settings: BoutSettings) -> np.ndarray:
    """Cells whose gait could as well be the other; short spells at a change of bout are its edge."""
    doubtful = (labels.log_odds < settings.certain_log_odds) & np.isin(labels.kind, (RUN, WALK))
    doubtful |= evidence.is_blind & ~cells.is_pause
    changes = starts_anew(labels.kind)
    changes[0] = False
    spells = find_pieces(doubtful * len(BOUT_KINDS) + labels.kind)
    seconds = np.add.reduceat(cells.width_s, spells.first)
    touches = changes[spells.first] | np.append(changes, False)[spells.last + 1]
    edge_s = np.where(labels.from_device[spells.first], settings.device_edge_s, settings.edge_s)
    is_edge = (seconds <= edge_s) & touches
    return doubtful & ~is_edge[spells.of_cell]


def _detect(cells: Cells, evidence: Evidence, settings: BoutSettings) -> Labels:
    """Stand or moving first, then run or walk within each spell of moving."""
    width_s = cells.width_s
    moving_lead = margins(evidence.moving * width_s, starts_anew(cells.stretch), settings.change_cost)
    kind = np.where(moving_lead > 0, WALK, STAND)
    kind = np.where(cells.is_pause, PAUSE, kind)
    kind = absorb_short(kind, cells.stretch, width_s, STAND, WALK, settings.min_stand_s)

    spell = np.cumsum(starts_anew(np.where(kind == WALK, cells.stretch, -1 - kind)))
    gait_lead = margins(evidence.running * width_s, starts_anew(spell), settings.change_cost)
    kind = np.where((kind == WALK) & (gait_lead > 0), RUN, kind)
    kind = absorb_short(kind, spell, width_s, WALK, RUN, settings.min_walk_s)
    kind = absorb_short(kind, spell, width_s, RUN, WALK, settings.min_run_s)

    gait_log_odds = np.where(kind == RUN, gait_lead, -gait_lead)
    gait_log_odds = np.minimum(gait_log_odds, _sustained(kind, evidence, settings))
    log_odds = np.select([kind == PAUSE, kind == STAND], [np.inf, -moving_lead], gait_log_odds)
    return Labels(kind, log_odds, np.zeros(kind.shape, dtype=bool))


def _sustained(kind: np.ndarray, evidence: Evidence, settings: BoutSettings) -> np.ndarray:
    """What the evidence around a cell is worth: many weak seconds of the same doubt are one doubt."""
    signed = np.where(kind == RUN, evidence.running, -evidence.running)
    mean = (
        pl.DataFrame({"signed": signed, "piece": find_pieces(kind).of_cell})
        .select(
            pl.col("signed")
            .rolling_mean(settings.sustained_window_s, min_samples=1, center=True)
            .over("piece")
        )
        .to_series()
        .to_numpy()
    )
    highest = np.where(np.isnan(evidence.cadence_spm), settings.speed_only_log_odds, np.inf)
    return np.minimum(mean * settings.independent_s, highest)


def _with_device(labels: Labels, cells: Cells, splits: pl.DataFrame, settings: BoutSettings) -> Labels:
    """The watch's own label where it gave one; detection adds to or takes from its trust."""
    if splits.is_empty():
        return labels
    ordered = splits.sort("start_s")
    place = np.searchsorted(ordered["start_s"].to_numpy(), cells.middle_s, side="right") - 1
    covered = (place >= 0) & (cells.middle_s < ordered["end_s"].to_numpy()[place.clip(0)]) & ~cells.is_pause
    codes = ordered["kind"].cast(pl.String).replace_strict(BOUT_KINDS, range(len(BOUT_KINDS)))
    device_kind = codes.to_numpy()[place.clip(0)]
    agreement = np.where(device_kind == labels.kind, labels.log_odds, -labels.log_odds)
    return Labels(
        kind=np.where(covered, device_kind, labels.kind),
        log_odds=np.where(covered, settings.device_log_odds + agreement, labels.log_odds),
        from_device=covered,
    )
