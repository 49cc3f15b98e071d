"""From samples to the bouts of a run: what was done when, how sure that is, and over which distance."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis.bouts.foot import not_on_foot
from analysis.bouts.gait import Evidence, weigh
from analysis.bouts.labels import PAUSE, RUN, WALK, Labels, label
from analysis.bouts.pauses import moved_while_paused
from analysis.bouts.pieces import Pieces, find_pieces
from analysis.bouts.settings import DEFAULTS, BoutSettings
from analysis.bouts.signals import Signals, distance_at, read_signals
from analysis.schema import BOUT_KINDS, Bouts
from analysis.weights import LEAST_PACE_M
from ingest.frames import frame

#: Log-odds beyond which a confidence is 1 to many places.
_CERTAIN = 30.0
_NO_SPLITS = pl.DataFrame(schema={"kind": pl.String, "start_s": pl.Float64, "end_s": pl.Float64})


def find_bouts(
    samples: pl.DataFrame,
    *,
    elapsed_time_s: float,
    pauses: pl.DataFrame,
    moved_in_pauses_m: Sequence[float] = (),
    device_splits: pl.DataFrame | None = None,
    cadence_known: bool,
    settings: BoutSettings = DEFAULTS,
    use_device_splits: bool = True,
) -> pl.DataFrame:
    """Find what was really done, second by second, as a `Bouts` frame.

    Takes the frames of an `Activity`. Cadence leads and speed speaks where it is silent or worn out; where
    the cadence's unit is unknown (`cadence_known` false) only speed counts, with less confidence. The watch's
    own splits are one more piece of evidence. `moved_in_pauses_m` says how far apart the positions before
    and after each of `pauses` lie, NaN where unknown.

    Where the watch recorded nothing a bout is `unknown`, all of it uncertain; what no feet did is
    `not_on_foot`. No elapsed time gives an empty frame. Without distance a bout's `distance_m` and
    `pace_s_per_km` are null, without cadence its `cadence_spm` is.
    """
    if elapsed_time_s <= 0:
        return Bouts.create_empty()
    splits = device_splits if use_device_splits and device_splits is not None else _NO_SPLITS
    signals = read_signals(
        samples,
        elapsed_time_s=elapsed_time_s,
        pauses=pauses,
        cadence_known=cadence_known,
        settings=settings,
    )
    is_foot = ~not_on_foot(signals, settings)
    evidence = weigh(signals, splits, is_foot, settings)
    labels = label(signals, evidence, is_foot, settings)
    edges_s = np.append(signals.start_s, signals.end_s[-1])
    metres = distance_at(samples, edges_s)
    if metres is None and np.isfinite(signals.speed_mps).any():
        speed = np.where(signals.is_pause, 0.0, np.nan_to_num(signals.speed_mps))
        metres = np.append(0.0, np.cumsum(speed * signals.width_s))
    moved_m = _moved_at(pauses, moved_in_pauses_m)
    paused = moved_while_paused(signals, evidence, labels.kind == RUN, metres, moved_m, settings)
    return _to_bouts(_Found(signals, evidence, labels, metres, paused))


def _moved_at(pauses: pl.DataFrame, moved_m: Sequence[float]) -> dict[float, float]:
    """The way across each pause by when it begins, where positions tell."""
    return {
        start_s: way_m for start_s, way_m in zip(pauses["start_s"], moved_m, strict=False) if way_m == way_m
    }


@dataclass(frozen=True)
class _Found:
    """All that was found of the cells; `metres` at their edges, null where unknown."""

    signals: Signals
    evidence: Evidence
    labels: Labels
    metres: np.ndarray | None
    moved_while_paused: np.ndarray


def _to_bouts(found: _Found) -> pl.DataFrame:
    """One row for each run of equal cells."""
    signals, labels = found.signals, found.labels
    pieces = find_pieces(labels.kind)
    first, last = pieces.first, pieces.last
    width_s = signals.width_s
    seconds = np.add.reduceat(width_s, first)
    confidence = 1 / (1 + np.exp(-labels.log_odds.clip(-_CERTAIN, _CERTAIN)))
    uncertain = np.where(labels.is_uncertain, 1.0, found.moved_while_paused)
    kind = labels.kind[first]
    start_s, end_s = signals.start_s[first], signals.end_s[last]
    way_m = (
        np.full(first.shape, np.nan) if found.metres is None else found.metres[last + 1] - found.metres[first]
    )
    has_pace = np.isin(kind, (RUN, WALK)) & (way_m >= LEAST_PACE_M)
    pace = np.divide(1000 * (end_s - start_s), way_m, out=np.full(first.shape, np.nan), where=has_pace)
    by_device = 2 * np.add.reduceat(width_s * found.evidence.by_device, first) > seconds
    return frame(
        Bouts,
        len(first),
        kind=[BOUT_KINDS[code] for code in kind],
        start_s=start_s,
        end_s=end_s,
        distance_m=way_m,
        cadence_spm=_cadences(found, pieces),
        pace_s_per_km=pace,
        confidence_0_1=(np.add.reduceat(width_s * confidence, first) / seconds).clip(0, 1),
        uncertain_s=np.add.reduceat(width_s * uncertain, first),
        source=["device" if each else "detected" for each in by_device],
    )


def _cadences(found: _Found, pieces: Pieces) -> np.ndarray:
    """The median cadence of each bout, NaN where it has none; a pause has none."""
    cadence = np.where(found.labels.kind == PAUSE, np.nan, found.evidence.cadence_spm)
    # Sorted within each bout, what is unknown last: the median is the middle of what is known.
    rank = cadence[np.lexsort((cadence, pieces.of_cell))]
    known = np.add.reduceat(np.isfinite(cadence).astype(int), pieces.first)
    middle = pieces.first + np.maximum(known - 1, 0) // 2
    return np.where(known > 0, (rank[middle] + rank[pieces.first + known // 2]) / 2, np.nan)
