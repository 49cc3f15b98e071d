"""From samples to the bouts of a run: what was done when, how sure that is, and over which distance."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis.bouts.cells import Cells, distance_at, make_cells
from analysis.bouts.gait import Evidence, margins, weigh
from analysis.bouts.pieces import absorb_short, find_pieces
from analysis.bouts.settings import DEFAULTS, BoutSettings
from analysis.schema import BOUT_KINDS, Bouts

RUN, WALK, STAND, PAUSE = range(len(BOUT_KINDS))
_NO_SPLITS = pl.DataFrame(schema={"kind": pl.String, "start_s": pl.Float64, "end_s": pl.Float64})


@dataclass(frozen=True)
class _Labels:
    """What each cell was found to be, and the log-odds that this is so."""

    kind: np.ndarray
    log_odds: np.ndarray
    from_device: np.ndarray


def find_bouts(
    samples: pl.DataFrame,
    *,
    elapsed_time_s: float,
    pauses: pl.DataFrame,
    device_splits: pl.DataFrame | None = None,
    cadence_known: bool,
    settings: BoutSettings = DEFAULTS,
    use_device_splits: bool = True,
) -> pl.DataFrame:
    """Find what was really done, second by second, as a `Bouts` frame.

    Takes the frames of an `Activity`. Cadence leads and speed breaks ties; where the cadence's
    unit is unknown (`cadence_known` false) only speed counts, with less confidence. The watch's
    own splits decide where it made any, and detection the rest.

    Where the watch recorded nothing, the gait around is carried on and every such second is
    uncertain; an activity without any signal is one stand of confidence 0.5, all of it
    uncertain. No elapsed time gives an empty frame. Without distance a bout's `distance_m` and
    `pace_s_per_km` are null, without cadence its `cadence_spm` is.
    """
    if elapsed_time_s <= 0:
        return Bouts.create_empty()
    splits = device_splits if use_device_splits and device_splits is not None else _NO_SPLITS
    cells = make_cells(
        samples,
        elapsed_time_s=elapsed_time_s,
        pauses=pauses,
        cuts_s=splits.select("start_s", "end_s").to_numpy().ravel(),
        cadence_known=cadence_known,
        settings=settings,
    )
    evidence = weigh(cells, settings)
    labels = _with_device(_detect(cells, evidence, settings), cells, splits, settings)
    frame = _to_bouts(cells, evidence, labels, settings)
    return Bouts.validate(_with_distance(frame, samples, cells), cast=True)


def _detect(cells: Cells, evidence: Evidence, settings: BoutSettings) -> _Labels:
    """Stand or moving first, then run or walk within each spell of moving."""
    width_s = cells.width_s
    moving_lead = margins(evidence.moving * width_s, _starts_anew(cells.stretch), settings.change_cost)
    kind = np.where(moving_lead > 0, WALK, STAND)
    kind = np.where(cells.is_pause, PAUSE, kind)
    kind = absorb_short(kind, cells.stretch, width_s, STAND, WALK, settings.min_stand_s)

    spell = np.cumsum(_starts_anew(np.where(kind == WALK, cells.stretch, -1 - kind)))
    gait_lead = margins(evidence.running * width_s, _starts_anew(spell), settings.change_cost)
    kind = np.where((kind == WALK) & (gait_lead > 0), RUN, kind)
    kind = absorb_short(kind, spell, width_s, WALK, RUN, settings.min_walk_s)
    kind = absorb_short(kind, spell, width_s, RUN, WALK, settings.min_run_s)

    log_odds = np.select([kind == RUN, kind == WALK, kind == STAND], [gait_lead, -gait_lead, -moving_lead])
    return _Labels(kind, log_odds, np.zeros(kind.shape, dtype=bool))


def _with_device(labels: _Labels, cells: Cells, splits: pl.DataFrame, settings: BoutSettings) -> _Labels:
    """The watch's own label where it gave one; detection adds to or takes from its trust."""
    if splits.is_empty():
        return labels
    ordered = splits.sort("start_s")
    place = np.searchsorted(ordered["start_s"].to_numpy(), cells.middle_s, side="right") - 1
    covered = (place >= 0) & (cells.middle_s < ordered["end_s"].to_numpy()[place.clip(0)]) & ~cells.is_pause
    codes = ordered["kind"].cast(pl.String).replace_strict(BOUT_KINDS, range(len(BOUT_KINDS)))
    device_kind = codes.to_numpy()[place.clip(0)]
    agreement = np.where(device_kind == labels.kind, labels.log_odds, -labels.log_odds)
    return _Labels(
        kind=np.where(covered, device_kind, labels.kind),
        log_odds=np.where(covered, settings.device_log_odds + agreement, labels.log_odds),
        from_device=covered,
    )


