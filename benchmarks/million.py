"""One million samples summed up, beside the same work in pandas.

    .venv/bin/python -m benchmarks.million [samples]

Runs of about an hour each: ours sums up run by run, pandas all of them in one frame. Both ways give the
same figures of every run, which is checked; finding the bouts is timed beside it.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import polars as pl

from analysis import RunSummary, find_bouts, summarise
from analysis.weights import DROPOUT_SPM, LEAST_PACE_M, LONGEST_SAMPLE_S
from benchmarks.gait_truth import Step, Watch, generate
from ingest.activity import Pauses

REPEATS = 5


#: The key of a run where many are in one frame.
RUN = "run_index"
FIGURES = (
    "run_time_s",
    "run_distance_m",
    "run_cadence_spm",
    "run_pace_s_per_km",
    "longest_run_bout_s",
    "mean_heart_rate_bpm",
)


@dataclass(frozen=True)
class Run:
    """One run: its samples with a heart rate, its bouts, and how long it took."""

    samples: pl.DataFrame
    bouts: pl.DataFrame
    elapsed_time_s: float


def make_runs(samples: int) -> tuple[list[Run], float]:
    """Runs of so many samples in all, and the seconds that finding their bouts took."""
    session = [Step("walk", 300, 112, 1.4), *[Step("run", 240, 160, 2.5), Step("walk", 60, 112, 1.4)] * 11]
    outings = [generate(str(seed), session, Watch(), seed) for seed in range(8)]
    random = np.random.default_rng(1)
    runs, taken_s = [], 0.0
    for index in range(-(-samples // outings[0].samples.height)):
        outing = outings[index % len(outings)]
        start = time.perf_counter()
        bouts = find_bouts(
            outing.samples,
            elapsed_time_s=outing.elapsed_time_s,
            pauses=Pauses.create_empty(),
            cadence_known=True,
        )
        taken_s += time.perf_counter() - start
        heart = pl.Series(random.normal(140, 10, outing.samples.height))
        runs.append(Run(outing.samples.with_columns(heart_rate_bpm=heart), bouts, outing.elapsed_time_s))
    return runs, taken_s


def ours(runs: list[Run]) -> list[RunSummary]:
    pauses = Pauses.create_empty()
    return [
        summarise(run.samples, run.bouts, pauses, elapsed_time_s=run.elapsed_time_s, distance_m=None)
        for run in runs
    ]


def in_one_frame(frames: list[pl.DataFrame]) -> pd.DataFrame:
    return pl.concat(
        frame.with_columns(pl.lit(index).alias(RUN)) for index, frame in enumerate(frames)
    ).to_pandas()


def with_pandas(samples: pd.DataFrame, bouts: pd.DataFrame, activities: pd.DataFrame) -> pd.DataFrame:
    """The same figures, as a careful pandas user would write them."""
    bouts = bouts.assign(seconds=bouts["end_s"] - bouts["start_s"])
    times = bouts.pivot_table(index=RUN, columns="kind", values="seconds", aggfunc="sum", observed=False)
    runs = bouts[bouts["kind"] == "run"].groupby(RUN)
    out = activities.copy()
    for kind in ("run", "walk", "stand", "pause"):
        out[f"{kind}_time_s"] = times[kind].fillna(0.0) if kind in times else 0.0
    out["run_distance_m"] = runs["distance_m"].sum()
    out["run_bout_count"] = runs.size()
    out["longest_run_bout_s"] = runs["seconds"].max()
    out["timer_time_s"] = out["elapsed_time_s"] - out["pause_time_s"]
    far = out["run_distance_m"] >= LEAST_PACE_M
    out["run_pace_s_per_km"] = (out["run_time_s"] / out["run_distance_m"] * 1000).where(far)

    weight = samples.groupby(RUN)["elapsed_s"].shift(-1) - samples["elapsed_s"]
    samples = samples.assign(weight_s=weight.clip(0, LONGEST_SAMPLE_S).fillna(1.0))
    placed = pd.merge_asof(
        samples.sort_values("elapsed_s", kind="stable"),
        bouts[[RUN, "start_s", "kind"]].sort_values("start_s", kind="stable"),
        left_on="elapsed_s",
        right_on="start_s",
        by=RUN,
    )
    steps = placed[(placed["kind"] == "run") & (placed["cadence_spm"] >= DROPOUT_SPM)]
    steps = steps.sort_values([RUN, "cadence_spm"])
    so_far = steps.groupby(RUN)["weight_s"].cumsum()
    half = steps.groupby(RUN)["weight_s"].transform("sum") / 2
    out["run_cadence_spm"] = steps[so_far >= half].groupby(RUN)["cadence_spm"].first()
    beats = placed[(placed["heart_rate_bpm"] > 0) & (placed["kind"] != "pause")]
    weighted = (beats["heart_rate_bpm"] * beats["weight_s"]).groupby(beats[RUN]).sum()
    out["mean_heart_rate_bpm"] = weighted / beats.groupby(RUN)["weight_s"].sum()
    return out


def best_of(work: Callable[[], object]) -> float:
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> int:
    """Print the table."""
    runs, bouts_s = make_runs(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
    channels = ("elapsed_s", "cadence_spm", "heart_rate_bpm")
    samples = in_one_frame([run.samples.select(channels) for run in runs])
    bouts = in_one_frame([run.bouts.with_columns(pl.col("kind").cast(pl.String)) for run in runs])
    activities = pd.DataFrame({"elapsed_time_s": [run.elapsed_time_s for run in runs]})

    alone, together = ours(runs), with_pandas(samples, bouts, activities)
    for name in FIGURES:
        figures = [getattr(summary, name) for summary in alone]
        np.testing.assert_allclose(figures, together[name].to_numpy(), rtol=1e-9, err_msg=name)

    ours_s = best_of(lambda: ours(runs))
    pandas_s = best_of(lambda: with_pandas(samples, bouts, activities))
    print(f"{len(samples):,} samples of {len(runs)} runs, best of {REPEATS}")
    print(f"  summed up, run by run           {ours_s:7.3f} s")
    print(f"  the same figures by pandas      {pandas_s:7.3f} s   ({pandas_s / ours_s:.1f} x)")
    print(f"  bouts found, run by run         {bouts_s:7.3f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
