"""From samples to the bouts of a run: what was done when, how sure that is, and over which distance."""

import numpy as np
import polars as pl

from analysis.bouts.cells import Cells, distance_at, make_cells
from analysis.bouts.gait import Evidence, weigh
from analysis.bouts.labels import Labels, label, uncertain
from analysis.bouts.pieces import find_pieces
from analysis.bouts.settings import DEFAULTS, BoutSettings
from analysis.schema import BOUT_KINDS, Bouts
from analysis.weights import LEAST_PACE_M

#: Log-odds beyond which a confidence is 1 to many places.
_CERTAIN = 30.0
_NO_SPLITS = pl.DataFrame(schema={"kind": pl.String, "start_s": pl.Float64, "end_s": pl.Float64})


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
    labels = label(cells, evidence, splits, settings)
    frame = _to_bouts(cells, evidence, labels, settings)
    return Bouts.validate(_with_distance(frame, samples, cells), cast=True)


def _to_bouts(cells: Cells, evidence: Evidence, labels: Labels, settings: BoutSettings) -> pl.DataFrame:
    is_uncertain = uncertain(labels, evidence, cells, settings)
    confidence = 1 / (1 + np.exp(-labels.log_odds.clip(-_CERTAIN, _CERTAIN)))
    return (
        pl.DataFrame(
            {
                "bout": find_pieces(labels.kind).of_cell,
                "kind": labels.kind,
                "start_s": cells.start_s,
                "end_s": cells.end_s,
                "width_s": cells.width_s,
                "cadence_spm": np.where(cells.is_pause, np.nan, evidence.cadence_spm),
                "sure_s": cells.width_s * confidence,
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
        pace_s_per_km=pl.when(is_gait & (pl.col("distance_m") >= LEAST_PACE_M)).then(
            (pl.col("end_s") - pl.col("start_s")) / pl.col("distance_m") * 1000
        )
    )