def _starts_anew(group: np.ndarray) -> np.ndarray:
    return np.append(True, group[1:] != group[:-1])


def _to_bouts(cells: Cells, evidence: Evidence, labels: _Labels, settings: BoutSettings) -> pl.DataFrame:
    log_odds = np.where(evidence.is_blind & ~cells.is_pause, 0.0, labels.log_odds)
    bout = np.cumsum(_starts_anew(labels.kind))
    is_uncertain = (log_odds < settings.certain_log_odds) & np.isin(labels.kind, (RUN, WALK))
    is_uncertain |= evidence.is_blind & ~cells.is_pause
    is_uncertain &= ~_is_edge(is_uncertain, bout, cells.width_s, settings.edge_s)
    return (
        pl.DataFrame(
            {
                "bout": bout,
                "kind": labels.kind,
                "start_s": cells.start_s,
                "end_s": cells.end_s,
                "width_s": cells.width_s,
                "cadence_spm": np.where(cells.is_pause, np.nan, evidence.cadence_spm),
                "sure_s": cells.width_s * _confidence(log_odds, labels.kind),
                "uncertain_s": np.where(is_uncertain, cells.width_s, 0.0),
                "device_s": np.where(labels.from_device, cells.width_s, 0.0),
            }
        )
        .group_by("bout", maintain_order=True)
        .agg(
            pl.col("kind").first().replace_strict(range(len(BOUT_KINDS)), BOUT_KINDS),
            pl.col("start_s").first(),
            pl.col("end_s").last(),
            pl.col("cadence_spm").fill_nan(None).median(),
            (pl.col("sure_s").sum() / pl.col("width_s").sum()).clip(0, 1).alias("confidence_0_1"),
            pl.col("uncertain_s").sum(),
            pl.when(pl.col("device_s").sum() * 2 > pl.col("width_s").sum())
            .then(pl.lit("device"))
            .otherwise(pl.lit("detected"))
            .alias("source"),
        )
    )


def _confidence(log_odds: np.ndarray, kind: np.ndarray) -> np.ndarray:
    return np.where(kind == PAUSE, 1.0, 1 / (1 + np.exp(-np.clip(log_odds, -30, 30))))


def _is_edge(is_uncertain: np.ndarray, bout: np.ndarray, width_s: np.ndarray, edge_s: float) -> np.ndarray:
    """True in short uncertain spells that touch a change of bout."""
    changes = _starts_anew(bout)
    changes[0] = False
    spells = find_pieces(is_uncertain * 2 * bout.max() + bout)
    seconds = np.add.reduceat(width_s, spells.first)
    touches = changes[spells.first] | np.append(changes, False)[spells.last + 1]
    return ((seconds <= edge_s) & touches)[spells.of_cell]


def _with_distance(frame: pl.DataFrame, samples: pl.DataFrame, cells: Cells) -> pl.DataFrame:
    """Distance between the bout's edges, from recorded distance or else by adding up speed."""
    edges_s = np.append(frame["start_s"].to_numpy(), frame["end_s"].to_numpy()[-1:])
    metres = distance_at(samples, edges_s)
    if metres is None and not np.isnan(cells.speed_mps).all():
        travelled = np.cumsum(np.where(cells.is_pause, 0.0, np.nan_to_num(cells.speed_mps)) * cells.width_s)
        metres = np.interp(edges_s, np.append(0.0, cells.end_s), np.append(0.0, travelled))
    distance = pl.lit(None, pl.Float64) if metres is None else pl.Series(np.diff(metres))
    is_gait = pl.col("kind").is_in(["run", "walk"])
    return frame.with_columns(distance_m=distance).with_columns(
        pace_s_per_km=pl.when(is_gait & (pl.col("distance_m") > 0)).then(
            (pl.col("end_s") - pl.col("start_s")) / pl.col("distance_m") * 1000
        )
    )
