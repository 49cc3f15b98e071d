"""How well run and walk are told apart, beside three plain thresholds, on generated and real outings.

    .venv/bin/python -m benchmarks.bouts [seeds]

Generated outings are scored second by second against what the person really did, and against
labels that switch late as a watch's own do. Real files (where STRIDEGATE_CORPUS names them)
carry no truth, but a walk must hold no running and a steady run no walking.
"""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl

from analysis import find_bouts
from benchmarks.corpus import find_corpus, skip, tell_changes
from benchmarks.gait_truth import Outing
from benchmarks.outings import continuous_outings, run_walk_outings, walk_outings
from ingest import read_activity
from ingest.errors import IngestError

#: Published single cuts: 140 steps a minute, 2.0 m/s; a public analysis package's pair: 140 and 9.5 min/km.
CADENCE_CUT_SPM, SPEED_CUT_MPS, PAIR_SPEED_MPS = 140.0, 2.0, 1000 / (9.5 * 60)
GAP_S = 5
#: An edge further off than this was not found at all.
LOST_EDGE_S = 10.0


def seconds_of(outing: Outing) -> np.ndarray:
    return np.arange(0.5, outing.elapsed_time_s - 0.5)


def kinds_at(spans: pl.DataFrame, at_s: np.ndarray) -> np.ndarray:
    place = np.searchsorted(spans["start_s"].to_numpy(), at_s, side="right") - 1
    return spans["kind"].cast(pl.String).to_numpy()[place.clip(0)]


def detected(outing: Outing) -> pl.DataFrame:
    return find_bouts(
        outing.samples,
        elapsed_time_s=outing.elapsed_time_s,
        pauses=outing.pauses,
        cadence_known=outing.cadence_known,
    )


def channel(outing: Outing, name: str) -> np.ndarray:
    """The last recorded value at each second, as a threshold would read it."""
    at = pl.DataFrame({"elapsed_s": seconds_of(outing)})
    joined = at.join_asof(outing.samples.select("elapsed_s", name), on="elapsed_s")
    return joined[name].cast(pl.Float64).fill_null(float("nan")).to_numpy()


def by_cadence(outing: Outing) -> np.ndarray:
    return channel(outing, "cadence_spm") >= CADENCE_CUT_SPM


def by_speed(outing: Outing) -> np.ndarray:
    return channel(outing, "speed_mps") >= SPEED_CUT_MPS


def by_both(outing: Outing) -> np.ndarray:
    """Run where neither says walk; a channel that the outing does not have says nothing."""
    cadence, speed = channel(outing, "cadence_spm"), channel(outing, "speed_mps")
    fast = np.isnan(speed) if np.isnan(speed).all() else speed >= PAIR_SPEED_MPS
    quick = np.isnan(cadence) if np.isnan(cadence).all() else cadence >= CADENCE_CUT_SPM
    return fast & quick


def closed(rule: Callable[[Outing], np.ndarray]) -> Callable[[Outing], np.ndarray]:
    """The rule with spells of up to `GAP_S` seconds, of either kind, taken into what surrounds them."""

    def with_gaps_closed(outing: Outing) -> np.ndarray:
        run = rule(outing)
        for value in (False, True):
            pieces = pl.DataFrame({"run": run}).with_columns(
                seconds=pl.len().over(pl.col("run").rle_id()), piece=pl.col("run").rle_id()
            )
            inner = (pieces["piece"] > 0) & (pieces["piece"] < pieces["piece"][-1])
            short = (pieces["run"] == value) & (pieces["seconds"] <= GAP_S) & inner
            run = np.where(short, not value, run)
        return run

    return with_gaps_closed


BASELINES: dict[str, Callable[[Outing], np.ndarray]] = {
    "cadence": by_cadence,
    "speed": by_speed,
    "both": by_both,
    "both, closed": closed(by_both),
}


@dataclass
class Score:
    """Counts over one or more outings."""

    true_s: int = 0
    found_s: int = 0
    right_s: int = 0
    moving_s: int = 0
    edges_s: list[float] = field(default_factory=list)
    lost_edges: int = 0
    time_errors: list[float] = field(default_factory=list)
    uncertain_s: float = 0.0

    def add(self, truth: np.ndarray, found: np.ndarray) -> None:
        counted = truth != "pause"
        is_run = counted & (truth == "run")
        found = counted & found
        self.true_s += int(is_run.sum())
        self.found_s += int(found.sum())
        self.right_s += int((is_run & found).sum())
        self.moving_s += int((counted & (truth != "stand")).sum())

    @property
    def f1(self) -> float:
        return 2 * self.right_s / max(self.true_s + self.found_s, 1)

    def add_edges(self, outing: Outing, bouts: pl.DataFrame) -> None:
        true_runs, found_runs = (
            spans.filter(pl.col("kind").cast(pl.String) == "run") for spans in (outing.truth, bouts)
        )
        for edge in ("start_s", "end_s"):
            true_s, found_s = true_runs[edge].to_numpy(), found_runs[edge].to_numpy()
            inner = true_s[(true_s > 1) & (true_s < outing.elapsed_time_s - 1)]
            off = np.abs(inner[:, None] - np.append(found_s, np.inf)).min(axis=1)
            self.edges_s += off[off <= LOST_EDGE_S].tolist()
            self.lost_edges += int((off > LOST_EDGE_S).sum())
        true_time_s = (true_runs["end_s"] - true_runs["start_s"]).sum()
        if true_time_s:
            found_time_s = (found_runs["end_s"] - found_runs["start_s"]).sum()
            self.time_errors.append(found_time_s / true_time_s - 1)
        self.uncertain_s += bouts["uncertain_s"].sum()


Scores = dict[str, dict[str, Score]]


