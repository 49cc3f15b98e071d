"""One million samples summed up in one polars plan, beside the same work in pandas.

    .venv/bin/python -m benchmarks.million [samples]

Runs of about an hour each, in one frame. Both ways give the same figures of every run, which is
checked; finding the bouts is timed beside it, run by run.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import polars as pl

from analysis import find_bouts
from analysis.summary import summarise_many
from analysis.weights import ACTIVITY, DROPOUT_SPM, LEAST_PACE_M, LONGEST_SAMPLE_S
from benchmarks.gait_truth import Step, Watch, generate
from ingest.activity import Pauses

REPEATS = 5


@dataclass(frozen=True)
class Cohort:
    """All runs in one frame each: samples, bouts, and one row per run."""

    samples: pl.DataFrame
    bouts: pl.DataFrame
    activities: pl.DataFrame


def make_cohort(samples: int) -> tuple[Cohort, float]:
    """The runs, and the seconds that finding their bouts took."""
    session = [Step("walk", 300, 112, 1.4), *[Step("run", 240, 160, 2.5), Step("walk", 60, 112, 1.4)] * 11]
    outings = [generate(str(seed), session, Watch(), seed) for seed in range(8)]
    runs = -(-samples // outings[0].samples.height)
    heart = np.random.default_rng(1).normal(140, 10, samples)
    frames, found, rows, taken_s = [], [], [], 0.0
    for index in range(runs):
        outing = outings[index % len(outings)]
        start = time.perf_counter()
        bouts = find_bouts(
            outing.samples,
            elapsed_time_s=outing.elapsed_time_s,
            pauses=Pauses.create_empty(),
            cadence_known=True,
        )
        taken_s += time.perf_counter() - start
        frames.append(outing.samples.with_columns(pl.lit(index).alias(ACTIVITY)))
        found.append(bouts.with_columns(pl.lit(index).alias(ACTIVITY)))
        rows.append((index, outing.elapsed_time_s, 0.0, None, True))
    schema = {
        ACTIVITY: pl.Int32,
        "elapsed_time_s": pl.Float64,
        "paused_s": pl.Float64,
        "distance_m": pl.Float64,
        "is_on_foot": pl.Boolean,
    }
    together = pl.concat(frames).head(samples).with_columns(heart_rate_bpm=pl.Series(heart))
    return Cohort(together, pl.concat(found), pl.DataFrame(rows, schema=schema, orient="row")), taken_s


def with_polars(cohort: Cohort) -> pl.DataFrame:
    plan = summarise_many(cohort.samples.lazy(), cohort.bouts.lazy(), cohort.activities.lazy())
    return plan.sort(ACTIVITY).collect()


def with_pandas(samples: pd.DataFrame, bouts: pd.DataFrame, activities: pd.DataFrame) -> pd.DataFrame:
    """The same figures, as a careful pandas user would write them."""
    bouts = bouts.assign(seconds=bouts["end_s"] - bouts["start_s"])
    times = bouts.pivot_table(index=ACTIVITY, columns="kind", values="seconds", aggfunc="sum", observed=False)
    runs = bouts[bouts["kind"] == "run"].groupby(ACTIVITY)
    out = activities.set_index(ACTIVITY)
    for kind in ("run", "walk", "stand", "pause"):
        out[f"{kind}_time_s"] = times[kind].fillna(0.0) if kind in times else 0.0
    out["run_distance_m"] = runs["distance_m"].sum()
    out["run_bout_count"] = runs.size()
    out["longest_run_bout_s"] = runs["seconds"].max()
    out["timer_time_s"] = out["elapsed_time_s"] - out["pause_time_s"]
    far = out["run_distance_m"] >= LEAST_PACE_M
    out["run_pace_s_per_km"] = (out["run_time_s"] / out["run_distance_m"] * 1000).where(far)

    weight = samples.groupby(ACTIVITY)["elapsed_s"].shift(-1) - samples["elapsed_s"]
    samples = samples.assign(weight_s=weight.clip(0, LONGEST_SAMPLE_S).fillna(1.0))
    placed = pd.merge_asof(
        samples.sort_values("elapsed_s", kind="stable"),
        bouts[[ACTIVITY, "start_s", "kind"]].sort_values("start_s", kind="stable"),
        left_on="elapsed_s",
        right_on="start_s",
        by=ACTIVITY,
    )
    steps = placed[(placed["kind"] == "run") & (placed["cadence_spm"] >= DROPOUT_SPM)]
    steps = steps.sort_values([ACTIVITY, "cadence_spm"])
    so_far = steps.groupby(ACTIVITY)["weight_s"].cumsum()
    half = steps.groupby(ACTIVITY)["weight_s"].transform("sum") / 2
    out["run_cadence_spm"] = steps[so_far >= half].groupby(ACTIVITY)["cadence_spm"].first()
    beats = placed[(placed["heart_rate_bpm"] > 0) & (placed["kind"] != "pause")]
    weighted = (beats["heart_rate_bpm"] * beats["weight_s"]).groupby(beats[ACTIVITY]).sum()
    out["mean_heart_rate_bpm"] = weighted / beats.groupby(ACTIVITY)["weight_s"].sum()
    return out


def best_of(work: Callable[[], object]) -> float:
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> int:
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    cohort, bouts_s = make_cohort(wanted)
    samples = cohort.samples.select(ACTIVITY, "elapsed_s", "cadence_spm", "heart_rate_bpm").to_pandas()
    bouts = cohort.bouts.with_columns(pl.col("kind").cast(pl.String)).to_pandas()
    activities = cohort.activities.to_pandas()

    figures = (
        "run_time_s",
        "run_distance_m",
        "run_cadence_spm",
        "run_pace_s_per_km",
        "longest_run_bout_s",
        "mean_heart_rate_bpm",
    )
    ours, theirs = with_polars(cohort), with_pandas(samples, bouts, activities)
    for name in figures:
        np.testing.assert_allclose(ours[name].to_numpy(), theirs[name].to_numpy(), rtol=1e-9, err_msg=name)

    polars_s = best_of(lambda: with_polars(cohort))
    pandas_s = best_of(lambda: with_pandas(samples, bouts, activities))
    print(f"{cohort.samples.height:,} samples of {cohort.activities.height} runs, best of {REPEATS}")
    print(f"  summed up by polars, one plan   {polars_s:7.3f} s")
    print(f"  the same figures by pandas      {pandas_s:7.3f} s   ({pandas_s / polars_s:.1f} x)")
    print(f"  bouts found, run by run         {bouts_s:7.3f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
