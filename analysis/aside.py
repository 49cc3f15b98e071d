"""What of a recording was not used for running, walking and standing, by reason: points, seconds, metres."""

from dataclasses import dataclass

import polars as pl

from analysis.quality import QualitySettings
from ingest.activity import RUNNING_S, WHOLE_POINTS, Activity

#: Kinds of bouts that are set aside; their seconds are in no other reason.
APART = ("pause", "unknown", "not_on_foot")
#: Seconds of a file of another sport that may have been running: a part of those not on foot.
MAY_HAVE_RUN = "may_have_run"
#: What may have been run while the watch was paused, a part of the pause, and the way across its pauses.
MOVED_IN_PAUSES = "moved_in_pauses"


@dataclass(frozen=True)
class Aside:
    """What was set aside for one reason.

    `points` are whole points of the recording; `values` single values, laps or events of points that were
    kept. Seconds and metres are null where they are not known.
    """

    points: int = 0
    values: int = 0
    seconds_s: float | None = None
    distance_m: float | None = None


def set_aside(activity: Activity, bouts: pl.DataFrame) -> dict[str, Aside]:
    """All that was not used of an activity, by reason; `bouts` is what was found in it, empty where nothing.

    Each point of the file is a sample in a bout of running, walking or standing, or a point of exactly one
    reason. The seconds of `pause`, `unknown` and `not_on_foot` are the elapsed time less running, walking and
    standing; those of the other reasons lie beside these or within them.
    """
    found = _dropped(activity)
    if spikes := _spikes(activity.samples):
        found["spikes"] = Aside(values=spikes)
    found |= _apart(activity, bouts) if bouts.height else _all_apart(activity)
    if moved := _moved(activity, bouts):
        found[MOVED_IN_PAUSES] = moved
    return found


def _dropped(activity: Activity) -> dict[str, Aside]:
    """What reading the file left out."""
    origin, found = activity.provenance, {}
    for reason, count in origin.dropped.items():
        if reason == RUNNING_S:
            found[MAY_HAVE_RUN] = Aside(seconds_s=float(count))
            continue
        is_whole = reason in WHOLE_POINTS
        points, values = (count, 0) if is_whole else (0, count)
        found[reason] = Aside(points, values, origin.dropped_s.get(reason), origin.dropped_m.get(reason))
    return found


def _spikes(samples: pl.DataFrame) -> int:
    limits = QualitySettings()
    return samples.filter(
        (pl.col("speed_mps") > limits.spike_speed_mps) | (pl.col("cadence_spm") > limits.spike_cadence_spm)
    ).height


def _apart(activity: Activity, bouts: pl.DataFrame) -> dict[str, Aside]:
    """Pauses, what was not recorded, and what was not on foot, with the points recorded in them."""
    kinds = activity.samples.select("elapsed_s").join_asof(
        bouts.select("start_s", pl.col("kind").cast(pl.String)),
        left_on="elapsed_s",
        right_on="start_s",
        check_sortedness=False,
    )["kind"]
    found = {}
    for kind in APART:
        own = bouts.filter(pl.col("kind") == kind)
        if own.height:
            metres = None if own["distance_m"].null_count() else float(own["distance_m"].sum())
            if kind == "unknown":
                metres = _beyond_m(activity, metres)
            seconds = float((own["end_s"] - own["start_s"]).sum())
            found[kind] = Aside(int((kinds == kind).sum()), 0, seconds, metres)
    return found


def _beyond_m(activity: Activity, metres: float | None) -> float | None:
    """Metres that were not recorded: those known, and what the file's total has beyond its last record."""
    if activity.samples.is_empty():
        return activity.distance_m
    last_m = activity.samples["distance_m"].max()
    if metres is None or activity.distance_m is None or not isinstance(last_m, float):
        return metres
    return metres + max(0.0, activity.distance_m - last_m)


def _all_apart(activity: Activity) -> dict[str, Aside]:
    """A ride, a swim, or a summary without records: what was not a pause is of one kind."""
    pauses, samples = activity.pauses, activity.samples
    paused_s = activity.elapsed_time_s - activity.timer_time_s
    in_pause = _points_in(samples, pauses)
    kind = "unknown" if activity.is_on_foot else "not_on_foot"
    found = {"pause": Aside(in_pause, 0, paused_s)} if pauses.height else {}
    if samples.height or activity.timer_time_s > 0:
        found[kind] = Aside(samples.height - in_pause, 0, activity.timer_time_s, activity.distance_m)
    return found


def _points_in(samples: pl.DataFrame, pauses: pl.DataFrame) -> int:
    if samples.is_empty() or pauses.is_empty():
        return 0
    held = samples.select("elapsed_s").join_asof(
        pauses.select("start_s", "end_s"), left_on="elapsed_s", right_on="start_s", check_sortedness=False
    )
    return held.filter(pl.col("elapsed_s") < pl.col("end_s")).height


def _moved(activity: Activity, bouts: pl.DataFrame) -> Aside | None:
    """What may have been run in pauses, where anything may."""
    ran_s = float(bouts.filter(pl.col("kind") == "pause")["uncertain_s"].sum()) if bouts.height else 0.0
    ways_m = [way_m for way_m in activity.moved_in_pauses_m if way_m == way_m]
    if not ran_s:
        return None
    return Aside(seconds_s=ran_s, distance_m=sum(ways_m) if ways_m else None)