def score_all(outings: Iterable[tuple[str, Outing]]) -> Scores:
    """scenario → way → score."""
    scores: Scores = defaultdict(lambda: defaultdict(Score))
    for scenario, outing in outings:
        at_s = seconds_of(outing)
        truth = kinds_at(outing.truth, at_s)
        bouts = detected(outing)
        found = kinds_at(bouts, at_s) == "run"
        for group in (scenario, "all"):
            ours = scores[group]["ours"]
            ours.add(truth, found)
            ours.add_edges(outing, bouts)
            labels = np.where(truth == "pause", "pause", kinds_at(outing.device_splits, at_s))
            scores[group]["against labels"].add(labels, found)
            for name, rule in BASELINES.items():
                scores[group][name].add(truth, rule(outing))
    scores["all"] = scores.pop("all")
    return scores


def print_run_walk(scores: Scores) -> None:
    ways = ("ours", "against labels", *BASELINES)
    print(f"{'':24}" + "".join(f"{way:>15}" for way in ways) + "   edge med/p90  lost  run time  uncertain")
    for scenario, by_way in scores.items():
        ours = by_way["ours"]
        edges = np.array(ours.edges_s or [np.nan])
        print(
            f"{scenario:24}"
            + "".join(f"{by_way[way].f1:15.4f}" for way in ways)
            + f"   {np.median(edges):5.1f} {np.quantile(edges, 0.9):5.1f} s {ours.lost_edges:4d}"
            + f"  {np.mean(np.abs(ours.time_errors)):7.2%}  {ours.uncertain_s / max(ours.moving_s, 1):8.2%}"
        )


def print_share(scores: Scores, title: str) -> None:
    """The share of the moving time that was called running, ours and the baselines'."""
    ways = ("ours", *BASELINES)
    print(f"\n{title:24}" + "".join(f"{way:>15}" for way in ways))
    for scenario, by_way in scores.items():
        shares = (by_way[way].found_s / max(by_way[way].moving_s, 1) for way in ways)
        print(f"{scenario:24}" + "".join(f"{share:15.2%}" for share in shares))


def print_corpus(folder: Path) -> None:
    print(
        f"\n{'real file':60}{'sport':>9}{'laps':>6}{'run s':>8}{'walk s':>8}{'stand s':>8}"
        f"{'run/moving':>11}{'bouts':>6}"
    )
    paths = sorted([*folder.glob("fit/*"), *folder.glob("gpx/*"), *folder.glob("tcx/*")])
    tell_changes(folder, paths)
    for path in paths:
        try:
            activity = read_activity(path.read_bytes(), path.name)
        except IngestError:
            continue
        rule = activity.provenance.cadence_rule
        if not activity.is_on_foot or rule in ("none", "unknown") or activity.elapsed_time_s < 300:
            continue
        bouts = find_bouts(
            activity.samples,
            elapsed_time_s=activity.elapsed_time_s,
            pauses=activity.pauses,
            cadence_known=True,
        )
        seconds = {
            kind: bouts.filter(pl.col("kind").cast(pl.String) == kind)
            .select((pl.col("end_s") - pl.col("start_s")).sum())
            .item()
            for kind in ("run", "walk", "stand")
        }
        moving_s = seconds["run"] + seconds["walk"]
        print(
            f"{path.name[-58:]:60}{activity.provenance.sport:>9}{activity.laps.height:6d}"
            + f"{seconds['run']:8.0f}{seconds['walk']:8.0f}{seconds['stand']:8.0f}"
            + f"{seconds['run'] / max(moving_s, 1):11.3f}{bouts.filter(pl.col('kind') == 'run').height:6d}"
        )


def goals(run_walk: Scores, walks: Scores, runs: Scores) -> dict[str, tuple[float, bool]]:
    """The figures that are promised, and whether they are kept."""
    ours = run_walk["all"]["ours"]
    walking, running = walks["all"]["ours"], runs["all"]["ours"]
    return {
        "F1 against the truth, at least 0.97": (ours.f1, ours.f1 >= 0.97),
        "F1 against late labels, at least 0.98": (
            run_walk["all"]["against labels"].f1,
            run_walk["all"]["against labels"].f1 >= 0.98,
        ),
        "edge error, median, at most 2 s": (
            float(np.median(ours.edges_s)),
            bool(np.median(ours.edges_s) <= 2.0),
        ),
        "run time error, mean, at most 2 %": (
            float(np.mean(np.abs(ours.time_errors))),
            bool(np.mean(np.abs(ours.time_errors)) <= 0.02),
        ),
        "certain running in a walk, under 1 %": (
            max(0.0, walking.found_s - walking.uncertain_s) / walking.moving_s,
            walking.found_s - walking.uncertain_s < 0.01 * walking.moving_s,
        ),
        "running in a run, found or said to be uncertain, over 97 %": (
            min(1.0, (running.right_s + running.uncertain_s) / running.true_s),
            running.right_s + running.uncertain_s > 0.97 * running.true_s,
        ),
    }


def main() -> int:
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 8
    run_walk = score_all(run_walk_outings(seeds))
    walks = score_all(walk_outings(seeds))
    runs = score_all(continuous_outings(seeds))
    print(f"per-second F1 for running, {seeds} outings of each kind\n")
    print_run_walk(run_walk)
    print_share(walks, "walks: called running")
    print_share(runs, "runs: called running")
    corpus, why = find_corpus((".fit", ".gpx", ".tcx"))
    if corpus is None:
        skip("run and walk in real watch files", why)
    else:
        print_corpus(corpus)
    kept = goals(run_walk, walks, runs)
    print()
    for name, (figure, ok) in kept.items():
        print(f"{'kept  ' if ok else 'MISSED'}  {name}: {figure:.4f}")
    return 0 if all(ok for _, ok in kept.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
