"""The faults of `signal_faults`, put into generated outings whose gait is known to the tenth of a second.

    python -m benchmarks.generated_faults [seeds]

What can be asked in any clone, and what `benchmarks.real_labels` prints where there is no corpus.
"""

import sys
from collections.abc import Iterator

import polars as pl

from benchmarks.bout_scores import OutingScore, f1, score
from benchmarks.gait_labels import Truth, inside, middles_s
from benchmarks.gait_truth import Outing
from benchmarks.labelled_outings import Labelled, signals_of
from benchmarks.outings import run_walk_outings
from benchmarks.signal_faults import FAULTS
from benchmarks.ways_of_finding import WAYS, faulted, read_cadence, ways

#: Sessions of the plans as a good watch sees them, and one as smart recording thins it.
SCENARIOS = ("1 min / 2 min", "3 min / 1 min", "10 min / 1 min", "stops and auto-pause", "smart recording")
SEEDS = 2


def labelled(outing: Outing) -> Labelled:
    """The generated outing as the real ones are judged, against what was really done."""
    at_s = middles_s(outing.elapsed_time_s)
    is_run = inside(outing.truth.filter(pl.col("kind") == "run"), at_s)
    truth = Truth(is_run, ~inside(outing.pauses, at_s))
    signals = signals_of(outing.samples, outing.pauses, outing.elapsed_time_s, is_run)
    return Labelled(outing.name, "generated", signals, {"generated": truth})


def generated(seeds: int = SEEDS) -> Iterator[Labelled]:
    """`seeds` runners, each with every scenario."""
    for scenario, outing in run_walk_outings(seeds):
        if scenario in SCENARIOS:
            yield labelled(outing)


def score_fault(fault: str, outings: list[Labelled]) -> dict[str, list[OutingScore]]:
    """Each way's scores under one fault, in the order of the outings."""
    scores: dict[str, list[OutingScore]] = {way: [] for way in WAYS}
    for outing in outings:
        signals = faulted(outing.name, fault, outing.signals)
        truth = outing.truths["generated"].within(signals.before_s, signals.after_s)
        for way, is_found in ways(signals, read_cadence(signals)).items():
            scores[way].append(score(truth, is_found))
    return scores


def table(faults: list[str], seeds: int = SEEDS) -> str:
    """Per-second F1 for running under each fault, the worst of ours first."""
    outings = list(generated(seeds))
    rows = []
    for fault in faults:
        scores = score_fault(fault, outings)
        rows.append((FAULTS[fault].title, *(f1(scores[way]) for way in WAYS)))
    rows.sort(key=lambda row: row[1])
    lines = [
        f"| {len(outings)} generated outings | {' | '.join(WAYS)} |",
        "| --- |" + " ---: |" * len(WAYS),
        *(f"| {title} | {' | '.join(f'{value:.3f}' for value in values)} |" for title, *values in rows),
    ]
    return "\n".join(lines)


def main() -> int:
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else SEEDS
    print(table(list(FAULTS), seeds))
    return 0


if __name__ == "__main__":
    sys.exit(main())
